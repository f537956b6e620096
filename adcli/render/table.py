"""The table format: what a person reads, in a terminal or a pipe."""

from __future__ import annotations

import sys
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from adcli.formula import ASCII, UNICODE, styled_name
from adcli.render.draw import console_width, draw_trace, fold, make_console, print_line
from adcli.render.layouts.grid import MOST_ROWS, MOST_SWEEPS, View, result_name
from adcli.render.numbers import DIGITS, format_number
from adcli.render.options import Options
from adcli.render.reports import Report
from adcli.render.reports.functions import FunctionsReport, describe
from adcli.render.reports.gradient import GradientReport
from adcli.render.reports.trace import TraceReport
from adcli.render.reports.value import ValueReport
from adcli.tracing import Trace, trace_of

MOST_PARTIALS = 60


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Print the report."""
    console = make_console(options, file)
    width = console_width(console, options, file)
    narrow = bool(options.width) or file.isatty()
    style = ASCII if options.ascii or not can_encode(file) else UNICODE
    view = View(style, options.notation, options.digits, rows=options.rows or MOST_ROWS)
    if isinstance(report, ValueReport):
        text = repr(report.value) if options.digits == DIGITS else format_number(report.value, options.digits)
        print_line(console, text.removesuffix(".0"))
    elif isinstance(report, TraceReport):
        draw_trace(report.trace, report.layout, view, console, width, narrow=narrow)
    elif isinstance(report, GradientReport):
        trace = trace_of(report.result, report.result.wrt[:MOST_SWEEPS])
        draw_trace(trace, "both", view, console, width, narrow=narrow)
        _print_gradient(trace, view, console, width)
    elif isinstance(report, FunctionsReport):
        _print_functions(report, view, console, width)
    else:
        _print_rows(report, console)


def can_encode(file: IO[str]) -> bool:
    """Whether the file takes the characters of the Unicode style."""
    try:
        "v̇₁─┼".encode(getattr(file, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _print_gradient(trace: Trace, view: View, console: Console, width: int) -> None:
    result = trace.result
    d, y = view.marks["partial"], result_name(trace)
    parts = [f"{y} = {format_number(result.value, view.digits)}"]
    for name, partial in list(result.gradient.items())[:MOST_PARTIALS]:
        parts.append(f"{d}{y}/{d}{styled_name(name, view.style)} = {format_number(partial, view.digits)}")
    line = ""
    for part in parts:
        longer = f"{line}    {part}" if line else part
        if len(longer) > width - 2 and line:
            print_line(console, f" {line}", "bold")
            longer = part
        line = longer
    print_line(console, f" {line}", "bold")
    if len(result.gradient) > MOST_PARTIALS:
        print_line(console, f" and {len(result.gradient) - MOST_PARTIALS:,} more partial derivatives: --format json or csv gives them all")


def _print_functions(report: FunctionsReport, view: View, console: Console, width: int) -> None:
    if report.single:
        told = describe(report.entries[0])
        print_line(console, f" {told['call']}", "bold")
        lines = [("gives", told["about"]), *(("derivative", text) for text in told["derivatives"]), ("domain", told["domain"])]
        lines += [("note", f"{told['name']} {told['kink']}")] if told["kink"] else []
        lines += [("also", ", ".join(told["aliases"]))] if told["aliases"] else []
        for title, text in lines:
            for k, folded in enumerate(fold(text, width - 15)):
                print_line(console, f"   {title if k == 0 else '':<11} {folded}")
        return
    _print_rows(report, console, width)


def _print_rows(report: Report, console: Console, width: int = 0) -> None:
    header, rows = report.rows()
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 1), pad_edge=False, show_edge=False)
    for title in header:
        table.add_column(Text(title), overflow="fold")
    for row in rows:
        table.add_row(*["" if cell is None else Text(str(cell)) for cell in row])
    console.print(table, width=width if width and sys.stdout.isatty() else max(width, 160), soft_wrap=False)
