"""The kinds of numbers: what the table's names compute for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Arithmetic(Protocol):
    """One kind of number, as the sweeps use it."""

    decides: bool  # whether a condition is a truth value at once, so that branches not taken need not be run
    takes_floats: bool  # whether a Python float is one of its numbers

    @property
    def functions(self) -> Mapping[str, Any]:
        """What each of the table's names computes."""

    def number(self, text: str) -> Any:
        """The value of a number as it was written, or of a constant's name."""

    def partials(self, function: str, wanted: tuple[int, ...], arguments: Sequence[Any], out: Any) -> tuple[Any, ...]:
        """The partial by each wanted operand, None for the others."""

    def add(self, a: Any, b: Any) -> Any:
        """The sum."""

    def __hash__(self) -> int:
        """What is compiled for it is kept by it."""

    def flow(self, a: Any, b: Any) -> Any:
        """The product along an edge: 0 where one factor is 0 and the other infinite."""
