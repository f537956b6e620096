"""Numbers for people."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcli.render.numbers import align, format_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6.0, "6"), (2.00000001, "2.0000"), (0.5, "0.5"), (-0.4161468, "-0.4161"), (0.1, "0.1"), (-0.0, "0"), (1e-5, "1e-5"),
        (1.23456e-5, "1.2346e-5"), (9999999.0, "9999999"), (1e7, "1e7"), (12345678.9, "1.2346e7"), (math.inf, "inf"), (math.nan, "nan"),
        (0.0001, "0.0001"), (True, "true"),
    ],
)  # fmt: skip
def test_four_decimals_where_they_are_needed(value: float, text: str) -> None:
    assert format_number(value) == text


def test_more_or_fewer_digits() -> None:
    assert format_number(math.pi, 10) == "3.1415926536"
    assert format_number(math.pi, 0) == "3"
    assert format_number(0.25, 0) == "2e-1"  # one significant digit, to even


def test_decimal_points_stand_under_one_another() -> None:
    assert align(["1", "-0.4161", "12.5", "1e-5", "nan"]) == ["  1", " -0.4161", " 12.5", "  1e-5", "nan"]


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 12))
def test_what_is_shown_is_the_number_to_its_digits(value: float, digits: int) -> None:
    shown = float(format_number(value, digits))
    assert shown == pytest.approx(value, rel=0.6 * 10**-digits, abs=0.51 * 10**-digits if abs(value) >= 10**-digits else 0)
