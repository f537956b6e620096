"""Which rows the range of doubles has an influence on: the chunk is run again with other numbers where results are out of range.

The processor says, at no cost, whether anything in a chunk became too small or too large. That is usual, and mostly without influence: a
density far out is 0. So what is 0 or below the normal numbers is moved by the least normal one, and what is infinite becomes finite, which
is a far greater change than the true one. Where the outputs stay as they are, they do not depend on it, and the other rows are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adcli.accuracy.widening import LEAST_NORMAL, SURE

_LARGE = 2.0**840  # less than what overflowed, by so much that its reciprocal shows too
_SLOW = 1 / 32  # the power of its operands that a moved result grows with, so that two infinities become two numbers
_SAME = 2.0**-48  # relative: rounding errors of further steps
_NOTHING = 2.0**-997  # what a change of 2^-1022 may grow to: the true one, of at most 2^-1075, is then 2^-1050


class Flag:
    """What numpy calls where a result was out of range."""

    def __init__(self) -> None:
        self.raised = False

    def __call__(self, kind: str, bits: int) -> None:
        """Note it."""
        self.raised = True


def shaken(name: str, function: Callable[..., Any], operands: int, weight: float = 1.0) -> Callable[..., Any]:
    """An operation of so many operands whose results out of range are others; behind the operands come arrays for results, then scratch.

    Operations of different weights, between 1 and 2, move them by different amounts, so that their ratio shows it.
    """
    least = weight * LEAST_NORMAL
    sums = name in ("add", "sub")  # whose smallest results are exact, but which may overflow
    if name in SURE and not sums:
        return function

    def moved(*arrays: Any) -> None:
        outs = [out for out in arrays[operands:] if out is not None]
        given = [array.copy() if any([array is out for out in outs]) else array for array in arrays[:operands]]
        function(*arrays)
        for out in outs:
            size = np.abs(out)
            if not sums and not size.min() >= LEAST_NORMAL:
                np.add(out, np.copysign(least, out), out=out, where=_where_all(np.not_equal, given, 0, size < LEAST_NORMAL))
            if not size.max() < np.inf:
                np.copyto(
                    out, np.copysign(weight * _large(given), out), where=_where_all(np.less, map(np.abs, given), np.inf, size == np.inf)
                )

    return moved


def _large(given: Iterable[NDArray[np.float64]]) -> Any:
    """The finite number that stands for an infinite result of some operands."""
    size: Any = _LARGE
    for array in given:
        size = size * (np.abs(array) + 1) ** _SLOW
    return size


def _where_all(holds: np.ufunc, given: Iterable[Any], bound: float, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those of the rows in which a comparison holds of every operand."""
    for array in given:
        rows &= holds(array, bound)
    return rows


def differing(plain: Sequence[NDArray[np.float64]], moved: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """The rows whose outputs are others."""
    found = np.zeros(len(plain[0]), np.bool_)
    for a, b in zip(plain, moved, strict=True):
        found |= ~((np.abs(a - b) <= _SAME * np.abs(a) + _NOTHING) | (a == b))
    return found
