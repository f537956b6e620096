"""LaTeX to put into a document: an equation, a trace as an array that is made to fit the line, or a table of functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO

from adcli.build import template
from adcli.expansion import Taylor
from adcli.formula import LATEX, styled_name
from adcli.formula import write as formula
from adcli.render.layouts import LAYOUTS, Grid, View
from adcli.render.layouts.check import check_grid, claims_told
from adcli.render.layouts.compare import curve_grid, swell_grid, ways_grid
from adcli.render.layouts.cost import cost_grid
from adcli.render.layouts.grid import MOST_OUTPUTS, MOST_ROWS, MOST_SWEEPS, output_name, result_name
from adcli.render.layouts.matrix import matrix_grid
from adcli.render.layouts.powers import powers
from adcli.render.layouts.product import product_grid
from adcli.render.numbers import format_error, format_number
from adcli.render.options import Options
from adcli.render.reports import Report
from adcli.render.reports.check import CheckReport
from adcli.render.reports.compare import CompareReport
from adcli.render.reports.cost import CostReport
from adcli.render.reports.diff import DiffReport, quotient
from adcli.render.reports.functions import FunctionsReport, describe, general_partials
from adcli.render.reports.gradient import GradientReport
from adcli.render.reports.matrix import HessianReport, JacobianReport
from adcli.render.reports.product import HessianProductReport, ProductReport
from adcli.render.reports.taylor import TaylorReport
from adcli.render.reports.trace import TraceReport
from adcli.render.reports.value import ValueReport
from adcli.tracing import Trace, trace_of

LONGEST = 400  # the characters of a formula that is set above its trace
WIDEST = {"forward": 2, "both": 4}  # the forward sweeps that fit side by side
_FITTED = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{$"  # shrinks what is wider than the line
VDOTS = r"\vdots "
MOST_COLUMNS = 10  # the rows and columns of a matrix
MOST_VALUES = 8  # the variables whose values and derivatives are set beside it


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Write the report as display mathematics, or as a table where it is no answer at a point."""
    file.write("% needs \\usepackage{amsmath,graphicx,longtable}\n")
    if isinstance(report, TraceReport):
        _write_trace(report.trace, report.layout, options, file)
    elif isinstance(report, GradientReport):
        _write_trace(trace_of(report.result, report.result.wrt[:MOST_SWEEPS], error=report.error), "both", options, file)
    elif isinstance(report, DiffReport):
        result, name = report.result, output_name(report.result.graph, report.result.output)
        shown = formula(result.graph, result.output, LATEX)
        lines = [f"{styled_name(name, LATEX)} = {_dots(shown)}"] if len(shown) <= LONGEST else []
        _display([*lines, *(f"{quotient(name, d.variable, result.order, LATEX)} = {d.text(LATEX)}" for d in result.derivatives)], file)
    elif isinstance(report, TaylorReport):
        _write_taylor(report.result, options, file)
    elif isinstance(report, ValueReport):
        shown = formula(report.graph, report.graph.outputs[0], LATEX)
        file.write(rf"\[ {_dots(shown)} = {_number(report.value, options.digits)} \]" + "\n")
    elif isinstance(report, CheckReport):
        view = View(LATEX, digits=options.digits, rows=options.rows or MOST_ROWS)
        _write_array(check_grid(report.check, view), options.digits, file)
        for claim, verdict, why in claims_told(report.check, view):
            file.write(f"\\[ {claim} \\]\nis {escape(verdict)}{'. ' if why else ''}{escape(why)}.\n")
    elif isinstance(report, CompareReport):
        view = View(LATEX, digits=options.digits)
        for grid in (ways_grid(report.comparison, view), swell_grid(report.comparison, view), curve_grid(report.comparison, view)):
            _write_array(grid, options.digits, file)
    elif isinstance(report, JacobianReport | HessianReport):
        _write_matrix(report, options, file)
    elif isinstance(report, ProductReport | HessianProductReport | CostReport):
        view = View(LATEX, digits=options.digits, rows=options.rows or MOST_ROWS)
        grid = cost_grid(report, view) if isinstance(report, CostReport) else product_grid(report, view)
        _display(_formulas(grid), file)
        _write_array(grid, options.digits, file)
    elif isinstance(report, FunctionsReport):
        _write_functions(report, file)
    else:
        raise TypeError(f"LaTeX has no look for {type(report).__name__}")


