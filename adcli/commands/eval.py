"""`adcli eval`: the value of an expression."""

from __future__ import annotations

from adcli.accuracy.caution import cautions
from adcli.accuracy.precision import gradient_of
from adcli.commands.command import Answer, asks, error_options, estimated, precision_options, shared_options, was_given
from adcli.graph import Graph
from adcli.render.options import Options
from adcli.render.reports.value import ValueReport


@asks(
    "eval",
    "The value of an expression.",
    precision_options,
    shared_options,
    error_options,
)
def command(graph: Graph, point: dict[str, str], options: Options, precision: int | None, error: bool) -> Answer:
    """Evaluate EXPRESSION at a point, to the last digit.

    \b
    Examples:
      adcli eval "sqrt(2*pi)"
      adcli eval "m*c^2" --at m=1,c=299792458 --format json
      adcli eval "exp(pi*sqrt(163))" --precision 40
    """
    result = gradient_of(graph, point, (), "reverse", "eval", precision)
    estimate = estimated(result, point, gradient=False) if error else None
    result.notes.extend([] if error else cautions(result, point))
    digits = options.digits if was_given("digits") else None
    report = ValueReport(graph, result.point, result.value, result.notes, digits, result.precision, estimate)
    return Answer(report, result.notes, result.finite)
