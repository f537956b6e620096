"""`adcli grad`: value, gradient and the combined trace."""

from __future__ import annotations

import click

from adcli.accuracy.caution import cautions
from adcli.accuracy.precision import gradient_of
from adcli.commands.command import (
    Answer,
    asks,
    derivative_options,
    error_options,
    estimated,
    precision_options,
    shared_options,
    trace_options,
)
from adcli.commands.inputs import names_list
from adcli.commands.words import OneOf
from adcli.derivatives import MODES
from adcli.graph import Graph
from adcli.render.options import Options
from adcli.render.reports.gradient import GradientReport


@asks(
    "grad",
    "Value and gradient, with the trace behind them.",
    derivative_options,
    click.option("--mode", type=OneOf(MODES), default="auto", show_default=True, help="How to differentiate; auto takes the cheaper mode."),
    precision_options,
    shared_options,
    trace_options,
    error_options,
)
def command(
    graph: Graph, point: dict[str, str], options: Options, wrt: tuple[str, ...], mode: str, precision: int | None, error: bool
) -> Answer:
    """Differentiate EXPRESSION at a point: its value, its gradient, and every step.

    \b
    Examples:
      adcli grad "sin(x1) + x1*x2" --at x1=2,x2=3
      adcli grad "A*exp(-t/T)" --at A=5,t=1,T=2 --wrt t --format json
      adcli grad "(1-cos(x))/x^2" --at x=1e-8 --precision 30
    """
    result = gradient_of(graph, point, names_list(wrt, "--wrt"), mode, "grad", precision)
    estimate = estimated(result, point) if error else None
    result.notes.extend([] if error else cautions(result, point))
    return Answer(GradientReport(result, estimate), result.notes, result.finite)