def _write_trace(trace: Trace, layout: str, options: Options, file: IO[str]) -> None:
    result, name = trace.result, styled_name(result_name(trace), LATEX)
    view = View(LATEX, options.notation, options.digits, sweeps=WIDEST.get(layout, 0), rows=options.rows or MOST_ROWS)
    if len(result.tangents) > view.sweeps > 0:
        file.write(f"% the first {view.sweeps} of {len(result.tangents)} forward sweeps: --seed chooses others\n")
    shown = [(styled_name(output, LATEX), formula(trace.graph, i, LATEX)) for i, output in list(trace.outputs.items())[:MOST_OUTPUTS]]
    lines = [f"{output} = {_dots(text)}" for output, text in shown if len(text) <= LONGEST]
    if trace.point:
        lines.append(_list(f"{styled_name(x, LATEX)} = {_number(value, options.digits)}" for x, value in trace.point.items()))
    _display(lines, file)
    _write_array(LAYOUTS[layout](trace, view), options.digits, file)
    partials = (rf"\frac{{\partial {name}}}{{\partial {styled_name(x, LATEX)}}}" for x in result.gradient)
    _display([_list(f"{p} = {_number(value, options.digits)}" for p, value in zip(partials, result.gradient.values(), strict=True))], file)
    if trace.error:
        bounds = {name: trace.error.value} | {
            rf"\frac{{\partial {name}}}{{\partial {styled_name(x, LATEX)}}}": bound for x, bound in trace.error.gradient.items()
        }
        told = ((what, format_error(bound.total)) for what, bound in bounds.items() if bound.digits is not None)
        _display([_list(rf"\left|\Delta {what}\right| \le {_text(size, '')}" for what, size in told)], file)


def _write_taylor(taylor: Taylor, options: Options, file: IO[str]) -> None:
    grid = powers(taylor, View(LATEX, digits=options.digits))
    shown = formula(taylor.graph, taylor.graph.outputs[0], LATEX)
    name = styled_name(output_name(taylor.graph, taylor.graph.outputs[0]), LATEX)
    lines = [f"{name} = {_dots(shown)}"] if len(shown) <= LONGEST else []
    if taylor.point:
        lines.append(_list(f"{styled_name(x, LATEX)} = {_number(value, options.digits)}" for x, value in taylor.point.items()))
    _display([*lines, *grid.footing], file)
    _write_array(grid, options.digits, file)


def _write_matrix(report: JacobianReport | HessianReport, options: Options, file: IO[str]) -> None:
    """The matrix in brackets, its corner where it is large, under the formulas and the point."""
    matrix, most = report.result.matrix, options.rows or MOST_COLUMNS
    grid = matrix_grid(report, View(LATEX, digits=options.digits, rows=most), most)
    _display(_formulas(grid), file)
    rows = []
    for r in range(min(most, len(matrix.rows))):
        cells = [_number(value, options.digits) for value in matrix.row(r)[:most]]
        rows.append(" & ".join(cells + [r"\cdots"] * (len(matrix.columns) > most)))
    if len(matrix.rows) > most:
        rows.append(" & ".join([r"\vdots"] * min(most, len(matrix.columns))) + r" & \ddots" * (len(matrix.columns) > most))
    if isinstance(report, HessianReport):
        left = rf"\nabla^2 {styled_name(report.result.first.graph.output_names()[0], LATEX)}"
    else:
        names = [r",\;".join([styled_name(name, LATEX) for name in some[:MOST_VALUES]]) for some in (matrix.rows, matrix.columns)]
        left = rf"\frac{{\partial({names[0]})}}{{\partial({names[1]})}}"
    columns = "r" * max(1, min(most + 1, len(matrix.columns)))  # one more for dots
    file.write(f"\\[\n{left} = \\left[\\begin{{array}}{{{columns}}}\n")
    file.write(" \\\\\n".join(rows) + "\n\\end{array}\\right]\n\\]\n")


def _formulas(grid: Grid) -> list[str]:
    """The parts of a heading, its words as words."""
    found = []
    for part in (part for line in grid.heading for part in re.split(" {3,}", line)):
        words = re.match(r"(?:at|tangent|cotangent|direction) |.*more outputs$", part)
        found.append(rf"\text{{{words[0].removeprefix(VDOTS)}}}{_text(part[words.end() :], '')}" if words else _dots(part))
    return found


def _list(parts: Iterable[str]) -> str:
    shown = list(parts)
    return r",\quad ".join(shown[:MOST_VALUES] + [r"\ldots"] * (len(shown) > MOST_VALUES))


def _display(lines: list[str], file: IO[str]) -> None:
    if any(lines):
        file.write("\\begin{gather*}\n" + " \\\\\n".join(filter(None, lines)) + "\n\\end{gather*}\n")


