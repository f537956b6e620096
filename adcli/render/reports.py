"""What the commands have to tell, before any format is chosen.

A report gives its object for JSON and its rows for CSV and Markdown; a format that can do better for a kind of report looks at
its class. A new command adds a report here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from adcli.arithmetic.floats import FLOATS
from adcli.chain_rule import branches_taken, shown_rule
from adcli.diagnosis import Note
from adcli.errors import NOWHERE, locate
from adcli.formula import PLAIN, write
from adcli.functions import ALIASES, Function
from adcli.notation import Notation
from adcli.trace import Quantity, Step, Trace

Cell = str | float | None


class Report(Protocol):
    """Something to print."""

    def as_json(self) -> dict[str, Any]:
        """The object that JSON has; a value may be an iterator, written as a list."""

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        """Column names, and rows of cells."""


def json_number(value: float | None) -> Any:
    """The number as JSON can hold it: nan and the infinities as texts."""
    if value is None or value is True or value is False or math.isfinite(value):
        return value
    return repr(value)


@dataclass(frozen=True, slots=True)
class ValueReport:
    """The value of an expression."""

    expression: str
    at: dict[str, float]
    value: float
    notes: list[Note]

    def as_json(self) -> dict[str, Any]:
        at = {name: json_number(value) for name, value in self.at.items()}
        return {"expr": self.expression, "at": at, "value": json_number(self.value), "notes": [note.as_json(self.expression) for note in self.notes]}

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        return ["expr", "value"], [[self.expression, self.value]]


@dataclass(frozen=True, slots=True)
class GradientReport:
    """Value and gradient, with the trace behind them."""

    trace: Trace
    notes: list[Note]

    def as_json(self) -> dict[str, Any]:
        return gradient_json(self.trace, self.notes)

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        result = self.trace.result
        names = ["expr", "value", *(f"d_{name}" for name in result.gradient)]
        return names, [[self.trace.graph.source, result.value, *result.gradient.values()]]


def gradient_json(trace: Trace, notes: list[Note]) -> dict[str, Any]:
    """The object of `grad`: expression, point, mode, value, gradient, notes and cost."""
    result = trace.result
    cost = result.cost
    return {
        "expr": trace.graph.source,
        "at": {name: json_number(value) for name, value in trace.point.items()},
        "mode": result.mode,
        "value": json_number(result.value),
        "gradient": {name: json_number(partial) for name, partial in result.gradient.items()},
        "notes": [note.as_json(trace.graph.source) for note in notes],
        "cost": {"value": cost.value, "forward": {"sweeps": cost.inputs, "operations": cost.forward}, "reverse": {"sweeps": 1, "operations": cost.reverse_sweep}},
    }


@dataclass(frozen=True, slots=True)
class TraceReport:
    """Every step of an evaluation and of its sweeps. `layout` is forward, reverse or both."""

    trace: Trace
    layout: str
    notes: list[Note]
    notation: str = "plain"

    def as_json(self) -> dict[str, Any]:
        names = self._names()
        seeds = [{name: float(name == towards) for name in self.trace.wrt} for towards in self.trace.seeded]
        return gradient_json(self.trace, self.notes) | {"seeds": seeds, "steps": (self._step(step, names) for step in self.trace)}

    def _names(self) -> Notation:
        return Notation(PLAIN, len(self.trace.graph.inputs) if self.notation == "baydin" else 0)

    def _step(self, step: Step, names: Notation) -> dict[str, Any]:
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
            entry["contributions"] = [{"user": names.name("value", c.consumer) if c.consumer else "seed", **_quantity(c.quantity, names)} for c in step.contributions]
        if step.span != NOWHERE:
            location = locate(self.trace.graph.source, step.span.start)
            entry |= {"line": location.line, "column": location.column, "length": step.span.stop - step.span.start}
        return entry

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        trace = self.trace
        header = ["step", "name", "operation", "formula", "value", *(f"tangent_{name}" for name in trace.seeded)]
        if trace.result.adjoints is not None:
            header.append("adjoint")
        return header, self._rows()

    def _rows(self) -> Iterator[list[Cell]]:
        names = self._names()
        for step in self.trace:
            row: list[Cell] = [names.name("value", step.number) if step.number else "", step.name, step.operation]
            row += [step.primal.formula.write(names) if step.primal.formula else "", step.primal.value]
            row += [tangent.value for tangent in step.tangents] if step.number else [None] * len(self.trace.seeded)
            if self.trace.result.adjoints is not None:
                row.append(step.adjoint)
            yield row


def _quantity(quantity: Quantity, names: Notation, *, numbers: bool = True) -> dict[str, Any]:
    """A value with its formula, and the formula in numbers."""
    entry: dict[str, Any] = {}
    if quantity.formula is not None:
        entry["formula"] = quantity.formula.write(names)
        if numbers and quantity.numbers is not None:
            entry["substituted"] = quantity.numbers.write(names)
    return entry | {"value": json_number(quantity.value)}


@dataclass(frozen=True, slots=True)
class FunctionsReport:
    """Entries of the function table."""

    entries: list[Function]
    single: bool = False

    def as_json(self) -> dict[str, Any]:
        described = [describe(entry) for entry in self.entries]
        return described[0] if self.single else {"functions": described}

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        rows: list[list[Cell]] = []
        for entry in self.entries:
            told = describe(entry)
            rows.append([told["call"], ", ".join(told["derivatives"]), told["domain"], told["about"]])
        return ["function", "derivative", "domain", "description"], rows


def describe(entry: Function) -> dict[str, Any]:
    """What the function list tells about an entry."""
    names = entry.names
    arguments = f"{names[0]}, ..." if entry.variadic else ", ".join(names)
    partials = general_partials(entry)
    if entry.variadic:
        partials = ("1 for the argument chosen, 0 for the others",)
    elif entry.name == "if":
        partials = ("that of the branch taken",)
    return {
        "name": entry.name,
        "call": f"{entry.name}({arguments})",
        "about": entry.about,
        "derivatives": list(partials),
        "domain": entry.domain.replace("abs(x) < inf", "finite x") or "all",
        "kink": entry.kink.note if entry.kink else None,
        "aliases": sorted(alias for alias, name in ALIASES.items() if name == entry.name),
    }


def general_partials(entry: Function) -> tuple[str, ...]:
    """The texts of the partials as they are away from special points, the function's own value written out."""
    names = entry.names
    if not entry.partials or entry.variadic:
        return entry.partials
    values = [0.5 + k for k in range(len(names))]
    part = shown_rule(entry.name, ("",) * len(names), branches_taken(entry.name, values, FLOATS.functions[entry.name](*values)))
    call = f"{entry.name}({', '.join(names)})"
    return tuple(write(part, output, labels={part.inputs["out"]: (call, False)} if "out" in part.inputs else None) for output in part.outputs)
