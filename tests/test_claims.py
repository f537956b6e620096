"""Derivatives worked out by hand: right ones are never called wrong, and of wrong ones the mistake is named."""

from __future__ import annotations

import math

import pytest

import adcli
from adcli.formula import write
from adcli.judging.claims import Judgement
from tests.running import call
from tests.test_samples import SAMPLES

AT = {"x": 1.3, "y": 0.7, "z": 2.1, "n": 3}


def judged(expression: str, claim: str, at: dict[str, float] | None = None, wrt: str = "x") -> Judgement:
    """The judgement on a claim of one derivative at a point where nothing is special."""
    point = {name: value for name, value in (at or AT).items() if name in adcli.parse(expression).inputs}
    return adcli.check(expression, point, [wrt], f"{wrt}={claim}").claims[0]


def test_elements_of_vectors_are_claimed_by_their_names() -> None:
    point = {"x": 2.0, "a": [1.0, 3.0, 1.0]}
    check = adcli.check("a[1] + a[2]*x + a[3]*x^2", point, claim="x=a[2] + 2*a[3]*x, a[1]=1, a[2]=x, a[ 03 ]=2*x")
    assert [judgement.right for judgement in check.claims] == [True, True, True, False]


def test_claims_about_programs_are_tried_where_these_go_the_same_way() -> None:
    text = "if x > 1 { y = x^2 } else { y = 3*x }"
    right, wrong = (adcli.check(text, {"x": 1.1}, claim=claim).claims[0] for claim in ("2*x", "2.2 + 0*x"))
    assert (right.right, right.why) == (True, "as a formula: here and at 8 points near")
    assert (wrong.right, wrong.kind) == (False, "right here only")


