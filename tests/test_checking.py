"""The referee: what it says at ordinary and at special points, and that a wrong rule does not get past it."""

from __future__ import annotations

import json
import math
import sys

import pytest

import adcli
from adcli.arithmetic.floats import FLOATS
from adcli.functions import FUNCTIONS
from adcli.judging.checking import (
    AGREE,
    COMPLEX,
    DIFFERENCES,
    DISAGREE,
    FORWARD,
    KINK,
    LOST,
    NOT_FINITE,
    PRECISE,
    UNDECIDED,
    digits_in_common,
)
from adcli.judging.differences import precise_numbers
from adcli.rules import rule
from tests.running import call
from tests.snapshot import Snapshot
from tests.test_samples import SAMPLES

VERDICTS = [
    ("sin(x)*x", 2, AGREE),
    ("tanh(x)", 18, AGREE),  # 1e-15, which differences cannot see beside 1
    ("sinc(x)", 1e-8, AGREE),
    ("1/(1 + exp(-x))", -800, AGREE),
    ("x^2 - 2*x + 1", 1, AGREE),
    ("sin(x)", math.pi / 2, AGREE),
    ("gamma(x)", 3, AGREE),
    ("tan(x)", 1.5707963, AGREE),
    ("abs(x) + x^2", 0, KINK),
    ("x if x > 0 else 2*x", 0, KINK),
    ("max(x, 1)", 1, KINK),
    ("floor(x) + x", 1, AGREE),
    ("sqrt(x)", 0, NOT_FINITE),
    ("log(x)", -1, NOT_FINITE),
    ("(1 - cos(x))/x^2", 1e-4, LOST),  # no digit of it is right
    ("x*1e20 - x*1e20 + x", 1, AGREE),  # by chance it is
    ("sign(x)*x^2", 0, AGREE),
    ("max(0, -x)", -1e-300, AGREE),
    ("x", 1e300, AGREE),
    ("sign(x) + x", 0, AGREE),
    ("sqrt(x^3)", 0, UNDECIDED),  # from the right, and not as a power series
    ("if x > 1 { y = x } else { y = 2*x - 1 }", 1, KINK),  # a program runs again at each point
    ("if x > 1 { y = x^2 } else { y = 2*x - 1 }", 1, AGREE),
    ("if x > 1 { y = x } else { y = 5 }", 1.1, AGREE),
    ("g = x; while abs(g*g - x) > 1e-14 { g = (g + x/g)/2 }; g", 2, AGREE),
    ("f(t) = t if t < 1 else f(t/2); f(x)", 2, AGREE),  # it jumps there, and the right side tells
    ("s = 0; for i in 1..x { s = s + i }; s", 3, AGREE),  # what counts is fixed, and no difference is asked
]


@pytest.mark.parametrize(("expression", "x", "verdict"), VERDICTS)
def test_verdicts(expression: str, x: float, verdict: str) -> None:
    check = adcli.check(expression, {"x": x})
    assert [line.verdict for line in check.lines] == [verdict]
    assert check.passed == (verdict not in (NOT_FINITE, LOST))


def test_without_mpmath_what_only_it_can_tell_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mpmath.ctx_mp", None)
    precise_numbers.cache_clear()
    try:
        for expression, x, verdict in VERDICTS:
            check = adcli.check(expression, {"x": x})
            lost = "1e20" in expression or verdict == LOST
            assert [line.verdict for line in check.lines] == [UNDECIDED if lost else verdict]
            assert "pip install" in check.unasked[PRECISE]
    finally:
        precise_numbers.cache_clear()


def test_each_method_tells_its_digits() -> None:
    (line,) = adcli.check("sin(x^2)/x", {"x": 1.3}).lines
    digits = {finding.method: finding.digits for finding in line.findings}
    assert list(digits) == [FORWARD, COMPLEX, DIFFERENCES, PRECISE]
    assert digits[FORWARD] > 15 and digits[COMPLEX] > 15
    assert 9 < digits[DIFFERENCES] < 17


