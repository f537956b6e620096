"""`adcli eval`: the value of an expression."""

from __future__ import annotations

from typing import Any

import click

from adcli.arithmetic.floats import FLOATS
from adcli.commands.command import Answer, Question, answer, error_options, expression_options, limit_options, shared_options
from adcli.commands.words import Command
from adcli.derivatives import value_at
from adcli.graph import Graph
from adcli.notes import finite
from adcli.point import inputs_at
from adcli.render.options import Options
from adcli.render.reports.value import ValueReport


@click.command("eval", cls=Command, short_help="The value of an expression.")
@expression_options
@shared_options
@error_options
@limit_options
def command(expression: str, at: tuple[str, ...], error: bool, max_length: int, max_nodes: int, output: str | None, **looks: Any) -> int:
    """Evaluate EXPRESSION at a point, to the last digit.

    \b
    Examples:
      adcli eval "sqrt(2*pi)"
      adcli eval "m*c^2" --at m=1,c=299792458 --format json
    """
    asked = click.get_current_context().get_parameter_source("digits") is not click.core.ParameterSource.DEFAULT
    digits = looks["digits"] if asked else None

    def find(graph: Graph, point: dict[str, str]) -> Answer:
        value, notes = value_at(graph, point)
        estimate = None
        if error:
            from adcli.estimates import error_at

            estimate = error_at(graph, point, gradient=False)
            notes.extend(estimate.notes)
        return Answer(ValueReport(graph, inputs_at(graph, point, FLOATS), value, notes, digits, estimate), notes, finite(value))

    return answer(Question(expression, at, max_length, max_nodes), find, Options(**looks), output)
