"""Derivatives as formulas: what they read like, and that they are right."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import gradient_at, value_at
from adcli.errors import LimitError, OutputError, PointError
from adcli.expansions.expansion import taylor_at
from adcli.formulas.differentiation import MAX_ORDER, differentiated
from adcli.functions import FUNCTIONS, Function
from adcli.reading import parse
from adcli.rules import book_rule
from adcli.sweep import evaluate
from tests.conditioning import slack
from tests.strategies import expressions, points
from tests.test_samples import SAMPLES


def diff(expression: str, order: int = 1, wrt: str | None = None) -> str:
    return differentiated(parse(expression), [wrt] if wrt else None, order).derivatives[0].text()


@pytest.mark.parametrize(
    ("expression", "derivative"),
    [
        ("3*x^4 - 2*x^3 + x - 7", "12*x^3 - 6*x^2 + 1"),
        ("x^2*sin(x)", "2*x*sin(x) + x^2*cos(x)"),
        ("1/x", "-1/x^2"),
        ("sqrt(x)", "1/(2*sqrt(x))"),
        ("sqrt(1 - x^2)", "-x/sqrt(1 - x^2)"),
        ("exp(-x^2/2)", "-x*exp(-x^2/2)"),
        ("sin(x)^2", "2*sin(x)*cos(x)"),
        ("sin(cos(x))", "-sin(x)*cos(cos(x))"),
        ("log(log(x))", "1/(x*log(x))"),
        ("(x - 1)/(x + 1)", "2/(x + 1)^2"),
        ("x/(x^2 + 1)", "(1 - x^2)/(x^2 + 1)^2"),
        ("x^2/(x - 1)", "(x^2 - 2*x)/(x - 1)^2"),
        ("log(x)/x", "1/x^2 - log(x)/x^2"),
        ("exp(x)/(1 + exp(x))", "exp(x)/(1 + exp(x))^2"),
        ("x^n", "n*x^(n - 1)"),
        ("2^x", "log(2)*2^x"),
        ("e^(2*x)", "2*e^(2*x)"),
        ("x^x", "x^x + x^x*log(x)"),
        ("x^2.5", "2.5*x^1.5"),
        ("x^(1/3)", "1/(3*x^(2/3))"),
        ("cbrt(x)", "1/(3*cbrt(x)^2)"),
        ("0.1*x^2", "0.2*x"),
        ("(2*x)^2", "8*x"),
        ("tan(x)", "1 + tan(x)^2"),
        ("tanh(x)", "1/cosh(x)^2"),
        ("asin(x)", "1/sqrt(1 - x^2)"),
        ("atan(x)", "1/(1 + x^2)"),
        ("acosh(x)", "1/sqrt(x^2 - 1)"),
        ("csc(x)", "-csc(x)*cot(x)"),
        ("hypot(x, y)", "x/hypot(x, y)"),
        ("atan2(y, x)", "x/(x^2 + y^2)"),
        ("erf(x)", "2*exp(-x^2)/sqrt(pi)"),
        ("gamma(x)", "gamma(x)*digamma(x)"),
        ("polygamma(2, x)", "polygamma(3, x)"),
        ("j1(x)", "j0(x) - j1(x)/x"),
        ("sigmoid(x)", "sigmoid(x)*sigmoid(-x)"),
        ("abs(x)", "sign(x)"),
        ("floor(x)", "0"),
        ("relu(sin(x))", "cos(x) if sin(x) > 0 else 0"),
        ("max(x, y)", "1 if x > y else 0 if x < y else 0.5"),
        ("x^2 if x > 0 else -x", "2*x if x > 0 else -1"),
        ("A*exp(-t/T)", "exp(-t/T)"),
        ("exp(-(x - mu)^2/(2*sigma^2))", "-(x - mu)*exp(-(x - mu)^2/(2*sigma^2))/sigma^2"),
    ],
)
def test_derivatives_read_as_in_books(expression: str, derivative: str) -> None:
    assert diff(expression) == derivative


def test_higher_orders() -> None:
    assert diff("x^5", 3) == "60*x^2"
    assert diff("x^5", 6) == "0"
    assert diff("1/(1 + x^2)", 2) == "(6*x^2 - 2)/(1 + x^2)^3"
    assert diff("log(1 + x^2)", 2) == "(2 - 2*x^2)/(1 + x^2)^2"
    assert diff("sin(2*x)", 4) == "16*sin(2*x)"
    assert diff("x^2*sin(x)", 3) == "6*cos(x) - 6*x*sin(x) - x^2*cos(x)"


@pytest.mark.parametrize("expression", ["tanh(x)*x", "exp(-x^2/2)", "x^x", "log(1 + x^2)", "j0(x)", "lgamma(x)", "1/(1 + exp(-x))"])
def test_higher_orders_agree_with_taylor(expression: str) -> None:
    derivatives = taylor_at(parse(expression), {"x": 0.7}, 4).derivatives
    for order in range(1, 5):
        assert value_at(parse(diff(expression, order)), {"x": 0.7})[0] == pytest.approx(derivatives[order], rel=1e-12)


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if len(sample.formula) < 150])
def test_samples_evaluate_to_the_gradient(name: str) -> None:
    point, graph = SAMPLES[name].point, parse(SAMPLES[name].formula, names=SAMPLES[name].point)
    gradient, bounds = gradient_at(graph, point).gradient, slack(graph, point)
    for k, found in enumerate(differentiated(graph).derivatives, 1):
        value = value_at(parse(found.text(), names=point), point)[0]
        assert value == pytest.approx(gradient[found.variable], rel=1e-12, abs=bounds[k]), found.text()


@given(expressions, points)
@settings(max_examples=120)
def test_what_is_printed_parses_and_evaluates_to_the_derivative(expression: str, at: dict[str, float]) -> None:
    graph = parse(expression)
    result = gradient_at(graph, at)
    if not result.finite or result.notes or 0 in at.values():  # at 0, x^y has slopes by convention, and its formula has log(0)
        return
    bounds = slack(graph, at)
    for k, found in enumerate(differentiated(graph).derivatives, 1):
        value = value_at(parse(found.text(), names=at), at)[0]
        assert value == pytest.approx(result.gradient[found.variable], rel=1e-12, abs=bounds[k]), found.text()


@pytest.mark.parametrize(
    "entry", [entry for entry in FUNCTIONS.values() if entry.books and not entry.variadic], ids=lambda entry: entry.name
)
def test_partials_of_books_are_those_of_the_table(entry: Function) -> None:
    graph, x = book_rule(entry.name, len(entry.names)), 1.4 if entry.name in ("asec", "acsc", "acosh", "acoth") else 0.4
    point = [x + k for k in range(len(entry.names))]
    out = FLOATS.functions[entry.name](*point)
    tape = evaluate(graph, dict(zip((*entry.names, "out"), (*point, out), strict=True)), FLOATS)
    accurate = FLOATS.partials(entry.name, (1,) * len(point), point, out)
    assert [tape.values[i] for i in graph.outputs] == pytest.approx(list(accurate), rel=1e-14)


def test_operations_are_counted_before_and_after() -> None:
    (found,) = differentiated(parse("x^2*sin(x)")).derivatives
    assert found.operations == 7
    assert found.unsimplified > found.operations


def test_a_constant_has_no_derivatives_and_an_unused_variable_has_0() -> None:
    assert differentiated(parse("pi + 2")).derivatives == []
    assert diff("x*0 + 2") == "0"


def test_what_is_refused() -> None:
    with pytest.raises(OutputError):
        differentiated(parse("x; x^2"))
    with pytest.raises(PointError):
        differentiated(parse("x"), ["y"])
    for order in (0, -1, MAX_ORDER + 1):
        with pytest.raises(ValueError, match=f"order is {order}"):
            differentiated(parse("x"), order=order)
    doubling = "; ".join(["a0 = sin(x)", *(f"a{k} = sin(a{k - 1}) + cos(a{k - 1})" for k in range(1, 40))])
    with pytest.raises(LimitError, match="grad and taylor"):
        differentiated(parse(doubling))


def test_a_deep_formula_is_no_recursion() -> None:
    text = diff("sin(" * 120 + "x" + ")" * 120)
    assert text.count("cos") == 120
    assert math.isfinite(value_at(parse(text), {"x": 1.0})[0])
