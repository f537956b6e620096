"""The report of `compare`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from adcli.comparing.comparison import Comparison, Quotient
from adcli.comparing.swell import Size
from adcli.formula import PLAIN, write
from adcli.render.reports import Cell, json_number

MOST_FORMULA = 2000  # the characters of a formula


class CompareReport(NamedTuple):
    """The three ways to a derivative."""

    comparison: Comparison

    def as_json(self) -> dict[str, Any]:
        comparison, result = self.comparison, self.comparison.gradient
        return {
            "expr": result.graph.source,
            "at": {name: json_number(value) for name, value in result.point.items()},
            "variable": comparison.name,
            "repeat": comparison.repeats,
            "value": json_number(result.value),
            "notes": [note.as_json(result.graph.source) for note in result.notes],
            "automatic": {
                "derivative": json_number(comparison.derivative),
                "operations": {"value": result.cost.value, "derivative": result.cost.reverse_sweep},
            },
            "symbolic": {
                "derivative": json_number(comparison.symbolic),
                "formula": write(comparison.formula, comparison.formula.outputs[0], PLAIN, limit=MOST_FORMULA),
                "swell": [
                    {"repeat": row.repeats, "order": row.order, "formula": _size(row.formula), "derivative": _size(row.derivative)}
                    | {"automatic": row.ad}
                    for row in comparison.swell
                ],
            },
            "numerical": {
                "reference": json_number(comparison.reference),
                "chosen": _quotient(comparison.chosen),
                "best_forward": _quotient(comparison.best("forward")),
                "best_central": _quotient(comparison.best("central")),
                "curve": [_quotient(quotient) for quotient in comparison.curve],
            },
        }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        return list(Quotient._fields), [list(quotient) for quotient in self.comparison.curve]


def _size(size: Size) -> dict[str, int]:
    return {"tree": size.tree, "shared": size.shared}


def _quotient(quotient: Quotient) -> dict[str, Any]:
    return {name: json_number(value) for name, value in quotient._asdict().items()}
