"""Evaluation and the two sweeps."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from adcli.arithmetic.floats import FLOATS
from adcli.reading import parse
from adcli.sweep import Tape, evaluate, linearize, pull, push
from tests.strategies import expressions, points


def tape_of(expression: str, **at: float) -> Tape:
    graph = parse(expression)
    tape = evaluate(graph, at, FLOATS)
    linearize(tape, graph.inputs.values())
    return tape


def reverse_gradient(expression: str, **at: float) -> dict[str, float]:
    tape = tape_of(expression, **at)
    adjoints = pull(tape, {tape.graph.outputs[0]: 1.0})
    return {name: adjoints[i] or 0.0 for name, i in tape.graph.inputs.items()}


def forward_gradient(expression: str, **at: float) -> dict[str, float]:
    tape = tape_of(expression, **at)
    output = tape.graph.outputs[0]
    return {name: push(tape, {i: 1.0})[output] or 0.0 for name, i in tape.graph.inputs.items()}


def test_a_forward_sweep_carries_a_tangent_along_with_each_value() -> None:
    tape = tape_of("sin(x1) + x1*x2", x1=2.0, x2=3.0)
    x1, sine, x2, product, total = range(5)
    tangents = push(tape, {x1: 1.0})
    assert tangents[sine] == math.cos(2)
    assert tangents[product] == 3
    assert tangents[total] == math.cos(2) + 3
    assert tangents[x2] is None


def test_a_reverse_sweep_sums_what_the_consumers_send_back() -> None:
    tape = tape_of("sin(x1) + x1*x2", x1=2.0, x2=3.0)
    adjoints = pull(tape, {4: 1.0})
    assert adjoints == [math.cos(2) + 3, 1, 2, 1, 1]


def test_a_node_used_twice_by_one_consumer_gets_both_contributions() -> None:
    assert reverse_gradient("x*x", x=3.0) == {"x": 6}
    assert reverse_gradient("x - x", x=3.0) == {"x": 0}


def test_seeds_may_be_any_direction_and_any_weight() -> None:
    tape = tape_of("x*y", x=2.0, y=5.0)
    assert push(tape, {0: 3.0, 1: 4.0})[2] == 3 * 5 + 2 * 4
    assert pull(tape, {2: 10.0})[:2] == [50, 20]


def test_only_edges_towards_inputs_of_interest_have_partials() -> None:
    graph = parse("x*y + sin(y)")
    tape = evaluate(graph, {"x": 2.0, "y": 3.0}, FLOATS)
    linearize(tape, [graph.inputs["x"]])
    product, sine = graph.functions.index("mul"), graph.functions.index("sin")
    assert tape.partials[product] == (3.0, None)
    assert tape.partials[sine] == ()


@pytest.mark.parametrize(
    ("expression", "x"),
    [("sqrt(x) if x > 0 else 0", -1.0), ("0 if x <= 0 else log(x)", 0.0), ("1 if x < 0 or log(x) < 0 else x", -3.0)],
)
def test_a_branch_not_taken_is_not_run(expression: str, x: float) -> None:
    tape = tape_of(expression, x=x)
    ran = {tape.graph.functions[i] for i in tape.order}
    assert not ran & {"sqrt", "log"}
    assert reverse_gradient(expression, x=x) == forward_gradient(expression, x=x) == {"x": 0}


def test_zero_times_infinity_along_an_edge_is_zero_in_both_modes() -> None:
    assert reverse_gradient("1/(1+exp(-x))", x=-800.0) == forward_gradient("1/(1+exp(-x))", x=-800.0) == {"x": 0}


def test_an_input_that_is_not_varied_carries_nothing_along_a_missing_slope() -> None:
    # x^y at x < 0 has no slope in y, which is nothing to its slope in x.
    assert forward_gradient("x^y", x=-2.0, y=3.0)["x"] == reverse_gradient("x^y", x=-2.0, y=3.0)["x"] == 12


@given(expressions, points)
@settings(max_examples=400, deadline=None)
def test_forward_and_reverse_agree_to_rounding(expression: str, at: dict[str, float]) -> None:
    forward, reverse = forward_gradient(expression, **at), reverse_gradient(expression, **at)
    tape = tape_of(expression, **at)
    size = _largest(tape)
    for name in forward:
        one, other = forward[name], reverse[name]
        if math.isfinite(size) and math.isfinite(one) and math.isfinite(other):
            assert one == pytest.approx(other, rel=1e-12, abs=1e-13 * size)
        elif math.isfinite(size):
            assert math.isfinite(one) == math.isfinite(other)


def _largest(tape: Tape) -> float:
    """The sum over all paths of the sizes of their products: what rounding errors of a gradient are measured against."""
    sizes = [0.0] * len(tape.graph)
    sizes[tape.graph.outputs[0]] = 1.0
    for i in reversed(tape.order):
        edges = [(tape.taken[i], 1.0)] if i in tape.taken else zip(tape.graph.operands[i], tape.partials[i], strict=False)
        for j, partial in edges:
            if partial is not None and sizes[i]:
                sizes[j] += sizes[i] * abs(partial)
    return max(sizes)
