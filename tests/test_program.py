"""Programs: what the statements mean. The witness is Python, which runs the same program on the same numbers."""

from __future__ import annotations

import math

import pytest

import adcli
from adcli.errors import DecisionError
from adcli.limits import Limits
from adcli.point import graph_at
from adcli.reading import parse

# A program, the point, and its value as Python has it.
VALUES = [
    # Loops.
    ("s = 0; for i in 1..4 { s = s + i*x }; s", {"x": 1.5}, 1.5 + 3 + 4.5 + 6),
    ("s = 0; for i in 1..10 step 3 { s = s + i }; s*x", {"x": 1.0}, 1 + 4 + 7 + 10),
    ("s = 0; for i in 5..1 step -2 { s = 10*s + i }; s*x", {"x": 1.0}, 531.0),
    ("s = x; for i in 3..1 { s = 0 }; s", {"x": 7.0}, 7.0),  # no pass
    ("s = 0; for i in -1..1 { s = s + x^i }; s", {"x": 2.0}, 0.5 + 1 + 2),
    ("s = 0\nfor i in 1..3 {\n  for j in i..3 {\n    s = s + i*j*x\n  }\n}\ns", {"x": 1.0}, float(1 + 2 + 3 + 4 + 6 + 9)),
    ("t = x; for i in 1..3 { t = sin(t) }", {"x": 1.0}, math.sin(math.sin(math.sin(1.0)))),
    ("for i in 1..2 { a = i*x }; for i in 3..4 { a = a + i }; a", {"x": 1.0}, 9.0),  # a name may count again
    ("last = 0; for i in 1..3 { last = i }; last*x", {"x": 2.0}, 6.0),
    ("step = 2; in = 3; step*in*x", {"x": 1.0}, 6.0),  # words only in the head of a loop
    ("s = 0; for i in 1..n { s = s + x }; s", {"x": 2.0, "n": 3.0}, 6.0),  # the point says how often
    ("g = x; while abs(g*g - x) > 1e-13 { g = (g + x/g)/2 }; g", {"x": 2.0}, math.sqrt(2)),
    ("n = 0; while 2^n < x { n = n + 1 }; n", {"x": 1000.0}, 10.0),
    ("k = 0; while k < 3 { k = k + 1; if k == 2 { x*k } }", {"x": 5.0}, 10.0),
    # Branches.
    ("if x > 0 { y = 2*x } else { y = -x }", {"x": -3.0}, 3.0),
    ("if (x > 0) and (x < 5) { y = 1 } else { y = 2 }; y*x", {"x": 4.0}, 4.0),
    ("if (x) > 3 { y = 1 } else if (x > 2) { y = 2 } else { y = 3 }; y*x", {"x": 2.5}, 5.0),
    ("if not x > 0 { y = 1 } else { y = 2 }; y*x", {"x": 2.0}, 4.0),
    ("y = x; if x > 9 { y = 0 }; y", {"x": 2.0}, 2.0),
    ("y = x; if x > 0 { y = 3*x }", {"x": 2.0}, 6.0),  # what is replaced is no output
    ("if x > 0 { y = 1 }\nelse { y = 2 }\ny*x", {"x": 5.0}, 5.0),
    ("if x > 0 { y = 1 } # so far\n\n# and else\nelse { y = 2 }\ny*x", {"x": -5.0}, -10.0),
    ("if(x > 0, 1, 2)*x", {"x": 5.0}, 5.0),
    ("if x > 0 { if x > 1 { y = 1 } else { y = 2 } } else { y = 3 }; y*x", {"x": 0.5}, 1.0),
    ("y = sqrt(x) if x > 0 else 0; y", {"x": 4.0}, 2.0),
    # Functions.
    ("f(t) = t^2 + a; f(3)*x", {"x": 1.0, "a": 2.0}, 11.0),
    ("f(t, s) = t/s; f(s, t)", {"s": 6.0, "t": 2.0}, 3.0),
    ("f(x) = 2*x; f(f(x + 1))", {"x": 1.0}, 8.0),
    ("f(t) = { a = t^2; if a > 4 { return a }; a + 1 }; f(3) + f(1) + x", {"x": 0.0}, 11.0),
    ("f(t) = { b = t }; f(2)*x", {"x": 3.0}, 6.0),  # the value of its last statement
    ("a = 1; f(t) = { a = 5; a*t }; f(x) + a", {"x": 1.0}, 6.0),  # its names are its own
    ("f(n) = 1 if n <= 0 else n*f(n - 1); f(5)*x", {"x": 1.0}, 120.0),
    ("f(n) = { if n < 2 { return n }; f(n - 1) + f(n - 2) }; f(10)*x", {"x": 1.0}, 55.0),
    ("even(n) = 1 if n == 0 else odd(n - 1); odd(n) = 0 if n == 0 else even(n - 1); even(6)*x", {"x": 2.0}, 2.0),
    ("f(t) = { for i in 1..9 { if i*t > 10 { return i } }; 0 }; f(x)", {"x": 3.0}, 4.0),
    ("pi() = 3; pi()*x", {"x": 1.0}, 3.0),
    # Sums and products.
    ("sum(i, 1, 4, x^i)", {"x": 2.0}, 30.0),
    ("prod(k, 1, 5, k)*x", {"x": 1.0}, 120.0),
    ("sum(i, 3, 1, x) + prod(i, 3, 1, x)", {"x": 5.0}, 1.0),  # empty ones
    ("sum(i, 1, 2, sum(j, 1, i, i*j*x))", {"x": 1.0}, 1.0 + 2 + 4),
    ("sum(k, 1, 2, k*x) + k", {"x": 1.0, "k": 10.0}, 13.0),  # the variable is the sum's own
    ("s = 0; for i in 1..2 { s = s + i*x }; s + sum(i, 1, 3, i*x)", {"x": 1.0}, 9.0),  # and a loop's may be it once that has ended
    # Vectors.
    ("x[1]*x[2]", {"x": [2.0, 3.0]}, 6.0),
    ("sum(x) + prod(x) + dot(x, x) + norm(x) + len(x)", {"x": [3.0, 4.0]}, 7 + 12 + 25 + 5.0 + 2),
    ("norm(x)", {"x": [-3.0]}, 3.0),
    ("sum(i, 1, len(x), i*x[i])", {"x": [1.0, 2.0, 3.0]}, 14.0),
    ("W[1,2]*x[2] + W[2,1]", {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [5.0, 6.0]}, 15.0),
    ("len(W)*W[1,1]", {"W": [[7.0, 1.0, 1.0], [1.0, 1.0, 1.0]]}, 14.0),
    ("for i in 1..3 { h[i] = i*x }; sum(h) + h[3]", {"x": 1.0}, 9.0),
    ("h[2] = x; h[1] = 2*x; dot(h, h)", {"x": 1.0}, 5.0),
    ("sq(v) = dot(v, v); sq(x)", {"x": [1.0, 2.0]}, 5.0),
    ("f(v) = { v[1] = 9; sum(v) }; h[1] = x; h[2] = x; f(h) + h[1]", {"x": 1.0}, 11.0),  # a function changes its own copy
    ("x[1] + x1", {"x": [2.0], "x1": 3.0}, 5.0),
    ("v[1] = x; v[2] = 2*x; k = 2; while k > 0 and v[k] > 3 { k = k - 1 }; k*x", {"x": 2.0}, 2.0),
    ("k = x; if k > 0 and w[k] > 1 { y = w[k] } else { y = 7 }; y", {"x": 0.0, "w": [2.0, 3.0]}, 7.0),  # no element 0 is asked for
    ("y = w[k] if k <= len(w) else 0; y*k", {"k": 3.0, "w": [2.0, 3.0]}, 0.0),
    ("f(n) = 0 if n > 3 or f(n + 1) > 5 else 1; f(x)", {"x": 1.0}, 1.0),
    # Return.
    ("a = x; return 2*a; b = 3", {"x": 2.0}, 4.0),
    ("for i in 1..9 { if i*x > 10 { return i*x } }", {"x": 3.0}, 12.0),
    # Names.
    ("e = 0.5; e*x", {"x": 2.0}, 1.0),
    ("a = x; a = a^2; a = a + 1; a", {"x": 3.0}, 10.0),
    ("a = (1\n + 2\n)*x\na", {"x": 2.0}, 6.0),
]


