"""`adcli jvp`: a Jacobian times a tangent, by one forward sweep."""

from __future__ import annotations

import click

from adcli.commands.command import Answer, asks, derivative_options, precision_options, shared_options, trace_options
from adcli.commands.inputs import names_list, read_seeds
from adcli.graph import Graph
from adcli.matrices.products import jvp_at
from adcli.render.options import Options
from adcli.render.reports.product import product_report


@asks(
    "jvp",
    "The derivative along a tangent, by one forward sweep.",
    derivative_options,
    click.option("--tangent", multiple=True, metavar="NAME=VALUE,...", help="Tangents of the variables, 0 where none is given."),
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
    tangent: tuple[str, ...],
    trace: bool,
    precision: int | None,
) -> Answer:
    """Differentiate every output of EXPRESSION along a tangent of its variables: one forward sweep.

    \b
    Examples:
      adcli jvp "sin(x1) + x1*x2" --at x1=2,x2=3 --tangent x1=1,x2=0
      adcli jvp "r*cos(t); r*sin(t)" --at r=2,t=pi/3 --tangent t=1 --format json
    """
    result = jvp_at(graph, point, read_seeds(tangent, "--tangent"), names_list(wrt, "--wrt"), precision)
    return Answer(product_report(result, options.notation, traced=trace), result.notes, result.finite)
