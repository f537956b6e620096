"""Values of variables and choices of variables: what is read, and what is said where it is not."""

from __future__ import annotations

import math
import re
import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcli import evaluate
from adcli.arithmetic.floats import FLOATS
from adcli.errors import AdcliError, PointError
from adcli.point import chosen_inputs, inputs_at, parse_point, split_commas, value_of
from adcli.reading import parse
from adcli.render.messages import format_error


def values(*texts: str) -> dict[str, float]:
    return {name: value_of(name, text, FLOATS) for name, text in parse_point(texts).items()}


def message(*texts: str) -> str:
    with pytest.raises(PointError) as caught:
        values(*texts)
    assert caught.value.exit_code == 2
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x=2", {"x": 2}),
        ("x = 2 , y = 3", {"x": 2, "y": 3}),
        ("x=-1", {"x": -1}),
        ("x=+.5", {"x": 0.5}),
        ("x=1e-3", {"x": 0.001}),
        ("x=pi/4", {"x": math.pi / 4}),
        ("x=2pi", {"x": 2 * math.pi}),
        ("x=π", {"x": math.pi}),
        ("x=e", {"x": math.e}),
        ("x=-2^2", {"x": -4}),
        ("x=max(1,2),y=atan2(1, 1)", {"x": 2, "y": math.pi / 4}),
        ("x=(1),y=((2))", {"x": 1, "y": 2}),
        ("x=1 if 2 > 1 else 3", {"x": 1}),
        ("x=1/0", {"x": math.inf}),
        ("x=inf,y=-inf", {"x": math.inf, "y": -math.inf}),
        ("x=Infinity,y=+INF", {"x": math.inf, "y": math.inf}),
        ("x₁=2,α=3,E_n=4", {"x1": 2, "α": 3, "E_n": 4}),
        ("pi=3,e=2", {"pi": 3, "e": 2}),
        ("sin=1,gamma=2", {"sin": 1, "gamma": 2}),
    ],
)
def test_values(text: str, expected: dict[str, float]) -> None:
    assert values(text) == expected


def test_lists_add_up() -> None:
    assert values("x=1", "y=2,z=3") == {"x": 1, "y": 2, "z": 3}
    assert values() == {}


def test_nan_and_minus_zero() -> None:
    assert math.isnan(values("x=nan")["x"])
    assert math.isnan(values("x=NaN")["x"])
    assert math.copysign(1, values("x=-0.0")["x"]) == -1


def test_values_stay_as_they_are_written() -> None:
    assert parse_point(["x=0.10,y= pi/4 "]) == {"x": "0.10", "y": "pi/4"}


def test_commas_in_brackets_do_not_separate() -> None:
    assert split_commas("a=max(1,2),b=[3,4],c={5,(6,7)}") == ["a=max(1,2)", "b=[3,4]", "c={5,(6,7)}"]