# Expression, wrong derivative by x, the kind of mistake, and words of the reason.
WRONG = [
    # the chain rule
    ("sin(x^2)", "cos(x^2)", "chain rule", "sin(x^2) needs the factor 2*x"),
    ("exp(2*x)", "exp(2*x)", "chain rule", "exp(2*x) needs the factor 2"),
    ("(2*x + 1)^5", "5*(2*x + 1)^4", "chain rule", "which is 2 here"),
    ("log(x^2 + 1)", "1/(x^2 + 1)", "chain rule", "log(x^2 + 1) needs the factor"),
    ("sqrt(3*x + 1)", "1/(2*sqrt(3*x + 1))", "chain rule", "the inner derivative is missing"),
    ("1/x^2", "-1/x^4", "chain rule", "1/x^2 needs the factor 2*x"),
    ("cos(5*x)*y", "-sin(5*x)*y", "chain rule", "cos(5*x) needs the factor 5"),
    ("x*sin(2*x)", "sin(2*x) + x*cos(2*x)", "chain rule", "sin(2*x) needs the factor 2"),
    ("sin(exp(x))", "exp(x)", "chain rule", "the outer derivative is missing: sin(exp(x)) needs the factor cos(exp(x))"),
    ("sin(2*x) + cos(3*x)", "cos(2*x) - sin(3*x)", "chain rule", "so in 2 places"),
    ("exp(sin(x^2))", "exp(sin(x^2))*cos(x^2)", "chain rule", "sin(x^2) needs the factor 2*x"),
    ("sin(x^2)", "2*x*cos(x)", "wrong place", "taken at x, not at x^2"),
    ("sin(x^2)", "cos(2*x)", "wrong place", "taken at 2*x, not at x^2"),
    # signs
    ("cos(x)", "sin(x)", "sign", "-1 times"),
    ("exp(-x)", "exp(-x)", "sign", "-1 times"),
    ("x^2 - x^3", "2*x + 3*x^2", "sign", "the sign of the term from v3 = x^3"),
    ("x^2 + cos(x)", "2*x + sin(x)", "sign", "= cos(x)"),
    ("sin(x)/x^2", "(cos(x)*x^2 + sin(x)*2*x)/x^4", "sign", "with a minus"),
    # sums
    ("sin(x) + x*y", "cos(x)", "missing term", "the term from v4 = x*y is missing"),
    ("sin(x) + x*y", "y", "missing term", "the term from v3 = sin(x) is missing"),
    ("x^3 + x^2 + x", "3*x^2 + 1", "missing term", "x^2"),
    # products and quotients
    ("x*sin(x)", "sin(x)", "missing term", "half of the product rule is missing"),
    ("x^2*exp(x)", "2*x*exp(x)", "missing term", "x^2*exp(x) also gives exp(x)' times x^2"),
    ("x*sin(x)", "cos(x)", "product rule", "not u'*v'"),
    ("sin(x)/x^2", "cos(x)/(2*x)", "product rule", "not u'/v'"),
    ("sin(x)/x^2", "cos(x)/x^2", "missing term", "half of the quotient rule"),
    ("sin(x)/x^2", "(cos(x)*x^2 - sin(x)*2*x)/x^2", "product rule", "v is to be squared"),
    ("sin(x)/x^2", "cos(x)*x^2 - sin(x)*2*x", "product rule", "division by v^2 is missing"),
    ("sin(x)*cos(x)*exp(x)", "cos(x)^2*exp(x)", "missing term", "x is used 3 times, and only its use in v2 = sin(x) is counted"),
    ("(x + 1)*sin(x)", "(x + 1)*cos(x)", "missing term", "also gives (x + 1)' times sin(x)"),
    ("x^2*log(x)", "2*x*log(x) + x^2", "chain rule", "the derivative of log(x) is missing: its term for x^2*log(x) needs the factor 1/x"),
    # choices
    ("x^3 if x > 5 else x^2*y", "3*x^2", "wrong place", "this is the derivative of x^3, the branch that is not taken here"),
    ("y*max(x^2, x^3)", "2*x*y", "wrong place", "this is the derivative of x^2, which max does not take here"),
    # powers
    ("x^3", "x^2", "wrong rule", "the exponent is missing as a factor"),
    ("x^3", "3*x^3", "wrong rule", "the exponent is not lowered"),
    ("x^3", "2*x^2", "wrong rule", "before it is lowered"),
    ("x^4", "4*x^2", "wrong rule", "lowered by 2"),
    ("x^-2", "-2*x^-1", "wrong rule", "raised, not lowered"),
    ("x^3", "x^4/4", "wrong rule", "integral"),
    ("2^x", "x*2^(x - 1)", "wrong rule", "the power rule is for a constant exponent"),
    ("y*2^x", "y*2^x/log(2)", "wrong rule", "it does not divide"),
    ("y + 2^x", "2^x", "wrong rule", "log(a) is missing"),
    ("x^3 + y", "x^3*log(x)", "wrong rule", "variable exponent"),
    # functions
    ("exp(x)", "x*exp(x - 1)", "wrong rule", "its own derivative"),
    ("x^2 + sqrt(x)", "2*x + 1/sqrt(x)", "wrong rule", "the factor 1/2 is missing"),
    ("tan(x)", "1/cos(x)", "wrong rule", "to be squared"),
    ("cos(x) + y", "cos(x)", "wrong rule", "cos(x) is left as it is; its derivative is -sin(x)"),
    ("atan(x)", "1/sqrt(1 + x^2)", "wrong rule", "without a root"),
    ("asin(x/2)", "0.5/sqrt(1 + x^2/4)", "wrong rule", "with a minus"),
    ("log10(x)", "1/x", "wrong rule", "1/log(10) is missing"),
    ("1/x", "log(x)", "wrong rule", "integral"),
    ("y/x", "-1/x^2", "wrong rule", "the numerator is missing"),
    ("tanh(x)", "1 + tanh(x)^2", "wrong rule", "with a minus"),
    # the whole
    ("x*y^2", "2*x*y", "wrong variable", "this is the derivative by y"),
    ("x*y + sin(x)", "y/2 + cos(x)/2", "factor", "1/2 times"),
    ("x^2 + 3*x + 5", "2*x + 8", "constant", "5 too large"),
    ("sin(x) + y", "sin(x) + y", "not differentiated", "the expression itself"),
    ("x^2*y", "2*x", "factor", "lacks a factor y"),
    ("x^2*y", "0*x", "zero", "it is no constant here"),
    ("x*y + z", "1/y", "reciprocal", "1 over"),
    ("x^2/3", "0.6667*x", "rounded", "is a constant of it rounded?"),
    ("y*z + 0*x", "y + 1", "not zero", "does not change with x"),
]


@pytest.mark.parametrize(("expression", "claim", "kind", "why"), WRONG)
def test_the_mistake_is_named(expression: str, claim: str, kind: str, why: str) -> None:
    judgement = judged(expression, claim)
    assert not judgement.right
    assert judgement.kind == kind, judgement.why
    assert why in judgement.why


# Expression, point, number claimed, whether it is right, words of the reason.
NUMBERS = [
    ("sin(x) + x*y", "2.584", True, "to the 4 digits given"),
    ("sin(x) + x*y", "2.583", True, "cut off rather than rounded"),
    ("sin(x) + x*y", "2.59", False, "off by 0.00614684"),
    ("sin(x) + x*y", "3", False, "the term from v3 = sin(x) is missing"),
    ("sin(x) + x*y", "2.5838531634528574", True, "at this point"),
    ("sin(x) + x*y", "2.58e0", True, "to the 3 digits given"),
    ("sin(x) + x*y", "-0.416", False, "the term from v4 = x*y is missing"),
    ("x^2 + y", "4", True, "at this point"),
    ("x^2 + y", "2", False, "the exponent is missing as a factor"),
    ("x^2 + y", "4.0001", False, "off by 0.0001"),
    ("exp(x)*y", "22", False, "rounded to a whole number"),
    ("1000*sin(x) + y", "-416", True, "to the 3 digits given"),
    ("x^3*y", "12", False, "it looks like this"),
]


@pytest.mark.parametrize(("expression", "claim", "right", "why"), NUMBERS)
def test_numbers_are_judged_to_the_digits_given(expression: str, claim: str, right: bool, why: str) -> None:
    judgement = judged(expression, claim, {"x": 2, "y": 3})
    assert judgement.right == right, judgement.why
    assert why in judgement.why
    assert judgement.points == 1


