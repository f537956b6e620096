"""Derivatives as graphs."""

from __future__ import annotations

import math

import mpmath
import pytest
from hypothesis import given, settings

from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import gradient_at
from adcli.formula import write
from adcli.graph import Graph
from adcli.reading import parse
from adcli.sweep import evaluate
from adcli.symbolic import gradient_graph
from tests.strategies import expressions, points


def outputs_at(graph: Graph, **at: float) -> list[float]:
    values = evaluate(graph, at, FLOATS).values
    return [values[i] for i in graph.outputs]


def second_derivatives(expression: str, **at: float) -> list[list[float]]:
    graph = parse(expression)
    names = list(graph.inputs)
    first = gradient_graph(graph, graph.outputs[0], names)
    return [outputs_at(gradient_graph(first, output, names), **at)[1:] for output in first.outputs[1:]]


def test_a_reverse_sweep_over_nodes_writes_the_gradient() -> None:
    graph = parse("sin(x1) + x1*x2")
    derivative = gradient_graph(graph, graph.outputs[0], ["x1", "x2"])
    assert [write(derivative, i) for i in derivative.outputs] == ["sin(x1) + x1*x2", "x2 + cos(x1)", "x1"]


def test_a_sweep_of_a_sweep_gives_second_derivatives() -> None:
    e2 = math.exp(2)
    expected = [[4 * e2, 4.0], [4.0, 2 - math.cos(2)]]
    for row, wanted in zip(second_derivatives("exp(2*x1) + x1*x2^2 + cos(x2)", x1=1.0, x2=2.0), expected, strict=True):
        assert row == pytest.approx(wanted, rel=1e-14)


@pytest.mark.parametrize(
    "expression", ["tanh(x)", "atan(x)", "asin(x/9)", "x^2.5", "2^x", "log(x)*sqrt(x)", "exp(-x^2)", "acosh(x+1)", "cbrt(x)", "hypot(x, 2)"]
)
def test_second_derivatives_have_mpmath_as_witness(expression: str) -> None:
    functions = {name: getattr(mpmath, name) for name in ("tanh", "atan", "asin", "log", "sqrt", "exp", "acosh", "cbrt", "hypot")}
    with mpmath.workdps(50):
        true = mpmath.diff(lambda x: eval(expression.replace("^", "**"), functions | {"x": x}), mpmath.mpf("1.25"), 2)
    assert second_derivatives(expression, x=1.25)[0][0] == pytest.approx(float(true), rel=5e-15)


@pytest.mark.parametrize("x", [-1.0, 0.0])
def test_a_branch_not_taken_harms_no_derivative_of_any_order(x: float) -> None:
    assert second_derivatives("sqrt(x)*log(x) if x > 0 else x^2", x=x) == [[2.0]]


def test_a_node_that_only_guarded_branches_use_is_guarded_by_their_conditions() -> None:
    # log(x) is used by two branches, neither of which is taken at x = -1.
    expression = "(log(x) if x > 0 else x) * (2*log(x) if x > 1 else 3)"
    graph = parse(expression)
    derivative = gradient_graph(graph, graph.outputs[0], ["x"])
    assert outputs_at(derivative, x=-1.0) == [-3.0, 3.0]
    assert outputs_at(derivative, x=math.e) == pytest.approx([2.0, 4 / math.e])


@pytest.mark.parametrize("expression", ["log(x)", "log2(x)", "log10(x)", "log1p(x)", "atanh(x)", "sqrt(x)", "acosh(x)", "asin(x)"])
def test_outside_the_domain_derivatives_of_every_order_are_nan(expression: str) -> None:
    graph = parse(expression)
    first = gradient_graph(graph, graph.outputs[0], ["x"])
    second = gradient_graph(first, first.outputs[1], ["x"])
    assert all(math.isnan(value) for value in (*outputs_at(first, x=-5.0), *outputs_at(second, x=-5.0)))


@given(expressions, points)
@settings(max_examples=150, deadline=None)
def test_the_gradient_graph_evaluates_to_the_gradient(expression: str, at: dict[str, float]) -> None:
    graph = parse(expression)
    names = list(graph.inputs)
    numeric = gradient_at(graph, at, mode="reverse")
    written = outputs_at(gradient_graph(graph, graph.outputs[0], names), **at)
    if numeric.finite:
        scale = max(map(abs, [1.0, *(value for value in numeric.tape.values if isinstance(value, float) and math.isfinite(value))]))
        assert written[0] == numeric.value
        assert written[1:] == pytest.approx([numeric.gradient[name] for name in names], rel=1e-11, abs=1e-12 * scale)


def test_a_condition_passes_no_derivative_on() -> None:
    # log(x) is evaluated by the condition, but only the branch not taken would differentiate it.
    graph = parse("log(x) if log(x) > 0 else 3")
    assert outputs_at(gradient_graph(graph, graph.outputs[0], ["x"]), x=-1.0) == [3.0, 0.0]
