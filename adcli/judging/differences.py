"""Numerical derivatives: differences over shrinking steps, and the complex step. Witnesses that ask no rule of the table.

A difference is wrong by what it leaves out, which falls with the step h, and by rounding, which grows as noise/h. `slopes`
extrapolates away the first (Richardson 1911; the tableau is that of Ridders, Advances in Engineering Software 4, 1982) and gives
with each slope an estimate of what is left of both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.graph import Graph
from adcli.judging.complex_step import COMPLEXES
from adcli.sweep import evaluate

if TYPE_CHECKING:
    from adcli.arithmetic.precise import Precise

STEPS, FIRST, RATIO = 48, 0.31, 2.0  # steps from 0.31 of the variable's size down to 2e-15 of it
ORDERS = 5  # how often a difference is extrapolated
COMPLEX_STEP = 2.0**-300  # so small that its square is nothing beside 1


class Estimate(NamedTuple):
    """A slope, an estimate of its error (inf where there is no slope), and the step it was found with."""

    value: float
    error: float
    step: float


NO_SLOPE = Estimate(math.nan, math.inf, math.nan)


class Slopes(NamedTuple):
    """The slopes of a function of one variable: from both sides, and from each side alone."""

    central: Estimate
    left: Estimate
    right: Estimate


def along(graph: Graph, output: int, point: Mapping[str, Any], name: str, numbers: Arithmetic = FLOATS) -> Callable[[Any], Any]:
    """The output as a function of one variable, the others being fixed. Only the nodes that move with it are computed again; a program
    that decided something runs again, and may go another way."""
    if graph.again is not None:
        from adcli.program.deciding import value_again

        return lambda x: value_again(graph, output, {**point, name: x}, numbers)
    if graph.branches:
        return lambda x: evaluate(graph, {**point, name: x}, numbers, [output]).values[output]
    tape = evaluate(graph, point, numbers, [output])
    start, values, apply = graph.inputs[name], tape.values, numbers.functions
    moves = bytearray(len(graph))
    moves[start] = 1
    moving = []
    for i in tape.order:
        if any([moves[j] for j in graph.operands[i]]):
            moves[i] = 1
            moving.append((i, apply[graph.functions[i]], graph.operands[i]))

    def function(x: Any) -> Any:
        values[start] = x
        for i, compute, operands in moving:
            values[i] = compute(*[values[j] for j in operands])
        return values[output]

    return function


def size_of(x: float) -> float:
    """The size of the steps that suit a value: its own, and 1 at 0 and where steps of its size would leave the doubles."""
    return abs(x) if 1e-307 < abs(x) < 1e307 else 1.0


def slopes(function: Callable[[float], float], x: float, noise: float) -> Slopes:
    """The slopes at x, from differences over a whole range of steps.

    `noise` is how far rounding may put a value off near x; what lies outside the function's domain (nan) is left out.
    """
    middle = function(x)
    steps: list[float] = []
    central: list[float] = []
    left: list[float] = []
    right: list[float] = []
    size = size_of(x)
    for k in range(STEPS):
        step = FIRST * size / RATIO**k
        above, below = x + step, x - step
        if not below < x < above:
            break
        high, low = function(above), function(below)
        steps.append(step)
        central.append((high - low) / (above - below))
        right.append((high - middle) / (above - x))
        left.append((middle - low) / (x - below))
    return Slopes(*(_extrapolated(found, steps, power, noise) for found, power in ((central, 2), (left, 1), (right, 1))))


def _extrapolated(found: Sequence[float], steps: Sequence[float], power: int, noise: float) -> Estimate:
    """The best entry of the tableau of differences whose errors are a series in h^power; its error by its three neighbours."""
    bests: list[Estimate] = []
    before: list[float] = []
    for difference, step in zip(found, steps, strict=True):
        row = [difference]
        best = NO_SLOPE
        for k in range(1, min(ORDERS, len(before)) + 1):
            factor = RATIO ** (power * k)
            row.append((factor * row[-1] - before[k - 1]) / (factor - 1))
        for k in range(1, min(len(row), len(before))):
            error = max(abs(row[k] - row[k - 1]), abs(row[k] - before[k]), abs(row[k] - before[k - 1])) + 4 * noise / step
            if error < best.error:  # never so for nan
                best = Estimate(row[k], error, step)
        bests.append(best)
        before = row
    for best in sorted(bests, key=lambda estimate: estimate.error):
        if best.error < math.inf and all(abs(best.value - finer.value) <= 4 * (best.error + finer.error) for finer in _finer(bests, best)):
            return best
    return NO_SLOPE


def _finer(bests: Sequence[Estimate], best: Estimate) -> Iterator[Estimate]:
    """The estimates of smaller steps: a plateau that they do not confirm is none, since a wave or a corner lies within the step."""
    return (estimate for estimate in bests if estimate.step < best.step and estimate.error < math.inf)


def complex_step(graph: Graph, output: int, point: Mapping[str, float], name: str) -> Estimate:
    """The slope along one variable by the complex step; its error by how it scatters between neighbouring points."""

    function = along(graph, output, {other: complex(value) for other, value in point.items()}, name, COMPLEXES)

    def slope(x: float) -> float:
        value: complex = function(complex(x, step))
        return value.imag / step if math.isfinite(value.real) else math.nan

    x = point[name]
    step = COMPLEX_STEP * size_of(x)
    if step < 1e-300:  # its products would underflow
        return NO_SLOPE
    middle = slope(x)
    neighbours = [slope(x + k * math.ulp(x)) for k in (-2, -1, 1, 2)] if abs(x) < 1e308 else []
    scatter = max((abs(near - middle) for near in neighbours if near == near), default=0.0)
    return Estimate(middle, 4 * scatter + 2.0**-49 * abs(middle), step) if math.isfinite(middle) else NO_SLOPE


def precise_slope(graph: Graph, output: int, point: Mapping[str, float], name: str) -> Estimate:
    """The slope along one variable by a central difference of values with 90 digits, the step 1e-25 of its size: good for 50 digits.

    No slope where the sides differ. Raises LimitError where mpmath is not installed.
    """
    numbers = precise_numbers()
    number = numbers.context.mpf
    inputs = {other: number(value) for other, value in point.items()}
    x, function = inputs[name], along(graph, output, inputs, name, numbers)

    def sides(step: Any) -> tuple[Any, Any]:
        low, middle, high = [function(place) for place in (x - step, x, x + step)]
        return (middle - low) / step, (high - middle) / step

    step = number(size_of(point[name])) * number(10) ** -25
    left, right = sides(step)
    nearer_left, nearer_right = sides(step / 1000)
    gap, nearer_gap = abs(right - left), abs(nearer_right - nearer_left)
    # A bend goes with the step; a corner does not.
    if not (gap <= 1e-6 * max(abs(left), abs(right)) or nearer_gap < gap / 100):
        return NO_SLOPE
    slope = float((nearer_left + nearer_right) / 2)
    moved = float(abs(nearer_left + nearer_right - left - right))
    return Estimate(slope, 2.0**-52 * abs(slope) + moved, float(step)) if math.isfinite(slope) else NO_SLOPE


@cache
def precise_numbers() -> Precise:
    """The numbers with 90 digits. Raises LimitError where mpmath is not installed."""
    from adcli.arithmetic.precise import Precise

    return Precise(90)
