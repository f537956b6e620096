"""How far Taylor series reach: against the distance of the nearest singularity, which the formula gives."""

from __future__ import annotations

import cmath
import math
import random

import pytest

import adcli
from adcli.expansions.convergence import radius
from adcli.expansions.expansion import Taylor
from tests.running import call

PI = math.pi


def taylor(expression: str, x: float, order: int) -> Taylor:
    return adcli.taylor(expression, {"x": x}, order)


# Formula, point, distance of the nearest singularity, and the lowest order that tells it.
KNOWN = [
    ("log(1 + x)", 0, 1, 5),
    ("sqrt(x)", 2, 2, 5),
    ("(1 - sqrt(1 - 4*x))/2", 0, 1 / 4, 5),
    ("exp(x)/(1 - x)", 0, 1, 10),
    ("tan(x)", 1, PI / 2 - 1, 10),
    ("1/(1 + 25*x^2)", 0.5, math.hypot(0.5, 0.2), 10),  # two conjugate poles
    ("atan(x)", 0.3, math.hypot(0.3, 1), 10),
    ("x/(1 - x - x^2)", 0, (math.sqrt(5) - 1) / 2, 10),
    ("exp(1/(1 - x))", 0, 1, 10),  # an essential singularity
    ("tan(x)", 0, PI / 2, 15),  # the poles on both sides are as far; every second coefficient is 0
    ("sech(x)", 0.3, math.hypot(0.3, PI / 2), 15),
    ("lgamma(x)", 1, 1, 15),
    ("lambertw(x)", 0, 1 / math.e, 15),
    ("1/(1 + x^4)", 0, 1, 20),
    ("softplus(x)", 1, math.hypot(1, PI), 20),
    ("1/(2 + cos(x))", 0, math.hypot(PI, math.acosh(2)), 20),
    ("x^x", 1, 1, 40),
    ("log(x)*cos(x)", 3, 3, 40),
]


@pytest.mark.parametrize(("expression", "x", "distance", "order"), KNOWN)
def test_the_nearest_singularity_is_found(expression: str, x: float, distance: float, order: int) -> None:
    for more in (order, 2 * order, 4 * order):
        assert taylor(expression, x, more).radius == pytest.approx(distance, rel=0.01)


# Formula, singularities, and where to expand it.
PLACES: list[tuple[str, list[complex], tuple[float, float]]] = [
    ("1/(1+x^4)", [cmath.rect(1, PI / 4 * (2 * k + 1)) for k in range(4)], (-0.9, 0.9)),
    ("tan(x)", [PI / 2 + k * PI for k in range(-3, 3)], (-1.4, 1.4)),
    ("atan(x)", [1j, -1j], (-3, 3)),
    ("log(x)", [0], (0.1, 5)),
    ("x^2/(1+x)", [-1], (-0.5, 3)),
    ("x^3*log(1+x)", [-1], (-0.5, 3)),
    ("x^7/exp(x)", [], (-3, 3)),
    ("x^3*cosh(x)/exp(x)", [], (-3, 3)),
    ("(x-1)^5/(2+x)", [-2], (-1, 4)),
    ("sin(x)/(x-2)", [2], (-2, 1.5)),
    ("sqrt(1+x^2)", [1j, -1j], (-2, 2)),
    ("asin(x)", [1, -1], (-0.9, 0.9)),
    ("exp(x)/(1+x^2)", [1j, -1j], (-2, 2)),
    ("x/(exp(x)+1)", [PI * 1j * (2 * k + 1) for k in range(-2, 2)], (-4, 4)),
    ("tanh(x)*x^2", [PI / 2 * 1j, -PI / 2 * 1j], (-3, 3)),
    ("log(2+sin(x))", [complex(-PI / 2 + 2 * PI * k, s * math.acosh(2)) for k in (-1, 0, 1) for s in (1, -1)], (-3, 3)),
    ("1/(x^2-3*x+7)", [complex(1.5, math.sqrt(28 - 9) / 2), complex(1.5, -math.sqrt(28 - 9) / 2)], (-2, 4)),
    ("x^1.5", [0], (0.2, 4)),
    ("x^4.5", [0], (0.2, 4)),
    ("exp(-x)*x^0.5", [0], (0.2, 4)),
    ("gamma(x)", [0, -1, -2], (0.3, 4)),
    ("lgamma(x)", [0], (0.3, 4)),
    ("x^x", [0], (0.3, 3)),
    ("cos(3x)/(4+x)", [-4], (-2, 3)),
    ("cosh(x)/x", [0], (0.5, 4)),
    ("sin(5x)/exp(x)", [], (-3, 3)),
    ("cos(x)/exp(x^2)", [], (-2, 2)),
    ("(x^2+1)*sin(x)/2^x", [], (-2, 2)),
    ("1/(1-x)+1/(3-x)^2", [1, 3], (-2, 0.9)),
    ("1/(1-x)-1/(1.3+x)", [1, -1.3], (-1, 0.8)),
    ("erf(x)/x", [], (0.3, 3)),
    ("x/sinh(x)", [PI * 1j, -PI * 1j], (0.3, 3)),
    ("log(1+exp(x))", [PI * 1j, -PI * 1j], (-3, 3)),
    ("1/(1+exp(-3x))", [PI * 1j / 3, -PI * 1j / 3], (-2, 2)),
    ("cbrt(x-2)", [2], (2.1, 5)),
    ("sqrt(x)*sqrt(x+1)", [0, -1], (0.1, 3)),
    ("1/cos(x)^2", [PI / 2 + k * PI for k in range(-3, 3)], (-1.4, 1.4)),
    ("y0(x)", [0], (0.5, 5)),
    ("lambertw(x)", [-1 / math.e], (-0.2, 3)),
    ("j1(x)/x", [], (0.3, 5)),
    ("x^5/(1+x^2)", [1j, -1j], (-2, 2)),
    ("x^6/(1-x)", [1], (-1, 0.8)),
    ("x^4*exp(-2x)", [], (-2, 2)),
    ("1e-6/(1-x)+exp(x)", [1], (-1, 0.5)),
    ("1/(1+x^6)", [cmath.rect(1, PI / 6 * (2 * k + 1)) for k in range(6)], (-0.8, 0.8)),
    ("x^10/exp(x)", [], (-3, 3)),
    ("sin(x)^5/exp(x)", [], (-2, 2)),
    ("((x-1)/(x+2))^5", [-2], (-1, 4)),
    ("1/(1+2x+5x^2)^2", [complex(-0.2, 0.4), complex(-0.2, -0.4)], (-1, 1)),
]


