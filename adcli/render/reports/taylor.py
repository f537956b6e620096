"""The report of `taylor`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from adcli.expansion import Taylor
from adcli.polynomial import polynomial
from adcli.render.reports import Cell, json_number


class TaylorReport(NamedTuple):
    """Taylor coefficients and derivatives."""

    result: Taylor

    def as_json(self) -> dict[str, Any]:
        result = self.result
        return {
            "expr": result.graph.source,
            "at": {name: json_number(value) for name, value in result.point.items()},
            "direction": {name: json_number(value) for name, value in result.direction.items()},
            "order": len(result.coefficients) - 1,
            "coefficients": [json_number(c) for c in result.coefficients],
            "derivatives": [json_number(d) for d in result.derivatives],
            "polynomial": polynomial(result, lambda value: repr(value).removesuffix(".0")),
            "notes": [note.as_json(result.graph.source) for note in result.notes],
        }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        pairs = zip(self.result.coefficients, self.result.derivatives, strict=True)
        return ["k", "coefficient", "derivative"], [[str(k), c, d] for k, (c, d) in enumerate(pairs)]
