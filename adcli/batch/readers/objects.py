"""Formulas from JSON Lines: what the object of each line asks for. What is wrong with one is in its request; the others go on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from adcli.batch.readers.formulas import EXPRESSION_COLUMNS, OTHER_COLUMNS
from adcli.batch.readers.spots import in_object
from adcli.batch.requests import Request
from adcli.errors import DataError, PointError, short
from adcli.language.elements import NAME, elements, flat
from adcli.language.names import canonical_name

_NAME = re.compile(NAME)
_EXPRESSION_KEY = re.compile(r'"(?:expr|expression|formula)"\s*:\s*"')


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
    """What stands beside "expr", as in {"expr": "x^2", "x": 3}: like columns of CSV it means something only where it is a variable."""
    found: dict[str, str] = {}
    for name, value in entry.items():
        if name in (*EXPRESSION_COLUMNS, *OTHER_COLUMNS) or not _NAME.fullmatch(name) or value is None or value == "":
            continue
        try:
            values = elements(canonical_name(name), value) if isinstance(value, list) else {canonical_name(name): value}
        except PointError:
            values = {canonical_name(name): json.dumps(value)}  # which is refused where it is wanted
        found |= {each: _written(number) if _is_number_or_text(number) else json.dumps(number) for each, number in values.items()}
    return found


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