@pytest.mark.parametrize(("text", "point", "value"), VALUES)
def test_a_program_has_the_value_that_python_finds(text: str, point: dict[str, float], value: float) -> None:
    assert adcli.evaluate(text, point) == pytest.approx(value, rel=1e-15)


def outputs(text: str, point: dict[str, float]) -> dict[str, float]:
    found = adcli.jacobian(text, point)
    return dict(zip(found.matrix.rows, found.values, strict=True))


def test_a_program_may_have_several_outputs() -> None:
    assert outputs("for i in 1..2 { a = i*x }; return a, a^2, x", {"x": 3.0}) == {"a": 6.0, "y2": 36.0, "y3": 3.0}
    assert outputs("if x > 0 { u = x; v = 2*x } else { w = 3*x }", {"x": 1.0}) == {"u": 1.0, "v": 2.0}
    assert outputs("if x > 0 { u = x; v = 2*x } else { w = 3*x }", {"x": -1.0}) == {"w": -3.0}
    assert outputs("for i in 1..3 { h[i] = x^i }; return h[2], h[3]", {"x": 2.0}) == {"h[2]": 4.0, "h[3]": 8.0}
    assert outputs("for i in 1..3 { sin(i*x) }", {"x": 0.0}) == {"y1": 0.0, "y2": 0.0, "y3": 0.0}
    assert outputs("for i in 1..2 { x^2 }", {"x": 3.0}) == {"y1": 9.0, "y2": 9.0}


