"""`adcli compare`: automatic, symbolic and numerical differentiation side by side."""

from __future__ import annotations

import click

from adcli.commands.command import Answer, asks, shared_options
from adcli.commands.words import Positive, Whole
from adcli.comparing.comparison import MOST_ORDER, MOST_REPEATS, compare_at
from adcli.graph import Graph
from adcli.render.options import Options
from adcli.render.reports.compare import CompareReport


@asks(
    "compare",
    "Automatic, symbolic and numerical differentiation.",
    click.option("--wrt", metavar="NAME", help="The variable to differentiate by.  [default: the first]"),
    click.option("--step", type=Positive(), default=0.01, show_default=True, help="The step of the difference quotient that is shown."),
    click.option("--order", type=Whole(1, MOST_ORDER), default=4, show_default=True, help="How often the formula is differentiated."),
    click.option(
        "--repeat", type=Whole(1, MOST_REPEATS), default=1, show_default=True, help="How often the expression is applied to itself."
    ),
    shared_options,
)
def command(graph: Graph, point: dict[str, str], options: Options, wrt: str | None, step: float, order: int, repeat: int) -> Answer:
    """Differentiate EXPRESSION by one variable in three ways: what each gives, what it costs, and where it goes wrong.

    Automatic differentiation is exact; a formula is exact too, but swells; a difference quotient is off by what its step leaves
    out, or by rounding.

    \b
    Examples:
      adcli compare "x^2 + 3*x + 1" --at x=2
      adcli compare "4*x*(1-x)" --at x=0.3 --repeat 8
    """
    found = compare_at(graph, point, wrt, step, order, repeat)
    return Answer(CompareReport(found), found.gradient.notes, found.gradient.finite)
