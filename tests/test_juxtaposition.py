"""Products without a sign: which are read, which are refused, and which have two readings."""

from __future__ import annotations

import itertools

import pytest

from adcli import evaluate
from adcli.errors import AdcliError
from adcli.reading import parse

POINT = {"x": 3.0, "y": 5.0, "a": 7.0, "b": 2.0, "c": 11.0, "x1": 13.0}


def value(text: str) -> float:
    graph = parse(text)
    return evaluate(graph, {name: POINT[name] for name in graph.inputs})


def message(text: str) -> str:
    with pytest.raises(AdcliError) as caught:
        parse(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        # a number before a name, a call or a parenthesis
        ("2x", "2*x"),
        ("2 x", "2*x"),
        ("2.5x", "2.5*x"),
        (".5x", ".5*x"),
        ("2.x", "2*x"),
        ("1e2x", "1e2*x"),
        ("2x1", "2*x1"),
        ("2pi", "2*pi"),
        ("2π", "2*pi"),
        ("2sin(x)", "2*sin(x)"),
        ("2 sin (x)", "2*sin(x)"),
        ("2√(x)", "2*sqrt(x)"),
        ("2(x+1)", "2*(x+1)"),
        ("2 (x+1)", "2*(x+1)"),
        # powers bind tighter
        ("3x^2", "3*(x^2)"),
        ("3x²", "3*(x^2)"),
        ("2x^-1", "2*(x^-1)"),
        ("2(x+1)^2", "2*(x+1)^2"),
        ("2sin(x)^2", "2*(sin(x)^2)"),
        ("-2x", "-(2*x)"),
        ("-2x^2", "-(2*x^2)"),
        # a closing parenthesis before an opening one
        ("(x+1)(x-1)", "(x+1)*(x-1)"),
        ("(x+1)(x-1)^2", "(x+1)*(x-1)^2"),
        ("(x+1) (x-1) (y)", "(x+1)*(x-1)*y"),
        ("2(x)(y)", "2*x*y"),
        ("sin(x)(y)", "sin(x)*y"),
        ("(x^2)(y)", "x^2*y"),
        ("(1/2)(x)", "0.5*x"),
        # to the left, together with *
        ("a*2x", "a*2*x"),
        ("2x*y", "2*x*y"),
        ("2x/y", "(2*x)/y"),
        ("2(x)/y", "2*x/y"),
        ("(x)(y)/(a)", "x*y/a"),
        ("a/b*(c)(x)", "a/b*c*x"),
        ("a/b*2x", "a/b*2*x"),
        ("x - 2y", "x - 2*y"),
        ("2x + 3y", "2*x + 3*y"),
        ("1 if 2x > 3y else 4a", "1 if 2*x > 3*y else 4*a"),
        ("max(2x, 3y)", "max(2*x, 3*y)"),
    ],
)
def test_read_as_a_product(text: str, meaning: str) -> None:
    assert value(text) == value(meaning)


@pytest.mark.parametrize(
    "text",
    [
        *["2 3", "2 .5", "x 2", "x1 2", "(x)2", "(x) 2", "sin(x)2", "2² 3"],
        *["x y", "2x y", "x x1", "pi x", "(x+1)x", "(x+1) x", "2(x)y"],
        *["x sin(x)", "(x)sin(x)", "sin(x)cos(x)", "sin(x) cos(x)", "2sin(x)cos(x)", "sin(x)y", "sin(x)√(y)"],
        *["x²y", "2²x", "x²(y)", "2x²(y)", "x² y²", "(x)²(y)"],
    ],
)
def test_refused_with_the_product_written_out(text: str) -> None:
    found = message(text)
    assert "side by side: write " in found
    written = found.split("write ")[1].removesuffix(" to multiply")
    assert "*" in written
    parse(written)


@pytest.mark.parametrize("text", ["x(y)", "x (y)", "x(y+1)", "x1(2)", "2x(y)", "pi(x)", "x(y)(a)", "x(x)^2"])
def test_a_name_before_a_parenthesis_is_no_factor(text: str) -> None:
    found = message(text)
    assert "is no function: write " in found
    assert found.endswith(" to multiply")


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("1/2x", "(1/2)*x", "1/(2*x)"),
        ("1/2 x", "(1/2)*x", "1/(2*x)"),
        ("1/2(x+1)", "(1/2)*(x+1)", "1/(2*(x+1))"),
        ("1/2sin(x)", "(1/2)*sin(x)", "1/(2*sin(x))"),
        ("1/2√(x)", "(1/2)*√(x)", "1/(2*√(x))"),
        ("a/(b)(c)", "(a/b)*c", "a/(b*c)"),
        ("a/(b+1)(c)", "(a/(b+1))*c", "a/((b+1)*c)"),
        ("a/sin(b)(c)", "(a/sin(b))*c", "a/(sin(b)*c)"),
        ("x*1/2y", "(x*1/2)*y", "x*1/(2*y)"),
        ("1/2^3x", "(1/2^3)*x", "1/(2^3*x)"),
        ("1/x y", "(1/x)*y", "1/(x*y)"),
        ("1/x(y)", "(1/x)*y", "1/(x*y)"),
        ("2/3πx", "(2/3)*πx", "2/(3*πx)"),
        ("e^2x", "e^2*x", "e^(2*x)"),
        ("2^3x", "2^3*x", "2^(3*x)"),
        ("2^3(x)", "2^3*x", "2^(3*x)"),
        ("2^-3x", "2^-3*x", "2^(-3*x)"),
        ("2**3x", "2**3*x", "2**(3*x)"),
        ("-2^2x", "-2^2*x", "-2^(2*x)"),
        ("x^2sin(x)", "x^2*sin(x)", "x^(2*sin(x))"),
        ("x^2 y", "x^2*y", "x^(2*y)"),
        ("x^y z", "x^y*z", "x^(y*z)"),
        ("x^(2)(y)", "x^2*y", "x^(2*y)"),
        ("(x)^2(y)", "(x)^2*y", "(x)^(2*y)"),
        ("2x^2y", "x^2*y", "x^(2*y)"),
        ("2^x(3)", "2^x*3", "2^(x*3)"),
        ("e^x(3)", "e^x*3", "e^(x*3)"),
    ],
)
def test_refused_with_both_readings(text: str, first: str, second: str) -> None:
    assert message(text).endswith(f"write {first} or {second}")
    for reading in (first, second):
        parse(reading)


def test_a_choice_is_never_a_factor_without_a_sign() -> None:
    for choice, factor in itertools.product(("if(x > 0, 1, 2)", "where(x > 0, 1, 2)"), ("2", "(y)", "y", "sin(y)")):
        assert "is never multiplied by what stands beside it" in message(f"{choice}{factor}")
        if factor in ("2", "(y)"):
            assert "is never multiplied by what stands beside it" in message(f"{factor}{choice}")
        assert value(f"{choice}*{factor}") == value(f"{factor}*{choice}")


def test_spaces_make_no_difference() -> None:
    for text in ("2x", "2(x)", "(x)(y)", "2sin(x)", "1/2x", "2^3(x)", "x y", "(x)y", "sin(x)cos(x)"):
        spaced = text.replace("(", " (").replace("x", " x") if " " not in text else text.replace(" ", "   ")
        try:
            parse(text)
        except AdcliError:
            message(spaced)
        else:
            assert value(spaced) == value(text)


def test_long_products_are_judged_in_linear_work() -> None:
    assert evaluate("(x)" * 20_000, {"x": 1}) == 1
    assert "write (x)*y" in message("(x)" * 20_000 + "y")
