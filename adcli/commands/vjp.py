"""`adcli vjp`: a cotangent times a Jacobian, by one reverse sweep."""

from __future__ import annotations

import click

from adcli.commands.command import Answer, asks, derivative_options, precision_options, shared_options, trace_options
from adcli.commands.inputs import names_list, read_cotangent
from adcli.graph import Graph
from adcli.matrices.products import vjp_at
from adcli.render.options import Options
from adcli.render.reports.product import product_report


@asks(
    "vjp",
    "The gradient of weighted outputs, by one reverse sweep.",
    derivative_options,
    click.option("--cotangent", multiple=True, metavar="VALUE,...", help="Cotangents of the outputs in their order, or as NAME=VALUE,..."),
    click.option("--trace", is_flag=True, help="Show every step of the sweep."),
    precision_options,
    shared_options,
    trace_options,
)
def command(
    graph: Graph,
    point: dict[str, str],
    options: Options,
    wrt: tuple[str, ...],
    cotangent: tuple[str, ...],
    trace: bool,
    precision: int | None,
) -> Answer:
    """Differentiate the sum of all outputs of EXPRESSION, each times its cotangent: one reverse sweep.

    \b
    Examples:
      adcli vjp "x*y; sin(x)/y" --at x=2,y=3 --cotangent 1,0
      adcli vjp "u = x*y; v = sin(x)/y" --at x=2,y=3 --cotangent u=1,v=-2 -f json
    """
    result = vjp_at(graph, point, read_cotangent(cotangent), names_list(wrt, "--wrt"), precision)
    return Answer(product_report(result, options.notation, traced=trace), result.notes, result.finite)
