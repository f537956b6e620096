"""`adcli check`: a referee for derivatives."""

from __future__ import annotations

import click

from adcli.commands.command import Answer, asks, derivative_options, shared_options
from adcli.commands.inputs import names_list
from adcli.graph import Graph
from adcli.judging.referee import check_at
from adcli.render.options import Options
from adcli.render.reports.check import CheckReport


@asks(
    "check",
    "A gradient against other methods, or against yours.",
    derivative_options,
    click.option("--claim", multiple=True, metavar="EXPR,...", help="Derivatives to judge, in the variables' order or as NAME=EXPR."),
    shared_options,
)
def command(graph: Graph, point: dict[str, str], options: Options, wrt: tuple[str, ...], claim: tuple[str, ...]) -> Answer:
    """Check the gradient of EXPRESSION at a point: reverse mode against forward mode, the complex step and differences.

    With --claim, judge derivatives that you worked out by hand: formulas or numbers, right or by what mistake wrong.

    \b
    Examples:
      adcli check "sin(x1) + x1*x2" --at x1=2,x2=3
      adcli check "x^2*sin(x)" --at x=2 --claim "2*x*sin(x) + x^2*cos(x)"
    """
    found = check_at(graph, point, names_list(wrt, "--wrt"), ", ".join(claim))
    return Answer(CheckReport(found), found.gradient.notes, found.passed)
