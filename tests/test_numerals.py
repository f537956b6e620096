"""Exact numbers of formulas."""

from __future__ import annotations

from fractions import Fraction

import pytest

from adcli.formulas.numerals import Number, decimal_text, number_of, short


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 2), "0.5"),
        (Fraction(-3, 8), "-0.375"),
        (Fraction(1500), "1500"),
        (Fraction(10) ** 30, "1e30"),
        (Fraction(6674, 10**14), "6.674e-11"),
        (Fraction(1, 3), ""),
        (Fraction(1, 2**80), ""),
    ],
)
def test_decimals_are_exact_or_not_written(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text
    assert not text or Fraction(text) == value


def test_sums_and_products_are_exact_and_keep_their_point() -> None:
    tenth, third = number_of("0.1"), number_of("3")
    assert tenth and third
    assert tenth.plus(Number(Fraction(1, 5))) == Number(Fraction(3, 10), True)
    assert third.times(Number(Fraction(1, 3))) == Number(Fraction(1))
    assert third.power(-2) == Number(Fraction(1, 9))


def test_what_has_too_many_digits_is_left() -> None:
    assert number_of("pi") is None
    assert not short(Number(Fraction(10**20 + 1, 3)))
    assert Number(Fraction(3)).power(100) is None
    assert Number(Fraction(0)).power(-1) is None
