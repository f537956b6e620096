"""The looks of derivatives as formulas."""

from __future__ import annotations

from typing import IO

from adcli.formula import ASCII, ASCII_SOURCE, LATEX, PLAIN, styled_name
from adcli.formula import write as formula
from adcli.render.layouts.grid import output_name
from adcli.render.options import Options
from adcli.render.reports.diff import DiffReport, quotient


def table(report: DiffReport, options: Options, file: IO[str]) -> None:
    """Print derivatives so that they can be copied and parse again: one line each, folded only where the page is narrow."""
    from adcli.render.table import opened

    page, view = opened(options, file)
    style = ASCII_SOURCE if view.style is ASCII else PLAIN
    result = report.result
    name = output_name(result.graph, result.output)
    lines = [f"{styled_name(name, style)} = {formula(result.graph, result.output, style, limit=60)}", ""]
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


def latex(report: DiffReport, options: Options, file: IO[str]) -> None:
    """Write the formula, and its derivatives below it."""
    from adcli.render.latex import begun, display, named_formula

    begun(options, file)
    result, name = report.result, output_name(report.result.graph, report.result.output)
    lines = named_formula(result.graph, result.output, name)
    display([*lines, *(f"{quotient(name, d.variable, result.order, LATEX)} = {d.text(LATEX)}" for d in result.derivatives)], file)
