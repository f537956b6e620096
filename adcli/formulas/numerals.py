"""Exact numbers of formulas: fractions that know whether they are to be written with a point."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

MOST = 10**17  # beyond, a number has more digits than a double keeps


class Number(NamedTuple):
    """A fraction; `decimal` where it came of numbers with a decimal point, and is written with one."""

    value: Fraction
    decimal: bool = False

    def plus(self, other: Number) -> Number:
        """The sum."""
        return Number(self.value + other.value, self.decimal or other.decimal)

    def times(self, other: Number) -> Number:
        """The product."""
        return Number(self.value * other.value, self.decimal or other.decimal)

    def power(self, exponent: int) -> Number | None:
        """A whole power, or None where it is not short or does not exist."""
        if self.value in (1, -1):
            return Number(self.value**exponent, self.decimal)
        if not self.value or abs(exponent) > 1000:
            return None
        found = Number(self.value**exponent, self.decimal)
        return found if short(found) else None


def number_of(text: str) -> Number | None:
    """The number that a text is, or None for a constant's name. An exponent too large to be written out is left as a name."""
    if text.lstrip("-")[:1] not in ".0123456789" or text.lstrip("-") == "":
        return None
    found = Number(Fraction(text), not text.lstrip("-").isdecimal())
    return found if short(found) else None


def short(number: Number) -> bool:
    """Whether a number has no more digits than a double keeps, as a fraction or with a point."""
    above, below = abs(number.value.numerator), number.value.denominator
    return (above < MOST and below < MOST) or decimal_text(number.value) != ""


def decimal_text(value: Fraction) -> str:
    """A number written with a point, or "" where it has too many digits for that."""
    if value.denominator == 1 and abs(value.numerator) < MOST:
        return str(value.numerator)
    below, twos, fives = value.denominator, 0, 0
    while below % 5 == 0:
        below, fives = below // 5, fives + 1
    while below % 2 == 0:
        below, twos = below // 2, twos + 1
    if below != 1:
        return ""
    places = max(twos, fives)
    digits = value.numerator * 10**places // value.denominator
    while digits and digits % 10 == 0:
        digits, places = digits // 10, places - 1
    if abs(digits) >= MOST:
        return ""
    with localcontext(prec=30):
        return str(Decimal(digits).scaleb(-places)).replace("E+", "e").replace("E", "e")
