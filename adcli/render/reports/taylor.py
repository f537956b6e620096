"""The report of `taylor`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from adcli.expansions.expansion import Taylor
from adcli.expansions.polynomial import polynomial
from adcli.render.reports import Cell, json_number, json_numbers, precision_entry


class TaylorReport(NamedTuple):
    """Taylor coefficients and derivatives."""

    result: Taylor

    def as_json(self) -> dict[str, Any]:
        result = self.result
        return {
            "expr": result.graph.source,
            "at": json_numbers(result.point),
            **precision_entry(result.precision),
            "direction": json_numbers(result.direction),
            "order": len(result.coefficients) - 1,
            "coefficients": [json_number(c) for c in result.coefficients],
            "derivatives": [json_number(d) for d in result.derivatives],
            "radius": json_number(result.radius),
            "polynomial": polynomial(result, lambda value: repr(value).removesuffix(".0")) or None,
            "notes": [note.as_json(result.graph.source) for note in result.notes],
        }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        pairs = zip(self.result.coefficients, self.result.derivatives, strict=True)
        return ["k", "coefficient", "derivative"], [[str(k), c, d] for k, (c, d) in enumerate(pairs)]
