"""Rounding errors: what each step of a tape adds of its own, how far its value may be off in all, and where slopes bend within that.

A computed step differs from the truth by d_i = sum_j p'_ij*d_j + o_i: what its operands are off, times a slope between their
computed and their true values, and its own rounding. With the slope p_ij of the tape instead of p'_ij, and a the adjoints,

    |d_y| <= sum_i |a_i|*own_i + sum_i |a_i|*bend_i,    own_i >= |o_i|,    bend_i >= |sum_j (p'_ij - p_ij)*d_j|.

The first sum is the estimate (Linnainmaa 1976), the second its margin. The running errors that `bend` needs go forward with the
values (Wilkinson 1963; Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002, section 3.3).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple, SupportsFloat

from adcli.arithmetic.floats import FLOATS
from adcli.functions import CONSTANTS, FUNCTIONS, Function
from adcli.graph import Graph
from adcli.language.names import canonical_name
from adcli.point import Point, number_of
from adcli.reading import parse
from adcli.sweep import COMPARISONS, CONDITIONS, Tape, evaluate

UNIT = 2.0**-53  # half an ulp of 1: what rounding a number to the nearest double may change, relatively
LEAST_NORMAL = 2.0**-1022
LEAST = 2.0**-1074  # the least double; below the normal numbers roundings are half of it, which is no double itself
_WHOLE = 2.0**52  # below, a square root that is no whole number is not rounded to one
_LINEAR = frozenset(
    name for name, entry in FUNCTIONS.items() if entry.partials and not entry.kink and {"1", "-1"}.issuperset(entry.partials)
)


class Doubt(NamedTuple):
    """A step whose rounding errors decide more than the last digits, and why; `always` where that needs no adjoint to matter."""

    node: int
    reason: str
    always: bool = False


class Rounding(NamedTuple):
    """For each node of a tape: its own rounding; how far its value may be off in all; and what the bending of slopes adds to that.

    `kinks` are steps whose slope may be another: what is a doubt about derivatives is none about the value.
    """

    own: list[float]
    running: list[float]
    bend: list[float]
    doubts: list[Doubt]
    kinks: list[Doubt]


def given_errors(graph: Graph, values: Mapping[str, float], point: Point) -> dict[str, float]:
    """How far the double that stands for each input may be from what was given: a decimal as written, the value of a text such as pi/4."""
    given = {canonical_name(written): what for written, what in point.items()}
    return {name: _given_error(given[name], values[name]) for name in graph.inputs}


def _given_error(given: str | SupportsFloat, value: float) -> float:
    if not math.isfinite(value):
        return 0.0
    if not isinstance(given, str):
        return 0.0 if given == value else _of_leaf(value)
    if number_of(given.strip(), FLOATS) is not None:
        return _of_number(given.strip(), value)
    tape = evaluate(parse(given), {}, FLOATS)
    return rounding_errors(tape, {}).running[tape.graph.outputs[0]]


def _of_number(text: str, value: float) -> float:
    if text in CONSTANTS:
        return _of_leaf(value)
    if len(text) <= 15 and text.isdigit():
        return 0.0
    return 0.0 if not math.isfinite(value) or Decimal(text) == Decimal(value) else _of_leaf(value)


def _of_leaf(value: float) -> float:
    return max(abs(value) * UNIT, LEAST)


def rounding_errors(tape: Tape, given: Mapping[str, float]) -> Rounding:
    """The rounding errors of a tape of doubles, `given` being how far each input may be off.

    The truth is the formula at the numbers as they are written.

    It also linearizes the tape: from here on `pull` carries adjoints back to every node that may be off.
    """
    graph, values = tape.graph, tape.values
    own, running, bend = [0.0] * len(graph), [0.0] * len(graph), [0.0] * len(graph)
    doubts: list[Doubt] = []
    kinks: list[Doubt] = []
    active = tape.active = bytearray(len(graph))
    partials = tape.partials = [()] * len(graph)
    for i in (*graph.inputs.values(), *tape.order):  # where there are branches, the order has no inputs
        function, operands, value = graph.functions[i], graph.operands[i], values[i]
        if function in CONDITIONS:
            if function in COMPARISONS and _undecided(operands, values, running):
                doubts.append(Doubt(i, "rounding errors may decide this comparison", always=True))
            continue
        if value is None:
            continue
        if not function:
            leaf = graph.leaves[i]
            running[i] = own[i] = _of_number(leaf, value) if graph.fixed[i] else given.get(leaf, 0.0)
        elif function == "if":
            running[i] = running[tape.taken[i]]
        else:
            arguments, off = [values[j] for j in operands], [running[j] for j in operands]
            own[i] = running[i] = _own(function, arguments, off, value)
            if any(off):
                spread = _spread(function, arguments, off, value)
                partials[i], bend[i] = spread.slopes, spread.bend
                running[i] += spread.straight + spread.bend
                if spread.doubt:
                    doubts.append(Doubt(i, spread.doubt))
                if spread.kink:
                    kinks.append(Doubt(i, f"{function} has a kink within the rounding errors of its operands"))
            if not math.isfinite(value) and all(map(math.isfinite, arguments)):
                doubts.append(Doubt(i, f"{function} is not finite at a step on the way", always=True))
        if running[i] != running[i]:
            running[i] = math.inf
        active[i] = running[i] > 0
    return Rounding(own, running, bend, doubts, kinks)


def _undecided(operands: Sequence[int], values: Sequence[Any], running: Sequence[float]) -> bool:
    a, b = operands
    off = running[a] + running[b]
    return a != b and off > 0 and abs(values[a] - values[b]) <= off


def _own(function: str, arguments: Sequence[float], off: Sequence[float], value: float) -> float:
    """What rounding the result of a function may add: by its entry's `rounding`, and beyond the normal numbers by what underflow takes."""
    entry = FUNCTIONS[function]
    size = entry.rounding * abs(value) * UNIT
    if not entry.rounding or not math.isfinite(size):
        return size if entry.rounding else 0.0
    if entry.whole and not any(off) and all([x.is_integer() and abs(x) < _WHOLE for x in (*arguments, value)]):
        return 0.0
    if abs(value) >= LEAST_NORMAL:
        return size
    return max(size, LEAST) if value or _underflowed(function, arguments) else 0.0