@pytest.mark.parametrize(("expression", "singularities", "interval"), PLACES, ids=[place[0] for place in PLACES])
def test_what_is_told_is_not_far_off(expression: str, singularities: list[complex], interval: tuple[float, float]) -> None:
    dice = random.Random(expression)
    for _ in range(4):
        x = round(dice.uniform(*interval), dice.randint(1, 3))
        coefficients = taylor(expression, x, 120).coefficients
        distance = min((abs(a - x) for a in singularities), default=math.inf)
        for order in (5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 50, 80, 120):
            found = radius(coefficients[: order + 1])
            assert found is None or found == pytest.approx(distance, rel=0.03), (x, order)


@pytest.mark.parametrize("order", [5, 10, 30, 100, 170])
@pytest.mark.parametrize("expression", ["sin(x)/x", "x/exp(x)", "exp(x)/(2 - 1)^x/cosh(0)", "sin(x)^2/x", "x^7/exp(x)", "(exp(x) - 1)/x"])
@pytest.mark.parametrize("x", [0.2, 1, 3])
def test_functions_without_singularities_have_no_estimate(expression: str, x: float, order: int) -> None:
    """Also where a pole cancels, and rounding errors of the coefficients grow as if there were one."""
    assert taylor(expression, x, order).radius in (None, math.inf)


@pytest.mark.parametrize(
    ("expression", "ends"),
    [
        ("x^2 + 3*x + 1", True),
        ("(x - 1)^3/7 - 2*x", True),
        ("x^6", False),
        ("x^20", False),
        ("exp(-x^2/2)*sin(3*x)", False),
        ("2^x + erf(x)", False),
        ("j0(x)*normcdf(x) - sinc(x)", False),
        ("5", True),
    ],
)
def test_what_is_made_of_functions_without_singularities_converges_everywhere(expression: str, ends: bool) -> None:
    found = adcli.taylor(expression, {"x": 0.5} if "x" in expression else {})
    assert (found.radius, found.ends) == (math.inf, ends)


@pytest.mark.parametrize("expression", ["abs(x)", "x if x > 0 else -x", "max(x, 2*x)", "x/x", "x^-1 + x", "x^0.5", "exp(1/x)", "floor(x)"])
def test_pieces_and_quotients_prove_nothing(expression: str) -> None:
    found = taylor(expression, 1, 5)
    assert found.radius in (None, pytest.approx(1)) and not found.ends


def test_few_coefficients_tell_nothing() -> None:
    for coefficients in ([], [1.0], [1.0, 1.0, 1.0], [0.0] * 9, [1.0, math.inf, 1.0], [2.0, 0.0, 0.0, 5.0]):
        assert radius(coefficients) is None


def test_size_does_not_matter() -> None:
    coefficients = adcli.taylor("1/(3 - x)", {"x": 0}, 12).coefficients
    for scale in (1e-200, 1e200):
        assert radius([scale * c for c in coefficients]) == pytest.approx(3)
    for unit in (1e-20, 1e20):
        assert radius([c * unit**k for k, c in enumerate(coefficients)]) == pytest.approx(3 / unit)


def test_the_last_line_tells_it() -> None:
    def last(*words: str) -> str:
        return call("taylor", *words).out.splitlines()[-1]

    assert last("log(x)", "--at", "x=0.5") == " converges for about |x - 0.5| < 0.5 (estimated from the coefficients)"
    assert last("atan(x*y)", "--at", "x=0,y=0.5", "--along", "x", "--order", "20").startswith(" converges for about |x| < 2 ")
    assert last("exp(x*y)", "--at", "x=0,y=0.5", "--direction", "x=1,y=1") == " converges for every t"
    assert last("x^2 - x", "--at", "x=1") == " y = (x - 1) + (x - 1)²"
    assert last("tan(x)", "--at", "x=0") == " y = x + x³/3 + 2·x⁵/15 + …"
    assert last("sqrt(x)", "--at", "x=0") == " y = 0, and no further: from order 1 on the coefficients are not finite"
    assert last("log(x)", "--at", "x=0") == " y has no finite value here, and so no Taylor series"
    assert last("abs(x)", "--at", "x=0") == " y = 0 + …, by convention at a kink"
