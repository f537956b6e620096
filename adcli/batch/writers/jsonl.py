"""JSON Lines: a row is the object of `grad`, with where it comes from before it, and status and error behind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from adcli.batch.plan import ERROR, Plan
from adcli.batch.solve import Row
from adcli.render.reports import json_number
from adcli.render.reports.gradient import gradient_json

if TYPE_CHECKING:
    from adcli.batch.table import Table

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
    """A line for each point."""
    from adcli.batch.solve import answer_at

    request, points = table.request, table.points
    texts: list[str] = []
    for i, line in enumerate(points.lines.tolist()):
        row = table.rows.get(i)
        if row is None:
            point = dict(table.fixed) | {name: float(column[i]) for name, column in points.values.items() if name in table.graph.inputs}
            row = answer_at(request, plan, table.graph, point)
        row = row._replace(request=table.request_at(i)._replace(file=points.file or request.file))
        texts.append(_ENCODE(_object(row, plan, request.line if plan.with_point else line, line)) + "\n")
    return "".join(texts).encode()
