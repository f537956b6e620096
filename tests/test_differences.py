"""Difference quotients, their error estimates, and the complex step: against derivatives known in closed form."""

from __future__ import annotations

import math

import pytest

from adcli.derivatives import gradient_at
from adcli.functions import FUNCTIONS, callable_names
from adcli.judging.complex_step import supported, unsupported
from adcli.judging.differences import Slopes, along, complex_step, slopes
from adcli.judging.noise import ROUNDINGS, rounding_bounds
from adcli.reading import parse

# Expression, point, derivative there by hand.
KNOWN = [
    ("sin(x)", 2, math.cos(2)),
    ("exp(x)", 1, math.e),
    ("x^2 + 3*x + 1", 2, 7),
    ("x^5", -2, 80),
    ("1/(x - 1)", 1.0001, -1 / 0.0001**2),
    ("sin(1e6*x)", 1, 1e6 * math.cos(1e6)),
    ("sin(16*pi*x)", 1, 16 * math.pi),
    ("sqrt(x)", 1e-9, 0.5 / math.sqrt(1e-9)),
    ("log(x)", 1e-200, 1e200),
    ("x^-3", -2, -3 / 16),
    ("atan2(x, -2)", 1, -2 / 5),
    ("hypot(x, 3)", 4, 0.8),
    ("cbrt(x)", -8, 1 / 12),
    ("x^x", 2, 4 * (math.log(2) + 1)),
    ("exp(-1/x^2)", 0.05, 2 / 0.05**3 * math.exp(-400)),
    ("x if x < 1.001 else 5*x", 1, 1),
    ("round(1000*x)/1000 + x", 1.2, 1),
]


def found(expression: str, x: float) -> Slopes:
    graph = parse(expression)
    output = graph.outputs[0]
    noise = rounding_bounds(graph, output, ["x"], {"x": x})[0]
    return slopes(along(graph, output, {"x": x}, "x"), x, noise / ROUNDINGS)


@pytest.mark.parametrize(("expression", "x", "derivative"), KNOWN)
def test_a_slope_is_as_close_as_it_says(expression: str, x: float, derivative: float) -> None:
    slope = found(expression, x).central
    assert abs(slope.value - derivative) <= 4 * slope.error
    assert slope.error <= 1e-6 * abs(derivative)


@pytest.mark.parametrize(("expression", "x", "derivative"), KNOWN)
def test_the_complex_step_has_all_digits(expression: str, x: float, derivative: float) -> None:
    graph = parse(expression)
    slope = complex_step(graph, graph.outputs[0], {"x": float(x)}, "x")
    assert slope.value == pytest.approx(derivative, rel=1e-9 if expression == "1/(x - 1)" else 1e-13)


@pytest.mark.parametrize(
    ("expression", "x", "left", "right"),
    [("abs(x)", 0, -1, 1), ("relu(x)*3", 0, 0, 3), ("x if x > 0 else 2*x", 0, 2, 1), ("max(x, x^2)", 1, 1, 2), ("clamp(x, 0, 1)", 1, 1, 0)],
)
def test_the_sides_of_a_corner(expression: str, x: float, left: float, right: float) -> None:
    slope = found(expression, x)
    assert (slope.left.value, slope.right.value) == pytest.approx((left, right), abs=1e-9)


def test_a_jump_and_the_end_of_a_domain_have_one_side() -> None:
    jump = found("floor(x) + x", 1)
    assert jump.right.value == pytest.approx(1)
    assert jump.left.error > 1
    end = found("acosh(x)^2", 1)  # 2 at 1, from the right
    assert end.left.error == end.central.error == math.inf
    assert end.right.value == pytest.approx(2, abs=1e-6)


@pytest.mark.parametrize("power", [1, 2])
def test_the_error_of_a_quotient_falls_with_the_step_as_theory_says(power: int) -> None:
    """Forward h·f''/2, central h²·f'''/6 (for exp at 0: h/2 and h²/6), down to where rounding begins."""
    from adcli.comparing.comparison import compare_at

    for quotient in compare_at(parse("exp(x)"), {"x": 0}).curve:
        error, theory = (quotient.forward_error, quotient.step / 2) if power == 1 else (quotient.central_error, quotient.step**2 / 6)
        if 1e-4 < quotient.step < 0.02:
            assert error == pytest.approx(theory, rel=0.02)


def test_complex_values_follow_the_table() -> None:
    """Each function that has complex values, at points of its domain: the slope of the complex step is the table's partial."""
    tried = 0
    for name in callable_names():
        entry = FUNCTIONS[name]
        if not supported(name) or entry.takes != "number" or entry.gives != "number":
            continue
        graph = parse(f"{name}({', '.join(entry.names)})")
        for values in ((0.3, 0.4, 0.7), (0.9, 0.2, 0.5), (1.7, 2.5, 3.5), (-0.6, 0.8, 1.2), (-2.4, -1.3, 0.5), (12.0, 3.0, 20.0)):
            point = dict(zip(entry.names, values, strict=False))
            result = gradient_at(graph, point)
            for parameter, partial in result.gradient.items():
                if math.isfinite(result.value) and math.isfinite(partial):
                    slope = complex_step(graph, result.output, point, parameter)
                    assert slope.value == pytest.approx(partial, rel=1e-12, abs=1e-300), (name, point, parameter)
                    tried += 1
                elif result.value != result.value:
                    assert math.isnan(complex_step(graph, result.output, point, parameter).value), (name, point)
    assert tried > 250


def test_what_has_no_complex_values_is_named() -> None:
    assert unsupported(parse("gamma(x)*sin(x) + normcdf(x, 1, 2)*erf(x)")) == ["erf", "gamma", "normcdf"]
    assert unsupported(parse("abs(x)*sinc(x) if x > 0 else normpdf(x)")) == []
