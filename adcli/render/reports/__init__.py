"""What the commands have to tell, before any format is chosen; one module a command.

A report gives its object for JSON and its rows for CSV. Where rows are not the best that a table, Markdown or LaTeX can show, the
module of the same name in `looks` says how the report looks there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

Cell = str | float | None


class Report(Protocol):
    """Something to print."""

    def as_json(self) -> dict[str, Any]:
        """The object that JSON has; a value may be an iterator, written as a list."""

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        """Column names, and rows of cells."""


def json_numbers(values: Mapping[str, float]) -> dict[str, Any]:
    """Numbers by name as JSON can hold them."""
    return {name: json_number(value) for name, value in values.items()}


def json_number(value: float | None) -> Any:
    """The number as JSON can hold it: nan and the infinities as texts, and so are numbers with more digits than a double's."""
    if value is None or value is True or value is False or (isinstance(value, (float, int)) and math.isfinite(value)):
        return value
    return repr(value)


def precision_entry(digits: int | None) -> dict[str, Any]:
    """The entry that says how many digits the numbers have, where they are no doubles."""
    return {} if digits is None else {"precision": digits}
