"""`adcli hessian`: all second derivatives."""

from __future__ import annotations

from adcli.commands.command import Answer, asks, derivative_options, precision_options, rows_option, shared_options, sparse_option
from adcli.commands.inputs import names_list
from adcli.graph import Graph
from adcli.matrices.hessians import hessian_at
from adcli.render.options import Options
from adcli.render.reports.matrix import HessianReport


@asks(
    "hessian",
    "The second derivatives by all pairs of variables.",
    derivative_options,
    sparse_option,
    precision_options,
    shared_options,
    rows_option,
)
def command(graph: Graph, point: dict[str, str], options: Options, wrt: tuple[str, ...], precision: int | None, sparse: bool) -> Answer:
    """Differentiate EXPRESSION twice by every pair of variables: forward sweeps over a reverse one.

    \b
    Examples:
      adcli hessian "(1-x)^2 + 100(y-x^2)^2" --at x=1,y=1
      adcli hessian "exp(x*y) + z^2" --at x=1,y=2,z=3 --wrt x,y --format json
    """
    result = hessian_at(graph, point, names_list(wrt, "--wrt"), "hessian", precision)
    return Answer(HessianReport(result, sparse), result.notes, result.finite)
