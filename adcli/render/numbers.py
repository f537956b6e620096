"""Numbers for people: a fixed number of decimals, points aligned, exact numbers without trailing zeros."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

DIGITS = 4


def is_number(cell: Any) -> bool:
    """Whether a cell is a number, of any kind."""
    return not (cell is None or isinstance(cell, (str, bool)))


def format_number(value: Any, digits: int = DIGITS) -> str:
    """The number with `digits` decimals, in scientific form below 10^-digits and from 10^7; trailing zeros go where it is exact."""
    if value is True or value is False:
        return str(value).lower()
    if not isinstance(value, float):
        return _format_decimal(repr(value), digits)
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


def _format_decimal(text: str, digits: int) -> str:
    """The same for a number of any length, from its text."""
    from decimal import Decimal, localcontext

    if text in ("0", "nan", "inf", "-inf"):
        return text
    with localcontext() as context:
        context.prec = len(text) + digits + 10
        mantissa, mark, exponent = text.partition("e")
        exact = Decimal(mantissa)
        rounded_before = "." in mantissa and mantissa.endswith("0")  # zeros that stand there are digits
        shift = 0
        if mark or not Decimal(10) ** -min(digits, DIGITS) <= abs(exact) < 10**7:
            shift = exact.adjusted()
            exact = exact.scaleb(-shift)
        rounded = round(exact, min(digits, max(0, -int(exact.as_tuple().exponent))))
        if abs(rounded) >= 10 and (mark or shift):
            exact, rounded, shift = exact / 10, rounded / 10, shift + 1
        shown = f"{rounded:f}" if rounded_before or rounded != exact else _without_zeros(f"{rounded:f}")
        power = int(exponent or 0) + shift
        return f"{shown}e{power}" if mark or power else shown


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
