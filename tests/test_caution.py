"""Notes on answers that rounding has left few digits, unasked; and none on others."""

from __future__ import annotations

import json
import random
import time

import pytest

import adcli
from adcli.accuracy.caution import LARGEST, cautions
from adcli.derivatives import gradient_at
from adcli.notes import Note
from tests.formulas import physics
from tests.running import call


def told(expression: str, point: dict[str, str]) -> list[Note]:
    graph = adcli.parse(expression, point)
    return cautions(gradient_at(graph, point), point)


@pytest.mark.parametrize(
    ("expression", "point", "message"),
    [
        ("(exp(x) - 1)/x", {"x": "1e-12"}, "y has 3, ∂y/∂x ± 2e+08"),  # 1.000088900582341, truly 1.0000000000005
        ("(1 - cos(x))/x^2", {"x": "1e-8"}, "y ± 2, ∂y/∂x ± 4e+08"),  # 0, truly 0.5
        ("sin(x)", {"x": "pi"}, "y ± 3e-16"),
        ("0.1 + 0.2 - 0.3", {}, "y ± 1e-16"),
        ("x/expm1(x)", {"x": "1e-20"}, "∂y/∂x ± 9e+04"),  # the slope's contributions cancel: truly -0.5
        ("log(x)", {"x": "1.0000000000000002"}, "y ± 1e-16"),
        ("expm1(x)/x", {"x": "1e-12"}, "∂y/∂x has 2"),  # likewise, truly 0.5
    ],
)
def test_what_has_few_digits_is_told(expression: str, point: dict[str, str], message: str) -> None:
    (note,) = told(expression, point)
    assert note.kind == "lost-digits" and note.message == f"rounding leaves few digits: {message}; see --error and --precision"


def test_beyond_the_range_of_doubles_the_step_alone_is_told() -> None:
    """There is no estimate. The first is a weak acid's, truly 0.36; the value 0 has no digit."""
    (note,) = told("(-Ka + sqrt(Ka^2 + 4*Ka*C))/2", {"Ka": "1e160", "C": "0.36"})
    assert note.message == "rounding errors grow a million times here, and may leave few digits; see --precision"
    assert (note.span.start, note.span.stop) == (0, 27)
    assert not told("log(erfc(x))", {"x": "30"})


def test_ordinary_answers_have_no_such_note() -> None:
    """Physics at its own points, zeros that are exact, extrema, and kinks, which have notes of their own."""
    for formula in physics():
        assert not told(formula.text, formula.point), formula.name
    for text, point in (
        ("(1-x)^2 + 100*(y-x^2)^2", {"x": "1", "y": "1"}),
        ("x^3 - 3*x", {"x": "1"}),
        ("x*y", {"x": "0", "y": "3"}),
        ("log(x)", {"x": "1"}),
        ("sin(x)", {"x": "1e22"}),
        ("exp(-x^2/2)", {"x": "50"}),
        ("abs(x)*y", {"x": "0", "y": "1"}),
        ("expm1(x)/x", {"x": "1e-3"}),
        ("x - y", {"x": "5", "y": "5"}),
    ):
        assert not told(text, point), text


def test_commands_tell_it_on_stderr_and_in_json_and_not_beside_an_estimate() -> None:
    words = ("grad", "(exp(x) - 1)/x", "--at", "x=1e-12")
    plain = call(*words, "-f", "jsonl")
    assert plain.code == 0 and "rounding leaves few digits" in plain.err
    assert [note["kind"] for note in json.loads(plain.out)["notes"]] == ["lost-digits"]
    assert "leaves few digits" not in call(*words, "--error").err
    assert "leaves few digits" not in call(*words, "--precision", "20").err
    assert "leaves few digits" in call("eval", "(exp(x) - 1)/x", "--at", "x=1e-13").err
    assert "leaves few digits" in call("trace", "(exp(x) - 1)/x", "--at", "x=1e-12").err


def test_a_long_formula_is_not_looked_at() -> None:
    dice = random.Random(3)
    text = "1 - x + " + " + ".join(f"sin({dice.uniform(1, 9):.3f}*x)" for _ in range(LARGEST))
    start = time.process_time()
    assert told(f"({text}) - ({text})*1.0000000000000002", {"x": "1.5"}) == []
    assert time.process_time() - start < 2