def test_only_what_is_executed_is_evaluated() -> None:
    """No logarithm of the other branch, of a later pass or of a case that recursion does not reach can harm."""
    text = "if x > 0 { y = log(x) } else { y = x^2 }; y"
    found = adcli.value_and_gradient(text, {"x": -2.0})
    assert (found.value, found.gradient, [note.kind for note in found.notes]) == (4.0, {"x": -4.0}, ["branch"])
    assert adcli.gradient("i = 1; while i > 0 and log(i) < x { i = i + 1 }; i*x", {"x": 1.0}) == {"x": 3.0}
    assert adcli.gradient("f(t) = t if t < 1 else f(sqrt(t) - 1); f(x)", {"x": 4.0})["x"] == 0.0 + 1 / (2 * math.sqrt(4.0)) * (
        1 / (2 * math.sqrt(1.0))
    )


def test_known_bounds_unroll_for_all_points() -> None:
    graph = adcli.parse("p = x; for i in 1..3 { p = p*x + i }; p")
    assert graph.decisions == []
    assert adcli.format(graph) == "((x*x + 1)*x + 2)*x + 3"
    assert adcli.diff(graph) == {"x": adcli.diff("((x*x + 1)*x + 2)*x + 3")["x"]}


def test_what_the_point_decides_has_no_formula() -> None:
    for text in (
        "if x > 0 { 1 } else { x }",
        "while x < 1 { 2 }; x",
        "s = 0; for i in 1..x { s = s + 1 }; s",
        "f(t) = 1 if t < 0 else f(t - 1); f(x)",
    ):
        with pytest.raises(DecisionError, match="parse wants one formula for all points, and the value of x decides here"):
            adcli.parse(text)
        with pytest.raises(DecisionError, match="diff wants one formula for all points"):
            adcli.diff(text)
    assert adcli.diff("x if x > 0 else -x") == {"x": "1 if x > 0 else -1"}


def test_whole_numbers_are_counted_at_once() -> None:
    assert adcli.format("s = 0; for i in 2..4 { s = s + x^(i - 1)/(2*i) }; s") == "0 + x/4 + x^2/6 + x^3/8"
    assert adcli.format("sum(i, 1, 3, (-1)^i*x^i)") == "(-1)*x + 1*x^2 + (-1)*x^3"


@pytest.mark.parametrize("zero", ["-i", "i*(-1)", "i/(-2)", "mod(i, -3)", "-(i + 0)"])
def test_zero_keeps_its_sign_where_whole_numbers_are_counted(zero: str) -> None:
    counted, plain = f"for i in 0..0 {{ y = atan2({zero}, -x) }}; y", f"atan2({zero.replace('i', '0')}, -x)"
    assert adcli.evaluate(counted, {"x": 1.0}) == adcli.evaluate(plain, {"x": 1.0}) == -math.pi


