"""Taylor coefficients: against 50-digit arithmetic, known series, sweeps and the conventions at special points."""

from __future__ import annotations

import math
from fractions import Fraction
from math import comb, factorial

import mpmath
import pytest
from mpmath import mp, mpf

from adcli.codegen import compile_graph
from adcli.derivatives import gradient_at
from adcli.errors import OutputError, PointError
from adcli.expansions.expansion import MAX_ORDER, Taylor, taylor_at
from adcli.functions import FUNCTIONS, callable_names
from adcli.graph import Graph
from adcli.reading import parse
from tests.reference import EXACT, constant
from tests.test_samples import SAMPLES


def taylor(expression: str, order: int, **point: float) -> Taylor:
    return taylor_at(parse(expression), point, order)


def truth(graph: Graph, point: dict[str, float], along: str, order: int, unit: float = 1.0) -> list[mpf]:
    """The coefficients by differences in 50-digit arithmetic, which know nothing of any partial."""
    compute = compile_graph(graph, graph.outputs, list(graph.inputs), EXACT, constant)

    def moved(t: mpf) -> mpf:
        return compute(*[mpf(point[name]) + (unit * t if name == along else 0) for name in graph.inputs])[0]

    with mp.workdps(50):
        return list(mpmath.taylor(moved, 0, order))


def error(found: list[float], true: list[mpf]) -> float:
    """The largest error, relative to a coefficient or one of its neighbours."""
    return max(
        float(abs(c - t) / (max(abs(other) for other in true[max(0, k - 1) : k + 2]) or 1))
        for k, (c, t) in enumerate(zip(found, true, strict=True))
    )


SMOOTH = [
    name
    for name in callable_names()
    if FUNCTIONS[name].parameters == "x" and name not in ("abs", "sign", "floor", "ceil", "round", "trunc", "relu")
]


@pytest.mark.parametrize("name", SMOOTH)
def test_every_function_agrees_with_the_witness(name: str) -> None:
    graph, compared = parse(f"{name}(x)"), 0
    for x in (0.0, 0.3, 1.7):
        found = taylor_at(graph, {"x": x}, 7)
        if found.finite and (x or name != "acot"):
            compared += 1
            assert error(found.coefficients, truth(graph, {"x": x}, "x", 7)) < 3e-14, x
    assert compared


# A formula whose series has fewer digits where its steps cancel, and those with steps and powers that are no analytic functions.
CHOSEN = [sample for k, sample in enumerate(SAMPLES.values()) if k % 2 == 0 and len(sample.formula) < 200]


@pytest.mark.parametrize("sample", CHOSEN, ids=lambda sample: sample.name)
def test_samples_agree_with_the_witness(sample) -> None:  # type: ignore[no-untyped-def]
    graph = parse(sample.formula, names=sample.point)
    name = next(iter(graph.inputs))
    unit = abs(sample.point[name]) or 1.0
    found = taylor_at(graph, sample.point, 5, direction={name: unit})
    if found.finite and not found.notes:
        assert error(found.coefficients, truth(graph, sample.point, name, 5, unit)) < 2e-12


def catalan(k: int) -> Fraction:
    return Fraction(comb(2 * k, k), k + 1)


def bernoulli_tangent(k: int) -> Fraction:
    if k % 2 == 0:
        return Fraction(0)
    n = (k + 1) // 2
    b = mpmath.bernfrac(2 * n)
    return Fraction((-1) ** (n - 1) * 4**n * (4**n - 1)) * Fraction(int(b[0]), int(b[1])) / factorial(2 * n)


