"""Markdown: a table with pipes, numbers to the right."""

from __future__ import annotations

from typing import IO

from adcli.formula import ASCII, UNICODE
from adcli.render.layouts import LAYOUTS, Grid, View
from adcli.render.layouts.grid import MOST_SWEEPS
from adcli.render.numbers import format_number
from adcli.render.options import Options
from adcli.render.reports import Report
from adcli.render.reports.gradient import GradientReport
from adcli.render.reports.trace import TraceReport
from adcli.tracing import trace_of


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Write the report as a heading line and a table."""
    if isinstance(report, TraceReport | GradientReport):
        layout = report.layout if isinstance(report, TraceReport) else "both"
        trace = report.trace if isinstance(report, TraceReport) else trace_of(report.result, report.result.wrt[:MOST_SWEEPS])
        view = View(
            ASCII if options.ascii else UNICODE,
            options.notation,
            options.digits,
            sweeps=len(trace.result.tangents),
            rows=options.rows or len(trace),
        )
        grid = LAYOUTS[layout](trace, view)
    else:
        header, rows = report.rows()
        cells = list(rows)
        grid = Grid(header, [bool(cells) and isinstance(cells[0][k], float) for k in range(len(header))], cells)
    for line in grid.heading:
        file.write("**" + escape(line.partition("      ")[0]) + "**" + escape(", ".join(["", *line.split("      ")[1:]])) + "\n\n")
    file.write("| " + " | ".join(escape(title) or " " for title in grid.titles) + " |\n")
    file.write("|" + "|".join("---:" if numeric else ":---" for numeric in grid.numeric) + "|\n")
    for row in grid.rows:
        file.write(
            "| "
            + " | ".join(
                "" if cell is None else escape(cell) if isinstance(cell, str) else format_number(cell, options.digits) for cell in row
            )
            + " |\n"
        )
    if grid.footing:
        file.write("\n" + "  \n".join(escape(line) for line in grid.footing) + "\n")


def escape(text: str) -> str:
    """The text with Markdown's marks made plain."""
    for mark in "\\|*_`<":
        text = text.replace(mark, "\\" + mark)
    return text