def test_decisions_are_made_in_the_numbers_at_hand() -> None:
    """With many digits 0.1 + 0.2 is 0.3, and in doubles it is more."""
    text = "if x + y > 0.3 { 1 } else { 2 }"
    point = {"x": "0.1", "y": "0.2"}
    assert adcli.evaluate(text, point) == 1
    assert adcli.evaluate(text, point, precision=30) == 2


@pytest.mark.parametrize(
    ("text", "point", "margin"),
    [
        ("if x > 0 { x } else { 0 }", {"x": 2.0}, 2.0),
        ("if x > 0 { x } else { 0 }", {"x": -3.0}, 3.0),
        ("if x > 0 and x < 5 { x } else { 0 }", {"x": 4.0}, 1.0),  # both hold: the nearer one decides
        ("if x > 0 and x < 5 { x } else { 0 }", {"x": 7.0}, 2.0),
        ("if x > 0 and x < 5 { x } else { 0 }", {"x": -1.0}, 1.0),  # the second one is not asked
        ("if x > 0 or x < -5 { x } else { 0 }", {"x": 4.0}, 4.0),
        ("if x > 0 or x < -5 { x } else { 0 }", {"x": -2.0}, 2.0),  # neither holds
        ("if x > 0 or x < -5 { x } else { 0 }", {"x": -8.0}, 3.0),
        ("if not (x > 0) { x } else { 0 }", {"x": 1.5}, 1.5),
        ("if x == 3 { x } else { 0 }", {"x": 2.0}, None),
    ],
)
def test_how_far_a_decision_was_from_another_one(text: str, point: dict[str, float], margin: float | None) -> None:
    trace = adcli.trace(text, point)
    (decision,) = trace.graph.decisions
    assert decision.margin == margin
    (note,) = [note for note in trace.result.notes if note.kind == "branch"]
    assert (f"margin {margin:g}" in note.message) if margin is not None else "margin" not in note.message


@pytest.mark.parametrize("condition", ["x > 0", "(x > 0)", "(x > 0) and (x < 5)", "((x > 0) and (x < 5)) or x > 9", "not (x < 0)"])
def test_notes_quote_the_condition(condition: str) -> None:
    for text in (f"if {condition} {{ x }} else {{ 0 }}", f"if 1 > 2 {{ 0 }} else if {condition} {{ x }}"):
        (note,) = adcli.value_and_gradient(text, {"x": 2.0}).notes
        assert note.message.startswith(f"valid while {condition}: margin ")


def test_standing_on_a_switch_is_a_kink() -> None:
    found = adcli.value_and_gradient("if x > 2 { y = x } else { y = 2*x }", {"x": 2.0})
    assert [(note.kind, note.message) for note in found.notes] == [
        ("kink", "the point stands on the switch x > 2: the derivative is that of the way taken")
    ]
    assert found.gradient == {"x": 2.0}
    fixed = adcli.value_and_gradient("if k > 2 { y = x } else { y = 2*x }", {"x": 2.0, "k": 2.0}, wrt=["x"])
    assert [note.kind for note in fixed.notes] == ["branch"]  # nothing moves the switch


def test_many_decisions_are_one_note() -> None:
    found = adcli.value_and_gradient("g = x; while abs(g*g - x) > 1e-6 { g = (g + x/g)/2 }; g", {"x": 2.0})
    (note,) = found.notes
    assert note.message.startswith("abs(g*g - x) > 1e-6 held 4 of 5 times: smallest margin ")
    counted = adcli.value_and_gradient("s = 0; for i in 1..n { s = s + x }; s", {"x": 2.0, "n": 3.0})
    assert [note.message for note in counted.notes] == ["n counts here, and derivatives take it as fixed"]
    assert counted.gradient == {"x": 3.0, "n": 0.0}


def test_notes_name_the_pass() -> None:
    found = adcli.value_and_gradient("s = 1; for i in 1..3 { s = s*log(x - i) }; s", {"x": 2.0})
    assert found.notes[0].message == "log(x) needs x > 0, got 0 (i=2)"


