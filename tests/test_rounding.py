"""What each step's rounding may add, and how far values may be off on the way."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest

import adcli
from adcli.accuracy.rounding import LEAST, UNIT, Rounding, given_errors, rounding_errors
from adcli.arithmetic.floats import FLOATS
from adcli.functions import FUNCTIONS
from adcli.point import Point, inputs_at
from adcli.reading import parse
from adcli.sweep import evaluate
from tests.reference import value


def rounding(expression: str, point: Point) -> tuple[Rounding, int]:
    graph = parse(expression)
    values = inputs_at(graph, point, FLOATS)
    return rounding_errors(evaluate(graph, values, FLOATS), given_errors(graph, values, point)), graph.outputs[0]


def given(value: object) -> float:
    graph = parse("x")
    point: Point = {"x": value}  # type: ignore[dict-item]
    return given_errors(graph, inputs_at(graph, point, FLOATS), point)["x"]


@pytest.mark.parametrize("exact", ["0.5", "3", "1e22", "-0.75", "inf", "0", 0.1, 3, Fraction(1, 4), "2*3"])
def test_what_a_double_holds_is_given_exactly(exact: object) -> None:
    assert given(exact) == 0


@pytest.mark.parametrize("inexact", ["0.1", "1e23", "9007199254740993", Fraction(1, 10), "pi", "1e-320", "1/3"])
def test_what_it_does_not_hold_is_off_by_half_an_ulp_at_most(inexact: object) -> None:
    value = float(Fraction(inexact)) if not isinstance(inexact, str) else FLOATS.number(inexact) if inexact != "1/3" else 1 / 3
    assert given(inexact) == max(UNIT * value, LEAST)


def test_a_given_text_has_the_running_error_of_its_own_steps() -> None:
    assert UNIT * math.pi / 4 <= given("pi/4") <= 3 * UNIT * math.pi / 4


@pytest.mark.parametrize(
    "expression", ["x*x + 3*x - 7", "x^3/8", "sqrt(x + 12)", "mod(x, 3)", "-x", "abs(x)", "max(x, 2)", "floor(x)*x", "x - x"]
)
def test_whole_results_of_whole_numbers_are_exact(expression: str) -> None:
    errors, output = rounding(expression, {"x": "4"})
    assert errors.running[output] == 0


@pytest.mark.parametrize(("expression", "units"), [("x + 0.5", 1), ("x/3", 1), ("exp(x)", 2), ("tanh(x)", 3), ("x^0.5", 2), ("sqrt(x)", 1)])
def test_a_step_adds_what_its_entry_says(expression: str, units: int) -> None:
    errors, output = rounding(expression, {"x": "1.25"})
    assert errors.own[output] == units * UNIT * adcli.evaluate(expression, {"x": 1.25})


def test_a_result_that_underflowed_is_off_by_the_least_double() -> None:
    for expression, x in (("exp(-x)", "800"), ("x*x", "1e-200"), ("x^2", "2e-170")):
        errors, output = rounding(expression, {"x": x})
        assert errors.own[output] == LEAST
    for expression, x in (("x - 1", "1"), ("log(x)", "1"), ("x*0", "3"), ("sin(x - 1)", "1")):
        errors, output = rounding(expression, {"x": x})
        assert errors.own[output] == 0


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("1/(x - 0.3)", "div ends or has a pole"),
        ("log(x - 0.3)", "log ends or has a pole"),
        ("gamma(x - 3.3)", "gamma"),
        ("tan(x + pi/2 - 0.3)", "tan has a pole"),
        ("floor(x*10)", "floor jumps"),
        ("atan2(x - 0.3, -1)", "atan2 jumps"),
        ("sign(x - 0.3)", "sign jumps"),
        ("1 if x < 0.3 else 2", "rounding errors may decide this comparison"),
    ],
)
def test_poles_jumps_and_comparisons_within_reach_are_found(expression: str, reason: str) -> None:
    assert any(doubt.reason.startswith(reason) for doubt in rounding(expression, {"x": "0.1*3"})[0].doubts)
    assert not rounding(expression, {"x": "0.77"})[0].doubts


@pytest.mark.parametrize("expression", ["abs(x - 0.3)", "max(x, 0.3)", "relu(x - 0.3)", "clamp(x, 0, 0.3)"])
def test_kinks_within_reach_are_found(expression: str) -> None:
    assert rounding(expression, {"x": "0.1*3"})[0].kinks
    assert not rounding(expression, {"x": "0.7"})[0].kinks


def test_comparisons_of_exact_numbers_are_in_no_doubt() -> None:
    assert not rounding("x if x <= 3 else 2*x", {"x": "3"})[0].doubts
    assert not rounding("x if x == x else 0", {"x": "0.1"})[0].doubts


@pytest.mark.parametrize("name", [name for name, entry in FUNCTIONS.items() if entry.whole])
def test_entries_that_are_exact_on_whole_numbers_are(name: str) -> None:
    dice, seen = random.Random(name), 0
    for _ in range(400):
        most = 10 ** dice.randint(1, 15)
        arguments = [float(dice.randint(-most, most)) for _ in FUNCTIONS[name].names]
        if name == "pow":
            arguments = [float(dice.randint(-300, 300)), float(dice.randint(0, 12))]
        elif name == "sqrt":
            arguments = [float(dice.randint(0, 67 * 10**6) ** 2 + dice.choice((0, 0, 1, -1)))]
        elif name == "div" and dice.random() < 0.5:
            arguments[0] = float(int(arguments[1]) * dice.randint(1, 9))
        out = FLOATS.functions[name](*arguments)
        if math.isfinite(out) and out.is_integer() and all([abs(x) < 2**52 for x in (*arguments, out)]):
            seen += 1
            true = value(name, arguments)
            assert out == (0 if true is None else true)
    assert seen > 50
