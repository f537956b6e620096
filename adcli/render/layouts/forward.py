"""The forward trace: primal and tangent, step by step."""

from __future__ import annotations

from adcli.formula import LATEX, UNICODE, write
from adcli.render.layouts.errors import TITLE, error_cell, error_lines
from adcli.render.layouts.grid import Cell, Grid, Layout, View, cost_line, left_out, program_lines
from adcli.render.numbers import format_error
from adcli.traces.tracing import Trace


def forward(trace: Trace, view: View) -> Grid:
    """Primal and tangents step by step, one group of columns for each sweep."""
    layout = Layout(trace, view)
    sweeps = min(view.sweeps, len(trace.result.tangents))
    places = layout.place_titles
    titles, numeric = ["step", *places, "primal", "value"], [False, *[False] * len(places), False, True]
    if not view.formulas:
        titles, numeric = ["step", *places, "value"], [False, *[False] * len(places), True]
    if trace.error:
        titles.append(TITLE)
        numeric.append(False)
    grid = Grid(titles, numeric)
    for k in range(sweeps):
        grid.dividers.append(len(grid.titles) - 1)
        title = "tangent" if sweeps == 1 else f"tangent, seed {_seed(layout, k)}"
        grid.titles += [title, "value"] if view.formulas else [title]
        grid.numeric += [False, True] if view.formulas else [True]
    for step in layout.shown():
        if isinstance(step, int):
            grid.rows.append(left_out(view, len(grid.titles), step))
            continue
        row: list[Cell] = [layout.value_name(step.number) if step.number else "", *layout.place(step)]
        row += [layout.primal(step), step.primal.value] if view.formulas else [step.primal.value]
        row += [error_cell(step)] * bool(trace.error)
        for k in range(sweeps):
            tangent = step.tangents[k] if step.number else None
            text = layout.equation(tangent, view.numbers) if tangent else ""
            if step.operation == "input":
                text = f"{layout.notation.marked('tangent', step.name)}  (seed)"
            row += [text, tangent.value if tangent else None] if view.formulas else [tangent.value if tangent else None]
        grid.rows.append(row)
    grid.rules = [0, len(grid.rows)]
    grid.rows += [_result(layout, output, name, sweeps) for output, name in list(trace.outputs.items())[: view.rows]]
    what = f"forward sweep, seed {_seed(layout, 0)}" if sweeps == 1 else f"{sweeps} forward sweeps" if sweeps else ""
    grid.listing = program_lines(trace.graph, view)
    grid.heading = layout.heading(what)
    needed = len(trace.wrt)
    gives = f"{sweeps} sweep{'s' * (sweeps > 1)} {'give' if sweeps > 1 else 'gives'} {sweeps} column{'s' * (sweeps > 1)} of J"
    needs = f"{gives}; the gradient needs {needed} forward sweep{'s' * (needed != 1)} or 1 reverse."
    if trace.product:
        needs = "1 sweep gives the derivative of every output along the tangent."
    grid.footing = [needs if needed else "no variable to differentiate by", cost_line(trace), *error_lines(layout)]
    if len(trace.result.tangents) > sweeps:
        grid.footing.insert(1, f"Shown: sweep 1 of {len(trace.result.tangents)}; --seed NAME shows another, a wider terminal more.")
    return grid


def _result(layout: Layout, output: int, name: str, sweeps: int) -> list[Cell]:
    """The row of an output: its value, and its derivative in each sweep."""
    trace, view, partial = layout.trace, layout.view, layout.view.marks["partial"]
    number = trace.numbers.get(output)  # a part made of numbers only has none
    value = trace.tape.values[output]
    step = layout.value_name(number) if number else write(trace.graph, output, view.style, limit=60)
    row: list[Cell] = [layout.variable(name), *[None] * len(layout.place_titles), *([step, value] if view.formulas else [value])]
    row += [format_error(trace.error.value.total)] if trace.error else []
    for k in range(sweeps):
        text = layout.notation.marked("tangent", name)
        if trace.seeded[k]:
            text = f"{partial}{layout.variable(name)}/{partial}{layout.variable(trace.seeded[k])}"
        tangent = trace.result.tangents[k][output] or 0.0
        row += [text, tangent] if view.formulas else [tangent]
    return row


def _seed(layout: Layout, k: int) -> str:
    trace = layout.trace
    dotted = "ẋ" if layout.view.style is UNICODE else r"\dot{x}" if layout.view.style is LATEX else "dx"
    seeds = [layout.number(seed) for seed in trace.seeds(k).values()]
    shown = ", ".join(seeds[:8]) + (", ..." if len(seeds) > 8 else "")
    return f"{dotted} = ({shown})" if len(seeds) > 1 else f"{dotted} = {shown}"
