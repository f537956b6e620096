"""The outside witness for whole formulas: their values by mpmath, at the numbers as they were written."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from mpmath import mp, mpf

from adcli.graph import Graph
from adcli.point import Point, inputs_at
from adcli.sweep import evaluate
from tests.reference import EXACT, constant

_CONDITIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in ("lt", "le", "gt", "ge", "eq", "ne")},
    "not": operator.not_,
}


class _Functions(dict[str, Callable[..., Any]]):
    def __missing__(self, name: str) -> Callable[..., Any]:
        return _CONDITIONS.get(name) or EXACT[name]


class Exact:
    """The arithmetic of mpmath's numbers, at the precision of the moment."""

    decides = True
    takes_floats = False
    functions = _Functions()
    number = staticmethod(constant)


def values(graph: Graph, point: Point) -> list[mpf] | None:
    """The true values of the graph's outputs, on which 60 and 120 digits agree; None where there is no real number."""
    runs = []
    for digits in (60, 120):
        with mp.workdps(digits):
            try:
                tape = evaluate(graph, inputs_at(graph, point, Exact()), Exact())  # type: ignore[arg-type]
                found = [tape.values[i] for i in graph.outputs]
            except (
                ArithmeticError,
                ValueError,
                mp.NoConvergence,
                TypeError,
                AttributeError,
                LookupError,
                MemoryError,
            ):  # complex numbers have no order
                return None
        if not all([isinstance(value, mpf) and mp.isfinite(value) for value in found]):
            return None
        runs.append(found)
    for few, many in zip(*runs, strict=True):
        if abs(few - many) > mpf(10) ** -30 * abs(many) and abs(many) > mpf(10) ** -45:
            return None
    return [value if abs(value) > mpf(10) ** -50 else few for few, value in zip(*runs, strict=True)]
