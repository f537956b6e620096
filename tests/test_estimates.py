"""Error estimates: honest against 60-digit arithmetic on random formulas, not idle, and doubtful where they must be."""

from __future__ import annotations

import json
import math
import statistics

import pytest
from hypothesis import given, settings
from mpmath import mpf
from rich.cells import cell_len

import adcli
from adcli.accuracy.estimates import MOST_SWEPT
from adcli.symbolic import gradient_graph
from tests import exact
from tests.running import call
from tests.snapshot import Snapshot
from tests.strategies import expressions, points

LEAST = 2.0**-1074  # what is smaller than the least double is not told apart


def test_true_errors_of_random_formulas_stay_within_the_bounds_and_fill_them() -> None:
    larger: list[float] = []  # how many times the bound is larger than the true error
    compared = doubts = 0

    @settings(max_examples=500)
    @given(expressions, points)
    def check(expression: str, at: dict[str, float]) -> None:
        nonlocal compared, doubts
        point = {name: repr(value + 0.0) for name, value in at.items()}  # no -0.0, which mpmath does not know
        graph = adcli.parse(expression)
        found = adcli.error_estimate(graph, point)
        if not math.isfinite(found.value.value):
            assert found.value.digits is None
            return
        true = exact.values(gradient_graph(graph, graph.outputs[0], list(graph.inputs)), point)
        if true is None:
            return
        for bound, truth in zip((found.value, *found.gradient.values()), true, strict=True):
            doubts += bool(bound.doubt)
            if not bound.doubt:
                error = abs(mpf(bound.value) - truth)
                assert error <= bound.total + LEAST
                compared += 1
                if error:
                    larger.append(float(bound.total / error))

    check()
    assert compared > 500
    assert doubts < compared / 20
    assert statistics.median(larger) < 20


@pytest.mark.parametrize(
    ("expression", "point", "digits"),
    [
        ("(1 - cos(x))/x^2", {"x": "1e-8"}, 0),
        ("(exp(x) - 1)/x", {"x": "1e-10"}, 5),
        ("expm1(x)/x", {"x": "1e-10"}, 15),
        ("sqrt(x + 1) - sqrt(x)", {"x": "1e15"}, 0),
        ("1/(sqrt(x + 1) + sqrt(x))", {"x": "1e15"}, 15),
        ("sin(x)", {"x": "1e10"}, 15),
        ("sin(x)", {"x": "1e10/3"}, 5),
        ("x - y", {"x": "0.3", "y": "0.1*3"}, 0),
        ("x*y + 1", {"x": "2", "y": "3"}, 17),
    ],
)
def test_digits_that_can_be_trusted(expression: str, point: dict[str, str], digits: int) -> None:
    assert adcli.error_estimate(expression, point).value.digits == digits


@pytest.mark.parametrize(
    ("expression", "point"),
    [
        ("(x*x - y)^2", {"x": "1.1", "y": "1.21"}),
        ("1/(1 + exp(-x))", {"x": "-800"}),
        ("2*x if x < 0.3 else x", {"x": "0.1*3"}),
        ("tan(x)", {"x": "pi/2"}),
        ("floor(10*x)", {"x": "0.3"}),
        ("sqrt(x^2 + y^2)", {"x": "1e-200", "y": "1e-200"}),
    ],
)
def test_what_no_first_order_estimate_can_tell_is_doubtful(expression: str, point: dict[str, str]) -> None:
    found = adcli.error_estimate(expression, point)
    assert found.value.doubt and found.value.digits is None
    assert [note for note in found.notes if note.kind == "doubtful" and found.value.doubt in note.message]


def test_a_kink_within_reach_makes_the_derivative_doubtful_only() -> None:
    found = adcli.error_estimate("x*max(x, 0.3)", {"x": "0.1*3"})
    assert found.value.digits == 15
    assert "max has a kink" in found.gradient["x"].doubt


def test_a_doubt_about_a_derivative_has_its_place() -> None:
    """At the kink, or at the step whose slope bends: of the formula as it is written, though it is found in the derivative's graph."""
    for text, point, place in (
        ("2*x + y*max(x, 0.3)", {"x": "0.1*3", "y": "2"}, "max(x, 0.3)"),
        ("y + 3*sqrt(x)", {"x": "0.1*3 - 0.3", "y": "1"}, "sqrt(x)"),
        ("y + log(1 + x)/x", {"x": "1e-160", "y": "1"}, "log(1 + x)/x"),
    ):
        told = [note for note in adcli.error_estimate(text, point).notes if "of the derivative by x" in note.message]
        assert [text[note.span.start : note.span.stop] for note in told] == [place]


