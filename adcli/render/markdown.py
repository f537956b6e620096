"""Markdown: a heading line, a table with pipes and numbers to the right, and the lines under it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import IO

from adcli.formula import ASCII, UNICODE, Style, styled_name
from adcli.render.layouts import LAYOUTS, Grid, View
from adcli.render.layouts.check import check_grid, claims_told
from adcli.render.layouts.compare import error_curves, legend, swell_grid, ways_grid
from adcli.render.layouts.cost import cost_grid
from adcli.render.layouts.grid import MOST_ROWS, MOST_SWEEPS, result_name
from adcli.render.layouts.matrix import matrix_grid
from adcli.render.layouts.powers import powers
from adcli.render.layouts.product import product_grid
from adcli.render.numbers import format_number, is_number
from adcli.render.options import Options, takes_unicode
from adcli.render.plot import plot
from adcli.render.reports import Cell, Report
from adcli.render.reports.check import CheckReport
from adcli.render.reports.compare import CompareReport
from adcli.render.reports.cost import CostReport
from adcli.render.reports.gradient import GradientReport
from adcli.render.reports.matrix import HessianReport, JacobianReport
from adcli.render.reports.product import HessianProductReport, ProductReport
from adcli.render.reports.taylor import TaylorReport
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
    elif isinstance(report, CheckReport):
        view = View(UNICODE if takes_unicode(file) and not options.ascii else ASCII, digits=options.digits, rows=options.rows or MOST_ROWS)
        grid = check_grid(report.check, view)
        grid.footing += [f"{claim} is {verdict}{': ' if why else ''}{why}" for claim, verdict, why in claims_told(report.check, view)]
        _write_grid(grid, options.digits, file)
    elif isinstance(report, CompareReport):
        view = View(UNICODE if takes_unicode(file) and not options.ascii else ASCII, digits=options.digits)
        for grid in (ways_grid(report.comparison, view), swell_grid(report.comparison, view)):
            _write_grid(grid, options.digits, file)
            file.write("\n")
        picture = plot(error_curves(report.comparison), 80, ascii_only=view.style is ASCII)
        file.write("\n".join(["```text", *legend(report.comparison), *picture, "```"]) + "\n")
    elif isinstance(report, TaylorReport):
        style = UNICODE if takes_unicode(file) and not options.ascii else ASCII
        _write_grid(powers(report.result, View(style, digits=options.digits)), options.digits, file)
    elif isinstance(report, JacobianReport | HessianReport) and not report.sparse:
        matrix = report.result.matrix
        view = View(_style(options, file), digits=options.digits, rows=options.rows or len(matrix.rows))
        _write_grid(matrix_grid(report, view, len(matrix.columns)), options.digits, file)
    elif isinstance(report, ProductReport | HessianProductReport):
        view = View(_style(options, file), digits=options.digits, rows=options.rows or sys.maxsize)
        _write_grid(product_grid(report, view), options.digits, file)
    elif isinstance(report, CostReport):
        _write_grid(cost_grid(report, View(_style(options, file), digits=options.digits)), options.digits, file)
    else:
        header, rows = report.rows()
        cells = list(rows)
        _write_grid(Grid(header, [bool(cells) and is_number(cells[0][k]) for k in range(len(header))], cells), options.digits, file)


def _view(trace: Trace, options: Options, file: IO[str]) -> View:
    return View(_style(options, file), options.notation, options.digits, sweeps=len(trace.result.tangents), rows=options.rows or len(trace))


def _style(options: Options, file: IO[str]) -> Style:
    return UNICODE if takes_unicode(file) and not options.ascii else ASCII


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
