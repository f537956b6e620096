"""Many digits: those shown are right, whatever cancels; and what is not certain is said."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from mpmath import mp

import adcli
from adcli.derivatives import Gradient
from tests.running import call

KNOWN = [
    # The value and the slope to their last digits, by their series.
    ("(1-cos(x))/x^2", "1e-8", 30, "0.499999999999999995833333333333", "-8.33333333333333327777777777778e-10"),
    ("(1-cos(x))/x^2", "1e-100", 20, "0.50000000000000000000", "-8.3333333333333333333e-102"),
    ("x - sin(x)", "1e-100", 20, "1.6666666666666666667e-301", "5.0000000000000000000e-201"),
    ("exp(x) - 1 - x", "1e-30", 12, "5.00000000000e-61", "1.00000000000e-30"),
    ("1/3 + x", "1", 40, "1.333333333333333333333333333333333333333", "1"),
    ("sqrt(x)", "2", 50, "1.4142135623730950488016887242096980785696718753769", "0.35355339059327376220042218105242451964241796884424"),
    ("exp(x)", "800", 30, "2.72637457211256656736477954637e+347", "2.72637457211256656736477954637e+347"),
]


def found(text: str, x: str, digits: int) -> Gradient:
    return adcli.value_and_gradient(text, {"x": x}, precision=digits)


@pytest.mark.parametrize(("text", "x", "digits", "value", "slope"), KNOWN)
def test_all_digits_are_right(text: str, x: str, digits: int, value: str, slope: str) -> None:
    result = found(text, x, digits)
    assert (repr(result.value), repr(result.gradient["x"]), result.notes) == (value, slope, [])


@pytest.mark.parametrize("text", ["x^x*gamma(x)", "(exp(x) - exp(-x))/2 - sinh(x) + x", "log(1 + x) - x", "erf(x) - x", "tan(x)*j0(x)"])
@pytest.mark.parametrize("x", ["0.1", "2.75", "1e-40"])
def test_slopes_are_those_of_differences(text: str, x: str) -> None:
    names = {"exp": mp.exp, "sinh": mp.sinh, "log": mp.log, "erf": mp.erf, "tan": mp.tan, "gamma": mp.gamma, "j0": mp.j0}
    with mp.workdps(600):
        point, step = mp.mpf(x), mp.mpf(10) ** -200

        def value(at: object) -> mp.mpf:
            return eval(text.replace("^", "**"), names | {"x": at})

        result = found(text, x, 25)
        slope = (value(point + step) - value(point - step)) / (2 * step)
        for mine, true in ((result.value, value(point)), (result.gradient["x"], slope)):
            assert abs(mp.mpf(repr(mine)) - true) <= abs(true) * mp.mpf(10) ** -24


def test_decimals_are_exact() -> None:
    assert adcli.evaluate("0.1 + 0.2 - 0.3", precision=30) == 0
    assert adcli.evaluate("1 if 0.1 + 0.2 == 0.3 else 2", precision=30) == 1
    assert adcli.evaluate("floor((0.1 + 0.2)*10)", precision=30) == 3
    assert repr(adcli.evaluate("x", {"x": "0.1"}, precision=20)) == repr(adcli.evaluate("x", {"x": 0.1}, precision=20)) == "0.1"


def test_numbers_of_python_keep_their_digits() -> None:
    many = "1.2345678901234567890123456789"
    for value in (many, Decimal(many), Fraction(Decimal(many))):
        assert repr(adcli.evaluate("x", {"x": value}, precision=40)) == many
    assert repr(adcli.evaluate("x + 1", {"x": 10**30}, precision=40)) == str(10**30 + 1)


def test_what_vanishes_is_taken_as_zero_and_told() -> None:
    result = found("1 - cos(x)", "1e-9999", 20)
    assert result.value == 0
    assert [(note.kind, note.message) for note in result.notes] == [("precision", "0 to 1,000 digits of work: taken as 0")]
    result = found("1/sin(pi*x)", "1", 20)
    assert repr(result.value) == "inf"
    assert [note.kind for note in result.notes] == ["domain", "precision"]
    result = found("sin(x)^2 + cos(x)^2", "1", 20)
    assert result.gradient == {"x": 0}
    assert [note.message for note in result.notes] == ["the derivative by x is 0 to 1,000 digits of work: taken as 0"]


def test_what_is_exactly_zero_is_not_noted() -> None:
    for text in ("x - 2", "x^2 - 4", "x*(x - 2)", "sqrt(2*x) - 2"):
        assert found(text, "2", 20).value == 0 and found(text, "2", 20).notes == []
    assert found("x - 0.2 if x > 0 else x", "0.2", 20).notes == []
    assert found("0.1 + x - 0.3", "0.2", 20).value == 0 and found("0.1 + x - 0.3", "0.2", 20).notes == []


@pytest.mark.parametrize(
    ("text", "slope"), [("(1 + x) - 1", 1), ("2^x - 1", 0.6931471805599453), ("(x + 5) - 5 + x*0", 1), ("(1 - x)*(1 + x) - 1", 0)]
)
def test_what_is_absorbed_comes_back(text: str, slope: float) -> None:
    result = found(text, "1e-100", 20)
    assert float(result.gradient["x"]) == pytest.approx(slope, abs=1e-90)
    assert 0 < abs(result.value) < 1e-99 and result.notes == []
    assert repr(adcli.gradient("x + x*y - x", {"x": 0, "y": "1e-100"}, precision=20)["x"]) == "1e-100"


def test_infinities_come_from_the_point_and_not_from_rounding() -> None:
    assert repr(found("asin(cos(x))", "1e-100", 10).gradient["x"]) == "-1.000000000"
    result = found("log(x - 3)", "3", 10)
    assert repr(result.value) == "-inf" and result.notes[0].message == "log(x) needs x > 0, got 0"


def test_every_kind_of_step_has_the_digits() -> None:
    trace = adcli.trace("a = x^2; a*sin(a) if a > 1 else max(a, y)", {"x": "1.1", "y": 3}, precision=30)
    assert [len(repr(step.primal.value)) for step in trace if step.operation == "sin"] == [32]
    done = call("trace", "x*sin(x)", "--at", "x=0.5", "--precision", "25", "--format", "jsonl")
    steps = json.loads(done.out)["steps"]
    assert steps[1]["substituted"] == "sin(0.5)" and steps[1]["value"] == "0.4794255386042030002732879"
    assert steps[2]["tangents"][0]["value"] == steps[0]["adjoint"] == "0.9182168195493893583314287"


def test_tables_show_all_digits_unless_told_otherwise() -> None:
    words = ("grad", "sin(x)", "--at", "x=2", "--precision", "20")
    assert "-0.41614683654714238700" in call(*words).out
    assert "-0.4161468365 " in call(*words, "--digits", "10").out
    assert call("eval", "exp(pi*sqrt(163))", "--precision", "40").out == "262537412640768743.9999999999992500725972\n"
    assert max(map(len, call(*words, "--width", "40").out.splitlines())) <= 40


def test_the_number_of_digits_is_checked() -> None:
    assert call("eval", "1/3", "--precision", "0").code == call("eval", "1/3", "--precision", "1001").code == 2
    with pytest.raises(ValueError, match="precision"):
        adcli.evaluate("1/3", precision=0)
    assert adcli.evaluate("x", {"x": "1e-400"}, precision=5) > 0
    assert call("eval", "1/3", "--precision", "1").out == "0.3\n"


def test_without_mpmath_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mpmath.ctx_mp", None)
    done = call("grad", "x^2", "--at", "x=2", "--precision", "30")
    assert (done.code, done.out) == (1, "")
    assert done.err == "error: many digits need mpmath: install it with pip install 'adcli[precision]'\n"


def test_doubles_need_no_mpmath_and_other_users_are_not_disturbed() -> None:
    before = mp.dps
    found("1/x", "3", 100)
    assert mp.dps == before and repr(mp.mpf(1)) == "mpf('1.0')"


def test_an_angle_without_end_is_refused() -> None:
    with pytest.raises(adcli.AdcliError, match=r"210,704,56\d digits before its point needs more than 1,000 digits of work"):
        found("sin(exp(exp(x)))", "20", 10)
    assert repr(found("sin(x)", "1e300", 20).value) == "-0.98575042516037699661"
