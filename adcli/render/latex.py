"""LaTeX: a formula, or a trace as an array to put into a document (needs amsmath)."""

from __future__ import annotations

from typing import IO

from adcli.formula import LATEX
from adcli.render.layouts import LAYOUTS, Grid, View
from adcli.render.layouts.grid import MOST_SWEEPS
from adcli.render.numbers import format_number
from adcli.render.options import Options
from adcli.render.reports import Report
from adcli.render.reports.gradient import GradientReport
from adcli.render.reports.trace import TraceReport
from adcli.tracing import trace_of


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Write the report as display mathematics, or as a tabular where it is no trace."""
    if isinstance(report, TraceReport | GradientReport):
        layout = report.layout if isinstance(report, TraceReport) else "both"
        trace = report.trace if isinstance(report, TraceReport) else trace_of(report.result, report.result.wrt[:MOST_SWEEPS])
        view = View(LATEX, options.notation, options.digits, sweeps=len(trace.result.tangents), rows=options.rows or len(trace))
        _write_array(LAYOUTS[layout](trace, view), options.digits, file)
        return
    header, rows = report.rows()
    cells = list(rows)
    file.write("\\begin{tabular}{" + "l" * len(header) + "}\n" + " & ".join(map(escape, header)) + r" \\ \hline" + "\n")
    for row in cells:
        file.write(
            " & ".join(
                "" if cell is None else escape(cell) if isinstance(cell, str) else f"${_number(cell, options.digits)}$" for cell in row
            )
            + " \\\\\n"
        )
    file.write("\\end{tabular}\n")


def _write_array(grid: Grid, digits: int, file: IO[str]) -> None:
    columns = "".join(("r" if numeric else "l") + ("|" if k in grid.dividers else "") for k, numeric in enumerate(grid.numeric))
    file.write("% needs \\usepackage{amsmath}\n\\[\n\\begin{array}{" + columns + "}\n")
    file.write(" & ".join(_title(title) for title in grid.titles) + r" \\ \hline" + "\n")
    for r, row in enumerate(grid.rows):
        if r in grid.rules and r:
            file.write("\\hline\n")
        file.write(
            " & ".join("" if cell is None else _cell(cell, numeric, digits) for cell, numeric in zip(row, grid.numeric, strict=True))
            + " \\\\\n"
        )
    file.write("\\end{array}\n\\]\n")


def _cell(cell: str | float, numeric: bool, digits: int) -> str:
    if not isinstance(cell, str):
        return _number(cell, digits)
    for word in ("(seed)", "more steps", "seed", "output"):
        cell = cell.replace(word, rf"\text{{{word}}}")
    return cell


def _title(title: str) -> str:
    if title.startswith("contribution"):
        return r"\text{contribution}"
    words, _, rest = title.partition(", seed ")
    if rest:
        return rf"\text{{{words}, seed }} {rest}"
    return title if title.startswith("\\") else rf"\text{{{title}}}"


def _number(value: float, digits: int) -> str:
    text = format_number(value, digits)
    if text in ("true", "false", "nan"):
        return rf"\text{{{text}}}"
    text = text.replace("inf", r"\infty")
    mantissa, mark, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{exponent}}}" if mark else text


_SPECIAL = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", **{mark: "\\" + mark for mark in "&%$#_{}"}}


def escape(text: str) -> str:
    """The text with LaTeX's special characters made plain."""
    return "".join(_SPECIAL.get(character, character) for character in text)
