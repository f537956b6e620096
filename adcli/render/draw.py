"""Drawing a trace on a console: the richest view that fits the width, and never a value cut."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from adcli.formula import UNICODE
from adcli.render.layouts import LAYOUTS, Grid, View
from adcli.render.numbers import align, format_number, is_number
from adcli.render.page import Page, fold
from adcli.traces.tracing import Trace

WIDE = 100  # from here on the primal column has its numbers too
GAP = "  "


def draw_trace(trace: Trace, layout: str, view: View, page: Page) -> None:
    """Print the trace in the richest view of its layout that fits; where none does, stack it on a narrow page, else let it be wider."""
    for candidate in _candidates(trace, layout, view, page.width):
        grid = LAYOUTS[layout](trace, candidate)
        lines = grid_lines(grid, candidate)
        if max(map(cell_len, lines)) <= page.width:
            break
    else:
        if page.narrow:
            _draw_stacked(LAYOUTS[layout](trace, view._replace(sweeps=1, numbers=False)), view, page)
            return
    _print(grid, lines, page)


def draw_grid(grid: Grid, view: View, page: Page) -> None:
    """Print a grid, stacked where the page is too narrow for its columns."""
    lines = grid_lines(grid, view)
    if page.narrow and max(map(cell_len, lines)) > page.width:
        _draw_stacked(grid, view, page)
    else:
        _print(grid, lines, page)


def _print(grid: Grid, lines: list[str], page: Page) -> None:
    """Print the heading of a grid, its lines and its footing."""
    _print_heading(grid, page)
    if not grid.rows:
        lines = []
    page.line()
    for k, line in enumerate(lines):
        page.line(line, "bold" if k == 0 else "dim" if line[1:2] in ("─", "-") and line[2:3] == line[1:2] else "")
    for line in grid.footing:
        page.paragraph(line)


def _print_heading(grid: Grid, page: Page) -> None:
    """Print the text of a program as it stands, and what is told of it."""
    for line in grid.listing:
        page.line(f" {line}")
    for line in grid.heading:
        page.paragraph(line, "bold")


def _candidates(trace: Trace, layout: str, view: View, width: int) -> Iterator[View]:
    """The views of a layout from the fullest to the barest."""
    sweeps = min(len(trace.result.tangents), max(1, width // 10))
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
            places = [r for r, cell in enumerate(cells) if is_number(cell) or cell == view.marks["none"]]
            for r, text in zip(places, align([texts[r] for r in places]), strict=True):
                texts[r] = f"= {text}" if k == grid.equals else text
        columns.append([grid.titles[k], *texts])
    return columns


def grid_lines(grid: Grid, view: View) -> list[str]:
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
        line, written, place = " ", 1, 1
        for texts, width, gap in zip(columns, widths, after, strict=True):
            # A title that reaches over its column takes from the blanks of the next.
            cell = " " * (place - written) + texts[r].ljust(width + len(texts[r]) - cell_len(texts[r])) + gap
            line += cell
            written += cell_len(cell)
            place += width + len(gap)
        lines.append(line.rstrip())
    return lines


def _draw_stacked(grid: Grid, view: View, page: Page) -> None:
    """Print each row as a block of `title: cell` lines, for a terminal too narrow for columns."""
    _print_heading(grid, page)
    for row in grid.rows:
        cells = ["" if cell is None else cell if isinstance(cell, str) else format_number(cell, view.digits) for cell in row]
        named = [(title.partition("  ")[0], cell) for title, cell in zip(grid.titles, cells, strict=True) if cell]
        if cells[0] == view.marks["more"]:  # no step, but how many are left out
            named = [("", " ".join(filter(None, cells)))]
        elif grid.equals >= 0 and cells[grid.equals]:
            (_, value), (title, formula) = named.pop(), named.pop()
            named.append((title, f"{formula} = {value}" if formula != value else value))
        for k, (title, cell) in enumerate(named):
            first = k == 0 and bool(cells[0])
            alone = first and not cell[0].isdecimal()  # a name says what it is, a number does not
            for folded in fold(cell if alone or not title else f"{title}: {cell}", page.width - 3):
                page.line(f" {folded}" if first else f"   {folded}", "bold" if first else "")
    for line in grid.footing:
        page.paragraph(line)
