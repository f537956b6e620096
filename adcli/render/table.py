"""The table format: what a person reads, in a terminal or a pipe."""

from __future__ import annotations

from typing import IO

from adcli.comparison import Comparison
from adcli.formula import ASCII, ASCII_SOURCE, PLAIN, UNICODE, Style, styled_name
from adcli.formula import write as write_formula
from adcli.render.draw import draw_grid, draw_trace
from adcli.render.layouts.check import check_grid, claims_told
from adcli.render.layouts.compare import error_curves, legend, swell_grid, ways_grid
from adcli.render.layouts.grid import MOST_ROWS, MOST_SWEEPS, View, output_name, result_name
from adcli.render.numbers import format_number
from adcli.render.options import Options, takes_unicode
from adcli.render.page import Page, fold
from adcli.render.plot import plot
from adcli.render.reports import Report
from adcli.render.reports.diff import DiffReport, quotient
from adcli.render.reports.gradient import GradientReport
from adcli.tracing import Trace, trace_of

MOST_PARTIALS = 60


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Print the report."""
    from adcli.render.layouts.powers import powers
    from adcli.render.reports.check import CheckReport
    from adcli.render.reports.compare import CompareReport
    from adcli.render.reports.taylor import TaylorReport
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
    elif isinstance(report, CheckReport):
        draw_grid(check_grid(report.check, view), view, page)
        for told in claims_told(report.check, view):
            page.paragraph(f"{told.claim}  is {told.verdict}", "bold")
            if told.why:
                for folded in fold(told.why, page.width - 3):
                    page.line(f"   {folded}")
    elif isinstance(report, CompareReport):
        _print_comparison(report.comparison, view, page)
    elif isinstance(report, DiffReport):
        _print_formulas(report, ASCII_SOURCE if style is ASCII else PLAIN, page)
    elif isinstance(report, TaylorReport):
        draw_grid(powers(report.result, view), view, page)
    else:
        _print_other(report, view, page)


def _print_other(report: Report, view: View, page: Page) -> None:
    from adcli.render.layouts.cost import cost_grid
    from adcli.render.layouts.product import product_grid
    from adcli.render.reports.cost import CostReport
    from adcli.render.reports.matrix import HessianReport, JacobianReport
    from adcli.render.reports.product import HessianProductReport, ProductReport

    if isinstance(report, JacobianReport | HessianReport):
        from adcli.render.draw_matrix import draw_matrix

        draw_matrix(report, view, page)
    elif isinstance(report, ProductReport | HessianProductReport):
        draw_grid(product_grid(report, view), view, page)
    elif isinstance(report, CostReport):
        draw_grid(cost_grid(report, view), view, page)
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


def _print_comparison(comparison: Comparison, view: View, page: Page) -> None:
    """Print the ways, the swell, and the picture where there is room for it."""
    draw_grid(ways_grid(comparison, view), view, page)
    draw_grid(swell_grid(comparison, view), view, page)
    page.items(legend(comparison), "bold")
    if page.width >= 34:
        for line in plot(error_curves(comparison), min(page.width, 80), ascii_only=view.style is ASCII):
            page.line(line)


def _print_formulas(report: DiffReport, style: Style, page: Page) -> None:
    """Print derivatives so that they can be copied and parse again: one line each, folded only where the page is narrow."""
    result = report.result
    name = output_name(result.graph, result.output)
    lines = [f"{styled_name(name, style)} = {write_formula(result.graph, result.output, style, limit=60)}", ""]
    lines += [f"{quotient(name, found.variable, result.order, style)} = {found.text(style)}" for found in result.derivatives]
    for k, line in enumerate(lines):
        if page.narrow and line:
            page.paragraph(line, "bold" if k == 0 else "")
        else:
            page.line(f" {line}".rstrip(), "bold" if k == 0 else "")
    counts = [f"{found.operations:,} (before {found.unsimplified:,})" for found in result.derivatives[:8]]
    if counts:
        page.line()
        page.paragraph(f"operations, once simplified: {', '.join(counts)}{', ...' if len(result.derivatives) > 8 else ''}")
    else:
        page.line(" no variable, no derivative")


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
