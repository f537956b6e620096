"""LaTeX to put into a document: what its looks are made of. Every report has one: rows of cells alone would be no mathematics."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO

from adcli.formula import CUT, LATEX, styled_name
from adcli.formula import write as formula
from adcli.graph import Graph
from adcli.render.layouts.grid import MOST_ROWS, Grid, View
from adcli.render.numbers import format_number
from adcli.render.options import Options
from adcli.render.reports import Report

LONGEST = 400  # the characters of a formula that is set above its trace
_FITTED = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{$"  # shrinks what is wider than the line
VDOTS = r"\vdots "
MOST_VALUES = 8  # the variables whose values and derivatives are set beside a table


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Raise TypeError: a report without a look of its own has none in LaTeX."""
    raise TypeError(f"LaTeX has no look for {type(report).__name__}")


def begun(options: Options, file: IO[str]) -> View:
    """Write the first line; how things look below it."""
    file.write("% needs \\usepackage{amsmath,graphicx,longtable}\n")
    return View(LATEX, options.notation, options.digits, rows=options.rows or MOST_ROWS)


def formulas(grid: Grid) -> list[str]:
    """The parts of a heading, its words as words."""
    found = []
    for part in (part for line in grid.heading for part in re.split(" {3,}", line)):
        words = re.match(r"(?:at|tangent|cotangent|direction) |.*more outputs?$", part)
        found.append(rf"\text{{{words[0].removeprefix(VDOTS)}}}{text_of(part[words.end() :], '')}" if words else dotted(part))
    return found


def listed(parts: Iterable[str]) -> str:
    """Formulas in one line, the first ones where there are many."""
    shown = list(parts)
    return r",\quad ".join(shown[:MOST_VALUES] + [r"\ldots"] * (len(shown) > MOST_VALUES))


def display(lines: list[str], file: IO[str]) -> None:
    """Write lines of formulas."""
    if any(lines):
        file.write("\\begin{gather*}\n" + " \\\\\n".join(filter(None, lines)) + "\n\\end{gather*}\n")


def named_formula(graph: Graph, node: int, name: str) -> list[str]:
    """The line `name = formula`; none where the formula is too long to stand above its table."""
    shown = formula(graph, node, LATEX, limit=LONGEST)
    return [f"{styled_name(name, LATEX)} = {dotted(shown)}"] if shown != CUT else []


def write_listing(listing: list[str], file: IO[str]) -> None:
    """Write the text of a program as it stands."""
    if listing:
        lines = [line.replace("\\end{verbatim}", "\\end {verbatim}") for line in listing]
        file.write("\n".join(["\\begin{verbatim}", *lines, "\\end{verbatim}\n"]))


def write_array(grid: Grid, digits: int, file: IO[str]) -> None:
    """Write a grid, made to fit the line.

    Numbers stand in two columns, split at the decimal point; an equals sign before them has one more.
    """
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
                cells.append("" if cell is None else number(cell, digits) if not isinstance(cell, str) else text_of(cell, grid.titles[k]))
            elif isinstance(cell, str):
                cells.append(rf"\multicolumn{{{2 + (k == grid.equals)}}}{{l{'|' * (k in grid.dividers)}}}{{{text_of(cell, '')}}}")
            else:
                if k == grid.equals:
                    cells.append("" if cell is None else "=")
                cells += ["", ""] if cell is None else _split(number(cell, digits))
        file.write(" & ".join(cells) + " \\\\\n")
    file.write("\\end{array}$}\n\\]\n")


def text_of(cell: str, title: str) -> str:
    """A cell of formulas and words."""
    cell = re.sub(r"(?<![\w.])([0-9.]+)e(-?[0-9]+)", r"\1 \\cdot 10^{\2}", cell)
    cell = re.sub(r"\b(?:inf|nan)\b", lambda word: r"\infty" if word[0] == "inf" else r"\text{nan}", cell)
    cell = re.sub(r"\(seed\)|[0-9,]+ more steps|\bseed\b|\boutput\b", lambda word: rf"\text{{{word[0]}}}", dotted(cell))
    cell = cell.replace(r"\Sigma ", r"\Sigma\text{ of }")
    if title == "cheaper":
        return rf"\text{{{cell}}}"
    return cell.replace(" ", r"\;") if title == "users" else cell.replace("  ", r"\quad ")


def dotted(text: str) -> str:
    """A formula with LaTeX's dots."""
    return text.replace("...", r"\ldots{}")


def _title(title: str) -> str:
    if title.startswith("contribution"):
        return r"\text{contribution}"
    words, _, rest = title.partition(", seed ")
    if rest:
        return rf"\text{{{words}, seed }} {dotted(rest)}"
    return title if title.startswith("\\") or not title else rf"\text{{{title}}}"


def number(value: float, digits: int) -> str:
    """A number with so many decimals."""
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


_SPECIAL = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{mark: "\\" + mark for mark in "&%$#_{}"},
    **{mark: f"${mark}$" for mark in "<>|"},
}


def prose(text: str) -> str:
    """A sentence, its numbers with powers of ten."""
    parts = re.split(r"(?<![\w.])(-?[0-9.]+)e([-+]?[0-9]+)", text)  # text, mantissa, exponent, text, ...
    for k in range(1, len(parts), 3):
        parts[k : k + 2] = [rf"${parts[k]} \cdot 10^{{{int(parts[k + 1])}}}$", ""]
    return "".join(part if k % 3 else escape(part) for k, part in enumerate(parts))


def escape(text: str) -> str:
    """The text with LaTeX's special characters made plain, and Greek letters as formulas."""
    return "".join(_SPECIAL.get(mark) or (mark if mark.isascii() else f"${styled_name(mark, LATEX)}$") for mark in text)
