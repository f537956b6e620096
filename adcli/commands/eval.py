"""`adcli eval`: the value of an expression."""

from __future__ import annotations

from typing import Any

import click

from adcli.commands.command import (
    Answer,
    Question,
    answer,
    error_options,
    estimated,
    expression_options,
    limit_options,
    looks_with,
    precision_options,
    shared_options,
    was_given,
)
from adcli.commands.words import Command
from adcli.graph import Graph
from adcli.precision import gradient_of
from adcli.render.reports.value import ValueReport


@click.command("eval", cls=Command, short_help="The value of an expression.")
@expression_options
@precision_options
@shared_options
@error_options
@limit_options
def command(
    expression: str,
    at: tuple[str, ...],
    precision: int | None,
    error: bool,
    max_length: int,
    max_nodes: int,
    output: str | None,
    **looks: Any,
) -> int:
    """Evaluate EXPRESSION at a point, to the last digit.

    \b
    Examples:
      adcli eval "sqrt(2*pi)"
      adcli eval "m*c^2" --at m=1,c=299792458 --format json
      adcli eval "exp(pi*sqrt(163))" --precision 40
    """
    digits = looks["digits"] if was_given("digits") else None

    def find(graph: Graph, point: dict[str, str]) -> Answer:
        result = gradient_of(graph, point, (), "reverse", "eval", precision)
        estimate = estimated(result, point, gradient=False) if error else None
        report = ValueReport(graph, result.point, result.value, result.notes, digits, result.precision, estimate)
        return Answer(report, result.notes, result.finite)

    return answer(Question(expression, at, max_length, max_nodes), find, looks_with(precision, looks), output)
