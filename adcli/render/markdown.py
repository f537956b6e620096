"""Markdown: a heading line, a table with pipes and numbers to the right, and the lines under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO

from adcli.formula import ASCII, UNICODE, styled_name
from adcli.render.layouts import LAYOUTS, Grid, View
from adcli.render.layouts.grid import MOST_SWEEPS, result_name
from adcli.render.numbers import format_number
from adcli.render.options import Options, takes_unicode
from adcli.render.reports import Cell, Report
from adcli.render.reports.gradient import GradientReport
from adcli.render.reports.trace import TraceReport
from adcli.tracing import Trace, trace_of


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Write the report's table."""
    if isinstance(report, TraceReport):
        _write_grid(LAYOUTS[report.layout](report.trace, _view(report.trace, options, file)), options.digits, file)
    elif isinstance(report, GradientReport):
        trace = trace_of(report.result, report.result.wrt[:MOST_SWEEPS], error=report.error)
        view = _view(trace, options, file)
        grid = LAYOUTS["both"](trace, view)
        grid.footing.append(_gradient(trace, view))
        _write_grid(grid, options.digits, file)
    else:
        header, rows = report.rows()
        cells = list(rows)
        _write_grid(Grid(header, [bool(cells) and isinstance(cells[0][k], float) for k in range(len(header))], cells), options.digits, file)


def _view(trace: Trace, options: Options, file: IO[str]) -> View:
    style = UNICODE if takes_unicode(file) and not options.ascii else ASCII
    return View(style, options.notation, options.digits, sweeps=len(trace.result.tangents), rows=options.rows or len(trace))


def _gradient(trace: Trace, view: View) -> str:
    partial, name = view.marks["partial"], result_name(trace)
    parts = [f"{name} = {format_number(trace.result.value, view.digits)}"]
    for variable, value in trace.result.gradient.items():
        parts.append(f"{partial}{name}/{partial}{styled_name(variable, view.style)} = {format_number(value, view.digits)}")
    return ", ".join(parts)


def _write_grid(grid: Grid, digits: int, file: IO[str]) -> None:
    for line in grid.heading:
        formula, *rest = re.split(" {3,}", line)
        file.write(f"**{escape(formula)}**{escape(', '.join(['', *rest]))}\n\n")
    _write_row([escape(title) for title in grid.titles], file)
    file.write("|" + "|".join("---:" if numeric else ":---" for numeric in grid.numeric) + "|\n")
    for row in grid.rows:
        _write_row([("= " if k == grid.equals and cell is not None else "") + _cell(cell, digits) for k, cell in enumerate(row)], file)
    if grid.footing:
        file.write("\n" + "  \n".join(escape(re.sub(" {3,}", ", ", line)) for line in grid.footing) + "\n")


def _write_row(cells: Sequence[str], file: IO[str]) -> None:
    file.write("| " + " | ".join(cells) + " |\n")


def _cell(cell: Cell, digits: int) -> str:
    return "" if cell is None else escape(cell) if isinstance(cell, str) else format_number(cell, digits)


def escape(text: str) -> str:
    """The text with Markdown's marks made plain, and a line's end as one inside a cell."""
    return re.sub(r"([\\|*_`<~\[\]])", r"\\\1", text).replace("\n", "<br>")
