"""Columns of arrays and texts, as the binary formats take them; nan stands where a row has no number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from adcli.batch.header import number_columns
from adcli.batch.plan import NONFINITE, OK, Plan
from adcli.batch.solve import Row
from adcli.batch.writers.csv import places

if TYPE_CHECKING:
    from adcli.batch.table import Table

Block = dict[str, Any]  # by column an array, or a list of texts


def from_rows(rows: Sequence[Row], plan: Plan) -> Block:
    """The columns of some rows."""
    requests = [row.request for row in rows]
    block: Block = {"file": [request.file for request in requests]} if plan.with_file else {}
    block["line"] = np.array([request.line for request in requests], np.int64)
    if plan.with_point:
        block["point"] = np.zeros(len(rows), np.int64)
    block |= {"name": [request.name for request in requests], "expr": [request.written for request in requests]}
    for k, name in enumerate(plan.carried):
        block[name] = [request.kept[k] if request.kept else "" for request in requests]
    block["status"] = [row.status for row in rows]
    for name in number_columns(plan):
        block[name] = np.full(len(rows), np.nan)
    for i, row in enumerate(rows):
        if row.value is not None:
            block["value"][i] = row.value
        for name, partial in row.gradient.items():
            if f"d_{name}" in block:
                block[f"d_{name}"][i] = partial
        for a, b, second in row.second:
            block[f"d2_{a}.{b}" if f"d2_{a}.{b}" in block else f"d2_{b}.{a}"][i] = second
    block["error"] = [row.problem.message if row.problem else "" for row in rows]
    return block


def from_table(table: Table, plan: Plan) -> Block:
    """The columns of a table."""
    request, points = table.request, table.points
    count = len(points.lines)
    block: Block = {"file": [table.file] * count} if plan.with_file else {}
    block["line"] = np.full(count, request.line, np.int64) if plan.with_point else points.lines
    if plan.with_point:
        block["point"] = points.lines
    block |= {"name": [request.name] * count, "expr": [request.written] * count}
    carried = [*([text] * count for text in request.kept), *points.carried]
    block |= dict(zip(plan.carried, carried, strict=True))
    status, errors = [OK] * count, [""] * count
    numbers = table.numbers.copy()
    for i in table.failed:
        row = table.rows[i]
        status[i], errors[i] = row.status, row.problem.message if row.problem else ""
        if row.status != NONFINITE:
            numbers[i] = np.nan
    block["status"] = status
    for name, k in zip(number_columns(plan), places(table, plan), strict=True):
        block[name] = numbers[:, k] if k >= 0 else np.full(count, np.nan)
    return block | {"error": errors}
