"""The combined trace: values, tangents, adjoints and local partials on one line a step."""

from __future__ import annotations

from adcli.render.layouts.errors import TITLE, error_cell, error_lines
from adcli.render.layouts.grid import Cell, Grid, Layout, View, cost_line, left_out, program_lines
from adcli.traces.steps import Step
from adcli.traces.tracing import Trace


def combined(trace: Trace, view: View) -> Grid:
    """Values, tangents, adjoints, users and local partials of every step on one line."""
    layout = Layout(trace, view)
    sweeps = min(view.sweeps, len(trace.result.tangents))
    dotted, barred = (layout.notation.letter(kind) for kind in ("tangent", "adjoint"))
    tangents = [f"{dotted} ({layout.variable(name)})" for name in trace.seeded[:sweeps]]
    places = layout.place_titles
    grid = Grid(["node", *places, "value", *tangents, barred], [False, *[False] * len(places), *[True] * (sweeps + 2)])
    if trace.error:
        grid.titles.append(TITLE)
        grid.numeric.append(False)
    if view.formulas:
        grid.titles += ["users", "local partials"]
        grid.numeric += [False, False]
    for step in layout.shown():
        if isinstance(step, int):
            grid.rows.append(left_out(view, len(grid.titles), step))
            continue
        row: list[Cell] = [layout.labelled(step), *layout.place(step), step.primal.value]
        row += [quantity.value for quantity in step.tangents[:sweeps]] if step.number else [None] * sweeps
        row.append("fixed" if step.adjoint is None and step.operation == "input" else step.adjoint)
        if trace.error:
            row.append(error_cell(step))
        if view.formulas:
            row += [_users(layout, step) or ("output" if step.output else "" if not step.number else "-"), _local_partials(layout, step)]
        grid.rows.append(row)
    grid.rules = [0]
    grid.listing = program_lines(trace.graph, view)
    grid.heading = layout.heading("")
    grid.footing = [cost_line(trace), *error_lines(layout)]
    return grid


def _users(layout: Layout, step: Step) -> str:
    """The names of the consumers; of many the first two, and how many more."""
    users = step.consumers if len(step.consumers) <= 4 else step.consumers[:2]
    names = " ".join(layout.value_name(number) for number in users)
    return names if len(users) == len(step.consumers) else f"{names} +{len(step.consumers) - len(users)}"


def _local_partials(layout: Layout, step: Step) -> str:
    if not step.number:
        return ""
    texts = []
    for partial in step.partials[:4]:
        formula, value = layout.text(partial.quantity.formula), layout.number(partial.quantity.value)
        texts.append(f"{formula} = {value}" if layout.view.numbers and formula not in ("", value) else formula or value)
    return ", ".join(texts) + (", ..." if len(step.partials) > 4 else "") or "-"
