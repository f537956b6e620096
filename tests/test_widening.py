"""Answers whose steps leave the range of doubles on the way: right where there is a right one, and otherwise as they were."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from unittest import mock

import numpy as np
import pytest
from mpmath import mp, mpf

import adcli
from adcli.accuracy.widening import left_range
from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import gradient_at
from adcli.reading import parse
from adcli.sweep import evaluate, linearize, pull
from tests.formulas import exact
from tests.running import call

FORMULAS: list[tuple[str, float]] = [
    ("1e-200*(1e-200*(1e300*x))", 1),  # an adjoint of 1e-400
    ("1e200*(1e200*(1e-300*x))", 1),  # an adjoint of 1e400
    ("1e200*(1e200*(1e-300*(1e-100*x)))", 1),  # a value, a tangent and an adjoint
    ("(1e-200*x)*(1e-200*x)*1e300*1e300", 1),
    ("1e300/exp(x)", 800),
    ("exp(-1e300*x)*1e200", 800e-300),
    ("sqrt(x^2)", 1e-200),
    ("sqrt(x^2)", 1e-160),
    ("sqrt(1 + x^2)", 1e200),
    ("1/(1 + exp(-x))", -500),
    ("exp(x)^-2", 300),
    ("exp(x)/exp(x/2)", 1000),
    ("log(1 + exp(x))", 1000),
    ("log(erfc(x))", 30),
    ("log(normcdf(-x))", 50),
    ("log(cosh(x))", 1000),
    ("gamma(x)/gamma(x - 1)", 200),
    ("log(gamma(x))", 1e5),
    ("100^x*exp(-100)/gamma(x + 1)", 300),  # Poisson
    ("0.3^(x - 1)*0.7^599/beta(x, 600)", 600),  # beta distribution
    ("10*log10(x/1e-310)", 2),
    ("x^2*log(x)/x", 1e160),
    ("atan(x^2/1e300/1e20)", 1e160),
    ("normpdf(x)/normcdf(-x)", 45),
    ("x^3/(1 + x^4)", 1e100),
]


def truth(text: str, x: float) -> tuple[mpf, mpf]:
    """Value and derivative, by a difference of 400-digit numbers."""
    with mp.workdps(400):
        value = exact(parse(text))
        at, step = mpf(x), mpf(x) * mpf(10) ** -100
        return value(at)[0], (value(at + step)[0] - value(at - step)[0]) / (2 * step)


@pytest.mark.parametrize(("text", "x"), FORMULAS, ids=[f"{text} at {x}" for text, x in FORMULAS])
@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_value_and_derivative_are_right_in_both_modes(text: str, x: float, mode: str) -> None:
    found = gradient_at(parse(text), {"x": x}, mode=mode)
    for got, true in zip((found.value, found.gradient["x"]), truth(text, x), strict=True):
        assert abs(got - true) <= abs(true) * 1e-12
    assert not found.notes
    assert type(found.value) is float and type(found.gradient["x"]) is float


@pytest.mark.parametrize(("text", "x"), FORMULAS, ids=[f"{text} at {x}" for text, x in FORMULAS])
def test_a_kernel_agrees(text: str, x: float) -> None:
    """Its ordinary rows are computed as ever; the others are left to the engine that knows."""
    values, gradients = adcli.compile(text)(np.array([x, 1.5, x]))
    with np.errstate(all="ignore"):
        ordinary = adcli.value_and_gradient(text, {"x": 1.5})
    for got, true in zip((values[0], gradients[0][0]), truth(text, x), strict=True):
        assert abs(got - true) <= abs(true) * 1e-12
    assert values[1] == pytest.approx(ordinary.value, rel=1e-13) and gradients[0][1] == pytest.approx(ordinary.gradient["x"], rel=1e-13)


def test_every_other_question_gets_the_right_answer_too() -> None:
    text, at = "1e-200*(1e-200*(1e300*x^2))", {"x": 1.0}
    assert adcli.evaluate("log(erfc(x))", {"x": 30}) == pytest.approx(-903.9741171106438, rel=1e-15)
    assert adcli.jacobian(text, at, mode="reverse").matrix.dense()[0][0] == pytest.approx(2e-100, rel=1e-15)
    assert adcli.jacobian("1e200*(1e200*(1e-300*(1e-100*x)))", at, mode="forward").matrix.dense()[0][0] == pytest.approx(1, rel=1e-15)
    assert adcli.vjp(text, at, [1]).products["x"] == pytest.approx(2e-100, rel=1e-15)
    assert adcli.jvp("log(erfc(x))", {"x": 30}, {"x": 2}).products["y"] == pytest.approx(2 * -60.03329637, rel=1e-9)
    assert adcli.hessian(text, at).matrix.dense()[0][0] == pytest.approx(2e-100, rel=1e-15)
    assert adcli.hvp(text, at, {"x": 3}).products["x"] == pytest.approx(6e-100, rel=1e-15)
    assert adcli.taylor("log(erfc(x))", {"x": 30}, 2).coefficients[1] == pytest.approx(-60.03329637, rel=1e-9)


def test_rows_of_a_batch_too() -> None:
    words = ("batch", "--expr", "1e-200*(1e-200*(1e300*x^2))", "--at", "x=1:3:1", "--hessian")
    for row, x in zip(csv.DictReader(io.StringIO(call(*words).out)), (1, 2, 3), strict=True):
        found = [float(row[column]) for column in ("value", "d_x", "d2_x.x")]
        assert found == pytest.approx([1e-100 * x * x, 2e-100 * x, 2e-100], rel=1e-14) and row["status"] == "ok"


def test_both_sweeps_of_a_trace_end_with_the_same_derivative() -> None:
    """The forward sweep stays within the doubles, the reverse one that is shown beside it does not."""
    text = "1e-200*(1e-200*(1e300*x)) + y"
    steps = json.loads(call("trace", text, "--at", "x=1,y=2", "--mode", "both", "-f", "json").out)["steps"]
    x = next(step for step in steps if step["name"] == "x")
    assert x["adjoint"] == 1e-100 and steps[2]["adjoint"] == "1e-400"
    assert "1e-400" in call("grad", text, "--at", "x=1,y=2", "--mode", "forward").out


def test_what_does_not_matter_is_left_to_doubles() -> None:
    """The answers are the same, so the traces show IEEE's numbers."""
    for text, x in (("exp(-x^2/2)", 50), ("1 + exp(-x)", 800), ("tanh(x)", 400), ("1/(3*x)", 1e200), ("0*x/(1 + x^2)", 1e200)):
        found = adcli.value_and_gradient(text, {"x": x})
        assert found.tape.numbers is FLOATS and not found.notes, text


