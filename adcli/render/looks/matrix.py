"""The looks of Jacobians and Hessians."""

from __future__ import annotations

from typing import IO

from adcli.formula import LATEX, styled_name
from adcli.render.layouts.matrix import matrix_grid
from adcli.render.options import Options
from adcli.render.reports.matrix import HessianReport, JacobianReport

MOST_STACKED = 12  # the columns where each stands on a line of its own
MOST_ENTRIES = 9  # of a matrix that is stacked as soon as it does not fit whole
MOST_COLUMNS = 10  # the rows and columns of a matrix in LaTeX


def table(report: JacobianReport | HessianReport, options: Options, file: IO[str]) -> None:
    """Print a matrix with as many columns as fit; stacked where not even one does, and where it is small and not all do."""
    from rich.cells import cell_len

    from adcli.render.draw import draw_grid, grid_lines
    from adcli.render.table import opened

    page, view = opened(options, file)
    matrix = report.result.matrix
    columns = max(1, min(len(matrix.columns), page.width // 3))
    small = len(matrix.rows) * len(matrix.columns) <= MOST_ENTRIES
    while True:
        grid = matrix_grid(report, view, columns)
        widest = max(map(cell_len, grid_lines(grid, view)))
        if widest <= page.width or columns == 1 or small:
            break
        columns = max(1, min(columns - 1, columns * page.width // widest))
    draw_grid(grid if widest <= page.width else matrix_grid(report, view, MOST_STACKED), view, page)


def markdown(report: JacobianReport | HessianReport, options: Options, file: IO[str]) -> None:
    """Write the whole matrix, or only what can be other than 0."""
    from adcli.render.markdown import view_of, write, write_grid

    if report.sparse:
        write(report, options, file)
    else:
        write_grid(matrix_grid(report, view_of(options, file), len(report.result.matrix.columns)), options.digits, file)


def latex(report: JacobianReport | HessianReport, options: Options, file: IO[str]) -> None:
    """Write the matrix in brackets, its corner where it is large, under the formulas and the point."""
    from adcli.render.latex import MOST_VALUES, begun, display, formulas, number, write_listing

    view = begun(options, file)
    matrix, most = report.result.matrix, options.rows or MOST_COLUMNS
    grid = matrix_grid(report, view._replace(rows=most), most)
    write_listing(grid.listing, file)
    display([*formulas(grid), *_values(report, options.digits)], file)
    if not matrix.columns:
        return
    rows = []
    for r in range(min(most, len(matrix.rows))):
        cells = [number(value, options.digits) for value in matrix.row(r)[:most]]
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


def _values(report: JacobianReport | HessianReport, digits: int) -> list[str]:
    """The values of the outputs, or value and gradient, as equations."""
    from adcli.render.latex import MOST_VALUES, listed, number

    matrix = report.result.matrix
    if isinstance(report, JacobianReport):
        pairs = zip(matrix.rows, report.result.values, strict=True)
        return [listed(f"{styled_name(name, LATEX)} = {number(value, digits)}" for name, value in pairs)]
    first = report.result.first
    name = styled_name(first.graph.output_names()[0], LATEX)
    partials = [number(value, digits) for value in list(first.gradient.values())[:MOST_VALUES]]
    partials += [r"\ldots"] * (len(first.gradient) > MOST_VALUES)
    gradient = [rf"\nabla {name} = \left({', '.join(partials)}\right)"] if partials else []
    return [r",\quad ".join([f"{name} = {number(first.value, digits)}", *gradient])]
