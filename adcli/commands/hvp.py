"""`adcli hvp`: a Hessian times a direction."""

from __future__ import annotations

import click

from adcli.commands.command import Answer, asks, derivative_options, precision_options, rows_option, shared_options
from adcli.commands.inputs import names_list, read_seeds
from adcli.graph import Graph
from adcli.matrices.hessians import hvp_at
from adcli.render.options import Options
from adcli.render.reports.product import HessianProductReport


@asks(
    "hvp",
    "The Hessian times a direction, without the Hessian.",
    derivative_options,
    click.option("--direction", multiple=True, metavar="NAME=VALUE,...", help="Directions of the variables, 0 where none is given."),
    precision_options,
    shared_options,
    rows_option,
)
def command(
    graph: Graph, point: dict[str, str], options: Options, wrt: tuple[str, ...], direction: tuple[str, ...], precision: int | None
) -> Answer:
    """Differentiate the gradient of EXPRESSION along a direction: one forward sweep over the reverse one.

    \b
    Examples:
      adcli hvp "(1-x)^2 + 100(y-x^2)^2" --at x=1,y=1 --direction x=1,y=0
      adcli hvp "exp(x*y)*z" --at x=1,y=2,z=3 --direction z=1 --format json
    """
    result = hvp_at(graph, point, read_seeds(direction, "--direction"), names_list(wrt, "--wrt"), "hvp", precision)
    return Answer(HessianProductReport(result), result.notes, result.finite)