def test_what_is_beyond_the_doubles_in_the_end_is_told_as_ever() -> None:
    for text, x in (("exp(x)", 800), ("x*exp(x)", 1000), ("exp(x)*exp(x)", 400)):
        found = adcli.value_and_gradient(text, {"x": x})
        assert found.value == math.inf and [note.kind for note in found.notes] == ["overflow"]
    found = adcli.value_and_gradient("pi*r*sqrt(r^2 + h^2)*1e-10", {"r": 1e160, "h": 0.5})
    assert found.value == math.inf and found.notes[0].kind == "overflow"
    assert found.gradient["h"] == pytest.approx(math.pi * 0.5 * 1e-10, rel=1e-15)  # and what is not, is right all the same


def test_real_poles_and_conventions_stay() -> None:
    assert adcli.value_and_gradient("sqrt(x)", {"x": 0}).gradient == {"x": math.inf}
    assert [note.kind for note in adcli.value_and_gradient("sqrt(x^2)", {"x": 0}).notes] == ["zero-times-infinity"]
    assert [note.kind for note in adcli.value_and_gradient("1/(1 + exp(-x))", {"x": -800}).notes] == ["zero-times-infinity"]


def test_a_sweep_within_the_range_is_not_suspected() -> None:
    """Zeros that are zeros: of factors, of branches, of derivatives at an extremum, of numbers that cancel."""
    for text, point in (
        ("x*y", {"x": 0, "y": 3}),
        ("x^2 + y^2", {"x": 0, "y": 1}),
        ("(x - y)*(x + y)", {"x": 2, "y": 2}),
        ("relu(x)*y + max(x, y)", {"x": -1, "y": 2}),
        ("x if y > 0 else x^2", {"x": 0, "y": 1}),
    ):
        graph = parse(text)
        tape = evaluate(graph, point, FLOATS)
        linearize(tape, graph.inputs.values())
        assert not left_range(tape, [pull(tape, {graph.outputs[0]: 1.0})]), text


def test_ordinary_numbers_have_left_nothing() -> None:
    dice = random.Random(1)
    graph = parse(" + ".join(f"sin({dice.uniform(0.1, 9):.3f}*x)*y" for _ in range(5_000)))
    tape = evaluate(graph, {"x": 1.25, "y": 2.5}, FLOATS)
    linearize(tape, graph.inputs.values())
    assert not left_range(tape, [pull(tape, {graph.outputs[0]: 1.0})])
    powers = evaluate(parse("x^y^x^y"), {"x": 1.0, "y": 2.0}, FLOATS)
    linearize(powers, [0, 1])
    assert not left_range(powers)  # a power of 1 has a slope of 0 in its exponent


def test_a_nan_that_is_not_suspected_would_be_one_with_wide_numbers_too() -> None:
    """Variables that are nan or outside a domain, among numbers that leave the range: the same answer as where all is done again."""
    dice = random.Random(5)

    def formula(depth: int) -> str:
        if depth == 0 or dice.random() < 0.15:
            return dice.choice(["x", "y", "z", "2", "0.5", "1e-200", "1e200"])
        if dice.random() < 0.4:
            return f"{dice.choice(['sin', 'cos', 'exp', 'log', 'sqrt', 'acos', 'cbrt', 'log1p'])}({formula(depth - 1)})"
        return f"({formula(depth - 1)}{dice.choice('+-*/^')}{formula(depth - 1)})"

    values = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-200, 1e200, 1e-310, 800.0, math.inf, math.nan, math.nan]
    met = 0
    for text in ["cos(3.5^(1/3) + (z + 1e200)*(z/z))", *[formula(4) for _ in range(3000)]]:
        graph = parse(text)
        point = {name: dice.choice(values) for name in graph.inputs} if met else dict.fromkeys(graph.inputs, 1e-200)
        found = gradient_at(graph, point, mode="reverse")
        with mock.patch("adcli.derivatives.left_range", return_value=True):
            again = gradient_at(graph, point, mode="reverse")
        met += any([number != number for number in (found.value, *found.gradient.values())]) or not met
        assert repr((found.value, found.gradient, found.notes)) == repr((again.value, again.gradient, again.notes)), (text, point)
    assert met > 800