@pytest.mark.parametrize(
    ("expression", "coefficient"),
    [
        ("exp(x)", lambda k: Fraction(1, factorial(k))),
        ("sin(x)", lambda k: Fraction((0, 1, 0, -1)[k % 4], factorial(k))),
        ("1/(1 - x)", lambda k: Fraction(1)),
        ("log(1 + x)", lambda k: Fraction((-1) ** (k - 1), k) if k else Fraction(0)),
        ("atan(x)", lambda k: Fraction((0, 1, 0, -1)[k % 4], k or 1)),
        ("tan(x)", bernoulli_tangent),
        ("lambertw(x)", lambda k: Fraction((-k) ** (k - 1), factorial(k)) if k else Fraction(0)),
        ("(1 - sqrt(1 - 4*x))/2", lambda k: catalan(k - 1) if k else Fraction(0)),
        ("j0(x)", lambda k: Fraction((-1) ** (k // 2), 4 ** (k // 2) * factorial(k // 2) ** 2) if k % 2 == 0 else Fraction(0)),
        ("x/(1 - x - x^2)", lambda k: Fraction(round(mpmath.fibonacci(k)))),
    ],
)
def test_known_series_to_order_40(expression: str, coefficient) -> None:  # type: ignore[no-untyped-def]
    found = taylor(expression, 40, x=0)
    assert found.coefficients == pytest.approx([float(coefficient(k)) for k in range(41)], rel=2e-13, abs=0)


def test_derivatives_are_the_coefficients_times_factorials() -> None:
    assert taylor("1/(1 - x)", 6, x=0).derivatives == [1, 1, 2, 6, 24, 120, 720]
    assert taylor("exp(x)", MAX_ORDER, x=0).derivatives == pytest.approx([1] * (MAX_ORDER + 1), rel=1e-12)


def test_lgamma_goes_through_polygamma() -> None:
    found = taylor("lgamma(x)", 30, x=1)
    zeta = [0, -float(mpmath.euler), *((-1) ** k * float(mpmath.zeta(k)) / k for k in range(2, 31))]
    assert found.coefficients == pytest.approx(zeta, rel=1e-13)


def test_the_first_two_orders_are_value_and_gradient() -> None:
    point = {"x": 0.3, "y": 1.2}
    graph = parse("atan2(y, x)*x^y + min(x, y)")
    found = taylor_at(graph, point, 4, direction={"x": 2, "y": "-1/2"})
    gradient = gradient_at(graph, point)
    assert found.coefficients[0] == gradient.value
    assert found.coefficients[1] == pytest.approx(2 * gradient.gradient["x"] - 0.5 * gradient.gradient["y"], rel=1e-15)
    assert taylor("csc(x^2)", 1, x=0).coefficients == [math.inf, 0]  # 0·∞, by the convention of sweeps
    assert taylor("x^2", 0, x=3).coefficients == [9]


def test_a_direction_mixes_the_variables() -> None:
    found = taylor_at(parse("exp(x*y)"), {"x": 0, "y": 1}, 3, direction={"x": 1, "y": -1})
    assert found.coefficients == pytest.approx([1, 1, -1 / 2, -5 / 6])
    assert taylor_at(parse("x*y"), {"x": 2, "y": 3}, 2, along="y").coefficients == [6, 2, 0]
    assert taylor_at(parse("x*y"), {"x": 2, "y": 3}, 2, direction={"x": 0}).coefficients == [6, 0, 0]


# Special points.


@pytest.mark.parametrize(
    ("expression", "x", "coefficients"),
    [
        ("x^3", 0, [0, 0, 0, 1, 0]),
        ("x^20", 0, [0, 0, 0, 0, 0]),
        ("x^3", -2, [-8, 12, -6, 1, 0]),
        ("(x^2)^3*x^0", 0, [0, 0, 0, 0, 0]),
        ("x if x > 0 else -x", -1, [1, -1, 0, 0, 0]),
        ("sqrt(x)*0 + x^2 if x > 1 else x", 0, [0, 1, 0, 0, 0]),
        ("floor(x) + x", 1.5, [2.5, 1, 0, 0, 0]),
        ("max(x^2, x)", 3, [9, 6, 1, 0, 0]),
        ("1/(1 + exp(-x))", -800, [0, 0, 0, 0, 0]),
        ("7", 0, [7, 0, 0, 0, 0]),
        ("x", 3, [3, 1, 0, 0, 0]),
    ],
)
def test_special_points(expression: str, x: float, coefficients: list[float]) -> None:
    graph = parse(expression)
    assert taylor_at(graph, {"x": x} if graph.inputs else {}, 4).coefficients == coefficients


def test_a_power_says_where_its_derivatives_end() -> None:
    found = taylor("x + x^2.5", 4, x=0)
    assert found.coefficients == [0, 1, 0, math.inf, -math.inf]
    assert not found.finite
    (note,) = found.notes
    assert note.message == "this step has no more derivatives here: those of order 3 and higher are not finite"
    assert found.graph.source[note.span.start : note.span.stop] == "x^2.5"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("sqrt(x)", "sqrt(x) has an infinite slope in x at x = 0"),
        ("abs(x)", "abs has a kink at 0: left -1, right 1, 0 used"),
        ("log(x)", "log(x) needs x > 0, got 0"),
        ("sqrt(x^4)", "0·∞ at this step: 0 used; the limit may differ"),
    ],
)
def test_notes_of_the_first_order_are_those_of_grad(expression: str, message: str) -> None:
    found = taylor(expression, 3, x=0)
    assert message in [note.message for note in found.notes]


def test_outside_the_domain_all_is_nan() -> None:
    assert all(map(math.isnan, taylor("log(x)", 3, x=-1).coefficients))


def test_a_derivative_beyond_the_doubles_is_noted() -> None:
    found = taylor("1/(1 - 2*x)", MAX_ORDER, x=0)
    assert any("beyond the largest number" in note.message for note in found.notes)


# What is refused.


def test_a_line_has_to_be_told() -> None:
    graph = parse("x*y")
    with pytest.raises(PointError, match=r"one variable, and there are 2 \(x, y\): choose one with --along x, or a direction"):
        taylor_at(graph, {"x": 1, "y": 1}, 2)
    with pytest.raises(PointError, match="not both"):
        taylor_at(graph, {"x": 1, "y": 1}, 2, along="x", direction={"x": 1})
    with pytest.raises(PointError, match="no variable z"):
        taylor_at(graph, {"x": 1, "y": 1}, 2, along="z")
    with pytest.raises(OutputError):
        taylor("x; x^2", 2, x=1)


@pytest.mark.parametrize("order", [-1, MAX_ORDER + 1, 10**9])
def test_an_order_out_of_bounds_is_refused(order: int) -> None:
    with pytest.raises(ValueError, match=f"order is {order}, not a whole number from 0 to {MAX_ORDER}"):
        taylor("x", order, x=1)
