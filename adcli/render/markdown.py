"""Markdown: a heading line, a table with pipes and numbers to the right, and the lines under it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import IO

from adcli.formula import ASCII, UNICODE
from adcli.render.layouts.grid import Grid, View
from adcli.render.numbers import format_number, is_number
from adcli.render.options import Options, takes_unicode
from adcli.render.reports import Cell, Report


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Write the report's rows."""
    header, rows = report.rows()
    cells = list(rows)
    write_grid(Grid(header, [bool(cells) and is_number(cells[0][k]) for k in range(len(header))], cells), options.digits, file)


def view_of(options: Options, file: IO[str]) -> View:
    """How things look there: all rows, unless fewer are asked for."""
    style = UNICODE if takes_unicode(file) and not options.ascii else ASCII
    return View(style, options.notation, options.digits, rows=options.rows or sys.maxsize)


def write_grid(grid: Grid, digits: int, file: IO[str]) -> None:
    """Write a heading, a table and the lines under it."""
    if grid.listing:
        file.write("\n".join(["~~~~", *grid.listing, "~~~~\n\n"]))
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
