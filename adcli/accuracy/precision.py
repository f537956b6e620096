"""The choice between doubles and many digits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import Gradient, gradient_at
from adcli.graph import Graph
from adcli.language.elements import flat
from adcli.point import Point

if TYPE_CHECKING:
    from adcli.accuracy.settling import Found

MOST_DIGITS = 1000  # that can be asked for

T = TypeVar("T", bound="Found")


def found_with(precision: int | None, graph: Graph, given: Iterable[Any], find: Callable[[Arithmetic], T]) -> T:
    """What `find` finds about a graph in doubles, or to `precision` significant digits. `given` are the values that it was given.

    Raises ValueError for digits beyond 1 to 1000, else what `find` or `settled` raises.
    """
    if precision is None:
        return find(FLOATS)
    if not 1 <= precision <= MOST_DIGITS:
        raise ValueError(f"precision is {precision!r}, not a number of digits from 1 to {MOST_DIGITS}")
    from adcli.accuracy.settling import settled

    return settled(find, graph, given, precision)


def numbers_for(precision: int | None) -> Arithmetic:
    """The kind of number that a program decides in: doubles, or for so many digits more of them."""
    if precision is None:
        return FLOATS
    from adcli.arithmetic.precise import Precise

    return Precise(2 * precision + 50, precision)


def gradient_of(graph: Graph, point: Point, wrt: Collection[str] | None, mode: str, command: str, precision: int | None = None) -> Gradient:
    """Value and gradient in doubles, or to `precision` significant digits."""
    return found_with(precision, graph, flat(point).values(), lambda numbers: gradient_at(graph, point, wrt, mode, command, numbers))
