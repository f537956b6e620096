"""The table format: what a person reads, in a terminal or a pipe."""

from __future__ import annotations

from typing import IO

from adcli.formula import ASCII, UNICODE
from adcli.render.layouts.grid import MOST_ROWS, View
from adcli.render.options import Options, takes_unicode
from adcli.render.page import Page
from adcli.render.reports import Report


def opened(options: Options, file: IO[str]) -> tuple[Page, View]:
    """A page to print on, and how things look there."""
    style = ASCII if options.ascii or not takes_unicode(file) else UNICODE
    return Page(options, file), View(style, options.notation, options.digits, rows=options.rows or MOST_ROWS, most_text=60)


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Print the report's rows."""
    header, rows = report.rows()
    Page(options, file).table(header, [["" if cell is None else str(cell) for cell in row] for row in rows])
