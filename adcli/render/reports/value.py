"""The report of `eval`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from adcli.graph import Graph
from adcli.notes import Note
from adcli.render.reports import Cell, json_number, precision_entry
from adcli.render.reports.errors import error_cells, error_json

if TYPE_CHECKING:
    from adcli.accuracy.bounds import ErrorEstimate


class ValueReport(NamedTuple):
    """The value of an expression. `digits` are the decimals that people are shown; None for all there are."""

    graph: Graph
    at: dict[str, float]
    value: float
    notes: list[Note]
    digits: int | None = None
    precision: int | None = None
    error: ErrorEstimate | None = None

    def as_json(self) -> dict[str, Any]:
        source = self.graph.source
        return {
            "expr": source,
            "at": {name: json_number(value) for name, value in self.at.items()},
            **precision_entry(self.precision),
            "value": json_number(self.value),
            "notes": [note.as_json(source) for note in self.notes],
            **error_json(self.error, self.graph),
        }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        columns, errors = error_cells(self.error)
        return ["expr", "value", *columns], [[self.graph.source, self.value, *errors]]