def _underflowed(function: str, arguments: Sequence[float]) -> bool:
    """Whether a result of 0 stands for a number too small: else an operand is 0, or operands times slopes are of an ordinary size."""
    if 0 in arguments:
        return False
    slopes = FLOATS.partials(function, (1,) * len(arguments), arguments, 0.0)
    return all([slope is not None and abs(slope * x) < LEAST_NORMAL for slope, x in zip(slopes, arguments, strict=True)])


class _Spread(NamedTuple):
    """What the errors of operands make of a step: the slopes by those that are off, the error to first order, and what bending adds."""

    slopes: tuple[float | None, ...]
    straight: float
    bend: float = 0.0
    doubt: str = ""
    kink: bool = False


def _spread(function: str, arguments: Sequence[float], off: Sequence[float], value: float) -> _Spread:
    entry, flow = FUNCTIONS[function], FLOATS.flow
    wanted = tuple([1 if e > 0 else 0 for e in off])
    slopes = FLOATS.partials(function, wanted, arguments, value)
    straight = sum([flow(abs(slope), e) for slope, e in zip(slopes, off, strict=True) if slope is not None])
    if function in _LINEAR:
        return _Spread(slopes, straight)
    changes, steps = [0.0] * len(off), [0.0]
    for place in _surroundings(entry, arguments, off, value):
        there = FLOATS.functions[function](*place)
        steps.append(abs(there - value) if abs(there) < math.inf else math.inf)
        for k, slope in enumerate(FLOATS.partials(function, wanted, place, there)):
            if slope is not None:
                change = abs(slope - (slopes[k] or 0.0))
                changes[k] = max(changes[k], change if change == change else math.inf)
    bend = sum([flow(change, e) for change, e in zip(changes, off, strict=True)])
    bend += LEAST * sum([e for slope, e in zip(slopes, off, strict=True) if slope is not None and abs(slope) < LEAST_NORMAL])
    noise = 4 * entry.rounding * UNIT * (abs(value) + max(steps))
    turned = any([slope is not None and change >= abs(slope) / 2 for slope, change in zip(slopes, changes, strict=True)])
    doubt = ""
    if max(steps) > 2 * (straight + bend) + noise:
        doubt = f"{function} jumps within the rounding errors of its operands"
    elif math.isinf(bend):
        doubt = f"{function} ends or has a pole within the rounding errors of its operands"
    elif turned and not entry.kink and len(off) == 1 and slopes[0] and straight >= abs(value) / 2:
        doubt = f"{function} has a pole, or no digit left, within the rounding errors of its operand"
    return _Spread(slopes, straight, bend, doubt, bool(entry.kink) and turned and max(changes) >= 0.25)


def _surroundings(entry: Function, arguments: Sequence[float], off: Sequence[float], value: float) -> Iterator[tuple[float, ...]]:
    """The corners of what the operands may truly be, and where 0 or a whole number lies between them, that too: poles and jumps are there.

    Of a variadic function, whose partials only change where arguments tie, those that are chosen move against the others.
    """
    if entry.variadic:
        for way in (1, -1):
            yield tuple([x + (way if x == value else -way) * e for x, e in zip(arguments, off, strict=True)])
        return
    yield from product(*[_places(x, e) for x, e in zip(arguments, off, strict=True)])


def _places(x: float, e: float) -> list[float]:
    if not e > 0:
        return [x]
    places = [x - e, x + e]
    if x and abs(x) < e:
        places.append(0.0)
    if abs(x) < _WHOLE and (nearest := float(round(x))) and 0 < abs(x - nearest) <= e:
        places.append(nearest)
    return places
