"""The looks of a Taylor expansion: a line for each order, and the polynomial."""

from __future__ import annotations

from typing import IO

from adcli.formula import LATEX, styled_name
from adcli.render.layouts.grid import output_name
from adcli.render.layouts.powers import powers
from adcli.render.looks.grids import looks_of
from adcli.render.options import Options
from adcli.render.reports.taylor import TaylorReport

table, markdown, _ = looks_of(lambda report, view: powers(report.result, view))


def latex(report: TaylorReport, options: Options, file: IO[str]) -> None:
    """Write formula, point and polynomial, and the orders below them."""
    from adcli.render.latex import begun, display, listed, named_formula, number, text_of, write_array, write_listing

    taylor, view = report.result, begun(options, file)
    grid = powers(taylor, view)
    (output,) = taylor.graph.outputs
    write_listing(grid.listing, file)
    lines = [] if grid.listing else named_formula(taylor.graph, output, output_name(taylor.graph, output))
    if taylor.point:
        lines.append(listed(f"{styled_name(x, LATEX)} = {number(value, options.digits)}" for x, value in taylor.point.items()))
    display([*lines, *(text_of(line, "") for line in grid.footing)], file)
    write_array(grid, options.digits, file)
