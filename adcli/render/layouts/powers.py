"""A Taylor expansion: a coefficient and a derivative of each order, and the polynomial below."""

from __future__ import annotations

from adcli.expansion import Taylor
from adcli.formula import LATEX, styled_name
from adcli.polynomial import polynomial, variable_of
from adcli.render.layouts.grid import Grid, View, heading, output_name, program_lines
from adcli.render.numbers import format_number

MOST_TERMS = 12  # of the polynomial


def powers(taylor: Taylor, view: View) -> Grid:
    """Order, coefficient and derivative, one line an order."""
    output = taylor.graph.outputs[0]
    name = styled_name(output_name(taylor.graph, output), view.style)

    def number(value: float) -> str:
        return format_number(value, view.digits)

    grid = Grid(["k", "coefficient", "derivative"], [False, True, True])
    for k, (coefficient, derivative) in enumerate(zip(taylor.coefficients, taylor.derivatives, strict=True)):
        grid.rows.append([str(k), coefficient, derivative])
    grid.rules = [0]
    grid.listing = program_lines(taylor.graph, view)
    grid.heading = [heading(taylor.graph, output, taylor.point, view, f"Taylor series {_line(taylor, view)}".rstrip())]
    grid.footing = [f"{name} = {polynomial(taylor, number, view.style, MOST_TERMS)}"]
    return grid


def _line(taylor: Taylor, view: View) -> str:
    """Along which line: a variable, or where each variable is at t."""
    if taylor.along:
        return f"along {styled_name(taylor.along, view.style)}"
    if not taylor.direction:
        return ""
    moves = []
    for name, move in list(taylor.direction.items())[:8]:
        start, size = taylor.point[name], format_number(abs(move), view.digits)
        step = f"{'' if size == '1' else size + view.marks['times'] + ' ' * (view.style is LATEX)}{variable_of(taylor)}"
        sign = "-" if move < 0 else "+"
        shown = f"{format_number(start, view.digits)} {sign} {step}" if start else f"{'-' if move < 0 else ''}{step}"
        moves.append(f"{styled_name(name, view.style)} = {shown}")
    return f"along {', '.join(moves)}" + (f", {view.marks['ellipsis']}" if len(taylor.direction) > 8 else "")