def test_steps_know_their_line_and_pass() -> None:
    text = "s = 0\nfor i in 1..2 {\n  for j in 1..i { s = s + x^j*i }\n}\nk = 0\nwhile k < 2 {\n  k = k + 1\n  s = s*x\n}\ns/2"
    places = [step.place for step in adcli.trace(text, {"x": 3.0})]
    assert places[0] == ""
    assert places[1:5] == ["3, i=1, j=1", "3, i=1, j=1", "3, i=2, j=1", "3, i=2, j=1"]
    assert places[-3:] == ["8, pass 1", "8, pass 2", "10"]


def test_steps_stand_in_the_order_executed_with_what_was_decided() -> None:
    text = "y = x^2; if y > 3 { y = sin(y) }; if y < 0 { y = -y }; y"
    steps = [(step.operation, step.primal.value, step.margin) for step in adcli.trace(text, {"x": 2.0})]
    sine = math.sin(4.0)
    assert steps == [
        ("input", 2.0, None),
        ("pow", 4.0, None),
        ("gt", True, 1.0),
        ("sin", sine, None),
        ("lt", True, -sine),
        ("neg", -sine, None),
    ]


def test_wrt_of_a_vector_is_all_of_it() -> None:
    point = {"x": [2.0, 3.0], "a": 5.0}
    assert adcli.gradient("a*x[1]*x[2]", point, wrt=["x"]) == {"x[1]": 15.0, "x[2]": 10.0}
    assert adcli.gradient("a*x[1]*x[2]", point, wrt=["x[2]", "a"]) == {"x[2]": 10.0, "a": 6.0}


def test_elements_of_a_vector_stand_together_in_order() -> None:
    text = "s = 0; for k in len(a)..1 step -1 { s = s*x[2] + a[k] }; s + x[1]"
    assert list(adcli.gradient(text, {"x": [5.0, 7.0], "a": [1.0] * 11})) == ["x[1]", "x[2]", *(f"a[{k}]" for k in range(1, 12))]


def test_limits_protect() -> None:
    parse("s = 0; for i in 1..50 { s = s + i }; s", limits=Limits(passes=50))
    for text in ("for i in 1..51 { x }", "sum(i, 1, 51, x)", "while x > 0 { x }", "f(t) = { t }; for i in 1..26 { f(i) }; x"):
        with pytest.raises(adcli.AdcliError, match=r"more than 50 passes of loops and calls.*--max-passes"):
            graph_at(text, {"x": 1.0}, Limits(passes=50))
    with pytest.raises(adcli.AdcliError, match=r"this while has run 40 passes, and its condition still holds.*--max-repeats"):
        graph_at("while x > 0 { x }", {"x": 1.0}, Limits(repeats=40))
    with pytest.raises(adcli.AdcliError, match="--max-nodes"):
        parse("s = x; for i in 1..100 { s = sin(s) }; s", limits=Limits(nodes=50))
    with pytest.raises(adcli.AdcliError, match=r"f calls itself more than 30 times inside of each other.*--max-depth"):
        parse("f(t) = f(t + 1); f(1)", limits=Limits(depth=30))


BISECTION = "a = 0; b = 4; for i in 1..50 { m = (a + b)/2; if m^2 < x { a = m } else { b = m } }; return "


def test_a_bisection_is_told_to_have_no_derivative() -> None:
    found = adcli.value_and_gradient(BISECTION + "m*y", {"x": 2, "y": 3})
    assert found.value == pytest.approx(3 * math.sqrt(2), rel=1e-14)
    assert found.gradient == {"x": 0, "y": pytest.approx(math.sqrt(2), rel=1e-14)}
    decided, told = found.notes
    assert told.message == "the derivative by x is 0: the answer depends on it only by what is decided here"
    assert told.span == decided.span


def test_a_step_of_newton_behind_a_bisection_has_the_derivative() -> None:
    found = adcli.value_and_gradient(BISECTION + "(m + x/m)/2", {"x": 2})
    assert found.gradient["x"] == pytest.approx(1 / (2 * math.sqrt(2)), rel=1e-14)  # that of sqrt
    assert len(found.notes) == 1


def test_of_many_decisions_the_first_are_told_and_the_kinks() -> None:
    text = "y = x\n" + "if x > 0 { y = y + 1 }\n" * 500 + "if x > 2 { y = y + 1 }\ny"
    notes = adcli.value_and_gradient(text, {"x": 2.0}).notes
    assert (len(notes), notes[0].kind, notes[-1].message) == (21, "kink", "and 481 more notes")
