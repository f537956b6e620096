"""Formulas from text and CSV: what each line or row of a piece asks for. What is wrong with one is in its request; the others go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from adcli.batch.readers.quoting import DELIMITERS, cell_start, counted, records
from adcli.batch.readers.spots import InRow, in_line
from adcli.batch.requests import Request
from adcli.errors import AdcliError, DataError, locate, short
from adcli.language.elements import NAME
from adcli.language.names import canonical_name
from adcli.point import parse_point, split_commas

EXPRESSION_COLUMNS = ("expr", "expression", "formula")
OTHER_COLUMNS = ("name", "id", "at", "wrt")
_NAMED = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)\s*")
_NAME = re.compile(NAME)


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
    others = {name: header.index(name) for name in OTHER_COLUMNS if name in header}
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
