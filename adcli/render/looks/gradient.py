"""The looks of a gradient: the combined trace, and the answer below it."""

from __future__ import annotations

from typing import IO

from adcli.formula import styled_name
from adcli.render.layouts.grid import MOST_SWEEPS, View, result_name
from adcli.render.numbers import format_number
from adcli.render.options import Options
from adcli.render.reports.gradient import GradientReport
from adcli.traces.tracing import Trace, trace_of

MOST_PARTIALS = 60  # in a table


def table(report: GradientReport, options: Options, file: IO[str]) -> None:
    """Print trace, value and partial derivatives."""
    from adcli.render.draw import draw_trace
    from adcli.render.table import opened

    page, view = opened(options, file)
    trace = _trace(report)
    draw_trace(trace, "both", view, page)
    page.items(_answer(trace, view, MOST_PARTIALS), "bold")
    if len(report.result.gradient) > MOST_PARTIALS:
        page.line(f" and {len(report.result.gradient) - MOST_PARTIALS:,} more partial derivatives: --format json or csv gives them all")


def markdown(report: GradientReport, options: Options, file: IO[str]) -> None:
    """Write trace, value and partial derivatives."""
    from adcli.render.layouts import LAYOUTS
    from adcli.render.markdown import view_of, write_grid

    trace = _trace(report)
    view = view_of(options, file)._replace(sweeps=len(trace.result.tangents))
    grid = LAYOUTS["both"](trace, view)
    grid.footing.append(", ".join(_answer(trace, view, len(report.result.gradient))))
    write_grid(grid, options.digits, file)


def latex(report: GradientReport, options: Options, file: IO[str]) -> None:
    """Write the trace, which has value and derivatives below it."""
    from adcli.render.latex import begun
    from adcli.render.looks.trace import write_trace

    write_trace(_trace(report), "both", begun(options, file), file)


def _trace(report: GradientReport) -> Trace:
    return trace_of(report.result, report.result.wrt[:MOST_SWEEPS], error=report.error)


def _answer(trace: Trace, view: View, most: int) -> list[str]:
    """Value and partial derivatives, each as an equation."""
    d, y = view.marks["partial"], styled_name(result_name(trace), view.style)
    texts = [f"{y} = {format_number(trace.result.value, view.digits)}"]
    for name, partial in list(trace.result.gradient.items())[:most]:
        texts.append(f"{d}{y}/{d}{styled_name(name, view.style)} = {format_number(partial, view.digits)}")
    return texts
