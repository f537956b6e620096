"""`adcli eval`: the value of an expression."""

from __future__ import annotations

from typing import Any

import click

from adcli.arithmetic.floats import FLOATS
from adcli.commands.command import (
    ExpressionCommand,
    expression_options,
    read_expression,
    read_graph,
    read_point,
    run,
    say_notes,
    shared_options,
)
from adcli.commands.process import output_file
from adcli.derivatives import value_at
from adcli.notes import finite
from adcli.point import inputs_at
from adcli.render import render
from adcli.render.options import Options
from adcli.render.reports.value import ValueReport


@click.command("eval", cls=ExpressionCommand, short_help="The value of an expression.")
@expression_options
@shared_options
def command(expression: str, at: tuple[str, ...], max_length: int, max_nodes: int, output: str | None, **looks: Any) -> None:
    """Evaluate EXPRESSION at a point, to the last digit.

    \b
    Examples:
      adcli eval "sqrt(2*pi)"
      adcli eval "m*c^2" --at m=1,c=299792458 --format json
    """
    options = Options(**looks)

    def work() -> int:
        nonlocal expression
        expression = read_expression(expression)
        point = read_point(at)
        graph = read_graph(expression, point, max_length, max_nodes)
        value, notes = value_at(graph, point)
        with output_file(output) as file:
            render(ValueReport(expression, inputs_at(graph, point, FLOATS), value, notes), options, file)
        say_notes(notes, expression)
        return 0 if finite(value) else 1

    run(work, expression=expression, options=options, output=output)
