"""Sums and products of doubles with their rounding errors: twice the digits, where a result needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

Number = TypeVar("Number", float, "NDArray[float64]")


def exact_product(a: Number, b: Number) -> tuple[Number, Number]:
    """The product and its rounding error, exactly (Dekker 1971)."""
    product = a * b
    scaled = 134217729.0 * a  # 2^27 + 1
    a_high = scaled - (scaled - a)
    a_low = a - a_high
    scaled = 134217729.0 * b
    b_high = scaled - (scaled - b)
    b_low = b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


def exact_sum(a: Number, b: Number) -> tuple[Number, Number]:
    """The sum and its rounding error, exactly (Knuth 1969)."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)
