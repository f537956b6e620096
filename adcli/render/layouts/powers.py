"""A Taylor expansion: a coefficient and a derivative of each order, and the polynomial below."""

from __future__ import annotations

import math

from adcli.expansions.expansion import Taylor
from adcli.expansions.polynomial import polynomial, shifted, variable_of
from adcli.formula import LATEX, styled_name
from adcli.notes import finite
from adcli.render.layouts.grid import Grid, View, heading, output_name, program_lines
from adcli.render.numbers import format_number

MOST_TERMS = 12  # of the polynomial
REACH_DIGITS = 6  # the decimals of a radius of convergence, of which two digits are told


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
    grid.footing = _ending(taylor, f"{name} = {polynomial(taylor, number, view.style, MOST_TERMS)}", name, view)
    return grid


def _ending(taylor: Taylor, equation: str, name: str, view: View) -> list[str]:
    """The polynomial and how far it reaches, or why there is none."""

    def words(text: str) -> str:
        return rf"\text{{{text}}}" if view.style is LATEX else text

    def number(value: float) -> str:
        return format_number(value, view.digits)

    lost = next((k for k, c in enumerate(taylor.coefficients) if not finite(c)), None)
    if lost == 0:
        return [name + words(" has no finite value here, and so no Taylor series")]
    if lost:
        return [equation + words(f", and no further: from order {lost} on the coefficients are not finite")]
    if any(note.kind == "kink" for note in taylor.notes):
        return [equation + words(", by convention at a kink")]
    if taylor.ends or taylor.radius is None:
        return [equation]
    if math.isinf(taylor.radius):
        return [equation, words("converges for every ") + (styled_name(taylor.along, view.style) or variable_of(taylor))]
    reach = format_number(float(f"{taylor.radius:.2g}"), REACH_DIGITS)
    distance = f"|{shifted(taylor, number, view.style)}|"
    return [equation, f"{words('converges for about ')}{distance} < {reach}{words(' (estimated from the coefficients)')}"]


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
