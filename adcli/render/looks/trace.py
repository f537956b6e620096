"""The looks of a trace: tables of steps in the layout that was asked for."""

from __future__ import annotations

from typing import IO

from adcli.formula import LATEX, styled_name
from adcli.render.layouts import LAYOUTS, View
from adcli.render.layouts.grid import MOST_OUTPUTS, result_name
from adcli.render.options import Options
from adcli.render.reports.trace import TraceReport
from adcli.traces.tracing import Trace

WIDEST = {"forward": 2, "both": 4}  # the forward sweeps that fit side by side in LaTeX


def table(report: TraceReport, options: Options, file: IO[str]) -> None:
    """Print the steps."""
    from adcli.render.draw import draw_trace
    from adcli.render.table import opened

    page, view = opened(options, file)
    draw_trace(report.trace, report.layout, view, page)


def markdown(report: TraceReport, options: Options, file: IO[str]) -> None:
    """Write the steps."""
    from adcli.render.markdown import view_of, write_grid

    view = view_of(options, file)._replace(sweeps=len(report.trace.result.tangents))
    write_grid(LAYOUTS[report.layout](report.trace, view), options.digits, file)


def latex(report: TraceReport, options: Options, file: IO[str]) -> None:
    """Write formula and point, the steps, and what they give."""
    from adcli.render.latex import begun

    write_trace(report.trace, report.layout, begun(options, file), file)


def write_trace(trace: Trace, layout: str, view: View, file: IO[str]) -> None:
    """Write a trace in LaTeX, and below it the derivatives."""
    from adcli.render.latex import display, listed, named_formula, number, text_of, write_array, write_listing
    from adcli.render.numbers import format_error

    result, name = trace.result, styled_name(result_name(trace), LATEX)
    view = view._replace(sweeps=WIDEST.get(layout, 0))
    if len(result.tangents) > view.sweeps > 0:
        file.write(f"% the first {view.sweeps} of {len(result.tangents)} forward sweeps: --seed chooses others\n")
    grid = LAYOUTS[layout](trace, view)
    write_listing(grid.listing, file)
    outputs = [] if grid.listing else list(trace.outputs.items())[:MOST_OUTPUTS]
    lines = [line for i, output in outputs for line in named_formula(trace.graph, i, output)]
    if trace.point:
        lines.append(listed(f"{styled_name(x, LATEX)} = {number(value, view.digits)}" for x, value in trace.point.items()))
    display(lines, file)
    write_array(grid, view.digits, file)
    partials = (rf"\frac{{\partial {name}}}{{\partial {styled_name(x, LATEX)}}}" for x in result.gradient)
    display([listed(f"{p} = {number(value, view.digits)}" for p, value in zip(partials, result.gradient.values(), strict=True))], file)
    if trace.error:
        bounds = {name: trace.error.value} | {
            rf"\frac{{\partial {name}}}{{\partial {styled_name(x, LATEX)}}}": bound for x, bound in trace.error.gradient.items()
        }
        told = ((what, format_error(bound.total)) for what, bound in bounds.items() if bound.digits is not None)
        display([listed(rf"\left|\Delta {what}\right| \le {text_of(size, '')}" for what, size in told)], file)
