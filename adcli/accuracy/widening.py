"""When a step or a sweep has left the range of doubles, and whether wider exponents give another answer.

A product of two doubles can be too small for one, or too large, and what it is multiplied by later may bring it back. The engine of
doubles then has 0 or infinity where there is a number. So where such a thing has happened the same computation is done in wide numbers
(`arithmetic/wide.py`), and its answer is taken where it is another one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from adcli.arithmetic.widenumber import Wide
from adcli.functions import FUNCTIONS
from adcli.notes import finite
from adcli.sweep import Tape

LEAST_NORMAL = 2.0**-1022
LEAST = 2.0**-1074
_NODES = 4096
_SAME = 2.0**-50  # relative: what one more rounding on the way may change
# Functions whose 0 is a 0, whatever the operands.
SURE = {"", "add", "sub", "if", *(name for name, entry in FUNCTIONS.items() if not entry.rounding or entry.gives == "condition")}


def left_range(tape: Tape, sweeps: Sequence[Sequence[Any]] = (), *, forward: bool = False) -> bool:
    """Whether a value, a partial or what a sweep carried is not the number it stands for, but 0, infinite or without all its digits.

    It may err on the side of True, and takes a small part of the time of a sweep where all is well. A nan stands for itself where there is
    no 0 and no infinity: then a variable was nan, or outside a domain.
    """
    zero = nan = False
    for numbers in _pieces(tape.partials, tape.values, *sweeps):
        if _beyond(numbers):
            numbers = [x for x in numbers if x == x]
            if _beyond(numbers):
                return True
            nan = True
        zero = zero or 0.0 in numbers
    if nan and (zero or any([_met_infinities(tape, sweep, forward) for sweep in sweeps])):
        return True
    return zero and (_vanished_value(tape) or any([_vanished_flow(tape, sweep, forward) for sweep in sweeps]))


def sweep_left_range(tape: Tape, sweep: Sequence[Any], *, forward: bool) -> bool:
    """The same of one sweep."""
    return any(map(_beyond, _pieces((), sweep))) or (0.0 in sweep and _vanished_flow(tape, sweep, forward))


def _pieces(partials: Sequence[Sequence[Any]], *others: Sequence[Any]) -> Iterator[list[Any]]:
    """All the numbers, of some nodes at a time, so that no list is as long as a large graph."""
    for start in range(0, len(others[0]), _NODES):
        some = slice(start, start + _NODES)
        yield [*chain.from_iterable(partials[some]), *chain.from_iterable([numbers[some] for numbers in others])]


def _beyond(numbers: Iterable[Any]) -> bool:
    """Whether some are below the normal numbers, infinite or nan; zeros count as normal."""
    found = list(filter(None, numbers))
    least = min(map(abs, found), default=1.0)
    return not (least >= LEAST_NORMAL and finite(sum(found)))  # a sum with an infinity or a nan in it is not finite


def folded_out_of_range(function: str, operands: Iterable[float], result: float) -> bool:
    """Whether a result of numbers is not the number it stands for, though no operand is 0 or infinite."""
    size = abs(result)
    return (size == math.inf or (size < LEAST_NORMAL and function not in SURE)) and all([x and finite(x) for x in operands])


def _vanished_value(tape: Tape) -> bool:
    """Whether a value or a partial of 0 may stand for a smaller number than there are: no operand is 0, and it is no power of 1."""
    functions, operands, values, partials = tape.graph.functions, tape.graph.operands, tape.values, tape.partials
    for i in tape.order:
        if functions[i] == "pow" and values[operands[i][0]] == 1:
            continue
        if functions[i] not in SURE and (values[i] == 0 or (partials and 0.0 in partials[i])) and all([values[j] for j in operands[i]]):
            return True
    return False


def _vanished_flow(tape: Tape, sweep: Sequence[Any], forward: bool) -> bool:
    """Whether a sweep's product of two numbers that are not 0 is, at a node that has 0 in the end."""
    operands = tape.graph.operands
    for i in tape.order:
        for j, partial in zip(operands[i], tape.partials[i], strict=False):
            start, end = (sweep[j], sweep[i]) if forward else (sweep[i], sweep[j])
            if partial and start and end == 0 and start * partial == 0:
                return True
    return False


def _met_infinities(tape: Tape, sweep: Sequence[Any], forward: bool) -> bool:
    """Whether a sweep has a nan that no nan led to: products of both signs that are beyond the doubles, and were summed."""
    operands = tape.graph.operands
    explained: set[int] = set()
    for i in tape.order:
        for j, partial in zip(operands[i], tape.partials[i], strict=False):
            start, end = (j, i) if forward else (i, j)
            if partial is not None and sweep[start] is not None and (partial != partial or sweep[start] != sweep[start]):
                explained.add(end)
    return any([x is not None and x != x and i not in explained for i, x in enumerate(sweep)])


def as_double(x: Any) -> Any:
    """A wide number as the double nearest to it; any other number as it is."""
    return float(x) if type(x) is Wide else x


def settles(before: Iterable[Any], after: Iterable[Any]) -> bool:
    """Whether numbers found with wide exponents are to take the place of those found without: some are others, and none is nan instead."""
    before, after = list(before), list(after)
    if len(before) != len(after):  # another branch is taken
        return all(map(finite, after))
    pairs = list(zip(before, after, strict=True))
    return any([_other(a, b) for a, b in pairs]) and not any([a == a and b != b for a, b in pairs])


def _other(a: Any, b: Any) -> bool:
    return b == b and a != b and not (finite(b) and abs(a - b) <= _SAME * abs(b) + 2 * LEAST)
