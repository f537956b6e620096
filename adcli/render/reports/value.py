"""The report of `eval`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from adcli.notes import Note
from adcli.render.reports import Cell, json_number


class ValueReport(NamedTuple):
    """The value of an expression. `digits` are the decimals that people are shown; None for all there are."""

    expression: str
    at: dict[str, float]
    value: float
    notes: list[Note]
    digits: int | None = None

    def as_json(self) -> dict[str, Any]:
        at = {name: json_number(value) for name, value in self.at.items()}
        return {
            "expr": self.expression,
            "at": at,
            "value": json_number(self.value),
            "notes": [note.as_json(self.expression) for note in self.notes],
        }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        return ["expr", "value"], [[self.expression, self.value]]