REFUSED = [
    # No list of names and values.
    ("", "this list of values is empty: write it as in x=2,y=pi/4"),
    ("  ", "this list of values is empty: write it as in x=2,y=pi/4"),
    (",", "nothing stands before a comma: remove the comma"),
    ("x=1,", "nothing stands after a comma: remove the comma"),
    ("x=1,,y=2", "nothing stands after a comma: remove the comma"),
    (",x=1", "nothing stands before a comma: remove the comma"),
    ("x", "'x' is not NAME=VALUE: write x=2"),
    ("1", "'1' is not NAME=VALUE: write x=1"),
    ("-1.5", "'-1.5' is not NAME=VALUE: write x=-1.5"),
    ("x=", "'x=' is not NAME=VALUE: give x a value, as in x=2"),
    ("=1", "'=1' is not NAME=VALUE: write it as in x=2,y=pi/4"),
    ("=", "'=' is not NAME=VALUE: write it as in x=2,y=pi/4"),
    ("1=x", "'1=x' is not NAME=VALUE: write x=1"),
    ("x==1", "'x==1' is not NAME=VALUE: write x=1"),
    ("x:1", "'x:1' is not NAME=VALUE: write x=1"),
    ("x: 1", "'x: 1' is not NAME=VALUE: write x=1"),
    ("x:=1", "'x:=1' is not NAME=VALUE: write x=1"),
    ("x->1", "'x->1' is not NAME=VALUE: write x=1"),
    ("x→1", "'x→1' is not NAME=VALUE: write x=1"),
    ("x=>1", "'x=>1' is not NAME=VALUE: write x=1"),
    ("x＝1", "'x＝1' is not NAME=VALUE: write x=1"),
    ("x 1", "'x 1' is not NAME=VALUE: write x=1"),
    ("x y", "'x y' is not NAME=VALUE: write it as in x=2,y=pi/4"),
    ("'x'=1", "''x'=1' is not NAME=VALUE: write x=1"),
    ("x=1,y", "'y' is not NAME=VALUE: write y=2"),
    ("x=1,y:2", "'y:2' is not NAME=VALUE: write y=2"),
    ("x=1;y=2", "values stand between commas: write x=1,y=2"),
    ("x=1; y=pi", "values stand between commas: write x=1,y=pi"),
    ("x=1 y=2", "values stand between commas: write x=1,y=2"),
    ("x=1&y=2", "values stand between commas: write x=1,y=2"),
    ("x=1\ny=2", "values stand between commas: write x=1,y=2"),
    ("{x=1}", "a list of values has no brackets: write x=1,y=2, or @FILE for a file with JSON"),
    ("(x=1,y=2)", "a list of values has no brackets: write x=1,y=2, or @FILE for a file with JSON"),
    ('{"x": 1}', "a list of values has no brackets: write x=1,y=2, or @FILE for a file with JSON"),
    # Decimal commas.
    ("x=1,5", "'5' is not NAME=VALUE: write x=1.5"),
    ("x=-1,5", "'5' is not NAME=VALUE: write x=-1.5"),
    ("x=1,5,y=2,5", "'5' is not NAME=VALUE: write x=1.5"),
    ("x=1.000,5", "'5' is not NAME=VALUE: write x=1000.5"),
    ("x=1,500", "'500' is not NAME=VALUE: write x=1500 or x=1.500"),
    ("2,3", "'2' is not NAME=VALUE: write x=2"),
    # Names.
    ("2x=1", "'2x' is no name: a name has letters, digits and _, and begins with a letter"),
    ("x y=1", "'x y' is no name: a name has letters, digits and _, and begins with a letter"),
    ("x+1=2", "'x+1' is no name: a name has letters, digits and _, and begins with a letter"),
    ("f(x)=1", "'f(x)' is no name: a name has letters, digits and _, and begins with a letter"),
    ("х=1", "'х' is not 'x' but cyrillic small letter ha (U+0445): type x"),
    ("if=1", "'if' is a word of the language: choose another name"),
    ("x=1,x=2", "x is given twice, as 1 and 2: give each variable one value"),
    ("x1=1,x₁=2", "x1 is given twice, as 1 and 2: give each variable one value"),
    # Values.
    ("x=y", "the value of x contains the variable y: write a number, or an expression without variables"),
    ("x=2i", "the value of x contains the variable i: write a number, or an expression without variables"),
    ("x=PI/2", "the value of x contains the variable PI: write pi for the number"),
    ("x=sin", "the value of x contains the variable sin: write sin(...) for the function"),
    ("x=y=2", "'x=y=2' is no single value: write it as in x=2,y=pi/4"),
    ("x=1;2", "'x=1;2' is no single value: write it as in x=2,y=pi/4"),
    ("x=∞", "in 'x=∞', '∞' is no number: write x=inf"),
    ("x=-∞", "in 'x=-∞', '∞' is no number: write x=-inf"),
    ("x='1'", "in 'x='1'', the value has quotation marks: write x=1"),
    ("x=[1,[2]]", "the lists of values for x are not of one length: write W=[[1,2],[3,4]]"),
    ("x=@f", "in 'x=@f', the value is no number: write it as in x=2,y=pi/4"),
    ("x=1e999", "in 'x=1e999', 1e999 is beyond the largest number, 1.8e308: write a smaller number, or inf"),
    ("x=1e-999", "in 'x=1e-999', 1e-999 is below the smallest number, 4.9e-324: write 0"),
    ("x=2*1e999", "in 'x=2*1e999', 1e999 is beyond the largest number, 1.8e308: write a smaller number"),
    ("x=max(1,2", "in 'x=max(1,2', this '(' is never closed: add ')'"),
    ("x=max 1", "in 'x=max 1', max needs its arguments in parentheses: write max(x, ...)"),
    ("x=1/2pi", "in 'x=1/2pi', this product can be read in two ways: write (1/2)*pi or 1/(2*pi)"),
    ("x=1 000", "in 'x=1 000', two numbers stand side by side: write 1000"),
    ("x=1_000", "in 'x=1_000', the digits of a number are not grouped: write 1000"),
    ("x=0x10", "in 'x=0x10', hexadecimal numbers are not read: write 16"),
    ("x=1e", "in 'x=1e', this number's exponent has no digits: write 1*e or 1e3"),
    ("x=5%", "in 'x=5%', '%' is no operator: write 5/100"),
    ("x=½", "in 'x=½', '½' is not read: write (1/2)"),
    ("x=１", "in 'x=１', '１' is fullwidth digit one (U+FF11): type 1"),
    ("x=-", "in 'x=-', a value is missing after '-': write one, or remove '-'"),
    ("x=1>0", "in 'x=1>0', a condition is no number: write 1 if 1>0 else 0"),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_what_is_wrong_with_a_list_of_values(text: str, expected: str) -> None:
    assert message(text) == expected


@pytest.mark.parametrize("given", [1, 2.5, True, Fraction(1, 2), -0.0])
def test_numbers_of_python(given: Any) -> None:
    assert value_of("x", given, FLOATS) == float(given)


@pytest.mark.parametrize("given", [None, [1], 1j, 10**400, object()])
def test_what_is_no_number_of_python(given: Any) -> None:
    with pytest.raises(PointError, match="the value of x is no real number, but of type"):
        value_of("x", given, FLOATS)


@pytest.mark.parametrize(
    ("expression", "point", "expected", "column"),
    [
        ("x", "", "x has no value: give it with --at x=...", 1),
        ("2 + x*y", "x=1", "y has no value: give it with --at y=...", 7),
        ("x*y", "", "x and y have no values: give them with --at x=...,y=...", 1),
        ("a + b + c + d + f", "", "a, b, c, d and 1 more have no values: give them with --at a=...,b=...,c=...,d=...,...", 1),
        ("F*r/G", "g=1,r=2", "F and G have no values: for G write g, which has a value, or give them with --at F=...,G=...", 5),
        ("x*y", "X=1,y=2", "x has no value: write X, which has a value, or give it with --at x=...", 1),
        ("x_1", "x1=2", "x_1 has no value: write x1, which has a value, or give it with --at x_1=...", 1),
        ("xy", "x=1,y=2", "xy has no value: write x*y, or give it with --at xy=...", 1),
        ("2πr", "r=1", "πr has no value: write pi*r, or give it with --at πr=...", 2),
        ("sinx", "x=1", "sinx has no value: write sin(x), or give it with --at sinx=...", 1),
        ("1 + cos2x", "x=1", "cos2x has no value: write cos(2x), or give it with --at cos2x=...", 5),
        ("exp -x", "x=1", "exp has no value: write exp(...) for the function, or give it with --at exp=...", 1),
        ("PI*x", "x=1", "PI has no value: write pi for the number, or give it with --at PI=...", 1),
        ("3x10^5", "", "x10 has no value: write *10^ for a power of ten, or give it with --at x10=...", 2),
        ("χ", "x=1", "χ has no value: write x, in Latin letters, or give it with --at χ=...", 1),
        ("x*inf", "x=1", "inf has no value: give it as the value of a variable, as in --at x=inf, or give it with --at inf=...", 3),
    ],
)
def test_variables_without_a_value(expression: str, point: str, expected: str, column: int) -> None:
    given = parse_point([point] if point else [])
    with pytest.raises(PointError) as caught:
        inputs_at(parse(expression, names=given), given, FLOATS)
    assert str(caught.value) == expected
    assert caught.value.location is not None
    assert caught.value.location.column == column


def test_one_variable_in_two_spellings() -> None:
    with pytest.raises(PointError, match="x1 is given twice, in two spellings"):
        evaluate("x1", {"x1": 1, "x₁": 2})


def test_chosen_variables() -> None:
    graph = parse("x1*x2 + α")
    assert chosen_inputs(graph, None) == ["x1", "x2", "α"]
    assert chosen_inputs(graph, ["α", "x₁"]) == ["α", "x1"]
    assert chosen_inputs(graph, []) == []


@pytest.mark.parametrize(
    ("expression", "chosen", "expected"),
    [
        ("x1*x2", ["x3"], "there is no variable x3 to differentiate by: the variables are x1, x2"),
        ("x", ["y"], "there is no variable y to differentiate by: the variable is x"),
        ("2 + 3", ["x"], "there is no variable x to differentiate by, as the formula has none: leave it out"),
        ("x1*x2", ["X1"], "there is no variable X1 to differentiate by: did you mean x1?"),
        ("alpha*x", ["aplha"], "there is no variable aplha to differentiate by: did you mean alpha?"),
        ("x1*x2", ["x1 x2"], "there is no variable x1 x2 to differentiate by: write x1,x2"),
        ("x1*x2", ["x1;x2"], "there is no variable x1;x2 to differentiate by: write x1,x2"),
        ("x1*x2", ["x1=2"], "there is no variable x1=2 to differentiate by: write x1"),
        ("x1*x2", ["x1", "x₁"], "x1 is named twice to differentiate by: name it once"),
        ("x1*x2", ["х1"], "'х' is not 'x' but cyrillic small letter ha (U+0445): type x"),
        ("pi*x", ["pi"], "pi is a constant here: give it a value, as in --at pi=3, to differentiate by it"),
    ],
)
def test_what_is_wrong_with_a_choice_of_variables(expression: str, chosen: list[str], expected: str) -> None:
    with pytest.raises(PointError) as caught:
        chosen_inputs(parse(expression), chosen)
    assert str(caught.value) == expected


def check(text: str) -> None:
    """A list of values is read, or there is one short and printable message."""
    try:
        values(text)
    except AdcliError as error:
        shown = format_error(error)
        assert len(shown) <= 400
        assert shown.isprintable()
        assert ": " not in re.sub("(?s)'.*'", "", error.message)


PIECES = [*"xy=12.5,;:()['@∞х-", " ", "\n", "pi", "inf", "x=1"]


@given(st.one_of(st.text(max_size=20), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_list_of_values(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", ["x=" + "1" * 10**6, "x=" + "(" * 10**5, "," * 10**5, "x" * 10**6, "x=1;" * 10**4, '"x ' * 10**5])
def test_a_large_list_of_values(text: str) -> None:
    start = time.process_time()
    check(text)
    assert time.process_time() - start < 10
