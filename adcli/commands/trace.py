"""`adcli trace`: the evaluation trace, step by step."""

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
from adcli.derivatives import gradient_at
from adcli.point import chosen_inputs
from adcli.render import render
from adcli.render.layouts.grid import MOST_SWEEPS
from adcli.render.options import Options
from adcli.render.reports.trace import TraceReport
from adcli.tracing import trace_of


@click.command("trace", cls=ExpressionCommand, short_help="Every step of a forward or a reverse sweep.")
@expression_options
@derivative_options
@click.option("--mode", type=click.Choice(("forward", "reverse", "both")), default="both", show_default=True, help="Which sweeps to show.")
@click.option("--seed", multiple=True, metavar="NAME,...", help="Show the forward sweeps towards these variables.  [default: all that fit]")
@click.option(
    "--notation",
    type=click.Choice(("plain", "baydin")),
    default="plain",
    show_default=True,
    help="Names of the steps: v1, v2, ... or v-1, v0, v1, ...",
)
@click.option("--rows", type=click.IntRange(min=3), help="Most rows of a table; the middle of a longer trace is left out.  [default: 32]")
@shared_options
def command(
    expression: str,
    at: tuple[str, ...],
    wrt: tuple[str, ...],
    mode: str,
    seed: tuple[str, ...],
    max_length: int,
    max_nodes: int,
    output: str | None,
    **looks: Any,
) -> None:
    """Show how EXPRESSION is evaluated and differentiated at a point, step by step.

    \b
    Examples:
      adcli trace "sin(x1) + x1*x2" --at x1=2,x2=3 --mode reverse
      adcli trace "log(x1) + x1*x2 - sin(x2)" --at x1=2,x2=5 --mode forward --notation baydin
    """
    options = Options(**looks)

    def work() -> int:
        nonlocal expression
        expression = read_expression(expression)
        point = read_point(at)
        graph = read_graph(expression, point, max_length, max_nodes)
        result = gradient_at(graph, point, names_list(wrt), "forward" if mode == "forward" and not seed else "reverse", "trace")
        sweeps = () if mode == "reverse" else chosen_inputs(graph, names_list(seed)) if seed else result.wrt[:MOST_SWEEPS]
        trace = trace_of(result, sweeps, reverse=mode != "forward")
        with output_file(output) as file:
            render(TraceReport(trace, mode, options.notation), options, file)
        say_notes(result.notes, expression)
        return 0 if result.finite else 1

    run(work, expression=expression, options=options, output=output)
