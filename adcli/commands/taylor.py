"""`adcli taylor`: the Taylor series, and with it derivatives of any order."""

from __future__ import annotations

import click

from adcli.commands.command import Answer, asks, precision_options, shared_options
from adcli.commands.inputs import read_point
from adcli.commands.words import Whole
from adcli.expansions.expansion import MAX_ORDER, taylor_at
from adcli.graph import Graph
from adcli.render.options import Options
from adcli.render.reports.taylor import TaylorReport


@asks(
    "taylor",
    "Taylor coefficients and derivatives of any order.",
    click.option("--order", type=Whole(0, MAX_ORDER), default=5, show_default=True, help=f"The highest order, up to {MAX_ORDER}."),
    click.option("--along", metavar="NAME", help="The variable that moves.  [default: the only one]"),
    click.option("--direction", multiple=True, metavar="NAME=VALUE,...", help="What the variables move by; the others stay."),
    precision_options,
    shared_options,
)
def command(
    graph: Graph, point: dict[str, str], options: Options, order: int, along: str | None, direction: tuple[str, ...], precision: int | None
) -> Answer:
    """Expand EXPRESSION at a point, along a variable or a direction: Taylor coefficients and derivatives up to an order.

    \b
    Examples:
      adcli taylor "tan(x)" --at x=0 --order 9
      adcli taylor "exp(x*y)" --at x=0,y=1 --direction x=1,y=-1 --format json
    """
    result = taylor_at(graph, point, order, along, read_point(direction) or None, precision)
    return Answer(TaylorReport(result), result.notes, result.finite)
