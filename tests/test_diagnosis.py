"""Why an answer is not finite, or was taken by convention."""

from __future__ import annotations

import math

import pytest

import adcli


def notes(expression: str, **at: float | str) -> list[tuple[str, str]]:
    graph = adcli.parse(expression, at)
    return [(note.kind, note.message) for note in adcli.value_and_gradient(graph, at).notes]


@pytest.mark.parametrize(
    ("expression", "x", "kind", "message"),
    [
        ("log(x)", -1, "domain", "log(x) needs x > 0, got -1"),
        ("1/x", 0, "domain", "a/b needs b != 0, got b = 0"),
        (
            "x^(1/3)",
            -8,
            "domain",
            "a^b needs a > 0 or a == 0 and b >= 0 or a < 0 and b == floor(b), got a = -8, b = 0.3333333333333333;"
            " cbrt(a) is the real cube root",
        ),
        ("sqrt(x - 5)", 1, "domain", "sqrt(x) needs x >= 0, got -4"),
        ("exp(x)", 800, "overflow", "exp(800) is beyond the largest number, 1.8e308"),
        ("sqrt(x)", 0, "pole", "sqrt(x) has an infinite slope in x at x = 0"),
        ("abs(x)", 0, "kink", "abs has a kink at 0: left -1, right 1, 0 used"),
        ("max(x, 2)", 2, "kink", "max has a tie: arguments that tie share the derivative equally"),
        ("floor(x)", 3, "kink", "floor jumps here: derivative 0 used"),
        ("round(x)", 2.5, "kink", "round jumps here: derivative 0 used"),
        ("trunc(x)", -1, "kink", "trunc jumps here: derivative 0 used"),
        ("mod(x, 3)", 6, "kink", "mod jumps here: the derivative of the branch to the right used"),
        ("relu(x)", 0, "kink", "relu has a kink at 0: left 0, right 1, 0 used"),
        ("clamp(x, 1, 2)", 1, "kink", "clamp has a corner at low: left 0, right 1, 1 used"),
        ("clamp(x, 1, 2)", 2, "kink", "clamp has a corner at high: left 1, right 0, 1 used"),
        ("clamp(x, 2, 2)", 2, "kink", "clamp has its corners at one place: derivative 1 used"),
        ("clamp(x, 3, 2)", 5, "domain", "clamp(x, low, high) needs low <= high, got low = 3, high = 2"),
        ("gamma(x)", -1, "domain", "gamma(x) needs x > 0 or x != floor(x), got -1"),
        ("csc(x)", 0, "domain", "csc(x) needs x != 0 and abs(x) < inf, got 0"),
        ("asec(x)", 0.5, "domain", "asec(x) needs abs(x) >= 1, got 0.5"),
        ("lambertw(x)", -1, "domain", "lambertw(x) needs x >= -(1/e), got -1"),
        ("normpdf(1, 0, x)", -1, "domain", "normpdf(x, mu, sigma) needs sigma > 0, got sigma = -1"),
        ("polygamma(x, 1)", 1, "pole", "polygamma(n, x) has no slope in n at n = 1, x = 1"),
        ("gamma(x)", 200, "overflow", "gamma(200) is beyond the largest number, 1.8e308"),
        ("asech(x)", 1, "pole", "asech(x) has an infinite slope in x at x = 1"),
        ("2*x", "inf", "input", "x is inf, as given"),
    ],
)
def test_the_first_step_that_went_wrong_is_named(expression: str, x: float | str, kind: str, message: str) -> None:
    assert notes(expression, x=x) == [(kind, message)]


def test_an_ordinary_answer_has_no_notes() -> None:
    assert notes("sin(x)*abs(x) + max(x, 1)", x=2) == []


def test_the_place_is_that_of_the_step() -> None:
    (note,) = adcli.value_and_gradient("x + log(x - 3)", {"x": 1}).notes
    assert note.as_json("x + log(x - 3)") == {"kind": "domain", "message": "log(x) needs x > 0, got -2", "line": 1, "column": 5}


def test_what_is_not_run_is_not_diagnosed() -> None:
    assert notes("log(x) if x > 0 else abs(y)", x=-1, y=3) == []