def test_digits_in_common() -> None:
    assert digits_in_common(3.14, math.pi) == pytest.approx(3.3, abs=0.05)
    assert digits_in_common(2, 2) == 17
    assert digits_in_common(1e-8, 0) == 8
    assert digits_in_common(math.nan, 1) == digits_in_common(math.inf, 1) == 0
    assert digits_in_common(math.inf, math.inf) == 17


@pytest.mark.parametrize("name", list(SAMPLES)[::4])
def test_nothing_speaks_against_the_samples(name: str) -> None:
    sample = SAMPLES[name]
    assert {line.verdict for line in adcli.check(sample.formula, sample.point).lines} <= {AGREE, KINK}


@pytest.mark.parametrize("wrong", ["-cos(x)", "sin(x)", "cos(x)*(1 + 1e-6)", "cos(x) + 1e-7"])
def test_a_wrong_rule_is_found(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FLOATS, "_slopes", {})
    monkeypatch.setitem(FUNCTIONS, "sin", FUNCTIONS["sin"]._replace(partials=(wrong,)))
    rule.cache_clear()
    try:
        check = adcli.check("x*sin(x) + x^2", {"x": 1.1})
    finally:
        rule.cache_clear()
    (line,) = check.lines
    assert line.verdict == DISAGREE and not check.passed
    assert {finding.method: finding.agrees for finding in line.findings} == {
        FORWARD: True,
        COMPLEX: False,
        DIFFERENCES: False,
        PRECISE: False,
    }


def test_the_sides_of_a_corner_are_told() -> None:
    done = call("check", "abs(x)*y", "--at", "x=0,y=2")
    assert "kink: left -2, right 2" in done.out
    assert done.code == 0
    assert "note: abs has a kink at 0" in done.err


def test_what_was_not_asked_is_told() -> None:
    done = call("check", "gamma(x)", "--at", "x=3")
    assert "complex step: no complex values for gamma" in done.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("x^2", "--at", "x=3"), 0),
        (("sqrt(x)", "--at", "x=0"), 1),
        (("x^2", "--at", "x=3", "--claim", "2*x"), 0),
        (("x^2", "--at", "x=3", "--claim", "x"), 1),
        (("x^2", "--at", "x=3", "--claim", "x, x"), 2),
        (("3",), 0),
        (("x; 2x", "--at", "x=1"), 1),
    ],
)
def test_exit_codes(words: tuple[str, ...], code: int) -> None:
    assert call("check", *words).code == code


CLAIMED = ("check", "sin(x1) + x1*x2", "--at", "x1=2,x2=3", "--claim", "x2, x1")
CASES = {
    "check-80": (*CLAIMED, "--width", "80"),
    "check-40": (*CLAIMED, "--width", "40"),
    "check-ascii": (*CLAIMED, "--ascii"),
    "check-markdown": (*CLAIMED, "--format", "markdown"),
    "check-latex": (*CLAIMED, "--format", "latex"),
    "check-kink": ("check", "abs(x)*gamma(y) + sqrt(z)", "--at", "x=0,y=2,z=0"),
}


@pytest.mark.parametrize("name", CASES)
def test_tables(name: str, snapshot: Snapshot) -> None:
    out = call(*CASES[name]).out
    snapshot.check(f"{name}.txt", out)
    if "ascii" in name:
        assert out.isascii()


def test_csv_and_json_have_the_same() -> None:
    header, first, _ = call(*CLAIMED, "--format", "csv").out.splitlines()
    row = dict(zip(header.split(","), first.split(","), strict=True))
    found = json.loads(call(*CLAIMED, "--format", "json").out)
    assert row["why"] == found["claims"][0]["why"] == "the term from v3 = sin(x1) is missing"
    assert float(row["derivative"]) == found["gradient"]["x1"] == found["checks"][0]["derivative"]
    assert row["verdict"] == "agree" and row["right"] == "false"
    assert found["passed"] is False
