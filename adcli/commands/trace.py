"""`adcli trace`: the evaluation trace, step by step."""

from __future__ import annotations

from collections.abc import Sequence

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
from adcli.derivatives import Gradient
from adcli.errors import PointError, short
from adcli.graph import Graph
from adcli.point import chosen_inputs
from adcli.render.layouts import LAYOUTS
from adcli.render.layouts.grid import MOST_SWEEPS
from adcli.render.options import Options
from adcli.render.reports.trace import TraceReport
from adcli.traces.tracing import trace_of


@asks(
    "trace",
    "Every step of a forward or a reverse sweep.",
    derivative_options,
    click.option("--mode", type=OneOf(tuple(LAYOUTS)), default="both", show_default=True, help="Which sweeps to show."),
    click.option(
        "--seed", multiple=True, metavar="NAME,...", help="Run the forward sweeps towards these variables.  [default: the first 8, or all]"
    ),
    click.option("--cost", is_flag=True, help="Instead of steps, what either mode costs, here and with more inputs and outputs."),
    precision_options,
    shared_options,
    trace_options,
    error_options,
)
def command(
    graph: Graph,
    point: dict[str, str],
    options: Options,
    wrt: tuple[str, ...],
    mode: str,
    seed: tuple[str, ...],
    precision: int | None,
    cost: bool,
    error: bool,
) -> Answer:
    """Show how EXPRESSION is evaluated and differentiated at a point, step by step.

    \b
    Examples:
      adcli trace "sin(x1) + x1*x2" --at x1=2,x2=3 --mode reverse
      adcli trace "log(x1) + x1*x2 - sin(x2)" --at x1=2,x2=5 --notation baydin
    """
    seeds = names_list(seed, "--seed")
    if cost and (error or seeds):
        raise PointError(
            f"--cost shows no steps, and so {'no errors' if error else 'no seeds'} of steps",
            advice=f"leave off --cost or {'--error' if error else '--seed'}",
        )
    sweep = "forward" if mode == "forward" and not seeds else "reverse"
    result = gradient_of(graph, point, names_list(wrt, "--wrt"), sweep, "trace", precision)
    if cost:
        from adcli.render.reports.cost import CostReport

        return Answer(CostReport(result), result.notes, result.finite)
    estimate = estimated(result, point) if error else None
    result.notes.extend([] if error else cautions(result, point))
    trace = trace_of(result, _sweeps(result, mode, seeds), reverse=mode != "forward", error=estimate)
    if mode == "forward":
        trace.result = trace.result._replace(adjoints=None)  # how the gradient was found is not asked for
    return Answer(TraceReport(trace, mode, options.notation), result.notes, result.finite)


def _sweeps(result: Gradient, mode: str, seeds: Sequence[str] | None) -> list[str]:
    """The variables to run forward sweeps towards. Raises PointError where those asked for have none."""
    if seeds is None:
        return [] if mode == "reverse" else result.wrt[:MOST_SWEEPS]
    if mode == "reverse":
        raise PointError("a reverse sweep has no seeds to choose", advice="leave off --seed, or use --mode forward or both")
    chosen = chosen_inputs(result.graph, seeds)
    for name in chosen:
        if name not in result.wrt:
            raise PointError(f"there is no sweep towards {short(name, 40)}", advice="--wrt leaves it fixed")
    return chosen
