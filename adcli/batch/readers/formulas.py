"""Formulas from text: what each line or row of a piece asks for. What is wrong with one is in its request; the others go on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, NamedTuple

from adcli.batch.readers.quoting import DELIMITERS, cell_start, counted, records
from adcli.batch.readers.spots import InRow, in_line, in_object
from adcli.batch.requests import Request
from adcli.errors import AdcliError, DataError, PointError, locate, short
from adcli.language.elements import NAME, flat
from adcli.language.names import canonical_name
from adcli.point import parse_point, split_commas

EXPRESSION_COLUMNS = ("expr", "expression", "formula")
_OTHER_COLUMNS = ("name", "id", "at", "wrt")
_NAMED = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)\s*")
_NAME = re.compile(NAME)
_EXPRESSION_KEY = re.compile(r'"(?:expr|expression|formula)"\s*:\s*"')


class Layout(NamedTuple):
    """What the columns of a CSV file of formulas are."""

    header: tuple[str, ...]
    expression: int
    others: dict[str, int]  # name, id, at, wrt: those there are
    variables: dict[str, int]
    kept: tuple[int, ...]


def layout_of(header: tuple[str, ...], column: str, kept: Iterable[int], file: str) -> Layout:
    """The layout that a header tells. Raises DataError where there is no column of expressions, or a name stands twice."""
    for position, name in enumerate(header):
        if name and name in header[:position]:
            raise DataError(f"{short(file)} has two columns '{short(name, 40)}'", advice="give each column its own name")
    wanted = (column,) if column else EXPRESSION_COLUMNS
    found = [header.index(name) for name in wanted if name in header]
    if not found:
        shown = short(", ".join(header) or "none", 120)
        message = f"{short(file)} has no column '{column}'" if column else f"{short(file)} has no column expr, expression or formula"
        raise DataError(f"{message}; its columns are {shown}", advice="name it with --expr-col, or give the expression with --expr")
    others = {name: header.index(name) for name in _OTHER_COLUMNS if name in header}
    taken = {found[0], *others.values()}
    variables = {canonical_name(name): k for k, name in enumerate(header) if k not in taken and _NAME.fullmatch(name)}
    return Layout(header, found[0], others, variables, tuple(kept))


def from_text(lines: list[str], first: int, file: str) -> Iterator[Request]:
    """The requests of `[name =] expression [@ x1=2,x2=3]` lines, `#` beginning a comment."""
    for line, text in enumerate(lines, first):
        written, _, _ = text.partition("#")
        if not written.strip():
            continue
        expression, at, point = written.rpartition("@") if "@" in written else (written, "", "")
        named = _NAMED.match(expression)
        if named and ";" in expression and not _NAMED.match(expression, named.end()):
            named = None  # the first of several statements, and no name before them
        start = named.end() if named else len(expression) - len(expression.lstrip())
        stated, name = expression[start:].strip(), named[1] if named else ""
        values, error = _values(point) if at else ({}, None)
        yield Request(file, line, stated, start + 1, name, at=values, error=error, record=text, find=in_line)


def _values(text: str) -> tuple[dict[str, str], AdcliError | None]:
    """The values of a list, or what is wrong with it."""
    try:
        return parse_point([text.strip()]), None
    except AdcliError as error:
        return {}, error.concerning("at")


def from_csv(lines: list[str], first: int, file: str, layout: Layout, format: str) -> Iterator[Request]:
    """The requests of rows of CSV, variables having values in columns of their names; an empty cell is a missing value."""
    delimiter = DELIMITERS[format]
    find = InRow(delimiter, layout.variables | layout.others)
    for record in records(lines, delimiter):
        line = first + record.first
        if not record.problem and len(record.cells) != len(layout.header):
            record = record._replace(problem=f"this row has {counted(len(record.cells))}, and the header {len(layout.header)}")
        if record.problem:
            yield Request(file, line, "", error=DataError(record.problem))
            continue
        text = "".join(lines[record.first : record.stop])
        begin = locate(text, cell_start(text, delimiter, layout.expression))
        yield _row(record.cells, layout, Request(file, line, "", begin.column, below=begin.line - 1, record=text, find=find))


def _row(cells: list[str], layout: Layout, request: Request) -> Request:
    extra = {name: cells[k].strip() for name, k in layout.others.items()}
    at, error = _values(extra["at"]) if extra.get("at") else ({}, None)
    columns = {name: cells[k].strip() for name, k in layout.variables.items()}
    return request._replace(
        expr=cells[layout.expression].rstrip().lstrip(" "),
        name=extra.get("name", ""),
        id=extra.get("id") or None,
        at=at,
        columns={name: value for name, value in columns.items() if value},
        wrt=tuple([name.strip() for name in split_commas(extra["wrt"]) if name.strip()]) if extra.get("wrt") else None,
        kept=tuple([cells[k] for k in layout.kept]),
        error=error,
    )


def from_jsonl(lines: list[str], first: int, file: str) -> Iterator[Request]:
    """The requests of objects such as {"id": 7, "expr": "x^2", "at": {"x": 3}, "wrt": ["x"]}, one a line."""
    for line, text in enumerate(lines, first):
        if not text.strip():
            continue
        try:
            entry = json.loads(text.rstrip(), parse_float=_number, parse_constant=_constant, object_pairs_hook=_once)
            yield _object(entry, text, line, file)
        except DataError as error:
            yield Request(file, line, "", error=error)
        except json.JSONDecodeError as error:
            yield Request(file, line, "", error.colno, error=DataError(f"this line is no JSON: {_lower(error.msg)}"))
        except (RecursionError, ValueError):
            yield Request(file, line, "", error=DataError("this line is no JSON that can be read"))


class _Number(float):
    """A number of JSON that knows how it was written."""

    text = ""


def _number(text: str) -> _Number | str:
    number = _Number(text)
    number.text = text
    return number if isfinite(number) else text


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of some names and values. Raises DataError where a name stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        name = next(name for name in names if names.count(name) > 1)
        raise DataError(f"'{short(name, 40)}' stands twice in one object", advice="give each name one value")
    return found


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _constant(text: str) -> str:
    return {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}[text]


def _object(entry: Any, text: str, line: int, file: str) -> Request:
    if not isinstance(entry, dict):
        return Request(file, line, "", error=DataError("this line is no object", advice='write {"expr": "x^2", "at": {"x": 3}}'))
    expr = next((entry[name] for name in EXPRESSION_COLUMNS if name in entry), None)
    name = entry.get("name")
    shown = name if isinstance(name, str) else "" if name is None else json.dumps(name)
    request = Request(file, line, expr if isinstance(expr, str) else "", name=shown, id=entry.get("id"), record=text, find=in_object)
    if not isinstance(expr, str):
        return request._replace(error=DataError('this object has no text "expr"', advice='write {"expr": "x^2", "at": {"x": 3}}'))
    found = _EXPRESSION_KEY.search(text)
    request = request._replace(column=found.end() + 1 if found else 1, flat=True)
    try:
        return request._replace(at=_point(entry.get("at") or {}), columns=_columns(entry), wrt=_names(entry.get("wrt")))
    except PointError as error:
        return request._replace(error=error)


def _point(at: Any) -> dict[str, str]:
    """The values of "at", as written. Raises PointError."""
    if not isinstance(at, dict):
        raise PointError('"at" is no object of numbers', advice='write "at": {"x": 3}').concerning("at")
    at = dict(flat(at))
    for name, value in at.items():
        if not _is_number_or_text(value):
            shown = short(json.dumps(value), 40)
            raise PointError(f"the value of {short(name, 40)} is {shown}, and no number", advice='write "at": {"x": 3}').concerning(name)
    return {name: _written(value) for name, value in at.items()}


def _columns(entry: dict[str, Any]) -> dict[str, str]:
    """What stands beside "expr" as columns do in CSV, {"expr": "x^2", "x": 3}: numbers and texts by the names of variables."""
    found = {name: value for name, value in entry.items() if name not in (*EXPRESSION_COLUMNS, *_OTHER_COLUMNS) and _NAME.fullmatch(name)}
    return {canonical_name(name): _written(value) for name, value in found.items() if _is_number_or_text(value)}


def _is_number_or_text(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _written(value: str | float) -> str:
    return value.text if isinstance(value, _Number) else str(value)


def _names(wrt: Any) -> tuple[str, ...] | None:
    """The names of "wrt". Raises PointError."""
    wrt = [wrt] if isinstance(wrt, str) else wrt
    if wrt is not None and not (isinstance(wrt, list) and all(isinstance(name, str) for name in wrt)):
        raise PointError('"wrt" is no list of names', advice='write "wrt": ["x"]').concerning("wrt")
    return tuple(wrt) if wrt is not None else None
