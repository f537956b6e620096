"""Wide numbers: doubles with exponents without end, against mpmath, whose exponents have none either."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from adcli.arithmetic.floats import FLOATS
from adcli.arithmetic.wide import WIDE
from adcli.arithmetic.widenumber import Wide, settled, wide
from adcli.functions import FUNCTIONS
from tests.reference import EXACT

wide_numbers = st.builds(Wide, st.floats(-1, 1).filter(lambda m: abs(m) > 1e-3), st.integers(-5000, 5000))
ORDINARY = (0.0, -0.0, 1.0, -2.5, 1e300, -1e-300, 5e-324, math.inf, -math.inf, math.nan)


def exact(x: float | Wide) -> mpf:
    return mpf(x.m) * mpf(2) ** x.e if isinstance(x, Wide) else mpf(x)


def ulps(found: float | Wide, true: mpf) -> float:
    """How far a number is off, in units of 2^-53 of it."""
    return float(abs(exact(found) - true) / abs(true) * 2**53)


@given(wide_numbers, wide_numbers)
def test_sums_products_and_quotients_are_rounded_once(a: Wide, b: Wide) -> None:
    with mp.workdps(6000):
        for operation in (operator.add, operator.sub, operator.mul, operator.truediv):
            true = operation(exact(a), exact(b))
            found = operation(a, b)
            assert not found if true == 0 else ulps(found, true) <= 1
        for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq):
            assert compare(a, b) == compare(exact(a), exact(b))


@pytest.mark.parametrize("name", ["add", "sub", "mul", "div", "lt", "le", "ge", "eq", "min", "max", "hypot", "atan2", "copysign", "flow"])
def test_special_values_are_those_of_floats(name: str) -> None:
    """Zeros with their signs, infinities and nan."""
    for a in ORDINARY:
        for b in ORDINARY:
            floats, found = FLOATS.functions[name](a, b), WIDE.functions[name](a, b)
            assert repr(floats) == repr(type(floats)(found)), (a, b)


@given(st.floats(allow_nan=False), st.integers(-3000, 3000))
def test_a_number_prints_with_the_digits_that_tell_it(m: float, e: int) -> None:
    number = Wide(m, e)
    with mp.workdps(40):
        if number.m and math.isfinite(number.m):
            text = repr(number)
            assert text == repr(float(number)) if number.fits else ulps(number, mpf(text)) <= 1
            assert len(text.partition("e")[0].lstrip("-").replace(".", "")) <= 17 or number.fits


@given(st.floats())
def test_a_double_stays_what_it_is(x: float) -> None:
    assert repr(float(wide(x))) == repr(x)
    assert type(settled(wide(x))) is float or abs(x) < 2.0**-1021  # what is below the normal numbers has lost digits


# Functions at points from where their values leave the doubles, or at operands that have.
BEYOND: dict[str, list[tuple[float | Wide, ...]]] = {
    "exp": [(800.0,), (-800.123,), (-1e5,), (12345.678,)],
    "exp2": [(1100.3,), (-2000.7,)],
    "exp10": [(400.5,), (-350.25,)],
    "expm1": [(800.0,), (Wide(0.75, -3000),), (Wide(-0.75, 3000),)],
    "sinh": [(800.0,), (-900.5,), (Wide(0.75, -3000),)],
    "cosh": [(800.0,), (-900.5,), (Wide(0.75, -3000),)],
    "tanh": [(Wide(0.75, -3000),), (Wide(0.75, 3000),)],
    "sech": [(800.0,)],
    "csch": [(800.0,), (Wide(0.75, -3000),)],
    "sech_squared": [(500.0,)],
    "log": [(Wide(0.6, -3000),), (Wide(0.6, 3000),)],
    "log2": [(Wide(0.6, -3000),)],
    "log10": [(Wide(0.6, 3000),)],
    "log1p": [(Wide(0.6, -3000),), (Wide(0.6, 3000),)],
    "sqrt": [(Wide(0.6, -3001),), (Wide(0.6, 3000),)],
    "cbrt": [(Wide(-0.6, -3001),), (Wide(0.6, 3000),), (Wide(0.6, 3002),)],
    "hypot": [(Wide(0.6, 3001), Wide(0.7, 3000)), (Wide(0.6, -3001), Wide(-0.7, -3000)), (Wide(0.5, 3000), 1.0)],
    "atan2": [(Wide(0.6, -3001), Wide(0.7, -3000)), (Wide(0.6, -2000), 1.0), (Wide(0.6, 3000), Wide(-0.6, 3000))],
    "pow": [(1e200, 3.5), (1e-200, 2.0), (Wide(0.7, 3000), 0.3), (Wide(-0.7, -3000), 3.0), (1.5, 5000.1)],
    "gauss": [(30.123,), (-40.5,)],
    "half_gauss": [(40.123,), (100.7,)],
    "expsquare": [(30.123,)],
    "normpdf": [(45.5,)],
    "normcdf": [(-45.5,), (-38.5,)],
    "erfc": [(27.5,), (60.25,)],
    "gamma": [(171.7,), (1000.5,), (1e5,), (Wide(0.75, -3000),)],
    "beta": [(600.5, 700.25), (2000.0, 0.5)],
    "sigmoid": [(-800.0,)],
    "sin": [(Wide(0.75, -3000),)],
    "cos": [(Wide(0.75, -3000),)],
    "asin": [(Wide(0.75, -3000),)],
    "erf": [(Wide(0.75, -3000),)],
    "j1": [(Wide(0.75, -3000),), (5e-310,)],
    "y1": [(1e-310,)],
    "digamma": [(1e-310,)],
    "trigamma": [(1e-160,)],
    "floor": [(Wide(-0.75, -3000),), (Wide(0.75, 3000),)],
}


@pytest.mark.parametrize("name", BEYOND)
def test_functions_keep_their_digits_beyond_the_doubles(name: str) -> None:
    for operands in BEYOND[name]:
        with mp.workdps(1500):
            true = EXACT[name](*[+exact(x) for x in operands])
            found = WIDE.functions[name](*operands)
            assert exact(found) == true or ulps(found, true) <= 2 * max(FUNCTIONS[name].bound, FUNCTIONS[name].rounding), operands


SLOPES: list[tuple[str, tuple[float, ...], Callable[..., mpf]]] = [
    ("div", (1.0, 1e200), lambda a, b: -a / b**2),
    ("div", (1e200, 1e-200), lambda a, b: -a / b**2),
    ("tanh", (500.0,), lambda x: 1 / mp.cosh(x) ** 2),
    ("erf", (40.0,), lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-(x**2))),
    ("log", (1e-310,), lambda x: 1 / x),
    ("sqrt", (5e-324,), lambda x: 1 / (2 * mp.sqrt(x))),
    ("pow", (1e-200, 3.0), lambda x, n: n * x ** (n - 1)),
    ("pow", (1e200, -3.0), lambda x, n: n * x ** (n - 1)),
    ("atan", (1e200,), lambda x: 1 / (1 + x**2)),
    ("acosh", (1e200,), lambda x: 1 / mp.sqrt(x**2 - 1)),
    ("sinh", (720.0,), mp.cosh),
]


@pytest.mark.parametrize(("name", "operands", "true"), SLOPES, ids=[f"{name} at {operands[-1]}" for name, operands, _ in SLOPES])
def test_partials_keep_their_digits_beyond_the_doubles(name: str, operands: tuple[float, ...], true: Callable[..., mpf]) -> None:
    k = len(operands) - 1 if name == "div" else 0
    out = WIDE.functions[name](*operands)
    slope = WIDE.partials(name, tuple([int(i == k) for i in range(len(operands))]), list(operands), out)[k]
    with mp.workdps(1000):
        assert ulps(slope, true(*map(mpf, operands))) <= 8


def test_ends_of_domains_and_poles_are_those_of_floats() -> None:
    assert WIDE.functions["div"](1.0, -0.0) == -math.inf
    assert math.isnan(WIDE.functions["log"](-1.0))
    assert math.isnan(WIDE.functions["pow"](-8.0, 1 / 3))
    assert WIDE.partials("sqrt", (1,), [0.0], 0.0) == (math.inf,)
    assert all(map(math.isnan, WIDE.partials("log", (1,), [-1.0], math.nan)))
