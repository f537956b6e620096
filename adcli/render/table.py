"""The table format: what a person reads, in a terminal or a pipe."""

from __future__ import annotations

from typing import IO

from adcli.formula import ASCII, UNICODE, styled_name
from adcli.render.draw import draw_trace
from adcli.render.layouts.grid import MOST_ROWS, MOST_SWEEPS, View, result_name
from adcli.render.numbers import format_number
from adcli.render.options import Options, takes_unicode
from adcli.render.page import Page, fold
from adcli.render.reports import Report
from adcli.render.reports.gradient import GradientReport
from adcli.tracing import Trace, trace_of

MOST_PARTIALS = 60


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Print the report."""
    from adcli.render.reports.trace import TraceReport

    page = Page(options, file)
    style = ASCII if options.ascii or not takes_unicode(file) else UNICODE
    view = View(style, options.notation, options.digits, rows=options.rows or MOST_ROWS, most_text=60)
    if isinstance(report, GradientReport):
        trace = trace_of(report.result, report.result.wrt[:MOST_SWEEPS], error=report.error)
        draw_trace(trace, "both", view, page)
        _print_gradient(trace, view, page)
    elif isinstance(report, TraceReport):
        draw_trace(report.trace, report.layout, view, page)
    else:
        _print_rows(report, page)


def _print_gradient(trace: Trace, view: View, page: Page) -> None:
    """Print value and partial derivatives below a combined trace."""
    result = trace.result
    d, y = view.marks["partial"], styled_name(result_name(trace), view.style)
    texts = [f"{y} = {format_number(result.value, view.digits)}"]
    for name, partial in list(result.gradient.items())[:MOST_PARTIALS]:
        texts.append(f"{d}{y}/{d}{styled_name(name, view.style)} = {format_number(partial, view.digits)}")
    page.items(texts, "bold")
    if len(result.gradient) > MOST_PARTIALS:
        page.line(f" and {len(result.gradient) - MOST_PARTIALS:,} more partial derivatives: --format json or csv gives them all")


def _print_rows(report: Report, page: Page) -> None:
    from adcli.render.reports.functions import FunctionsReport, describe

    if isinstance(report, FunctionsReport) and report.single:
        told = describe(report.entries[0])
        page.line(f" {told['call']}", "bold")
        lines = [("gives", told["about"]), *(("derivative", text) for text in told["derivatives"]), ("domain", told["domain"])]
        lines += [("note", f"{told['name']} {told['kink']}")] if told["kink"] else []
        lines += [("also", ", ".join(told["aliases"]))] if told["aliases"] else []
        for title, text in lines:
            for k, folded in enumerate(fold(text, page.width - 15)):
                page.line(f"   {title if k == 0 else '':<11} {folded}")
        return
    header, rows = report.rows()
    page.table(header, [["" if cell is None else str(cell) for cell in row] for row in rows])
