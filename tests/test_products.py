"""Jacobian-vector and vector-Jacobian products, their seeds, and their traces."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings

import adcli
from adcli.errors import PointError
from adcli.matrices.products import jvp_at, vjp_at
from adcli.traces.product_tracing import trace_of_product
from tests.strategies import expressions, points

TWO, AT = "u = x*y; sin(x)/y", {"x": 2, "y": 3}


def test_a_tangent_goes_in_and_the_derivatives_of_the_outputs_come_out() -> None:
    found = adcli.jvp(TWO, AT, {"x": 1, "y": 2})
    assert found.values == {"u": 6, "y2": math.sin(2) / 3}
    assert found.products == pytest.approx({"u": 7, "y2": math.cos(2) / 3 - 2 * math.sin(2) / 9})
    assert adcli.jvp("sin(x1) + x1*x2", {"x1": 2, "x2": 3}, {"x1": 1}).products == {"y": 2.5838531634528574}


def test_cotangents_go_in_by_order_or_by_name() -> None:
    assert adcli.vjp(TWO, AT, [1, 0]).products == adcli.vjp(TWO, AT, {"u": 1}).products == {"x": 3, "y": 2}
    assert adcli.vjp(TWO, AT, {"y2": "1/2", "u": 0}).products == pytest.approx({"x": math.cos(2) / 6, "y": -math.sin(2) / 18})


def test_the_article_has_the_same_numbers() -> None:
    """Baydin et al. 2018, Tables 2 and 3."""
    text, at = "log(x1) + x1*x2 - sin(x2)", {"x1": 2, "x2": 5}
    assert adcli.jvp(text, at, {"x1": 1}).products["y"] == pytest.approx(5.5)
    assert adcli.vjp(text, at, [1]).products == pytest.approx({"x1": 5.5, "x2": 1.7163378145367738})


def test_an_equal_output_twice_has_both_cotangents() -> None:
    assert adcli.vjp("x*y; x*y", AT, [1, 2]).products == {"x": 9, "y": 6}


def test_wrt_fixes_the_others() -> None:
    assert adcli.vjp(TWO, AT, [1, 0], wrt=["y"]).products == {"y": 2}
    assert adcli.jvp(TWO, AT, {"y": 1}, wrt=["y"]).products["u"] == 2


@given(expressions, expressions, points)
@settings(max_examples=60, deadline=None)
def test_both_products_are_those_of_the_jacobian(first: str, second: str, at: dict[str, float]) -> None:
    graph = adcli.parse(f"{first}; {second}")
    at = {name: at[name] for name in graph.inputs}
    whole = adcli.jacobian(graph, at)
    if not whole.finite or max([abs(v) for row in whole.matrix.dense() for v in row], default=0) > 1e100:
        return
    for r in range(2):
        assert list(vjp_at(graph, at, [float(k == r) for k in range(2)]).products.values()) == whole.matrix.row(r)
    for c, name in enumerate(graph.inputs):
        forward = adcli.jacobian(graph, at, mode="forward").matrix
        assert list(jvp_at(graph, at, {name: 1}).products.values()) == [forward.row(r)[c] for r in range(2)]


def test_a_seed_of_0_carries_nothing_not_even_along_an_infinite_slope() -> None:
    found = adcli.jvp("sqrt(x) + y", {"x": 0, "y": 1}, {"x": 0, "y": 1})
    assert (found.products, found.notes) == ({"f": 1}, [])
    assert adcli.vjp("sqrt(x); y", {"x": 0, "y": 1}, [0, 1]).products == {"x": 0, "y": 1}


def test_what_is_not_finite_is_told_with_its_output() -> None:
    found = adcli.jvp("log(x); sqrt(y)", {"x": -1, "y": 0}, {"x": 1, "y": 1})
    assert not found.finite
    assert [note.message for note in found.notes] == [
        "y1 is nan: log(x) needs x > 0, got -1",
        "sqrt(x) has an infinite slope in x at x = 0",
    ]


@pytest.mark.parametrize(
    ("tangent", "message"),
    [
        ({"q": 1}, "there is no variable q to give a tangent: the variables are x, y"),
        ({"x": "nan"}, "the tangent of x is nan: give a finite number"),
        ({"x": math.inf}, "the tangent of x is inf: give a finite number"),
        ({"x": "2 3"}, "in 'x=2 3'"),
    ],
)
def test_bad_tangents(tangent: dict[str, Any], message: str) -> None:
    with pytest.raises(PointError) as caught:
        adcli.jvp(TWO, AT, tangent)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("cotangent", "message"),
    [
        ([1], "1 cotangent given, and there are 2 outputs (u, y2): give one for each output"),
        ([1, 2, 3], "3 cotangents given, and there are 2 outputs (u, y2): give one for each output"),
        ({"v": 1}, "there is no output v to give a cotangent"),
        ([1, "nan"], "the cotangent of y2 is nan: give a finite number"),
    ],
)
def test_bad_cotangents(cotangent: Any, message: str) -> None:
    with pytest.raises(PointError) as caught:
        adcli.vjp(TWO, AT, cotangent)
    assert str(caught.value).startswith(message)


def test_a_tangent_for_what_is_fixed_is_refused() -> None:
    with pytest.raises(PointError, match="x has a tangent, and --wrt leaves it fixed"):
        adcli.jvp(TWO, AT, {"x": 1}, wrt=["y"])


def test_traces_begin_with_the_seeds_and_mark_every_output() -> None:
    graph = adcli.parse(TWO)
    forward = list(trace_of_product(jvp_at(graph, AT, {"x": 1, "y": -2})))
    assert [step.tangents[0].value for step in forward[:2]] == [1, -2]
    assert [step.output for step in forward if step.output] == ["u", "y2"]
    backward = list(trace_of_product(vjp_at(graph, AT, [2, 5])))
    assert {step.output: step.contributions[0].quantity.value for step in backward if step.output} == {"u": 2, "y2": 5}
