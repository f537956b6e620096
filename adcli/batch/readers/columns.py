"""Points as columns of numbers: what a piece of CSV says, each bad cell told and set aside."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from adcli.arithmetic.floats import FLOATS
from adcli.batch.numerals import FloatArray, read_numbers
from adcli.batch.plan import Problem
from adcli.batch.readers.decoding import text_lines
from adcli.batch.readers.quoting import DELIMITERS, counted, records
from adcli.batch.readers.tabular import is_number
from adcli.errors import AdcliError, DataError, PointError, short
from adcli.language.names import canonical_name
from adcli.point import number_of

IntArray = np.ndarray[tuple[int], np.dtype[np.int64]]


class Columns(NamedTuple):
    """Points: for each variable an array, for each row its line (or its number), and what is wrong with the bad ones."""

    file: str
    lines: IntArray
    values: Mapping[str, Any]  # an array, or one number for all rows
    carried: Sequence[Any] = ()  # for each column that is carried along a list of texts, None for gaps, or an array, perhaps masked
    bad: Mapping[int, Mapping[str, Problem]] = {}  # by the variable that has no number, or by "" for the row itself


def text_of(cell: Any) -> str:
    """The text of a cell that is carried along: a text, a number, or a gap."""
    if cell is None or cell is np.ma.masked:
        return ""
    return repr(float(cell)) if isinstance(cell, np.floating) else str(cell)


class PointLayout(NamedTuple):
    """Which columns of a CSV file are read as variables, and which are carried along."""

    width: int
    delimiter: str
    variables: dict[str, int]
    kept: tuple[int, ...]
    numbers: Mapping[int, str] = {}  # which of the kept ones are numbers, as those of these variables


def point_layout(
    header: Sequence[str], wanted: Sequence[str], kept: Sequence[int], numbers: Collection[str], format: str, file: str
) -> PointLayout:
    """The layout for the variables wanted. Raises DataError that names every missing column."""
    names = {k: canonical_name(header[k]) for k in kept}
    chosen = {k: name for k, name in names.items() if name in numbers}
    return PointLayout(len(header), DELIMITERS[format], places_in(header, wanted, file), tuple(kept), chosen)


def places_in(header: Sequence[str], wanted: Sequence[str], file: str) -> dict[str, int]:
    """Where the variables wanted stand in a header. Raises DataError that names every missing column, or one that is there twice."""
    places: dict[str, int] = {}
    for k, name in enumerate(header):
        name = canonical_name(name)
        if name in places and name in wanted:
            raise DataError(f"{short(file)} has two columns '{short(name, 40)}'", advice="give each column its own name")
        places.setdefault(name, k)
    missing = [name for name in wanted if name not in places]
    if missing:
        raise _missing_columns(missing, header, file)
    return {name: places[name] for name in wanted}


def _missing_columns(missing: Sequence[str], header: Sequence[str], file: str) -> DataError:
    from adcli.advice.spelling import suggest

    names = ", ".join(short(name, 40) for name in missing[:5]) + (", ..." if len(missing) > 5 else "")
    columns = short(", ".join(header) or "none", 120)
    close = short(suggest(missing[0], header), 40)
    advice = f"rename {close or 'a column'}, or give a value with --at {short(missing[0], 40)}=..."
    if header and header[0].startswith("#"):
        advice = "remove the line that begins with #, or what stands before the first name"
    elif any(map(is_number, header)):
        advice = "put the names of the columns above the numbers, or give them with --columns"
    elif len(header) == 1 and len(header[0].split()) > 1:
        advice = "write commas between the cells"
    return DataError(f"{short(file)} has no column{'s' * (len(missing) > 1)} {names}; its columns are {columns}", advice=advice)


def columns_of(data: bytes, first: int, file: str, layout: PointLayout) -> Columns:
    """The points of a piece of CSV."""
    return _all_numbers(data, first, file, layout) or _row_by_row(data, first, file, layout)


def _all_numbers(data: bytes, first: int, file: str, layout: PointLayout) -> Columns | None:
    """The points where every cell is a plain number and every row is complete; None where a closer look is needed."""
    if layout.kept or layout.delimiter != ",":
        return None
    body = data.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
    marks = np.frombuffer(body, np.uint8)
    marks = marks[(marks == ord(",")) | (marks == ord("\n"))]
    rows, rest = divmod(len(marks), layout.width)
    if rest or np.count_nonzero(marks == ord("\n")) != rows or not (marks[layout.width - 1 :: layout.width] == ord("\n")).all():
        return None
    values = read_numbers(body[:-1].replace(b"\n", b","), rows * layout.width)
    if values is None:
        return None
    table = np.ascontiguousarray(values.reshape(rows, layout.width).T)
    return Columns(file, np.arange(first, first + rows), {name: table[k] for name, k in layout.variables.items()})


def _row_by_row(data: bytes, first: int, file: str, layout: PointLayout) -> Columns:
    lines, broken = text_lines(data)
    bad: dict[int, dict[str, Problem]] = {}
    numbers: list[int] = []
    rows: list[list[str]] = []

    def add(line: int, cells: list[str], error: AdcliError | None = None) -> None:
        if error is None and len(cells) != layout.width:
            error = DataError(f"this row has {counted(len(cells))}, and the header {layout.width}")
        if error is not None:
            bad[len(rows)] = {"": Problem(error.kind, str(error), line, 1)}
            cells = [*cells, *[""] * layout.width][: layout.width]
        numbers.append(line)
        rows.append(cells)

    if b'"' in data:
        waiting = list(broken)[::-1]
        for record in records(lines, layout.delimiter):
            while waiting and waiting[-1] < record.first:
                add(first + waiting[-1], [], broken[waiting.pop()])
            add(first + record.first, record.cells, DataError(record.problem) if record.problem else None)
        for k in reversed(waiting):
            add(first + k, [], broken[k])
    else:
        for k, line in enumerate(lines):
            if k in broken:
                add(first + k, [], broken[k])
            elif line.strip():
                add(first + k, line[:-1].split(layout.delimiter))
    found = Columns(file, np.array(numbers, np.int64), {}, (), bad)
    values = {name: _column(name, k, rows, found, layout) for name, k in layout.variables.items()}

    def carried(k: int) -> Any:
        name = layout.numbers.get(k, "")
        if not name:
            return [row[k] for row in rows]
        # Where it is no variable of this expression, a cell that is no number spoils no row.
        column = values[name] if name in values else _column(name, k, rows, found._replace(bad={}), layout)
        gaps = [i for i in np.flatnonzero(np.isnan(column)).tolist() if rows[i][k].strip().lower().lstrip("+-") != "nan"]
        if not gaps:
            return column
        kept = np.ma.masked_array(column)
        kept[gaps] = np.ma.masked
        return kept

    return found._replace(values=values, carried=[carried(k) for k in layout.kept])


def _column(name: str, k: int, rows: list[list[str]], found: Columns, layout: PointLayout) -> FloatArray:
    """One column's numbers; a row without one has nan, and becomes bad."""
    cells = [row[k] for row in rows]
    texts = ",".join(cells)
    fast = read_numbers(texts.encode(), len(cells)) if texts.isascii() else None
    if fast is not None:
        return fast
    values = np.full(len(cells), np.nan)
    for i, cell in enumerate(cells):
        try:
            values[i] = _number(name, cell.strip())
        except AdcliError as error:
            column = len(layout.delimiter.join(rows[i][:k])) + (k > 0) + 1
            found.bad.setdefault(i, {})[name] = Problem(error.kind, str(error), int(found.lines[i]), column)  # type: ignore[attr-defined]
    return values


def _number(name: str, cell: str) -> float:
    if not cell:
        raise PointError(f"{short(name, 40)} has no value in this row")
    value = number_of(cell, FLOATS)
    if value is None:
        from adcli.advice.numerals import decimal_comma

        meant = [cell[0].strip("0123456789.,") + number for number in decimal_comma(cell.lstrip("+-"))]
        advice = f"write {' or '.join(meant)}" if meant else "write one as in 1.5 or 2e-3"
        raise PointError(f"'{short(cell, 40)}' for {short(name, 40)} is no number", advice=advice)
    return float(value)
