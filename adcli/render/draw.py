"""Drawing a trace on a console: the richest view that fits the width, and never a value cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from adcli.formula import UNICODE
from adcli.render.layouts import LAYOUTS, Grid, View
from adcli.render.numbers import align, format_number
from adcli.render.options import Options
from adcli.tracing import Trace

PIPE_WIDTH = 80  # the width that a view is chosen for where there is no terminal
WIDE = 100  # from here on the primal column has its numbers too
GAP = "  "


def make_console(options: Options, file: IO[str]) -> Console:
    """A console that adds nothing of its own to what it is given: no markup, no emoji, no colour in a pipe."""
    forced = {"always": True, "never": False}.get(options.color)
    return Console(file=file, markup=False, emoji=False, highlight=False, force_terminal=forced, no_color=True if forced is False else None)


def console_width(console: Console, options: Options, file: IO[str]) -> int:
    """The columns to fit into: those asked for, the terminal's, or those of a view for a pipe."""
    return options.width or (console.width if file.isatty() else PIPE_WIDTH)


def draw_trace(trace: Trace, layout: str, view: View, console: Console, width: int, *, narrow: bool) -> None:
    """Print the trace in the richest view of its layout that fits; where none does, stack it if `narrow`, else let it be wider."""
    for candidate in _candidates(trace, layout, view, width):
        grid = LAYOUTS[layout](trace, candidate)
        lines = _lines(grid, candidate)
        if max(map(cell_len, lines)) <= width:
            break
    else:
        if narrow:
            _draw_stacked(LAYOUTS[layout](trace, view._replace(sweeps=1, numbers=False)), view, console, width)
            return
    draw_lines(grid.heading, console, width, "bold")
    print_line(console, "")
    for k, line in enumerate(lines):
        print_line(console, line, "bold" if k == 0 else "dim" if line[1:2] in ("─", "-") and line[2:3] == line[1:2] else "")
    draw_lines(grid.footing, console, width)


def _candidates(trace: Trace, layout: str, view: View, width: int) -> Iterator[View]:
    """The views of a layout from the fullest to the barest."""
    sweeps = len(trace.result.tangents)
    if layout == "forward":
        for columns in dict.fromkeys((sweeps, 1)):
            if width >= WIDE:
                yield view._replace(sweeps=columns, primal_numbers=True)
            yield view._replace(sweeps=columns)
        yield view._replace(sweeps=1, numbers=False)
        yield view._replace(sweeps=1, numbers=False, formulas=False)
        return
    for columns in range(sweeps if layout == "both" else 0, -1, -1):
        yield view._replace(sweeps=columns)
        if columns <= 1:
            yield view._replace(sweeps=columns, numbers=False)
    yield view._replace(sweeps=0, numbers=False, formulas=False)


def _columns(grid: Grid, view: View) -> list[list[str]]:
    """Each column's title and cells as texts, the decimal points of numbers aligned."""
    columns = []
    for k, numeric in enumerate(grid.numeric):
        cells = [row[k] for row in grid.rows]
        texts = ["" if cell is None else cell if isinstance(cell, str) else format_number(cell, view.digits) for cell in cells]
        if numeric:
            places = [r for r, cell in enumerate(cells) if isinstance(cell, float)]
            for r, text in zip(places, align([texts[r] for r in places]), strict=True):
                texts[r] = f"= {text}" if k == grid.equals else text
        columns.append([grid.titles[k], *texts])
    return columns


def _lines(grid: Grid, view: View) -> list[str]:
    """The grid's lines: titles, rules and rows."""
    horizontal, vertical, cross = "─│┼" if view.style is UNICODE else "-|+"
    columns = _columns(grid, view)
    widths = [max(map(cell_len, texts)) for texts in columns]
    for k, title in enumerate(grid.titles):
        # A title may reach over the columns after it that have none.
        reach = next((j for j in range(k + 1, len(widths)) if grid.titles[j]), len(widths))
        if reach > k + 1:
            widths[k] = max(map(cell_len, columns[k][1:]), default=0)
            widths[reach - 1] += max(0, cell_len(title) - sum(widths[k:reach]) - len(GAP) * (reach - k - 1))
    after = [f"{GAP}{vertical}{GAP}" if k in grid.dividers else GAP for k in range(len(widths))]
    lines = []
    for r in range(len(grid.rows) + 1):
        if r - 1 in grid.rules:
            lines.append(
                " "
                + "".join(
                    horizontal * width + gap.replace(" ", horizontal).replace(vertical, cross)
                    for width, gap in zip(widths, after, strict=True)
                )[:-2]
            )
        line, place = " ", 1
        for texts, width, gap in zip(columns, widths, after, strict=True):
            line += " " * max(0, place - cell_len(line)) + texts[r] + " " * (width - cell_len(texts[r])) + gap
            place += width + len(gap)
        lines.append(line.rstrip())
    return lines


def print_line(console: Console, line: str, style: str = "") -> None:
    """Print a line as it is, however wide."""
    console.print(Text(line, style=style), soft_wrap=True)


def draw_lines(lines: list[str], console: Console, width: int, style: str = "") -> None:
    """Print lines, each folded where it is wider than the console: first between its parts, then between words."""
    for line in lines:
        parts = [part for part in line.split("      ") if part] if cell_len(line) >= width else [line]
        for part in parts:
            for folded in fold(part.strip(), width - 1):
                print_line(console, f" {folded}", style)


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken between words."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(f"  {word}")
    return lines


def _draw_stacked(grid: Grid, view: View, console: Console, width: int) -> None:
    """Print each row as a block of `title: cell` lines, for a terminal too narrow for columns."""
    draw_lines(grid.heading, console, width, "bold")
    for row in grid.rows:
        named = [
            (title.partition("  ")[0], cell if isinstance(cell, str) else format_number(cell, view.digits))
            for title, cell in zip(grid.titles, row, strict=True)
            if cell not in (None, "")
        ]
        for k, (title, cell) in enumerate(named):
            for folded in fold(f"{title}: {cell}" if k and title else cell, width - 3):
                print_line(console, f"   {folded}" if k else f" {folded}", "" if k else "bold")
    draw_lines(grid.footing, console, width)
