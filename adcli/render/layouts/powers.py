"""A Taylor expansion: a coefficient and a derivative of each order, and the polynomial below."""

from __future__ import annotations

from adcli.expansion import Taylor
from adcli.formula import styled_name
from adcli.polynomial import polynomial
from adcli.render.layouts.grid import Grid, View, heading, output_name
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
    grid.heading = [heading(taylor.graph, output, taylor.point, view, f"Taylor series {_line(taylor, view)}")]
    grid.footing = [f"{name} = {polynomial(taylor, number, view.style, MOST_TERMS)}"]
    return grid


def _line(taylor: Taylor, view: View) -> str:
    """Along which line: a variable, or how each moves with t."""
    if taylor.along:
        return f"along {styled_name(taylor.along, view.style)}"
    moves = [f"{styled_name(name, view.style)}: {format_number(move, view.digits)}" for name, move in list(taylor.direction.items())[:8]]
    return f"in t, direction {', '.join(moves)}" + (f", {view.marks['ellipsis']}" if len(taylor.direction) > 8 else "")
