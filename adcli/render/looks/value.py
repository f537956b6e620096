"""The looks of a value: one number on a line, for which Rich is not needed."""

from __future__ import annotations

from typing import IO

from adcli.render.numbers import format_number
from adcli.render.options import Options, takes_unicode
from adcli.render.reports.value import ValueReport


def table(report: ValueReport, options: Options, file: IO[str]) -> None:
    """Write the number: with all its digits, or with as many decimals as were asked for."""
    text = repr(report.value).removesuffix(".0") if report.digits is None else format_number(report.value, report.digits)
    file.write(text + "\n")
    if report.error is not None:
        from adcli.render.reports.errors import conditions, described

        plus_minus = "+-" if options.ascii or not takes_unicode(file) else "±"
        file.write(f"error: {described(report.error.value, plus_minus, ulps=True)}\n")
        if told := conditions(report.error):
            file.write(f"{told}\n")


def latex(report: ValueReport, options: Options, file: IO[str]) -> None:
    """Write the formula and what it gives; the text of a program, or a name for a formula that is too long."""
    from adcli.formula import CUT, LATEX, styled_name
    from adcli.formula import write as formula
    from adcli.render.latex import LONGEST, begun, dotted, number, write_listing
    from adcli.render.layouts.grid import output_name, program_lines

    view = begun(options, file)
    graph, (output,) = report.graph, report.graph.outputs
    listing = program_lines(graph, view)
    write_listing(listing, file)
    shown = CUT if listing else formula(graph, output, LATEX, limit=LONGEST)
    what = styled_name(output_name(graph, output), LATEX) if shown == CUT else dotted(shown)
    file.write(rf"\[ {what} = {number(report.value, view.digits)} \]" + "\n")
