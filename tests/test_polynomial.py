"""The polynomial below a Taylor table."""

from __future__ import annotations

from fractions import Fraction

import pytest

from adcli.expansions.expansion import taylor_at
from adcli.expansions.polynomial import polynomial, simple_fraction
from adcli.formula import LATEX, UNICODE
from adcli.reading import parse
from adcli.render.numbers import format_number


def shown(expression: str, x: float, order: int, most: int = 0) -> str:
    return polynomial(taylor_at(parse(expression), {"x": x}, order), format_number, most=most)


@pytest.mark.parametrize(
    ("expression", "x", "text"),
    [
        ("cos(x)", 0, "1 - x^2/2 + x^4/24 + ..."),
        ("-sin(x)", 0, "-x + x^3/6 - x^5/120 + ..."),
        ("tan(x)", 0, "x + x^3/3 + 2*x^5/15 + ..."),
        ("exp(x)", 1, "2.7183 + 2.7183*(x - 1) + 1.3591*(x - 1)^2 + 0.4530*(x - 1)^3 + 0.1133*(x - 1)^4 + 0.0227*(x - 1)^5 + ..."),
        ("x^2", -1.5, "9/4 - 3*(x + 1.5) + (x + 1.5)^2"),
        ("0*x", 0, "0"),
        ("x^7", 1, "1 + 7*(x - 1) + 21*(x - 1)^2 + 35*(x - 1)^3 + 35*(x - 1)^4 + 21*(x - 1)^5 + ..."),
        ("x + x^2.5", 0, "x"),
        ("log(x)", 0, ""),
    ],
)
def test_polynomials_read_as_in_books(expression: str, x: float, text: str) -> None:
    assert shown(expression, x, 5) == text


def test_other_styles() -> None:
    found = taylor_at(parse("tan(x1)"), {"x1": 0}, 5)
    assert polynomial(found, format_number, UNICODE) == "x₁ + x₁³/3 + 2·x₁⁵/15 + …"
    assert polynomial(found, format_number, LATEX) == r"x_{1} + \frac{x_{1}^{3}}{3} + \frac{2 x_{1}^{5}}{15} + \cdots"


def test_a_direction_moves_with_t() -> None:
    found = taylor_at(parse("t*y"), {"t": 0, "y": 2}, 2, direction={"t": 1, "y": 1})
    assert polynomial(found, format_number) == "2*s + s^2"


def test_long_ones_are_cut() -> None:
    assert shown("1/(1 - x)", 0, 20, most=3) == "1 + x + x^2 + ..."


@pytest.mark.parametrize(
    ("number", "fraction"),
    [(1 / 3, Fraction(1, 3)), (1 / 5040, Fraction(1, 5040)), (17 / 315, Fraction(17, 315)), (0.1234567891, None), (2**0.5, None), (4.0, 4)],
)
def test_only_simple_fractions_are_recognized(number: float, fraction: Fraction | None) -> None:
    assert simple_fraction(number) == fraction
