"""CSV: every row has the same columns, floats read back as themselves, an answer that a row does not have is an empty cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement, groupby
from typing import TYPE_CHECKING, Any

from adcli.batch.header import header, number_columns
from adcli.batch.plan import Plan
from adcli.batch.solve import Row
from adcli.batch.writers.text import Part, interleave

if TYPE_CHECKING:
    from adcli.batch.table import Table


def cell(text: str) -> str:
    """The text as one cell of CSV, in quotes where it needs them."""
    if not text or text.isalnum() or not any([c in text for c in ',"\n\r']):
        return text
    return '"' + text.replace('"', '""') + '"'


def head(plan: Plan) -> bytes:
    """The first line: the names of the columns."""
    return (",".join(map(cell, header(plan))) + "\n").encode()


def from_rows(rows: Sequence[Row], plan: Plan) -> bytes:
    """A line for each row."""
    return "".join([_line(row, plan, row.request.line, None) for row in rows]).encode(errors="replace")


def _line(row: Row, plan: Plan, line: int, point: int | None) -> str:
    request = row.request
    cells = [cell(request.file)] if plan.with_file else []
    cells.append(str(line))
    if plan.with_point:
        cells.append("" if point is None else str(point))
    cells += [cell(request.name), cell(request.written)]
    cells += map(cell, request.kept) if request.kept else [""] * len(plan.carried)
    cells += [row.status, "" if row.value is None else repr(row.value)]
    if plan.order:
        gradient = row.gradient
        cells += [repr(gradient[name]) if name in gradient else "" for name in plan.columns]
        if plan.order == 2:
            second = {pair: repr(number) for a, b, number in row.second for pair in ((a, b), (b, a))}
            cells += [second.get(pair, "") for pair in combinations_with_replacement(plan.columns, 2)]
    cells.append(cell(row.problem.message) if row.problem else "")
    return ",".join(cells) + "\n"


def from_table(table: Table, plan: Plan) -> bytes:
    """A line for each point."""
    from adcli.batch.numerals import write_rows, write_whole

    request, points = table.request, table.points
    lines = write_whole(points.lines)
    parts: list[Part] = [f"{cell(table.file)},".encode() if plan.with_file else b""]
    parts += [str(request.line).encode() + b",", lines] if plan.with_point else [lines]
    parts.append(f",{cell(request.name)},{cell(request.written)}".encode())
    for text in request.kept:
        parts.append(f",{cell(text)}".encode())
    for column in points.carried:
        parts += [b",", [cell(text or "").encode() for text in column] if isinstance(column, list) else _numbers(column)]
    parts.append(b",ok")
    for empty, group in groupby(places(table, plan), lambda place: place < 0):
        found = list(group)
        parts += [b"," * len(found)] if empty else [b",", write_rows(table.numbers[:, found])]
    parts.append(b",\n")
    instead: dict[int, bytes] = {}
    for i in table.failed:
        row = table.rows[i]._replace(request=table.request_at(i))
        here = int(points.lines[i])
        text = _line(row, plan, request.line if plan.with_point else here, here)
        instead[i] = text.encode(errors="replace")
    return interleave(parts, len(points.lines), instead)


def places(table: Table, plan: Plan) -> list[int]:
    """For each column of numbers in the output the column of the table's matrix, or -1."""
    pairs = combinations_with_replacement(table.variables, 2) if plan.order == 2 else ()
    own = ["value", *(f"d_{name}" for name in table.variables), *(f"d2_{a}.{b}" for a, b in pairs)][: table.numbers.shape[1]]
    index = {name: k for k, name in enumerate(own)}
    if plan.order == 2:  # a pair of variables may stand the other way round here
        index |= {f"d2_{b}.{a}": index[f"d2_{a}.{b}"] for a in table.variables for b in table.variables if f"d2_{a}.{b}" in index}
    return [index.get(name, -1) for name in number_columns(plan)]


def _numbers(column: Any) -> list[bytes]:
    """The texts of an array that is carried along."""
    import numpy as np

    from adcli.batch.numerals import write_rows, write_whole

    array = np.asarray(column)
    texts = write_whole(array) if array.dtype.kind in "iu" else write_rows(array.astype(np.float64)[:, None])
    for i in np.flatnonzero(np.ma.getmaskarray(column)).tolist():
        texts[i] = b""
    return texts
