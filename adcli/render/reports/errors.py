"""What the reports tell of an error estimate."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from adcli.errors import locate
from adcli.graph import Graph
from adcli.render.numbers import format_error
from adcli.render.reports import Cell, json_number

if TYPE_CHECKING:
    from adcli.accuracy.bounds import Bound, ErrorEstimate

MOST_LARGEST = 5
MOST_ULPS = 1000  # beyond, the digits say more
MOST_CONDITIONS = 8


def error_json(error: ErrorEstimate | None, graph: Graph) -> dict[str, Any]:
    """The entry `error` of an answer's object; nothing where no estimate was asked for."""
    if error is None:
        return {}
    found: dict[str, Any] = _bound_json(error.value)
    found["condition"] = {name: json_number(number) for name, number in error.condition.items()}
    if error.gradient:
        found["gradient"] = {name: _bound_json(bound) for name, bound in error.gradient.items()}
    return {"error": found | {"largest": _largest(error, graph)}}


def _bound_json(bound: Bound) -> dict[str, Any]:
    numbers = {"estimate": json_number(bound.estimate), "margin": json_number(bound.margin), "ulps": json_number(bound.ulps)}
    return numbers | {"digits": bound.digits, "doubt": bound.doubt or None}


def _largest(error: ErrorEstimate, graph: Graph) -> list[dict[str, Any]]:
    """The nodes whose own roundings may add most to the value's error."""
    nodes = sorted([i for i, share in enumerate(error.contributions) if share > 0], key=lambda i: -error.contributions[i])
    found = []
    for i in nodes[:MOST_LARGEST]:
        place = locate(graph.source, graph.span(i).start)
        what = graph.functions[i] or graph.leaves[i]
        found.append({"operation": what, "error": json_number(error.contributions[i]), "line": place.line, "column": place.column})
    return found


def described(bound: Bound, plus_minus: str, *, ulps: bool = False) -> str:
    """The bound in words: +- 4.4e-16 (1 ulp, 15 digits)."""
    digits = bound.digits
    if digits is None:
        return f"{plus_minus} ? (see the note)"
    if bound.total == 0:
        return "(exact)"
    told = [f"{format_error(bound.ulps)} ulp"] * (ulps and bound.ulps < MOST_ULPS) + [
        f"{digits} digit{'s' * (digits != 1)}" if digits else "no digit"
    ]
    return f"{plus_minus} {format_error(bound.total)} ({', '.join(told)})"


def conditions(error: ErrorEstimate, name: Callable[[str], str] = str) -> str:
    """The condition number of each input, "" where there is none; `name` says how a variable is written."""
    told = [f"{name(variable)} {format_error(number)}" for variable, number in list(error.condition.items())[:MOST_CONDITIONS]]
    if len(error.condition) > MOST_CONDITIONS:
        told.append(f"and {len(error.condition) - MOST_CONDITIONS:,} more")
    return f"condition: {', '.join(told)}" if told else ""


def error_cells(error: ErrorEstimate | None) -> tuple[list[str], list[Cell]]:
    """Columns for CSV: how far the value and each partial may be off; an empty cell where there is no telling."""
    if error is None:
        return [], []
    names = ["value_error", *(f"d_{name}_error" for name in error.gradient)]
    return names, [bound.total if bound.digits is not None else None for bound in (error.value, *error.gradient.values())]