def _write_array(grid: Grid, digits: int, file: IO[str]) -> None:
    """Numbers stand in two columns, split at the decimal point; an equals sign before them has one more."""
    columns = ""
    for k, numeric in enumerate(grid.numeric):
        columns += (r"c@{\;}" * (k == grid.equals) + "r@{}l" if numeric else "l") + "|" * (k in grid.dividers)
    file.write(f"\\[\n{_FITTED}\\renewcommand{{\\arraystretch}}{{1.3}}\n\\begin{{array}}{{{columns}}}\n")
    titles = []
    for k, title in enumerate(grid.titles):
        width = (2 + (k == grid.equals)) if grid.numeric[k] else 1
        titles.append(_title(title) if width == 1 else rf"\multicolumn{{{width}}}{{c{'|' * (k in grid.dividers)}}}{{{_title(title)}}}")
    file.write(" & ".join(titles) + " \\\\ \\hline\n")
    for r, row in enumerate(grid.rows):
        if r in grid.rules and r:
            file.write("\\hline\n")
        cells: list[str] = []
        for k, cell in enumerate(row):
            if not grid.numeric[k]:
                cells.append("" if cell is None else _number(cell, digits) if not isinstance(cell, str) else _text(cell, grid.titles[k]))
            elif isinstance(cell, str):
                cells.append(rf"\multicolumn{{{2 + (k == grid.equals)}}}{{l{'|' * (k in grid.dividers)}}}{{{_text(cell, '')}}}")
            else:
                if k == grid.equals:
                    cells.append("" if cell is None else "=")
                cells += ["", ""] if cell is None else _split(_number(cell, digits))
        file.write(" & ".join(cells) + " \\\\\n")
    file.write("\\end{array}$}\n\\]\n")


def _text(cell: str, title: str) -> str:
    """A cell of formulas and words."""
    cell = re.sub(r"(?<![\w.])([0-9.]+)e(-?[0-9]+)", r"\1 \\cdot 10^{\2}", cell)
    cell = re.sub(r"\b(?:inf|nan)\b", lambda word: r"\infty" if word[0] == "inf" else r"\text{nan}", cell)
    cell = re.sub(r"\(seed\)|[0-9,]+ more steps|\bseed\b|\boutput\b", lambda word: rf"\text{{{word[0]}}}", _dots(cell))
    cell = cell.replace(r"\Sigma ", r"\Sigma\text{ of }")
    if title == "cheaper":
        return rf"\text{{{cell}}}"
    return cell.replace(" ", r"\;") if title == "users" else cell.replace("  ", r"\quad ")


def _dots(text: str) -> str:
    return text.replace("...", r"\ldots{}")


def _title(title: str) -> str:
    if title.startswith("contribution"):
        return r"\text{contribution}"
    words, _, rest = title.partition(", seed ")
    if rest:
        return rf"\text{{{words}, seed }} {_dots(rest)}"
    return title if title.startswith("\\") or not title else rf"\text{{{title}}}"


def _number(value: float, digits: int) -> str:
    text = format_number(value, digits)
    if text in ("true", "false", "nan"):
        return rf"\text{{{text}}}"
    mantissa, mark, exponent = text.replace("inf", r"\infty").partition("e")
    return rf"{mantissa} \cdot 10^{{{exponent}}}" if mark else text.replace("inf", r"\infty")


def _split(number: str) -> list[str]:
    """What stands before and after the place of the decimal point."""
    found = re.match(r"-?[0-9]+", number)
    place = found.end() if found else len(number)
    return [number[:place], number[place:].replace(r" \cdot", r"{}\cdot", 1) if number[place : place + 1] == " " else number[place:]]


def _write_functions(report: FunctionsReport, file: IO[str]) -> None:
    file.write(_TABLE)
    for entry in report.entries:
        told = describe(entry)
        words = entry.variadic or entry.takes == "conditional"
        derivatives = [escape(text) for text in told["derivatives"]] if words else [f"${text}$" for text in general_partials(entry, LATEX)]
        domain = "all"
        if entry.domain:
            condition = template(entry.domain, entry.names)
            domain = f"${formula(condition, condition.outputs[0], LATEX)}$"
        cells = (rf"\texttt{{{escape(told['call'])}}}", r",\quad ".join(derivatives), domain, rf"\raggedright {escape(told['about'])}")
        file.write(" & ".join(cells) + " \\tabularnewline\n")
    file.write("\\end{longtable}}\n")


_TABLE = r"""{\small\renewcommand{\arraystretch}{1.5}
\begin{longtable}{lp{.26\linewidth}p{.18\linewidth}p{.25\linewidth}}
function & derivative & domain & description \\ \hline \endhead
"""
_SPECIAL = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", **{mark: "\\" + mark for mark in "&%$#_{}"}}


def escape(text: str) -> str:
    """The text with LaTeX's special characters made plain."""
    return "".join(_SPECIAL.get(character, character) for character in text)
