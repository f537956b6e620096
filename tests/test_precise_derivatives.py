"""`--precision` beyond gradients: Jacobians, Hessians, their products and Taylor coefficients, against mpmath with more digits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath
import pytest
from mpmath import mp, mpf

import adcli
from adcli.codegen import compile_graph
from adcli.reading import parse
from tests.reference import EXACT, constant
from tests.running import call

DIGITS = 40
FORMULAS = [
    ("x^y + sin(x*y)/z", {"x": "1.1", "y": "2.3", "z": "0.7"}),
    ("(1 - cos(x))/x^2*y + z", {"x": "1e-9", "y": "3", "z": "1"}),
    ("log(gamma(x) + y)*atan2(y, z)", {"x": "3.7", "y": "0.1", "z": "-2"}),
    ("exp(-x^2/2)*erf(y) if z > 0 else z", {"x": "0.3", "y": "0.9", "z": "0.2"}),
    ("hypot(x, y)^3/z - tanh(x - y)", {"x": "30.5", "y": "0.25", "z": "1/3"}),
    ("j0(x*y) + z*sqrt(x)", {"x": "0.6", "y": "1e-8", "z": "5"}),
]


def function_of(text: str) -> tuple[Callable[..., Any], list[str]]:
    """A formula as a function of numbers of mpmath, with its variables."""
    graph = parse(text)
    compute = compile_graph(graph, graph.outputs, list(graph.inputs), EXACT, constant)
    return lambda *values: compute(*values)[0], list(graph.inputs)


def true(text: str, point: dict[str, str], orders: tuple[int, ...]) -> mpf:
    """A partial derivative by differences, which know nothing of any rule: with 200 digits and steps of 10^-50."""
    compute, names = function_of(text)
    at = [mp.mpf(1) / 3 if point[name] == "1/3" else mpf(point[name]) for name in names]
    return mpmath.diff(compute, at, orders, h=mpf(10) ** -50)


def agrees(found: Any, expected: mpf, digits: int = DIGITS) -> bool:
    return abs(mpf(repr(found)) - expected) <= abs(expected) * mpf(10) ** (1 - digits)


@pytest.mark.parametrize(("text", "point"), FORMULAS)
def test_all_digits_of_a_hessian_are_right(text: str, point: dict[str, str]) -> None:
    found = adcli.hessian(text, point, precision=DIGITS)
    with mp.workdps(200):
        for r in range(3):
            for c in range(r + 1):
                orders = tuple((r == k) + (c == k) for k in range(3))
                expected = true(text, point, orders) if c in found.matrix.entries[r] else mpf(0)
                assert agrees(found.matrix.row(r)[c], expected), (r, c)


@pytest.mark.parametrize(("text", "point"), FORMULAS)
def test_all_digits_of_products_and_of_a_jacobian_are_right(text: str, point: dict[str, str]) -> None:
    both = f"{text if ' if ' not in text else f'({text})'}; x*y*z"
    tangent = {"x": "0.1", "z": "-1/7"}
    jacobian = adcli.jacobian(both, point, precision=DIGITS)
    forward = adcli.jvp(both, point, tangent, precision=DIGITS)
    back = adcli.vjp(both, point, ["0.1", "2"], precision=DIGITS)
    twice = adcli.hvp(text, point, tangent, precision=DIGITS)
    with mp.workdps(200):
        seeds = [mpf("0.1"), mpf(0), mpf(-1) / 7]
        partials = [true(text, point, tuple(int(k == c) for k in range(3))) for c in range(3)]
        others = [true("x*y*z", point, tuple(int(k == c) for k in range(3))) for c in range(3)]
        assert all(map(agrees, jacobian.matrix.dense()[0], partials)) and all(map(agrees, jacobian.matrix.dense()[1], others))
        assert agrees(forward.products["y1"], sum(map(lambda a, b: a * b, seeds, partials), mpf(0)))
        assert all(map(agrees, back.products.values(), [mpf("0.1") * a + 2 * b for a, b in zip(partials, others, strict=True)]))
        for r, product in enumerate(twice.products.values()):
            row = [true(text, point, tuple((r == k) + (c == k) for k in range(3))) for c in range(3)]
            assert agrees(product, sum(map(lambda a, b: a * b, seeds, row), mpf(0)))


@pytest.mark.parametrize(
    ("text", "x"), [("tan(x)/x", "0.1"), ("x^x", "2.5"), ("(exp(x) - 1)/x", "1e-12"), ("erf(x)*exp(x)", "0.2"), ("sin(1/x)", "0.7")]
)
def test_all_digits_of_taylor_coefficients_are_right(text: str, x: str) -> None:
    found = adcli.taylor(text, {"x": x}, 12, precision=DIGITS)
    with mp.workdps(400):
        expected = mpmath.taylor(function_of(text)[0], mpf(x), 12, h=mpf(10) ** -30)
        for k, (coefficient, derivative, value) in enumerate(zip(found.coefficients, found.derivatives, expected, strict=True)):
            assert agrees(coefficient, value, 20) and agrees(derivative, value * mp.factorial(k), 20)


def test_known_coefficients_to_60_digits() -> None:
    found = adcli.taylor("tan(x)", {"x": 0}, 39, precision=60)
    with mp.workdps(90):
        n = 20
        tangent = abs(mp.bernoulli(2 * n)) * 4**n * (4**n - 1) / mp.factorial(2 * n)
        assert agrees(found.coefficients[39], tangent, 60)
        assert repr(found.coefficients[38]) == "0" and found.notes == []


def test_a_chain_of_ever_new_functions_keeps_the_digits() -> None:
    found = adcli.taylor("lgamma(x)", {"x": 1}, 8, precision=DIGITS)
    with mp.workdps(60):
        zeta = [mpf(0), -mp.euler, *((-1) ** k * mp.zeta(k) / k for k in range(2, 9))]
        assert all(map(agrees, found.coefficients, zeta))


def test_what_cancels_in_a_series_is_taken_as_zero_and_told() -> None:
    found = adcli.taylor("sin(x)^2 + cos(x)^2 + x^2", {"x": "0.3"}, 3, precision=10)
    assert list(map(repr, found.coefficients)) == ["1.09", "0.6", "1", "0"]
    assert [note.message for note in found.notes] == ["the coefficient of order 3 is 0 to 1,000 digits of work: taken as 0"]
    assert list(map(repr, adcli.taylor("x - sin(x)", {"x": "1e-100"}, 1, precision=5).coefficients)) == ["1.6667e-301", "5.0000e-201"]


def test_what_vanishes_only_in_doubles_is_found() -> None:
    found = adcli.hessian("(1 + x)^2 - 1 - 2*x + y", {"x": "1e-30", "y": 0}, precision=20)
    assert float(found.first.value) == 1e-60
    assert repr(found.matrix.dense()) == "[[2, 0], [0, 0]]"
    twice = adcli.jacobian("x*y; sin(x)^2 + cos(x)^2", {"x": "0.3", "y": 2}, precision=10)
    assert repr(twice.matrix.row(1)[0]) == "0"
    assert [note.message for note in twice.notes] == ["the derivative of y2 by x is 0 to 1,000 digits of work: taken as 0"]
    assert adcli.hessian("(x - y)^2", {"x": "0.1", "y": "0.3"}, precision=20).notes == []
    assert adcli.hessian("(x - 0.3)^2 if x > 0 else x", {"x": "0.3"}, precision=20).notes == []


def test_what_vanishes_in_the_derivative_only_is_told_as_such() -> None:
    text = (Path(__file__).parent.parent / "samples" / "black_scholes.ad").read_text(encoding="utf-8")
    found = adcli.hessian(text, {"S": 49, "K": 50, "r": "0.05", "sigma": "0.2", "T": "20/52"}, ["S"], precision=20)
    assert [note.message for note in found.notes] == ["a sum in the derivative is 0 to 1,000 digits of work: taken as 0"]
    with mp.workdps(40):
        d = (mp.log(mpf(49) / 50) + mpf("0.07") * 20 / 52) / (mpf("0.2") * mp.sqrt(mpf(20) / 52))
        gamma = mp.npdf(d) / (49 * mpf("0.2") * mp.sqrt(mpf(20) / 52))
        assert agrees(found.matrix.dense()[0][0], gamma, 20)


def test_coefficients_that_are_fractions_are_recognised_by_all_their_digits() -> None:
    out = call("taylor", "log(1 + x) + x^2*1e-25", "--at", "x=0", "--order", "3", "--precision", "30").out
    assert out.splitlines()[-1] == " y = x - 0.4999999999999999999999999*x² + x³/3 + …".replace("*", "·")


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        (("jacobian", "x/3; x", "--at", "x=1"), [["0.3333333333333333333333333"], ["1"]]),
        (("hessian", "x^2/3", "--at", "x=1"), [["0.6666666666666666666666667"]]),
        (("jvp", "x^2", "--at", "x=0.5", "--tangent", "x=1/3"), {"y": "0.3333333333333333333333333"}),
        (("vjp", "x^2", "--at", "x=0.5", "--cotangent", "1/3"), {"x": "0.3333333333333333333333333"}),
        (("hvp", "x^2", "--at", "x=0.5", "--direction", "x=1/3"), {"x": "0.6666666666666666666666667"}),
    ],
)
def test_commands_print_the_digits(words: tuple[str, ...], entry: object) -> None:
    done = call(*words, "--precision", "25", "--format", "jsonl")
    found = json.loads(done.out)
    assert (done.code, found["precision"], found[words[0]]) == (0, 25, entry)
    digits = "3" * 24 if "3" * 24 in repr(entry) else "6" * 24
    for shape in ("table", "csv", "markdown", "latex"):
        assert digits in call(*words, "--precision", "25", "--format", shape, "--width", "140").out


def test_the_number_of_digits_is_checked() -> None:
    with pytest.raises(ValueError, match="precision is 0"):
        adcli.jacobian("x", {"x": 1}, precision=0)
    assert call("taylor", "x", "--at", "x=1", "--precision", "1001").code == 2
