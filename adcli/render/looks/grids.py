"""The looks of a report that is one grid in every format."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from adcli.render.layouts.grid import Grid, View
from adcli.render.options import Options

Look = Callable[[Any, Options, IO[str]], None]


def looks_of(grid_of: Callable[[Any, View], Grid]) -> tuple[Look, Look, Look]:
    """The functions `table`, `markdown` and `latex` for reports of which `grid_of` makes a grid."""

    def table(report: Any, options: Options, file: IO[str]) -> None:
        from adcli.render.draw import draw_grid
        from adcli.render.table import opened

        page, view = opened(options, file)
        draw_grid(grid_of(report, view), view, page)

    def markdown(report: Any, options: Options, file: IO[str]) -> None:
        from adcli.render.markdown import view_of, write_grid

        write_grid(grid_of(report, view_of(options, file)), options.digits, file)

    def latex(report: Any, options: Options, file: IO[str]) -> None:
        from adcli.render.latex import begun, display, formulas, write_array, write_listing

        grid = grid_of(report, begun(options, file))
        write_listing(grid.listing, file)
        display(formulas(grid), file)
        write_array(grid, options.digits, file)

    return table, markdown, latex