@pytest.mark.parametrize("claim", ["x^2", "x + 2", "4*x/2^(x - 1)"])
def test_right_at_the_point_only(claim: str) -> None:
    judgement = judged("x^2", claim, {"x": 2})
    assert (judgement.right, judgement.kind) == (False, "right here only")
    assert "right at this point only: at x = " in judgement.why


@pytest.mark.parametrize(
    ("expression", "claim"),
    [
        ("x^2", "2x"),
        ("x^2", "x + x"),
        ("sin(x)^2", "sin(2x)"),
        ("tan(x)", "sec(x)^2"),
        ("log(x*y)", "1/x"),
        ("x^n", "n*x^(n - 1)"),
        ("abs(x)", "x/abs(x)"),
        ("x^2 if x > 0 else -x", "2*x"),
        ("0*x", "0"),
        ("sqrt(x^2 + y^2)", "x/hypot(x, y)"),
        ("tanh(x)", "1 - tanh(x)^2"),
        ("x*log(x) - x", "log(x)"),
        ("atan(1/x)", "-1/(1 + x^2)"),
    ],
)
def test_other_ways_to_write_a_derivative_are_right(expression: str, claim: str) -> None:
    assert judged(expression, claim).right


@pytest.mark.parametrize("name", list(SAMPLES)[1::4])
def test_right_claims_are_never_called_wrong(name: str) -> None:
    """Each derivative that adcli writes down itself, at its sample's point."""
    sample = SAMPLES[name]
    graph = adcli.parse(sample.formula, sample.point)
    derived = adcli.gradient_graph(graph)
    if "ties" in derived.functions:  # how many arguments of max tie is no text of the language
        texts = adcli.diff(graph)
    else:
        texts = {variable: write(derived, output) for variable, output in zip(graph.inputs, derived.outputs[1:], strict=True)}
    claim = ", ".join(f"{variable}={text}" for variable, text in texts.items())
    for judgement in adcli.check(graph, sample.point, claim=claim).claims:
        assert judgement.right, (judgement.claim.text, judgement.why)


def test_at_special_points() -> None:
    assert "no finite number" in judged("sqrt(x)", "0.5/sqrt(x)", {"x": 0}).why
    assert "no value here" in judged("x^2", "log(x - 5)", {"x": 1}).why
    removable = judged("x^2", "2*x^2/x", {"x": 0})
    assert not removable.right and "no value here, though it is right at 8 points near" in removable.why
    assert judged("abs(x)", "sign(x)", {"x": 0}).right


def test_claims_by_name_and_in_order() -> None:
    point = {"x": 2, "y": 3}
    assert [j.right for j in adcli.check("x*y", point, claim="y, x").claims] == [True, True]
    assert [j.claim.name for j in adcli.check("x*y", point, claim="y=x, x=y").claims] == ["y", "x"]
    assert [j.right for j in adcli.check("x*y", point, wrt=["y", "x"], claim="x, y").claims] == [True, True]
    assert [j.right for j in adcli.check("x*y", point, claim="y=x").claims] == [True]
    assert adcli.check("max(x, y)", point, claim="max(0, 0), min(1, 1)").claims[1].right
    assert [j.right for j in adcli.check("e*x", {"e": 2, "x": 3}, claim="x, e").claims] == [True, True]


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("2*x", "there is 1 claim for 2 variables (x, y): write --claim 'x=..., y=...'"),
        ("x=1, 2", "'2' does not say which derivative it is, and others do"),
        ("z=1", "there is no derivative by z here"),
        ("x=1, x=2", "the derivative by x is claimed twice"),
        ("x=, y=2", "the claim for x is missing"),
        ("2*x +, 1", "in the claim for x: "),
        ("q, 1", "the claim for x has q, which the expression has not: use its variables"),
        ("x=1;2, y=1", "the claim for x is more than one formula"),
        ("x=sni(x)", "did you mean 'sin'?"),
        ("", ""),
    ],
)
def test_what_is_no_claim_is_told(claim: str, message: str) -> None:
    done = call("check", "x^2*y", "--at", "x=2,y=3", "--claim", claim)
    if message:
        assert (done.code, done.out) == (2, "")
        assert message in done.err
        assert done.err.startswith("error: ")


def test_a_claim_is_shown_as_text_whatever_it_has() -> None:
    done = call("check", "x^2", "--at", "x=2", "--claim", "2x # \x1b[31m [red]")
    assert "\x1b" not in done.out
    assert "is right" in done.out


def test_a_long_formula_is_judged_in_time() -> None:
    terms = "+".join(f"sin({k}*x)" for k in range(1, 200))
    claim = "+".join(f"{k}*cos({k}*x)" for k in range(1, 200) if k != 77)
    judgement = judged(terms, claim, {"x": 0.3})
    assert judgement.kind == "missing term" and "sin(77*x)" in judgement.why
    assert math.isfinite(judgement.value)
