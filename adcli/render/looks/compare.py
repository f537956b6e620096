"""The looks of a comparison: two tables and a picture, or in LaTeX a third table."""

from __future__ import annotations

from typing import IO

from adcli.formula import ASCII
from adcli.render.layouts.compare import curve_grid, error_curves, legend, swell_grid, ways_grid
from adcli.render.options import Options
from adcli.render.plot import plot
from adcli.render.reports.compare import CompareReport

NARROWEST = 34  # a picture
WIDEST = 80


def table(report: CompareReport, options: Options, file: IO[str]) -> None:
    """Print the ways, the swell, and the picture where there is room for it."""
    from adcli.render.draw import draw_grid
    from adcli.render.table import opened

    page, view = opened(options, file)
    draw_grid(ways_grid(report.comparison, view), view, page)
    draw_grid(swell_grid(report.comparison, view), view, page)
    page.items(legend(report.comparison), "bold")
    if page.width >= NARROWEST:
        for line in plot(error_curves(report.comparison), min(page.width, WIDEST), ascii_only=view.style is ASCII):
            page.line(line)


def markdown(report: CompareReport, options: Options, file: IO[str]) -> None:
    """Write the ways, the swell, and the picture as it stands."""
    from adcli.render.markdown import view_of, write_grid

    view = view_of(options, file)
    for grid in (ways_grid(report.comparison, view), swell_grid(report.comparison, view)):
        write_grid(grid, options.digits, file)
        file.write("\n")
    picture = plot(error_curves(report.comparison), WIDEST, ascii_only=view.style is ASCII)
    file.write("\n".join(["```text", *legend(report.comparison), *picture, "```"]) + "\n")


def latex(report: CompareReport, options: Options, file: IO[str]) -> None:
    """Write the ways, the swell, and the errors by step."""
    from adcli.render.latex import begun, display, formulas, write_array

    view = begun(options, file)
    ways = ways_grid(report.comparison, view)
    display(formulas(ways), file)
    for grid in (ways, swell_grid(report.comparison, view), curve_grid(report.comparison, view)):
        write_array(grid, options.digits, file)
