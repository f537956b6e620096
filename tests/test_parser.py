"""What the language means: every rule of it, by the values of expressions."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcli import evaluate
from adcli.errors import AdcliError
from adcli.formula import write
from adcli.reading import parse

X = {"x": 3.0, "y": 5.0}


def value(text: str, **at: float) -> float:
    return evaluate(text, at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # powers bind tightest, to the right, and take a sign on their right
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^-1", 0.5),
        ("2^-1^2", 0.5),
        ("2^3^2", 512),
        ("(2^3)^2", 64),
        ("2**3**2", 512),
        ("2^+3", 8),
        ("2^--3", 8),
        ("-2^-2", -0.25),
        ("2*-3^2", -18),
        ("2^3*2", 16),
        # signs bind tighter than products, and repeat
        ("--2", 2),
        ("-+-2", 2),
        ("2--3", 5),
        ("2+-3", -1),
        ("-2*3", -6),
        ("8/-2", -4),
        # products and sums to the left
        ("8/4/2", 1),
        ("8/4*2", 4),
        ("8-4-2", 2),
        ("2+3*4", 14),
        ("(2+3)*4", 20),
        ("2 - 3*4 + 5", -5),
        # a choice is loosest of all, and its else reaches to the end
        ("1 if 2 > 1 else 3", 1),
        ("1 if 2 < 1 else 3", 3),
        ("1 if 2 < 1 else 3 if 2 < 1 else 4", 4),
        ("1 + 1 if 2 > 1 else 3", 2),
        ("1 if 2 > 1 else 3 + 1", 1),
        ("(1 if 2 > 1 else 3) + 1", 2),
        ("1 + (1 if 2 < 1 else 3)", 4),
        ("if(2 > 1, 10, 20)", 10),
        ("where(2 < 1, 10, 20)", 20),
        ("2*if(2 > 1, 10, 20)^2", 200),
        ("-if(2 > 1, 2, 3)²", -4),
        # not binds tighter than and, and tighter than or; comparisons tighter than all three
        ("1 if not 1 > 2 else 0", 1),
        ("1 if not 1 > 2 and 2 > 3 else 0", 0),
        ("1 if not (1 > 2 and 2 > 3) else 0", 1),
        ("1 if not 1 > 2 or 2 > 3 else 0", 1),
        ("1 if 1 > 2 and 1 > 2 or 2 > 1 else 0", 1),
        ("1 if 2 > 1 or 2 > 1 and 1 > 2 else 0", 1),
        ("1 if (2 > 1 or 2 > 1) and 1 > 2 else 0", 0),
        ("1 if not not 2 > 1 else 0", 1),
        ("1 if 1 + 1 < 2*2 else 0", 1),
    ],
)
def test_precedence_and_associativity(text: str, expected: float) -> None:
    assert value(text) == expected


def test_comparisons() -> None:
    pairs = {"<": (1, 0, 0), "<=": (1, 1, 0), ">": (0, 0, 1), ">=": (0, 1, 1), "==": (0, 1, 0), "!=": (1, 0, 1)}
    for symbol, expected in pairs.items():
        assert tuple(value(f"1 if x {symbol} 2 else 0", x=x) for x in (1, 2, 3)) == expected
    assert value("1 if 2 ≤ 2 else 0") == value("1 if 2 ≥ 2 else 0") == 1
    assert value("1 if 2 ≠ 2 else 0") == 0


@given(st.lists(st.sampled_from(["2", "3", "0.5", "7", "+", "-", "*", "/", "**", "(", ")"]), min_size=3, max_size=12))
def test_arithmetic_is_python_s(tokens: list[str]) -> None:
    """Whatever Python reads as arithmetic is read alike, and what it cannot read is refused or a product without a sign."""
    text = " ".join(tokens)
    try:
        expected = eval(text)  # made of the tokens above
    except (SyntaxError, TypeError, ZeroDivisionError, OverflowError):
        return
    if isinstance(expected, complex) or abs(expected) > 1e300:
        return
    assert value(text) == pytest.approx(expected, rel=1e-12)
    assert value(text.replace("**", "^")) == value(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2", 2), ("2.5", 2.5), (".5", 0.5), ("5.", 5), ("1e-3", 1e-3), ("1E3", 1000), ("1.e2", 100), (".5e+1", 5), ("007", 7), ("0e999", 0)],
)
def test_numbers(text: str, expected: float) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("text", ["1e", "1..2", "1_000", "１", "٣", "0x10", "0b1", "1e400", "1e-400", "1.2.3", "1e5.5", "1e+", "..5"])
def test_what_looks_like_a_number_and_is_none(text: str) -> None:
    with pytest.raises(AdcliError):
        parse(text)


def test_numbers_stay_as_they_are_written() -> None:
    graph = parse("0.10*x + 1e-3 + 5.")
    assert [leaf for leaf in graph.leaves if leaf] == ["0.10", "x", "1e-3", "5."]


def test_minus_zero_is_not_zero() -> None:
    assert math.copysign(1, value("-0.0")) == -1
    assert value("1/-0.0") == -math.inf
    assert value("1/0.0") == math.inf
    graph = parse("0.0; -0.0")
    assert graph.outputs[0] != graph.outputs[1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x1", "x1"),
        ("x₁", "x1"),
        ("x₁₂", "x12"),
        ("x_₁", "x_1"),
        ("xy", "xy"),
        ("_", "_"),
        ("_x", "_x"),
        ("E_n", "E_n"),
        ("I", "I"),
        ("gamma", "gamma"),
        ("beta", "beta"),
        ("sin", "sin"),
        ("α", "α"),
        ("Ω", "Ω"),
        ("\u2126", "Ω"),  # the ohm sign
        ("\u00b5", "μ"),  # the micro sign
        ("ϕ", "φ"),
        ("ϑ", "θ"),
        ("ϵ", "ε"),
        ("𝛼", "α"),
        ("𝚯₂", "Θ2"),
        ("iffy", "iffy"),
        ("andx", "andx"),
        ("notes", "notes"),
        ("elsewhere", "elsewhere"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert list(parse(text).inputs) == [name]


@pytest.mark.parametrize("text", ["x²", "x^2", "x**2", "x^(2)", "(x)²", "x^2.0"])
def test_squares(text: str) -> None:
    assert value(text, x=3) == 9


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("x·y", "x*y"),
        ("x×y", "x*y"),
        ("x⋅y", "x*y"),
        ("x÷y", "x/y"),
        ("x−y", "x-y"),
        ("−x", "-x"),
        ("√(x)", "sqrt(x)"),
        ("2√(x)", "2*sqrt(x)"),
        ("√(x)²", "sqrt(x)^2"),
        ("π", "pi"),
        ("τ", "tau"),
        ("2π", "2*pi"),
        ("x⁻²", "x^-2"),
        ("x⁺²", "x^2"),
        ("x¹²", "x^12"),
        ("-x²", "-(x^2)"),
        ("2x²", "2*x^2"),
        ("2^x²", "2^(x^2)"),
        ("x₁²", "x1^2"),
        ("if(x > 0, x, y)²", "(x if x > 0 else y)^2"),
        ("x\u00a0+\u2009y\u3000*\u202f2", "x + y*2"),  # spaces of every width
        ("sin\u00a0(x)", "sin(x)"),
    ],
)
def test_typography(text: str, same: str) -> None:
    point = {"x": 1.7, "y": 0.3, "x1": 2.1}
    graph, other = parse(text), parse(same)
    given = {name: point[name] for name in graph.inputs}
    assert list(graph.inputs) == list(other.inputs)
    assert evaluate(graph, given) == evaluate(other, given)


def test_only_a_name_before_a_parenthesis_is_a_function() -> None:
    assert value("sin(x)", x=0.5) == value("sin (x)", x=0.5) == value("sin\t(x)", x=0.5) == math.sin(0.5)
    assert value("sin + 1", sin=2) == 3
    assert value("sin(sin)", sin=0.5) == math.sin(0.5)
    assert value("sin = 0.5; sin(sin)") == math.sin(0.5)
    assert value("2 sin", sin=4) == 8


def test_a_constant_gives_way_to_a_value_of_its_name() -> None:
    assert value("pi") == math.pi
    assert value("e") == math.e
    assert value("tau") == math.tau
    assert value("2pi", pi=3) == 6
    assert value("2π", π=3) == 6
    assert value("e = 2; e^2") == 4


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("x^2", [""]),
        ("a = x^2; a*sin(a)", [""]),
        ("x*y; sin(x)/y", ["", ""]),
        ("a = x; b = y", ["a", "b"]),
        ("a = x; b = a; a + b", [""]),
        ("a = x; b = a; a", ["b", ""]),
        ("a = x\nb = a\n\nb^2\n", [""]),
        ("; x ;; y;", ["", ""]),
        ("a = x; a = a + 1; a", [""]),
        ("x = 2; x^2", [""]),
        ("y = x^2", ["y"]),
        ("x; x", ["", ""]),
        ("# nothing\nx # the variable; not this\n# nor that", [""]),
    ],
)
def test_statements_and_which_of_them_are_outputs(text: str, labels: list[str]) -> None:
    assert parse(text).labels == labels


@pytest.mark.parametrize(
    "text",
    ["(x\n+ y)", "abs(\nx + y\n)", "max(x,\n\n  y) + x", "(x # the first\n + # (and\n y)", "\n\nx + y\n", "a = (x\n); a + y", "x + y\r\n"],
)
def test_a_newline_in_parentheses_is_a_space(text: str) -> None:
    assert len(parse(text).outputs) == 1
    assert evaluate(text, X) == 8


def test_a_newline_elsewhere_ends_the_statement() -> None:
    assert len(parse("x\n+1").outputs) == 2
    with pytest.raises(AdcliError, match="several lines in parentheses"):
        parse("x +\n1")


@pytest.mark.parametrize("text", ["2 if (x>0) else 3", "2if(x>0)else 3", "2 if x>0 else(3)", "(2)if(x>0)else(3)"])
def test_a_number_before_if_begins_a_choice(text: str) -> None:
    assert value(text, x=1) == 2
    assert value(text, x=-1) == 3


LONG = {
    "factors": ("(x)" * 20_000, 1.0),
    "numbers": ("1*" * 10_000 + "2(x)", 2.0),
    "statements": ("a = x" + "\na = a*x" * 3_000 + "\na", 1.0),
    "newlines": ("(x" + "\n" * 100_000 + "+ 1)", 2.0),
    "spaces": ("x" + " " * 1_000_000 + "+ 1", 2.0),
    "names": ("x" * 1_000_000 + " = x; 2" + "x" * 1_000_000, 2.0),
    "digits": ("0." + "1" * 100_000 + "x", 1 / 9),
}


@pytest.mark.parametrize("name", LONG)
def test_length_is_no_limit(name: str) -> None:
    """Depth is none either: see test_scale.py."""
    text, expected = LONG[name]
    assert value(text, x=1) == pytest.approx(expected, rel=1e-15)


def test_what_is_printed_plain_parses_again() -> None:
    for text in ("-2^2", "2^-x^2", "(x-1)*(y if x > 0 and not y > 1 else -x)/3", "x - (y - 2)", "-(-x)", "(x^y)^2"):
        graph = parse(text)
        again = parse(write(graph, graph.outputs[0]))
        assert evaluate(again, {name: X[name] for name in again.inputs}) == evaluate(graph, {name: X[name] for name in graph.inputs})


def test_nothing_about_advice_is_imported_by_a_text_that_parses() -> None:
    code = "import sys; from adcli.reading import parse; parse('2x + sin(x)^2'); print([m for m in sys.modules if 'advice' in m])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
