"""The reverse trace: adjoints from the output back, with what each consumer contributes."""

from __future__ import annotations

from adcli.formula import LATEX
from adcli.functions import FUNCTIONS
from adcli.render.layouts.errors import TITLE, error_cell, error_lines
from adcli.render.layouts.grid import Cell, Grid, Layout, View, cost_line, left_out, program_lines
from adcli.traces.steps import Contribution, Step
from adcli.traces.tracing import Trace


def reverse(trace: Trace, view: View) -> Grid:
    """Adjoints from the output back, each with the contributions of its consumers and their sum."""
    layout = Layout(trace, view)
    places = layout.place_titles
    grid = Grid(["node", *places, "value", "adjoint"], [False, *[False] * len(places), True, True])
    if trace.error:
        grid.titles.append(TITLE)
        grid.numeric.append(False)
    grid.titles.append("used by")
    grid.numeric.append(False)
    if view.formulas:
        grid.titles += [_contribution_title(layout)]
        grid.numeric += [False]
    if view.formulas and view.numbers:
        grid.titles += [""]
        grid.numeric += [False]
    grid.titles += ["" if view.formulas else "contribution"]
    grid.numeric += [True]
    grid.equals = len(grid.titles) - 1 if view.formulas else -1
    for step in reversed(list(layout.shown())):
        if isinstance(step, int):
            grid.rows.append(left_out(view, len(grid.titles), step))
        elif step.number:
            grid.rows += _reverse_rows(layout, step)
        else:
            row = [layout.labelled(step), *layout.place(step), step.primal.value]
            grid.rows.append(row + [None] * (len(grid.titles) - len(row)))
    grid.rules = [0]
    grid.listing = program_lines(trace.graph, view)
    grid.heading = layout.heading("reverse sweep")
    grid.footing = [_gradient(trace, view, layout), cost_line(trace), *error_lines(layout)]
    return grid


def _gradient(trace: Trace, view: View, layout: Layout) -> str:
    """What the sweep has found."""
    wrt = trace.wrt
    if not wrt:
        return "no variable to differentiate by"
    pd, y = view.marks["partial"], layout.result_name
    shown = list(wrt[:6])
    bars = [layout.notation.marked("adjoint", name) for name in shown]
    names = ", ".join(bars if trace.product else [f"{pd}{y}/{pd}{layout.variable(name)}" for name in shown])
    found = trace.product.products if trace.product else trace.result.gradient
    values = ", ".join(layout.number(found[name]) for name in shown)
    more = f", {view.marks['ellipsis']}" if len(wrt) > 6 else ""
    sweep = f"1 sweep for {'all ' if len(wrt) > 1 else ''}{len(wrt)} input{'s' * (len(wrt) != 1)}"
    nabla = "" if trace.product else f"{view.marks['nabla']}{y} = "
    gradient = f"{nabla}({names}{more}) = ({values}{more})" if len(wrt) != 1 else f"{names} = {values}"
    return f"{gradient}       {sweep}"


def _contribution_title(layout: Layout) -> str:
    marks = layout.view.marks
    if not layout.view.numbers:
        return "contribution"
    bar = layout.notation.letter("adjoint")
    return f"contribution  {bar}(user){marks['times']}{marks['partial']}user/{marks['partial']}node"


def _reverse_rows(layout: Layout, step: Step) -> list[list[Cell]]:
    """A row for each contribution, the first with the step itself, and one for their sum."""
    view = layout.view
    contributions = step.contributions
    several = len(contributions) > 1
    head: list[Cell] = [
        layout.labelled(step),
        *layout.place(step),
        step.primal.value,
        step.adjoint,
        *[error_cell(step)] * bool(layout.trace.error),
    ]
    blank = [None] * len(head)
    rows: list[list[Cell]] = []
    shown = contributions[: view.rows]
    for k, contribution in enumerate(shown):
        mark = (view.marks["up"] if k == 0 else view.marks["mid"]) + " " if several else ""
        rows.append([*blank, mark + _user(layout, contribution), *_explanation(layout, step, contribution), contribution.quantity.value])
    if len(shown) < len(contributions):
        told = f"{view.marks['more']} {len(contributions) - len(shown):,} more"
        rows.append([*blank, told, *["", ""][: view.formulas * (1 + view.numbers)], None])
    if several:
        total = layout.total(contributions)
        label = f"{view.marks['end']} {view.marks['sum']} {len(contributions)}".strip()
        rows.append([*blank, label, *[total, ""][: view.formulas * (1 + view.numbers)], step.adjoint])
    if not rows:
        rows.append([*blank, "-", *["", ""][: view.formulas * (1 + view.numbers)], None])
    rows[0][: len(head)] = head
    return rows


def _user(layout: Layout, contribution: Contribution) -> str:
    if not contribution.consumer:
        return "seed"
    return f"{layout.value_name(contribution.consumer)} = {operation_sign(contribution.operation, layout.view)}"


def _explanation(layout: Layout, step: Step, contribution: Contribution) -> list[Cell]:
    """The formula and the same in numbers, as far as the view shows them."""
    view, quantity = layout.view, contribution.quantity
    if not view.formulas:
        return []
    if not contribution.consumer:
        formula, numbers = layout.notation.marked("adjoint", step.output), ""
    else:
        formula, numbers = layout.text(quantity.formula), layout.text(quantity.numbers)
    if formula.endswith(layout.times_one) or numbers == layout.number(quantity.value):
        numbers = ""  # an adjoint times 1 needs no numbers to be seen
    cells: list[Cell] = [formula, f"= {numbers}" if numbers else ""]
    return cells[: 1 + view.numbers]


def operation_sign(function: str, view: View) -> str:
    """How an operation is named in a word: its sign or the function's name."""
    entry = FUNCTIONS[function]
    look = getattr(entry, view.style.field) if view.style.field else ""
    if view.style is LATEX:
        return {"div": "/", "pow": r"\mathrm{pow}"}.get(function) or (
            look if look and "#" not in look else entry.infix or rf"\mathrm{{{function}}}"
        )
    return (look if look and "#" not in look else "") or entry.infix or function
