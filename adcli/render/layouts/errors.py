"""What the layouts of a trace show of an error estimate: a column, and lines under the table."""

from __future__ import annotations

from adcli.formula import styled_name
from adcli.render.layouts.grid import Cell, Layout
from adcli.render.numbers import format_error
from adcli.render.reports.errors import conditions, described
from adcli.traces.steps import Step

TITLE = "error"
MOST_PARTIALS = 8
GAP = "      "  # what lines are broken at where they are too long


def error_cell(step: Step) -> Cell:
    """What the step's own rounding may add to the error of the output."""
    return None if step.error is None else format_error(step.error)


def error_lines(layout: Layout) -> list[str]:
    """How far value and partials may be off, and the condition numbers."""
    error, marks = layout.trace.error, layout.view.marks
    if error is None:
        return []
    y = layout.result_name
    parts = [f"error: {y} = {layout.number(error.value.value)} {described(error.value, marks['plus-minus'], ulps=True)}"]
    for name, bound in list(error.gradient.items())[:MOST_PARTIALS]:
        shown = f"{marks['partial']}{y}/{marks['partial']}{styled_name(name, layout.view.style)}"
        parts.append(f"{shown} {described(bound, marks['plus-minus'])}")
    if len(error.gradient) > MOST_PARTIALS:
        parts.append(f"and {len(error.gradient) - MOST_PARTIALS:,} more")
    return list(filter(None, (GAP.join(parts), conditions(error, layout.variable))))