def test_what_leaves_the_range_of_doubles_has_no_estimate_and_says_where() -> None:
    found = adcli.error_estimate("2 + log(erfc(x))", {"x": 30})
    assert found.value.digits is None and found.value.value == pytest.approx(-901.9741171106438, rel=1e-15)
    assert [(note.message, note.span.start) for note in found.notes] == [
        ("there is no error estimate: a step leaves the range of doubles here", 8)
    ]
    found = adcli.error_estimate("1e-200*(1e-200*(1e300*x))", {"x": 1})
    assert found.value.digits == 15 and found.gradient["x"].doubt == "a step leaves the range of doubles"
    assert found.condition == {"x": pytest.approx(1)}


def test_a_value_that_is_not_finite_has_no_estimate_but_perhaps_advice() -> None:
    assert adcli.error_estimate("exp(x)", {"x": 800}).notes[0].message == "there is no error estimate: the value is not finite"
    found = adcli.error_estimate("sqrt(x^2 + y^2)", {"x": 1e200, "y": 1e200})
    assert math.isnan(found.value.total) and found.gradient["x"].digits is None
    assert [note.message for note in found.notes] == [
        "there is no error estimate: a step leaves the range of doubles here",
        "this step overflows: hypot(x, y) does not",
    ]


def test_condition_numbers() -> None:
    found = adcli.error_estimate("x^3*y", {"x": 2, "y": 5})
    assert found.condition == {"x": 3, "y": 1}
    assert adcli.error_estimate("x - 1", {"x": 1}).condition == {"x": math.inf}
    assert adcli.error_estimate("x^3*y", {"x": 2, "y": 5}, wrt=["y"]).condition == {"y": 1}


def test_the_gradient_in_forward_mode_is_bounded_too() -> None:
    words = ("grad", "sin(x*y)/y + x^2*exp(y)", "--at", "x=0.7,y=1.3", "--error", "-f", "jsonl")
    forward, reverse = (json.loads(call(*words, "--mode", mode).out) for mode in ("forward", "reverse"))
    for name in "xy":
        apart = abs(forward["gradient"][name] - reverse["gradient"][name])
        bound = forward["error"]["gradient"][name]
        assert bound["margin"] >= apart


def test_contributions_add_up_to_the_estimate() -> None:
    words = ("trace", "a = sqrt(2*pi)*x; sin(a)*0.1 + a/3 if x > 0 else y", "--at", "x=0.3,y=1", "--error", "-f", "jsonl")
    told = json.loads(call(*words).out)
    assert sum(step.get("error", 0) for step in told["steps"]) == pytest.approx(told["error"]["estimate"], rel=1e-12)


def test_many_partials_are_bounded_without_a_sweep_for_each() -> None:
    names = [f"x{k}" for k in range(MOST_SWEPT + 10)]
    found = adcli.error_estimate("*".join(names), dict.fromkeys(names, "1.1"))
    assert all(0 < bound.total < 1e-11 for bound in found.gradient.values())


def test_a_long_formula_takes_a_moment() -> None:
    found = adcli.error_estimate("+".join(f"x/{k}" for k in range(1, 3001)), {"x": 1})
    assert 12 <= (found.value.digits or 0) <= 15


def test_csv_has_a_column_for_each_bound_empty_where_there_is_no_telling() -> None:
    assert call("grad", "x*3", "--at", "x=2", "--error", "-f", "csv").out.splitlines()[0] == "expr,value,d_x,value_error,d_x_error"
    assert call("eval", "x/0", "--at", "x=1", "--error", "-f", "csv").out.splitlines()[1] == "x/0,inf,"


def test_eval_says_how_far_it_may_be_off() -> None:
    done = call("eval", "x*3", "--at", "x=0.1", "--error", "--ascii")
    assert done.out == "0.30000000000000004\nerror: +- 6.7e-17 (1.2 ulp, 15 digits)\ncondition: x 1\n"


@pytest.mark.parametrize(("layout", "width"), [("grad", 80), ("grad", 40), ("reverse", 80), ("forward", 80)])
def test_tables_look_as_agreed(layout: str, width: int, snapshot: Snapshot) -> None:
    command = ("grad",) if layout == "grad" else ("trace", "--mode", layout)
    done = call(*command, "(1 - cos(x1))/x1^2 + 0.1*x2", "--at", "x1=1e-4,x2=3", "--error", "--width", str(width))
    snapshot.check(f"error-{layout}-{width}.txt", done.out + done.err)
    assert max(map(cell_len, done.out.splitlines())) <= width
