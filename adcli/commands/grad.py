"""`adcli grad`: value, gradient and the combined trace."""

from __future__ import annotations

from typing import Any

import click

from adcli.commands.command import (
    ExpressionCommand,
    derivative_options,
    expression_options,
    names_list,
    read_expression,
    read_graph,
    read_point,
    run,
    say_notes,
    shared_options,
)
from adcli.commands.process import output_file
from adcli.derivatives import MODES, gradient_at
from adcli.render import render
from adcli.render.options import Options
from adcli.render.reports.gradient import GradientReport


@click.command("grad", cls=ExpressionCommand, short_help="Value and gradient, with the trace behind them.")
@expression_options
@derivative_options
@click.option(
    "--mode", type=click.Choice(MODES), default="auto", show_default=True, help="How to differentiate; auto takes the cheaper mode."
)
@click.option(
    "--notation",
    type=click.Choice(("plain", "baydin")),
    default="plain",
    show_default=True,
    help="Names of the steps: v1, v2, ... or v-1, v0, v1, ...",
)
@shared_options
def command(
    expression: str, at: tuple[str, ...], wrt: tuple[str, ...], mode: str, max_length: int, max_nodes: int, output: str | None, **looks: Any
) -> None:
    """Differentiate EXPRESSION at a point: its value, its gradient, and every step.

    \b
    Examples:
      adcli grad "sin(x1) + x1*x2" --at x1=2,x2=3
      adcli grad "exp(-t/tau)" --at t=1,tau=2 --wrt t --format json
    """
    options = Options(**looks)

    def work() -> int:
        nonlocal expression
        expression = read_expression(expression)
        point = read_point(at)
        graph = read_graph(expression, point, max_length, max_nodes)
        result = gradient_at(graph, point, names_list(wrt), mode)
        with output_file(output) as file:
            render(GradientReport(result), options, file)
        say_notes(result.notes, expression)
        return 0 if result.finite else 1

    run(work, expression=expression, options=options, output=output)
