"""The tasks that a run is cut into, and the answer to each; a task is a copy of what it needs, so that any process can do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from adcli.batch.plan import ERROR, NONFINITE, OK, Done, Plan, Problem
from adcli.batch.readers.sheets import Stretch
from adcli.batch.requests import Request
from adcli.batch.solve import Row, graph_of, solve

if TYPE_CHECKING:
    from adcli.batch.readers.columns import Columns, PointLayout

WRITERS = {"csv": "csv", "jsonl": "jsonl", "npz": "binary", "parquet": "binary"}


class Single(NamedTuple):
    """One request that stands for itself."""

    request: Request


class Question(NamedTuple):
    """One expression, as it is asked at every point of a source."""

    request: Request
    names: frozenset[str]  # constants that have values of their own
    wrt: tuple[str, ...]
    fixed: Mapping[str, float]  # the variables that have one value at all points
    wanted: tuple[str, ...]  # the others
    layout: PointLayout | None  # where they stand, for text


class Points(NamedTuple):
    """A question at the points of a piece: of CSV, or of arrays."""

    question: Question
    data: bytes | Columns
    line: int
    file: str


Task = Stretch | Single | Points


def answer(plan: Plan, task: Task, threads: int = 1, fail_fast: bool = False) -> Done:
    """The answer to a task."""
    if isinstance(task, Stretch):
        return _of_rows(plan, solve(task.requests(), plan), fail_fast)
    if isinstance(task, Single):
        return _of_rows(plan, solve([task.request], plan), fail_fast)
    return _of_points(plan, task, threads, fail_fast)


def _writer(plan: Plan) -> Any:
    return import_module(f"adcli.batch.writers.{WRITERS[plan.format]}")


def _of_rows(plan: Plan, rows: Sequence[Row], fail_fast: bool) -> Done:
    if fail_fast:
        stop = next((k for k, row in enumerate(rows) if row.status != OK), len(rows) - 1)
        rows = rows[: stop + 1]
    return _done(
        _writer(plan).from_rows(rows, plan), len(rows), [(row, _place(row.request.file, row.problem)) for row in rows if row.problem]
    )._replace(by=frozenset([name for row in rows for name in row.gradient]) if plan.wrt else frozenset())


def _place(file: str, problem: Problem) -> str:
    return f"{file}:{problem.line}:{problem.column}" if file else f"expression {problem.line}, column {problem.column}"


def _done(output: Any, count: int, failures: Sequence[tuple[Row, str]]) -> Done:
    nonfinite = sum(row.status == NONFINITE for row, _ in failures)
    errors = sum(row.status == ERROR for row, _ in failures)
    messages = [f"{place}: {row.problem.message}" for row, place in failures if row.problem]
    return Done(output, count - nonfinite - errors, nonfinite, errors, messages)


def _of_points(plan: Plan, task: Points, threads: int, fail_fast: bool) -> Done:
    from adcli.batch.readers.columns import columns_of
    from adcli.batch.table import solve_table

    question = task.question
    if isinstance(task.data, bytes):
        assert question.layout is not None
        points = columns_of(task.data, task.line, task.file, question.layout)
    else:
        points = task.data
    graph = graph_of(question.request.expr, plan, question.names)
    table = solve_table(question.request, plan, graph, question.wrt, question.fixed, points, threads)
    if fail_fast and table.failed:
        table = table.until(table.failed[0])
    formula = f"{question.request.file}:{question.request.line}:{question.request.column}"
    failures = []
    for i in table.failed:
        row = table.rows[i]
        assert row.problem is not None
        place = _place(points.file, row.problem) if points.file else f"point {points.lines[i]}"
        if plan.with_point:  # a place in a file comes first
            place = f"{place}, {formula}" if points.file else f"{formula}, {place}"
        failures.append((row, place))
    return _done(_writer(plan).from_table(table, plan), len(table.points.lines), failures)._replace(by=frozenset(question.wrt))
