"""The sample formulas at their points, and their derivatives by differences of 60-digit arithmetic."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from mpmath import mp, mpf

from adcli.codegen import compile_graph
from adcli.graph import Graph
from adcli.point import parse_point
from adcli.reading import parse
from tests.reference import EXACT, constant
from tests.running import ROOT

DIGITS, STEP = 60, "1e-15"


class Formula(NamedTuple):
    """A formula of samples/physics_formulas.csv."""

    name: str
    text: str
    point: dict[str, str]


def physics() -> list[Formula]:
    """All of them, in the order of the file."""
    with open(ROOT / "samples" / "physics_formulas.csv", encoding="utf-8", newline="") as file:
        return [Formula(row["name"], row["expr"], parse_point([row["at"]])) for row in csv.DictReader(file)]


def exact(graph: Graph) -> Callable[..., Any]:
    """The outputs as a function of mpmath numbers, which knows values only and nothing of the table's partials."""
    compiled: Callable[..., Any] = compile_graph(graph, graph.outputs, tuple(graph.inputs), EXACT, constant)
    return compiled


def first_differences(graph: Graph, point: dict[str, float], k: int) -> tuple[Sequence[Any], list[Any]]:
    """All outputs and their partials by input `k`, right to some 30 digits."""
    with mp.workdps(DIGITS):
        function, x = exact(graph), [mpf(point[name]) for name in graph.inputs]
        step = (abs(x[k]) or 1) * mpf(STEP)
        above, below = (function(*x[:k], x[k] + side, *x[k + 1 :]) for side in (step, -step))
        return function(*x), [(a - b) / (2 * step) for a, b in zip(above, below, strict=True)]


def second_differences(graph: Graph, point: dict[str, float]) -> tuple[Any, list[list[Any]]]:
    """The value of the first output and its Hessian, right to some 30 digits."""
    with mp.workdps(DIGITS):
        function, x = exact(graph), [mpf(point[name]) for name in graph.inputs]
        steps = [(abs(number) or 1) * mpf(STEP) for number in x]

        def at(*moves: tuple[int, int]) -> Any:
            moved = list(x)
            for k, times in moves:
                moved[k] += times * steps[k]
            return function(*moved)[0]

        count, middle = len(x), at()
        found: list[list[Any]] = [[None] * count for _ in range(count)]
        for j in range(count):
            found[j][j] = (at((j, 1)) - 2 * middle + at((j, -1))) / steps[j] ** 2
            for k in range(j):
                corners = at((j, 1), (k, 1)) - at((j, 1), (k, -1)) - at((j, -1), (k, 1)) + at((j, -1), (k, -1))
                found[j][k] = found[k][j] = corners / (4 * steps[j] * steps[k])
        return middle, found


def at_point(text: str, formula: Formula) -> tuple[Graph, dict[str, float]]:
    """The graph of a text with the variables of a formula, and their values."""
    graph = parse(text, names=formula.point)
    return graph, {name: float(formula.point[name]) for name in graph.inputs}
