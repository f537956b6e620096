"""Drawing a matrix on a console: as many columns as fit."""

from __future__ import annotations

from rich.cells import cell_len

from adcli.render.draw import draw_grid, grid_lines
from adcli.render.layouts import View
from adcli.render.layouts.matrix import matrix_grid
from adcli.render.page import Page
from adcli.render.reports.matrix import HessianReport, JacobianReport

MOST_STACKED = 12  # the columns where each stands on a line of its own


def draw_matrix(report: JacobianReport | HessianReport, view: View, page: Page) -> None:
    """Print a matrix with as many columns as fit, or stacked where not even one does."""
    columns = max(1, min(len(report.result.matrix.columns), page.width // 3))
    while True:
        grid = matrix_grid(report, view, columns)
        widest = max(map(cell_len, grid_lines(grid, view)))
        if widest <= page.width or columns == 1:
            break
        columns = max(1, min(columns - 1, columns * page.width // widest))
    draw_grid(grid if widest <= page.width else matrix_grid(report, view, MOST_STACKED), view, page)
