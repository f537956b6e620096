"""`adcli jacobian`: all derivatives of several outputs."""

from __future__ import annotations

import click

from adcli.commands.command import Answer, asks, derivative_options, precision_options, rows_option, shared_options, sparse_option
from adcli.commands.inputs import names_list
from adcli.commands.words import OneOf
from adcli.derivatives import MODES
from adcli.graph import Graph
from adcli.matrices.jacobians import jacobian_at
from adcli.render.options import Options
from adcli.render.reports.matrix import JacobianReport


@asks(
    "jacobian",
    "The derivatives of several outputs by all variables.",
    derivative_options,
    click.option(
        "--mode", type=OneOf(MODES), default="auto", show_default=True, help="How to differentiate; auto takes what costs least, even both."
    ),
    sparse_option,
    precision_options,
    shared_options,
    rows_option,
)
def command(
    graph: Graph, point: dict[str, str], options: Options, wrt: tuple[str, ...], mode: str, precision: int | None, sparse: bool
) -> Answer:
    """Differentiate every output of EXPRESSION by every variable: statements stand between semicolons or on lines.

    \b
    Examples:
      adcli jacobian "x*y; sin(x)/y; u = x^2" --at x=2,y=3
      adcli jacobian "x1^2; x1*x2; x2^2" --at x1=1,x2=2 --sparse --format csv
    """
    result = jacobian_at(graph, point, names_list(wrt, "--wrt"), mode, precision)
    return Answer(JacobianReport(result, sparse), result.notes, result.finite)
