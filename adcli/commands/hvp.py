"""`adcli hvp`: a Hessian times a direction."""

from __future__ import annotations

from typing import Any

import click

from adcli.commands.command import (
    Answer,
    Question,
    answer,
    derivative_options,
    expression_options,
    limit_options,
    rows_option,
    shared_options,
)
from adcli.commands.inputs import names_list, read_seeds
from adcli.commands.words import Command
from adcli.graph import Graph
from adcli.hessians import hvp_at
from adcli.render.options import Options
from adcli.render.reports.product import HessianProductReport


@click.command("hvp", cls=Command, short_help="The Hessian times a direction, without the Hessian.")
@expression_options
@derivative_options
@click.option("--direction", multiple=True, metavar="NAME=VALUE,...", help="Directions of the variables, 0 where none is given.")
@shared_options
@rows_option
@limit_options
def command(
    expression: str,
    at: tuple[str, ...],
    wrt: tuple[str, ...],
    direction: tuple[str, ...],
    max_length: int,
    max_nodes: int,
    output: str | None,
    **looks: Any,
) -> int:
    """Differentiate the gradient of EXPRESSION along a direction: one forward sweep over the reverse one.

    \b
    Examples:
      adcli hvp "(1-x)^2 + 100(y-x^2)^2" --at x=1,y=1 --direction x=1,y=0
      adcli hvp "exp(x*y)*z" --at x=1,y=2,z=3 --direction z=1 --format json
    """

    def find(graph: Graph, point: dict[str, str]) -> Answer:
        result = hvp_at(graph, point, read_seeds(direction, "--direction"), names_list(wrt, "--wrt"))
        return Answer(HessianProductReport(result), result.notes, result.finite)

    return answer(Question(expression, at, max_length, max_nodes), find, Options(**looks), output)
