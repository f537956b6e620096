"""The looks of a check: a table of methods, and what is said of claims."""

from __future__ import annotations

from typing import IO

from adcli.render.layouts.check import check_grid, claims_told
from adcli.render.options import Options
from adcli.render.reports.check import CheckReport


def table(report: CheckReport, options: Options, file: IO[str]) -> None:
    """Print the methods' digits, and below them each claim."""
    from adcli.render.draw import draw_grid
    from adcli.render.page import fold
    from adcli.render.table import opened

    page, view = opened(options, file)
    draw_grid(check_grid(report.check, view), view, page)
    for told in claims_told(report.check, view):
        page.paragraph(f"{told.claim}  is {told.verdict}", "bold")
        if told.why:
            for folded in fold(told.why, page.width - 3):
                page.line(f"   {folded}")


def markdown(report: CheckReport, options: Options, file: IO[str]) -> None:
    """Write the methods' digits, and below them each claim."""
    from adcli.render.markdown import view_of, write_grid

    view = view_of(options, file)
    grid = check_grid(report.check, view)
    grid.footing += [f"{claim} is {verdict}{': ' if why else ''}{why}" for claim, verdict, why in claims_told(report.check, view)]
    write_grid(grid, options.digits, file)


def latex(report: CheckReport, options: Options, file: IO[str]) -> None:
    """Write the methods' digits, and below them each claim as a formula."""
    from adcli.render.latex import begun, display, formulas, prose, write_array, write_listing

    view = begun(options, file)
    grid = check_grid(report.check, view)
    write_listing(grid.listing, file)
    display(formulas(grid), file)
    write_array(grid, options.digits, file)
    file.writelines(f"{prose(line)}\n" for line in grid.footing)
    for claim, verdict, why in claims_told(report.check, view):
        file.write(f"\\[ {claim} \\]\nis {prose(verdict)}{'. ' if why else ''}{prose(why)}.\n")
