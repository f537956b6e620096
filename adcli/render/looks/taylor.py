"""The looks of a Taylor expansion: a line for each order, and the polynomial."""

from __future__ import annotations

from typing import IO

from adcli.formula import LATEX, styled_name
from adcli.formula import write as formula
from adcli.render.layouts.grid import output_name
from adcli.render.layouts.powers import powers
from adcli.render.looks.grids import looks_of
from adcli.render.options import Options
from adcli.render.reports.taylor import TaylorReport

table, markdown, _ = looks_of(lambda report, view: powers(report.result, view))


def latex(report: TaylorReport, options: Options, file: IO[str]) -> None:
    """Write formula, point and polynomial, and the orders below them."""
    from adcli.render.latex import LONGEST, begun, display, dotted, listed, number, text_of, write_array

    taylor, view = report.result, begun(options, file)
    grid = powers(taylor, view)
    shown = formula(taylor.graph, taylor.graph.outputs[0], LATEX)
    name = styled_name(output_name(taylor.graph, taylor.graph.outputs[0]), LATEX)
    lines = [f"{name} = {dotted(shown)}"] if len(shown) <= LONGEST else []
    if taylor.point:
        lines.append(listed(f"{styled_name(x, LATEX)} = {number(value, options.digits)}" for x, value in taylor.point.items()))
    display([*lines, *(text_of(line, "") for line in grid.footing)], file)
    write_array(grid, options.digits, file)