def test_a_kink_of_a_variable_that_is_held_fixed_does_not_matter() -> None:
    assert adcli.value_and_gradient("abs(x)*y", {"x": 0, "y": 1}, wrt=["y"]).notes == []


def test_zero_times_infinity_is_told() -> None:
    (note,) = adcli.value_and_gradient("1/(1+exp(-x))", {"x": -800}).notes
    assert note.kind == "zero-times-infinity"


def test_values_for_nothing_and_values_for_constants_are_told() -> None:
    assert notes("pi*x", x=1, pi=3, z=2) == [
        ("constant", "pi is 3 here, not the constant"),
        ("unused", "z does not occur in the expression; its derivative is 0"),
    ]


def test_values_for_nothing_are_told_together() -> None:
    assert notes("x", x=1, y=2, z=3) == [("unused", "y and z do not occur in the expression; their derivatives are 0")]
    assert notes("x", x=1, a=1, b=2, c=3, d=4, f=5, g=6) == [
        ("unused", "a, b, c, d and 2 more do not occur in the expression; their derivatives are 0")
    ]


def test_notes_without_end_are_cut() -> None:
    found = notes(" + ".join(f"abs(x - {k})*abs(x + {k} - {2 * k})" for k in range(30)), x=0)
    assert len(found) <= 21


@pytest.mark.parametrize(
    ("expression", "x", "y", "kind", "beginning"),
    [
        ("atan(y) + log(x)", -1, "inf", "domain", "log(x) needs x > 0, got -1"),
        ("log(x) if x < 0 else y", -1, "inf", "domain", "log(x) needs x > 0, got -1"),
        ("1/(1 + exp(-x)) + log(y)", -800, -1, "domain", "log(x) needs x > 0, got -1"),
        ("1/(1 + exp(-x)) + sqrt(y)", -800, 0, "pole", "sqrt(x) has an infinite slope"),
        ("x^401 + y", -10, 1, "overflow", "(-10)^401 is beyond"),
    ],
)
def test_the_culprit_is_what_led_to_the_answer(expression: str, x: float, y: float | str, kind: str, beginning: str) -> None:
    found = dict(notes(expression, x=x, y=y))
    assert found[kind].startswith(beginning)


@pytest.mark.parametrize("mode", ["forward", "reverse"])
@pytest.mark.parametrize(("expression", "x", "y"), [("floor(x + 0.5) + sqrt(x)", 0, 1), ("y*sqrt(x)", 0, 2)])
def test_an_infinity_that_meets_no_zero_is_not_told_as_one(expression: str, x: float, y: float, mode: str) -> None:
    found = adcli.value_and_gradient(expression, {"x": x, "y": y}, mode=mode).notes
    assert {note.kind for note in found} <= {"pole", "unused"}


def test_a_branch_not_taken_has_no_kink() -> None:
    assert notes("abs(0 if x < 1 else x)", x=0) == []


@pytest.mark.parametrize(("expression", "x"), [("x if x > 0 else -x", 0), ("if(x == 2, 4, x^2)", 2), ("1 if x < 3 and x >= 2 else x", 2)])
def test_standing_on_the_switch_of_a_condition_is_told(expression: str, x: float) -> None:
    assert notes(expression, x=x) == [("kink", "the condition compares equal values here: the derivative is that of the branch taken")]
    assert notes(expression, x=x + 0.5) == []


def test_a_value_for_a_name_that_the_expression_assigns_is_told() -> None:
    assert notes("x = 3; x*y", x=1, y=2) == [("unused", "x is assigned in the expression; the value given is not used")]


def test_a_slope_too_small_for_a_number_is_no_loss_where_something_stands_behind_it() -> None:
    """The factor exp(500) brings back what the square of exp(500) made too small: sigmoid'(-500), which is exp(-500) to all digits."""
    found = adcli.value_and_gradient("1/(1 + exp(-x))", {"x": -500})
    assert found.gradient["x"] == pytest.approx(math.exp(-500), rel=1e-15) and not found.notes
    assert adcli.value_and_gradient("exp(x)^-2", {"x": 300}).gradient["x"] == pytest.approx(-2 * math.exp(-600), rel=1e-15)
    for plain in ("1/x", "x^-2", "0*x/(1 + x^2)"):  # the derivative itself is that small, or there is none
        assert not adcli.value_and_gradient(plain, {"x": 1e150}).notes
