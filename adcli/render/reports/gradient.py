"""The report of `grad`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from adcli.derivatives import Gradient
from adcli.render.reports import Cell, json_number, precision_entry
from adcli.render.reports.errors import error_cells, error_json

if TYPE_CHECKING:
    from adcli.accuracy.bounds import ErrorEstimate


class GradientReport(NamedTuple):
    """Value and gradient, and how far they may be off where that was asked for."""

    result: Gradient
    error: ErrorEstimate | None = None

    def as_json(self) -> dict[str, Any]:
        return gradient_json(self.result) | error_json(self.error, self.result.graph)

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        result = self.result
        names = ["expr", "value", *(f"d_{name}" for name in result.gradient)]
        columns, errors = error_cells(self.error)
        return [*names, *columns], [[result.graph.source, result.value, *result.gradient.values(), *errors]]


def gradient_json(result: Gradient) -> dict[str, Any]:
    """The object of `grad`: expression, point, mode, value, gradient, notes and cost."""
    cost, source = result.cost, result.graph.source
    return {
        "expr": source,
        "at": {name: json_number(value) for name, value in result.point.items()},
        **precision_entry(result.precision),
        "mode": result.mode,
        "value": json_number(result.value),
        "gradient": {name: json_number(partial) for name, partial in result.gradient.items()},
        "notes": [note.as_json(source) for note in result.notes],
        "cost": {
            "value": cost.value,
            "forward": {"sweeps": cost.inputs, "operations": cost.forward},
            "reverse": {"sweeps": 1, "operations": cost.reverse_sweep},
        },
    }
