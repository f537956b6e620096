"""Numbers for people: a fixed number of decimals, points aligned, exact numbers without trailing zeros."""

from __future__ import annotations

import math
from collections.abc import Sequence

DIGITS = 4


def format_number(value: float, digits: int = DIGITS) -> str:
    """The number with `digits` decimals, in scientific form below 10^-digits and from 10^7; trailing zeros go where it is exact."""
    if value is True or value is False:
        return str(value).lower()
    if not math.isfinite(value):
        return repr(value)
    size = abs(value)
    if size == 0:
        return "0"
    if 10.0**-digits <= size < 1e7:
        text = f"{value:.{digits}f}"
        return _without_zeros(text) if float(text) == value else text
    mantissa, _, exponent = f"{value:.{digits}e}".partition("e")
    if float(f"{mantissa}e{exponent}") == value:
        mantissa = _without_zeros(mantissa)
    return f"{mantissa}e{int(exponent)}"


def format_error(value: float) -> str:
    """An error in two digits: only its size is of interest."""
    mantissa, mark, exponent = f"{value:.2g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if mark else mantissa


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def align(texts: Sequence[str]) -> list[str]:
    """The texts padded on the left so that their decimal points stand under one another."""
    before = [_before_point(text) for text in texts]
    widest = max(before, default=0)
    return [" " * (widest - own) + text for text, own in zip(texts, before, strict=True)]


def _before_point(text: str) -> int:
    for mark in ".e":
        if mark in text:
            return text.index(mark)
    return len(text)
