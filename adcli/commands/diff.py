"""`adcli diff`: derivatives as formulas."""

from __future__ import annotations

import click

from adcli.commands.command import Answer, asks, derivative_options, shared_options
from adcli.commands.inputs import names_list
from adcli.commands.words import Whole
from adcli.formulas.differentiation import MAX_ORDER, differentiated
from adcli.graph import Graph
from adcli.render.options import Options
from adcli.render.reports.diff import DiffReport


@asks(
    "diff",
    "The derivative as a formula.",
    derivative_options,
    click.option(
        "--order", type=Whole(1, MAX_ORDER), default=1, show_default=True, help=f"The order of the derivative, up to {MAX_ORDER}."
    ),
    shared_options,
    at_point=False,
)
def command(graph: Graph, point: dict[str, str], options: Options, wrt: tuple[str, ...], order: int) -> Answer:
    """Differentiate EXPRESSION and write the derivative by each variable as a simplified formula.

    \b
    Examples:
      adcli diff "x^2*sin(x)"
      adcli diff "exp(-(x - mu)^2/(2*sigma^2))" --wrt x --order 2 --format latex
    """
    return Answer(DiffReport(differentiated(graph, names_list(wrt, "--wrt"), order)), [], True)
