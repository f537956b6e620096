"""The report of `trace`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from adcli.errors import NOWHERE
from adcli.formula import PLAIN
from adcli.render.reports import Cell, Report, json_number
from adcli.render.reports.errors import error_json
from adcli.render.reports.gradient import gradient_json
from adcli.traces.notation import Notation
from adcli.traces.steps import Quantity, Step
from adcli.traces.tracing import Trace


class TraceReport(NamedTuple):
    """Every step of an evaluation and of its sweeps. `layout` is forward, reverse or both."""

    trace: Trace
    layout: str
    notation: str = "plain"
    head: Report | None = None  # what the trace is about, where that is no gradient

    def as_json(self) -> dict[str, Any]:
        names = self._names()
        lines = [0, *(found.end() for found in re.finditer("\n", self.trace.graph.source))]
        steps = (self._step(step, names, lines) for step in self.trace)
        if self.head:
            return self.head.as_json() | {"steps": steps}
        return (
            gradient_json(self.trace.result)
            | error_json(self.trace.error, self.trace.graph)
            | {
                "seeds": [{name: json_number(seed) for name, seed in self.trace.seeds(k).items()} for k in range(len(self.trace.seeded))],
                "steps": steps,
            }
        )

    def _names(self) -> Notation:
        return Notation(PLAIN, len(self.trace.graph.inputs) if self.notation == "baydin" else 0)

    def _step(self, step: Step, names: Notation, lines: list[int]) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "step": names.name("value", step.number) if step.number else None,
            "name": step.name or None,
            "operation": step.operation,
            **_quantity(step.primal, names),
            "users": [names.name("value", k) for k in step.consumers],
            "partials": [{"operand": names.name("value", p.operand), **_quantity(p.quantity, names, numbers=False)} for p in step.partials],
        }
        if step.tangents:
            entry["tangents"] = [_quantity(tangent, names) for tangent in step.tangents]
        if step.adjoint is not None:
            entry["adjoint"] = json_number(step.adjoint)
            entry["contributions"] = [
                {"user": names.name("value", c.consumer) if c.consumer else "seed", **_quantity(c.quantity, names)}
                for c in step.contributions
            ]
        if step.error is not None:
            entry["error"] = json_number(step.error)
        if step.margin is not None:
            entry["margin"] = json_number(step.margin)
        if step.place:
            entry["place"] = step.place
        if step.span != NOWHERE:
            line = bisect_right(lines, step.span.start)
            entry |= {"line": line, "column": step.span.start - lines[line - 1] + 1, "length": step.span.stop - step.span.start}
        return entry

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        trace = self.trace
        place = ["place"] if trace.graph.passes is not None else []
        header = [
            "step",
            *place,
            "name",
            "operation",
            "formula",
            "value",
            *(f"tangent_{name}" if name else "tangent" for name in trace.seeded),
        ]
        if trace.result.adjoints is not None:
            header.append("adjoint")
        if trace.error is not None:
            header.append("error")
        return header, self._rows()

    def _rows(self) -> Iterator[list[Cell]]:
        names = self._names()
        for step in self.trace:
            row: list[Cell] = [names.name("value", step.number) if step.number else ""]
            row += [step.place] if self.trace.graph.passes is not None else []
            row += [step.name, step.operation]
            row += [step.primal.formula.write(names) if step.primal.formula else "", step.primal.value]
            row += [tangent.value for tangent in step.tangents] if step.number else [None] * len(self.trace.seeded)
            if self.trace.result.adjoints is not None:
                row.append(step.adjoint)
            if self.trace.error is not None:
                row.append(step.error)
            yield row


def _quantity(quantity: Quantity, names: Notation, *, numbers: bool = True) -> dict[str, Any]:
    """A value with its formula, and the formula in numbers."""
    entry: dict[str, Any] = {}
    if quantity.formula is not None:
        entry["formula"] = quantity.formula.write(names)
        if numbers and quantity.numbers is not None:
            entry["substituted"] = quantity.numbers.write(names)
    return entry | {"value": json_number(quantity.value)}
