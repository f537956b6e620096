"""`adcli hessian`: all second derivatives."""

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
    sparse_option,
)
from adcli.commands.inputs import names_list
from adcli.commands.words import Command
from adcli.graph import Graph
from adcli.hessians import hessian_at
from adcli.render.options import Options
from adcli.render.reports.matrix import HessianReport


@click.command("hessian", cls=Command, short_help="The second derivatives by all pairs of variables.")
@expression_options
@derivative_options
@sparse_option
@shared_options
@rows_option
@limit_options
def command(
    expression: str,
    at: tuple[str, ...],
    wrt: tuple[str, ...],
    sparse: bool,
    max_length: int,
    max_nodes: int,
    output: str | None,
    **looks: Any,
) -> int:
    """Differentiate EXPRESSION twice by every pair of variables: forward sweeps over a reverse one.

    \b
    Examples:
      adcli hessian "(1-x)^2 + 100(y-x^2)^2" --at x=1,y=1
      adcli hessian "exp(x*y) + z^2" --at x=1,y=2,z=3 --wrt x,y --format json
    """

    def find(graph: Graph, point: dict[str, str]) -> Answer:
        result = hessian_at(graph, point, names_list(wrt, "--wrt"))
        return Answer(HessianReport(result, sparse), result.notes, result.finite)

    return answer(Question(expression, at, max_length, max_nodes), find, Options(**looks), output)
