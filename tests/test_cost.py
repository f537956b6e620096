"""Counted operations, and the bounds that they keep."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adcli
from adcli.cost import Cost
from adcli.render.reports.cost import CostReport
from tests.strategies import expressions, points


def cost(expression: str, **at: float) -> Cost:
    return adcli.value_and_gradient(expression, at).cost


def test_operations_are_counted_as_the_documentation_says() -> None:
    # sin, *, + for the value; cos·v̄, two products and the sum at x1 in reverse; both directions in forward.
    assert cost("sin(x1) + x1*x2", x1=2, x2=3) == Cost(value=3, forward_sweep=5, reverse_sweep=4, inputs=2)


def test_numbers_cost_nothing() -> None:
    assert cost("x/sqrt(2*pi)", x=1).value == 1


def test_only_what_is_run_is_counted() -> None:
    assert cost("x if x > 0 else sin(cos(tan(x)))", x=1).value == 1


def test_automatic_mode_takes_the_cheaper() -> None:
    assert adcli.value_and_gradient("sin(cos(x)*x)*x", {"x": 1}).mode == "reverse"
    assert adcli.value_and_gradient("exp(x)*exp(x)", {"x": 1}).mode in ("forward", "reverse")
    many = " * ".join(f"x{k}" for k in range(50))
    assert adcli.value_and_gradient(many, {f"x{k}": 1.0 for k in range(50)}).mode == "reverse"


@given(expressions, points, st.sets(st.sampled_from(["x", "y", "z1"])))
def test_automatic_mode_is_the_cheaper_by_the_count(expression: str, at: dict[str, float], wrt: set[str]) -> None:
    """It counts only where there are conditionals: without them reverse never counts more."""
    graph = adcli.parse(expression)
    for names in (None, sorted(wrt & set(graph.inputs))):
        found = adcli.value_and_gradient(graph, {name: at[name] for name in graph.inputs}, names)
        assert found.mode == found.cost.cheaper


@pytest.mark.parametrize("n", [1, 10, 100, 1000])
def test_a_reverse_gradient_costs_at_most_four_values_for_any_number_of_inputs(n: int) -> None:
    expression = " + ".join(f"x{k}*x{(k + 1) % n}/(1 + x{k}^2)" for k in range(n))
    assert cost(expression, **{f"x{k}": 1.0 + k for k in range(n)}).ratio("reverse") <= 4


@given(expressions, points)
@settings(max_examples=300)
def test_the_bounds_hold_for_every_expression(expression: str, at: dict[str, float]) -> None:
    counted = cost(expression, **at)
    assert counted.value + counted.reverse_sweep <= 4 * counted.value
    assert counted.forward_sweep <= 3 * counted.value


def test_a_jacobian_counts_a_sweep_for_each_row_or_column() -> None:
    counted = adcli.jacobian("x*y; sin(x)/y; u = x^2", {"x": 2, "y": 3}).cost
    assert (counted.forward, counted.reverse) == (2 * counted.forward_sweep, 3 * counted.reverse_sweep)
    assert counted.ratio("forward") == (counted.value + counted.forward) / counted.value


def test_other_sizes_scale_with_inputs_in_forward_mode_and_with_outputs_in_reverse_mode() -> None:
    report = CostReport(adcli.value_and_gradient("sin(x1) + x1*x2", {"x1": 2, "x2": 3}))
    sizes = {(cost.inputs, cost.outputs): (cost.forward, cost.reverse) for cost in report.scaled}
    assert sizes[2, 1] == (10, 4)  # the function itself
    assert sizes[10**6, 1] == (5 * 10**6, 4)
    assert sizes[1000, 1000] == (5000, 4000)
    assert [cost.cheaper for cost in report.scaled if cost.outputs > cost.inputs] == ["forward"] * 2
