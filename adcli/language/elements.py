"""Vectors as they are given: `x=[1,2,3]` is a value for each of x[1], x[2] and x[3]."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from adcli.errors import PointError, short
from adcli.language.names import checked_name, element_name

NAME = r"[^\W\d]\w*(?:\s*\[\s*[0-9]+(?:\s*,\s*[0-9]+)*\s*\])?"  # of a variable, or of an element

_ELEMENT = re.compile(r"(.+?)\s*\[(.+)\]")
MOST_LEVELS = 8  # of lists in lists


def spelled(name: str) -> str:
    """The one spelling of a variable's or an element's name: no blanks, no zeros before an index."""
    found = _ELEMENT.fullmatch(name) if name.endswith("]") else None
    if found is None:
        return checked_name(name)
    return element_name(checked_name(found[1]), tuple(int(number) for number in found[2].split(",")))


def flat(point: Mapping[str, Any]) -> Mapping[str, Any]:
    """The point with each list of values as values of the elements; the point itself where it has none.

    Raises TypeError for what is no mapping of names.
    """
    if not (type(point) is dict or isinstance(point, Mapping)) or not all([type(name) is str for name in point]):
        raise TypeError(f"a point gives each name a value, as in {{'x': 2}}, not {short(repr(point), 40)}")
    if not any(map(_is_list, point.values())):
        return point
    values: dict[str, Any] = {}
    for name, value in point.items():
        values |= elements(name, value) if _is_list(value) else {name: value}
    return values


def _is_list(value: Any) -> bool:
    """Whether a value is a list, a tuple or an array of values."""
    return type(value) is not str and hasattr(value, "__len__") and not isinstance(value, (str, Mapping))


def elements(name: str, values: Any) -> dict[str, Any]:
    """A value for each element of a vector, from a list of values, or of lists as long as each other."""
    found = dict(_numbered(name, values))
    if not found:
        raise PointError(f"the list of values for {short(name, 40)} is empty", advice=f"write {short(name, 40)}=[1,2,3]")
    return found


def _numbered(name: str, values: Any) -> Iterator[tuple[str, Any]]:
    """The elements in order; lists in lists give further indices."""
    level: list[tuple[tuple[int, ...], Any]] = [((k,), value) for k, value in enumerate(values, 1)]
    for _ in range(MOST_LEVELS):
        lists = [_is_list(value) for _, value in level]
        if not any(lists):
            break
        lengths = {len(value) for (_, value), is_list in zip(level, lists, strict=True) if is_list}
        if not all(lists) or len(lengths) > 1:
            raise PointError(f"the lists of values for {short(name, 40)} are not of one length", advice="write W=[[1,2],[3,4]]")
        level = [((*index, k), value) for index, row in level for k, value in enumerate(row, 1)]
    return ((element_name(name, index), value) for index, value in level)
