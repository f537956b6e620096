"""`adcli taylor`: the Taylor series, and with it derivatives of any order."""

from __future__ import annotations

from typing import Any

import click

from adcli.commands.command import Answer, Question, answer, expression_options, limit_options, shared_options
from adcli.commands.inputs import read_point
from adcli.commands.words import Command, Whole
from adcli.expansion import MAX_ORDER, taylor_at
from adcli.graph import Graph
from adcli.render.options import Options
from adcli.render.reports.taylor import TaylorReport


@click.command("taylor", cls=Command, short_help="Taylor coefficients and derivatives of any order.")
@expression_options
@click.option("--order", type=Whole(0, MAX_ORDER), default=5, show_default=True, help=f"The highest order, up to {MAX_ORDER}.")
@click.option("--along", metavar="NAME", help="The variable that moves.  [default: the only one]")
@click.option("--direction", multiple=True, metavar="NAME=VALUE,...", help="What the variables move by; the others stay.")
@shared_options
@limit_options
def command(
    expression: str,
    at: tuple[str, ...],
    order: int,
    along: str | None,
    direction: tuple[str, ...],
    max_length: int,
    max_nodes: int,
    output: str | None,
    **looks: Any,
) -> int:
    """Expand EXPRESSION at a point, along a variable or a direction: Taylor coefficients and derivatives up to an order.

    \b
    Examples:
      adcli taylor "tan(x)" --at x=0 --order 9
      adcli taylor "exp(x*y)" --at x=0,y=1 --direction x=1,y=-1 --format json
    """

    def find(graph: Graph, point: dict[str, str]) -> Answer:
        result = taylor_at(graph, point, order, along, read_point(direction) or None)
        return Answer(TaylorReport(result), result.notes, result.finite)

    return answer(Question(expression, at, max_length, max_nodes), find, Options(**looks), output)
