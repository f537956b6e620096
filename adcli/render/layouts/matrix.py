"""Matrices as tables: names on both sides, and a mark where a row does not depend on a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from adcli.formula import styled_name
from adcli.graph import Graph
from adcli.matrices.matrix import Matrix
from adcli.render.layouts.grid import MOST_OUTPUTS, Cell, Grid, View, equation, more_outputs, program_lines
from adcli.render.numbers import format_number
from adcli.render.reports.matrix import HessianReport, JacobianReport

MOST_VALUES = 8


def matrix_grid(report: JacobianReport | HessianReport, view: View, columns: int) -> Grid:
    """As many rows as the view has and so many columns; what is left out is marked and counted."""
    return _jacobian(report, view, columns) if isinstance(report, JacobianReport) else _hessian(report, view, columns)


def _jacobian(report: JacobianReport, view: View, columns: int) -> Grid:
    result, cost = report.result, report.result.cost
    grid = _corner(result.matrix, "value", result.values, view, columns)
    grid.listing = program_lines(result.graph, view)
    grid.heading = output_lines(result.graph, result.point, view)
    forward = f"forward +{cost.forward:,} in {sweeps_for(cost.inputs, len(result.matrix.columns), 'column')}"
    reverse = f"reverse +{cost.reverse:,} in {sweeps_for(cost.outputs, len(result.matrix.rows), 'row')}"
    chosen, *others = (reverse, forward) if result.mode == "reverse" else (forward, reverse)
    if result.mode == "both":
        forwards, reverses = len(result.sweeps.columns), len(result.sweeps.rows)
        sweeps = f"{forwards:,} forward sweep{'s' * (forwards != 1)} and {reverses:,} reverse"
        chosen, others = f"both +{result.sweeps.operations(cost):,} in {sweeps}", [forward, reverse]
    grid.footing += [_size("J", result.matrix, view), "; ".join([f"cost: value {cost.value:,}", f"{chosen} (taken)", *others])]
    return grid


def _hessian(report: HessianReport, view: View, columns: int) -> Grid:
    result, first, cost = report.result, report.result.first, report.result.cost
    grid = _corner(result.matrix, "gradient", list(first.gradient.values()), view, columns)
    name = styled_name(first.graph.output_names()[0], view.style)
    grid.listing = program_lines(first.graph, view)
    grid.heading = output_lines(first.graph, first.point, view)
    sweeps = sweeps_for(cost.inputs, len(result.matrix.columns), "column")
    costs = f"cost: value {first.cost.value:,}, with gradient {cost.value:,}; Hessian +{cost.forward:,} in {sweeps}"
    grid.footing += [f"{name} = {format_number(first.value, view.digits)}", _size("H", result.matrix, view), costs]
    return grid


def _corner(matrix: Matrix, title: str, leading: Sequence[float], view: View, columns: int) -> Grid:
    partial, more, none = (view.marks[mark] for mark in ("partial", "ellipsis", "none"))
    shown = min(columns, len(matrix.columns))
    titles = [f"{partial}/{partial}{styled_name(name, view.style)}" for name in matrix.columns[:shown]]
    grid = Grid(["", title, *titles], [False, *[True] * (shown + 1)], rules=[0], dividers=[1] if view.style.name != "latex" else [0, 1])
    for r, name in enumerate(matrix.rows[: view.rows]):
        entries = matrix.entries[r]
        row: list[Cell] = [styled_name(name, view.style), leading[r], *(entries.get(c, none) for c in range(shown))]
        grid.rows.append(row)
    if shown < len(matrix.columns):
        grid.titles.append(more)
        grid.numeric.append(False)
        for row in grid.rows:
            row.append(more)
    if view.rows < len(matrix.rows):
        grid.rows.append([view.marks["more"], *[None] * (len(grid.titles) - 1)])
    if (rows := min(view.rows, len(matrix.rows))) < len(matrix.rows) or shown < len(matrix.columns):
        corner = f"{rows:,} of {len(matrix.rows):,} rows and {shown:,} of {len(matrix.columns):,} columns"
        grid.footing.append(f"Shown: {corner}; --format json or csv gives all, with --sparse only the entries.")
    return grid


def _size(name: str, matrix: Matrix, view: View) -> str:
    """How large the matrix is, and how much of it can be other than 0."""
    rows, columns = len(matrix.rows), len(matrix.columns)
    nonzeros = matrix.nonzeros
    size = f"{name} is {rows:,} x {columns:,}" if view.style.name == "ascii" else f"{name} is {rows:,} × {columns:,}"
    if nonzeros == rows * columns:
        return size
    return f"{size} with {nonzeros:,} of {rows * columns:,} entries; {view.marks['none']} where a row does not depend on the column"


def sweeps_for(sweeps: int, lines: int, kind: str) -> str:
    """So many sweeps, and for how many rows or columns where they are fewer."""
    told = f"{sweeps:,} sweep{'s' * (sweeps != 1)}"
    return told if sweeps == lines else f"{told} for {lines:,} {kind}{'s' * (lines != 1)}"


def output_lines(graph: Graph, point: Mapping[str, float], view: View) -> list[str]:
    """A line for each output with its formula, and the point behind the last one."""
    names = graph.output_names()
    lines = [equation(graph, i, name, view) for name, i in zip(names[:MOST_OUTPUTS], graph.outputs, strict=False)]
    if len(names) > MOST_OUTPUTS:
        lines.append(more_outputs(len(names), view))
    if point:
        lines[-1] += f"      at {values_list(point.items(), view)}"
    return lines


def values_list(pairs: Iterable[tuple[str, float]], view: View) -> str:
    """Names with their values; of many the first ones."""
    first = list(islice(pairs, MOST_VALUES + 1))
    shown = [f"{styled_name(name, view.style)} = {format_number(value, view.digits)}" for name, value in first[:MOST_VALUES]]
    return ", ".join(shown + [view.marks["ellipsis"]] * (len(first) > MOST_VALUES))
