"""JSON Lines: a row is the object of `grad`, with where it comes from before it, and status and error behind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from adcli.batch.plan import ERROR, Plan
from adcli.batch.solve import Row, answer_at
from adcli.batch.writers.text import Part, interleave
from adcli.render.reports import json_number
from adcli.render.reports.gradient import gradient_json

if TYPE_CHECKING:
    from adcli.batch.table import Table

_MARK = "\ud800"  # half a character, which texts hardly ever have
_ENCODE = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


def head(plan: Plan) -> bytes:
    """Nothing: every line stands for itself."""
    return b""


def from_rows(rows: Sequence[Row], plan: Plan) -> bytes:
    """A line for each row."""
    return "".join([_ENCODE(_object(row, plan, row.request.line, None)) + "\n" for row in rows]).encode()


def _object(row: Row, plan: Plan, line: int, point: int | None) -> dict[str, Any]:
    request = row.request
    entry: dict[str, Any] = {"file": request.file} if plan.with_file else {}
    entry["line"] = line
    if plan.with_point:
        entry["point"] = point
    entry |= {"id": request.id, "name": request.name or None}
    if plan.carried:
        entry["kept"] = dict(zip(plan.carried, request.kept, strict=False))
    if row.result is not None:
        entry |= gradient_json(row.result)
    elif row.status == ERROR:
        entry["expr"] = request.expr
    else:
        at = {name: json_number(value) for name, value in row.point.items()}
        entry |= {"expr": request.expr, "at": at, "value": json_number(row.value)}
    if row.second:
        entry["hessian"] = _nested(row)
    return entry | {"status": row.status, "error": row.problem.as_json() if row.problem else None}


def _nested(row: Row) -> dict[str, dict[str, Any]]:
    """The whole Hessian, by the names of both variables."""
    found: dict[str, dict[str, Any]] = {name: {} for name, _, _ in row.second}
    for a, b, number in row.second:
        found[a][b] = found[b][a] = json_number(number)
    return {a: {b: found[a][b] for b in found} for a in found}


def from_table(table: Table, plan: Plan) -> bytes:
    """A line for each point. Points of a formula without branches differ in their numbers only, and share one object's text."""
    rows = len(table.points.lines)
    ordinary = next((i for i in range(rows) if i not in table.rows), None)
    if ordinary is None or table.graph.branches:
        return "".join([_ENCODE(_at_point(table, plan, i)) + "\n" for i in range(rows)]).encode()
    parts = _shared(table, plan, _at_point(table, plan, ordinary))
    instead = {i: (_ENCODE(_at_point(table, plan, i)) + "\n").encode() for i in table.rows}
    return interleave(parts, rows, instead)


def _at_point(table: Table, plan: Plan, i: int) -> dict[str, Any]:
    """The object of one point, its numbers by the scalar engine."""
    points = table.points
    row = table.rows.get(i)
    if row is None:
        values = {name: float(column[i]) for name, column in points.values.items() if name in table.graph.inputs}
        row = answer_at(table.request, plan, table.graph, dict(table.fixed) | values)
    row = row._replace(request=table.request_at(i))
    line = int(points.lines[i])
    entry = _object(row, plan, table.request.line if plan.with_point else line, line)
    if plan.carried:
        entry["kept"] |= {name: _cells(column[i : i + 1])[0] for name, column in _carried(table, plan)}
    return entry


def _carried(table: Table, plan: Plan) -> Iterator[tuple[str, Any]]:
    """The columns that are carried along, by name; not those of ranges, whose values stand in "at"."""
    return zip(plan.carried[len(table.request.kept) :], table.points.carried, strict=False)


def _cells(column: Any) -> list[Any]:
    """What is carried along as JSON has it: texts, or numbers, and null where an array has a gap."""
    return column if isinstance(column, list) else [json_number(number) for number in column.tolist()]


def _shared(table: Table, plan: Plan, entry: dict[str, Any]) -> list[Part]:
    """The text of an object, with a list of texts wherever the points differ."""
    import numpy as np

    from adcli.batch.numerals import write_rows, write_whole

    points, lists = table.points, list[list[bytes]]()
    mark = _MARK
    while _ENCODE(mark)[1:-1] in _ENCODE(entry):
        mark += _MARK

    def varying(texts: list[bytes]) -> str:
        lists.append(texts)
        return f"{mark}{len(lists) - 1}"

    def numbers(column: Any) -> str:
        texts = write_rows(column[:, None])
        for i in np.flatnonzero(~np.isfinite(column)).tolist():
            texts[i] = _ENCODE(json_number(float(column[i]))).encode()
        return varying(texts)

    entry["point" if plan.with_point else "line"] = varying(write_whole(points.lines))
    entry["at"] |= {name: numbers(points.values[name]) for name in entry["at"] if name in points.values}
    for name, column in _carried(table, plan):
        entry["kept"][name] = varying([_ENCODE(cell).encode() for cell in _cells(column)])
    entry["value"] = numbers(table.numbers[:, 0])
    columns = iter(table.numbers.T[1:])
    if plan.order:
        entry["gradient"] |= {name: numbers(next(columns)) for name in table.variables}
    for k, a in enumerate(table.variables if plan.order == 2 else ()):
        for b in table.variables[k:]:
            entry["hessian"][a][b] = entry["hessian"][b][a] = numbers(next(columns))
    pieces = re.split(rf'"{re.escape(_ENCODE(mark)[1:-1])}([0-9]+)"', _ENCODE(entry) + "\n")
    return [lists[int(piece)] if k % 2 else piece.encode() for k, piece in enumerate(pieces)]
