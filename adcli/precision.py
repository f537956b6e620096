"""The choice between doubles and many digits."""

from __future__ import annotations

from collections.abc import Collection

from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import Gradient, gradient_at
from adcli.graph import Graph
from adcli.point import Point

MOST_DIGITS = 1000  # that can be asked for


def numbers_for(precision: int | None) -> Arithmetic:
    """The kind of number that a program decides in: doubles, or for so many digits more of them."""
    if precision is None:
        return FLOATS
    from adcli.arithmetic.precise import Precise

    return Precise(2 * precision + 50, precision)


def gradient_of(graph: Graph, point: Point, wrt: Collection[str] | None, mode: str, command: str, precision: int | None = None) -> Gradient:
    """Value and gradient in doubles, or to `precision` significant digits.

    Raises ValueError for digits beyond 1 to 1000, else what `gradient_at` or `gradient_to` raises.
    """
    if precision is None:
        return gradient_at(graph, point, wrt, mode, command)
    if not 1 <= precision <= MOST_DIGITS:
        raise ValueError(f"precision is {precision!r}, not a number of digits from 1 to {MOST_DIGITS}")
    from adcli.settling import gradient_to

    return gradient_to(graph, point, precision, wrt, mode, command)
