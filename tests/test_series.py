"""Taylor arithmetic: what it costs, and that chains of partials end."""

from __future__ import annotations

import itertools

import pytest

from adcli.arithmetic.floats import FLOATS
from adcli.expansions.series import Expansion
from adcli.reading import parse
from adcli.sweep import evaluate


def expansion(expression: str, x: float, order: int) -> Expansion:
    graph = parse(expression)
    return Expansion(evaluate(graph, {"x": x}, FLOATS), {"x": 1.0}, order, graph.outputs[0])


@pytest.mark.parametrize(
    "expression", ["exp(sin(x))", "sin(x)*exp(x)/(1 + x^2)", "tanh(x)^3", "sqrt(x)^x", "erf(x)", "lambertw(atan(x))", "j0(x)"]
)
def test_the_cost_grows_with_the_square_of_the_order(expression: str) -> None:
    costs = [expansion(expression, 0.7, order).operations for order in (10, 20, 40, 80)]
    for smaller, larger in itertools.pairwise(costs):
        assert larger < (8.3 if expression == "j0(x)" else 4.3) * smaller  # Bessel functions of ever higher orders take one factor more


@pytest.mark.parametrize("expression", ["lgamma(x)", "gamma(x)", "beta(x, 2*x)", "polygamma(2, x)", "x^2.5"])
def test_chains_of_ever_new_partials_cost_the_cube_at_most(expression: str) -> None:
    costs = [expansion(expression, 1.2, order).operations for order in (10, 20, 40, 80)]
    for smaller, larger in itertools.pairwise(costs):
        assert larger < 8.6 * smaller


@pytest.mark.parametrize(
    "expression",
    ["sin(x)", "tan(x)", "asin(x)", "sech(x)", "sigmoid(x)", "normcdf(x)", "erfinv(x)", "lambertw(x)", "cbrt(x)", "hypot(x, 3)", "y1(x)"],
)
def test_elementary_functions_close_and_their_graph_does_not_grow(expression: str) -> None:
    assert len(expansion(expression, 0.4, 10).graph) == len(expansion(expression, 0.4, 60).graph) < 60


def test_a_whole_power_leaves_nothing_beyond_its_degree() -> None:
    found = expansion("(1 + x)^7", 0.1, 12)
    assert found.coefficients[found.places[max(found.places)]][8:] == [0.0] * 5


def test_a_deep_formula_is_no_recursion() -> None:
    found = expansion("sin(" * 2000 + "x" + ")" * 2000, 0.5, 3)
    assert len(found.graph) > 2000
