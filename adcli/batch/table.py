"""One expression at many points: the kernel's numbers, and the scalar engine's for the rows where it is in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from adcli.arrays.paths import Paths, vectorized
from adcli.arrays.vectorized import Vectorized, width_of
from adcli.batch.numerals import FloatArray
from adcli.batch.plan import ERROR, OK, Plan
from adcli.batch.readers.columns import Columns, text_of
from adcli.batch.requests import Request
from adcli.batch.solve import Row, answer_at, failed
from adcli.errors import AdcliError, LimitError
from adcli.graph import Graph
from adcli.program.recorder import Recorder


class Table(NamedTuple):
    """The answers at the points of a piece: a row of the matrix for each, and for those that need one a row of its own."""

    request: Request
    graph: Graph | Recorder
    points: Columns
    fixed: Mapping[str, float]  # the variables that have one value at all points
    variables: Sequence[str]
    numbers: FloatArray  # rows times (value, partials, second partials)
    rows: Mapping[int, Row]  # the rows that the scalar engine answered, or that have no answer
    failed: Sequence[int]  # the rows whose status is not ok, ascending

    @property
    def file(self) -> str:
        """The file that the rows' line numbers are about: that of the formula, or if it stood on the command line that of the points."""
        return self.request.file or self.points.file

    def until(self, last: int) -> Table:
        """The table cut behind a row."""
        points = self.points._replace(lines=self.points.lines[: last + 1], carried=[column[: last + 1] for column in self.points.carried])
        rows = {i: row for i, row in self.rows.items() if i <= last}
        return self._replace(points=points, numbers=self.numbers[: last + 1], rows=rows, failed=[i for i in self.failed if i <= last])

    def request_at(self, i: int) -> Request:
        """The request that a row stands for."""
        carried = tuple([text_of(column[i]) for column in self.points.carried])
        return self.request._replace(kept=(*self.request.kept, *carried), file=self.file)


@lru_cache(maxsize=64)
def _vectorized(graph: Graph | Recorder, wrt: tuple[str, ...], order: int, notes: bool) -> Vectorized | Paths:
    return vectorized(graph, wrt, order, notes=notes)


def _by_kernel(
    plan: Plan, graph: Graph | Recorder, wrt: tuple[str, ...], columns: Mapping[str, Any], count: int, threads: int
) -> tuple[FloatArray, Sequence[int]]:
    """A matrix of the numbers at all points, and the rows that the scalar engine is to answer instead."""
    try:
        formula = _vectorized(graph, wrt, plan.order, plan.format == "jsonl")
    except LimitError:  # of derivatives as graphs, which the scalar engine does not make
        return np.zeros((count, width_of(wrt, plan.order))), range(count)
    out = [np.empty(count) for _ in range(width_of(wrt, plan.order))]
    doubtful = formula.fill(columns, out, threads)
    numbers = np.column_stack(out)
    numbers[:, 1:] += 0.0  # a derivative of -0 is 0, as everywhere
    return numbers, doubtful.tolist()


def _alone(request: Request, plan: Plan, graph: Graph | Recorder, fixed: Mapping[str, float], points: Columns, i: int) -> Row:
    """The scalar engine's answer at one row of the points, or what is wrong with the row."""
    problems = points.bad.get(i, {})
    first = next(iter(problems.values()), None)
    if first is not None and ("" in problems or isinstance(graph, Graph)):
        return Row(request, ERROR, problem=first)
    # A program may not read a cell that has no number.
    names = [name for name in graph.inputs if name in points.values and name not in problems]
    try:
        row = answer_at(request, plan, graph, dict(fixed) | {name: float(points.values[name][i]) for name in names})
    except AdcliError as error:  # a program may fail at a point
        if first is not None:
            return Row(request, ERROR, problem=problems.get(error.about, first))
        row = failed(request, error)
    if row.problem is not None and points.file:
        row = row._replace(problem=row.problem._replace(line=int(points.lines[i]), column=1))
    return row


def solve_table(
    request: Request, plan: Plan, graph: Graph | Recorder, wrt: Sequence[str], fixed: Mapping[str, float], points: Columns, threads: int = 1
) -> Table:
    """The answers for the points of a piece. Nothing is raised: what is wrong with a point is in its row."""
    numbers, doubtful = _by_kernel(plan, graph, tuple(wrt), {**points.values, **fixed}, len(points.lines), threads)
    rows: dict[int, Row] = {}
    for i in {*points.bad, *doubtful}:
        rows[i] = row = _alone(request, plan, graph, fixed, points, i)
        if row.value is not None:
            firsts = [row.gradient[name] for name in (wrt if plan.order else ())]
            numbers[i] = [row.value, *firsts, *[second for _, _, second in row.second]]
    bad = sorted(i for i, row in rows.items() if row.status != OK)
    return Table(request, graph, points, fixed, wrt, numbers, rows, bad)
