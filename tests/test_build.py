"""From syntax to graph: names, arguments, kinds, outputs and limits."""

from __future__ import annotations

import pytest

from adcli import evaluate
from adcli.build import single_output
from adcli.errors import AdcliError, ConditionError, LimitError, LiteralError, NamingError, OutputError
from adcli.functions import ALIASES, FUNCTIONS, callable_names
from adcli.limits import Limits
from adcli.reading import parse


def error(text: str) -> AdcliError:
    with pytest.raises(AdcliError) as caught:
        parse(text)
    return caught.value


def functions(text: str) -> list[str]:
    """The functions of the nodes, in order."""
    return [function for function in parse(text).functions if function]


def test_equal_parts_are_one_node() -> None:
    assert functions("sin(x)*sin(x)") == ["sin", "mul"]
    assert functions("(x + y) * (x + y)") == ["add", "mul"]
    assert functions("x + y - (y + x)") == ["add", "add", "sub"]


def test_operators_and_their_spellings() -> None:
    assert functions("x + y - x*y/x^y") == ["add", "mul", "pow", "div", "sub"]
    assert functions("x**y") == functions("pow(x, y)") == functions("power(x, y)") == ["pow"]
    assert functions("ln(x)") == functions("log(x)") == ["log"]
    assert functions("√(x)") == ["sqrt"]
    assert functions("-x") == functions("−x") == ["neg"]
    assert functions("+x") == []
    assert functions("x if x > y else y") == functions("if(x > y, x, y)") == functions("where(x > y, x, y)") == ["gt", "if"]


def test_a_negative_number_is_a_number() -> None:
    graph = parse("-2*x")
    assert [leaf for leaf in graph.leaves if leaf] == ["2", "-2", "x"]
    assert functions("-2*x") == ["mul"]
    assert functions("-2^2") == ["pow", "neg"]


def test_a_call_with_one_argument_more() -> None:
    assert functions("log(x, y)") == ["logb"]
    assert functions("log(x, 2)") == ["log2"]
    assert functions("log(x, 10)") == ["log10"]


def test_powers_with_a_number_that_needs_no_logarithm() -> None:
    assert functions("x^0") == ["unit"]
    assert functions("x^1") == []
    assert evaluate("x^0", {"x": 0}) == 1


@pytest.mark.parametrize("name", [*callable_names(), *ALIASES])
def test_every_function_says_how_many_arguments_it_takes(name: str) -> None:
    entry = FUNCTIONS[ALIASES.get(name, name)]
    most = len(FUNCTIONS[entry.longer].names if entry.longer else entry.names)
    if name != "if":
        assert isinstance(error(f"{name}()"), NamingError)
    if not entry.variadic:
        found = error(f"{name}({', '.join(['x'] * (most + 1))})")
        assert found.message.startswith(f"{name} takes ")
        assert found.message.endswith(f", got {most + 1}")
        assert found.advice.startswith(f"write {name}({', '.join(entry.names)})")
        assert found.location is not None
        assert found.location.column == 1


def test_min_and_max_take_any_number_of_arguments() -> None:
    assert evaluate("max(x)", {"x": 2}) == 2
    assert evaluate(f"min({', '.join(map(str, range(1, 1000)))})") == 1


def test_helpers_cannot_be_called() -> None:
    for name in (name for name, entry in FUNCTIONS.items() if entry.helper and name.isidentifier() and name not in ("and", "or", "not")):
        assert isinstance(error(f"{name}(x, y)"), NamingError)


def test_names_of_variables_are_not_looked_up_as_functions() -> None:
    assert list(parse("sin*cos + gamma").inputs) == ["sin", "cos", "gamma"]


def test_a_name_with_a_value_is_a_variable_in_any_spelling() -> None:
    assert list(parse("pi*x").inputs) == ["x"]
    assert list(parse("pi*x", names=["pi"]).inputs) == ["pi", "x"]
    assert list(parse("π*x", names=["π"]).inputs) == ["pi", "x"]
    assert list(parse("x₁", names=["x1"]).inputs) == ["x1"]


@pytest.mark.parametrize(
    "text",
    ["x > 0", "(x > 0)", "a = x > 0; 1 if a else 0", "not x > 0", "-(x > 0)", "+(x > 0)", "(x > 0) + 1", "sin(x > 0)", "max(1, x > 0)",
     "(x > 0)^2", "2^(x > 0)", "2(x > 0)", "(x > 0) == (y > 0)", "(x < y) < z", "1 if y > 0 else x > 0", "if(x > 0, y > 0, 1)"],
)  # fmt: skip
def test_a_condition_is_no_number(text: str) -> None:
    found = error(text)
    assert isinstance(found, ConditionError)
    assert found.message == "a condition is no number"


@pytest.mark.parametrize(
    "text", ["1 if x else 2", "if(x, 1, 2)", "1 if not x else 2", "1 if x and y > 0 else 2", "1 if y > 0 or x + 1 else 2"]
)
def test_a_number_is_no_condition(text: str) -> None:
    found = error(text)
    assert isinstance(found, ConditionError)
    assert found.message == "a condition belongs here, not a number"


def test_the_caret_is_under_the_part_of_the_wrong_kind() -> None:
    assert error("1 + 2*(x > 0)").span == (6, 13)
    assert error("1 if x > 0 and y^2 else 2").span == (15, 18)


@pytest.mark.parametrize(
    ("text", "column"), [("a = b; b = 1", 5), ("x + a; a = 2", 5), ("a = a", 5), ("y*e; e = 2", 3), ("z; a = z*b; b = 2", 10)]
)
def test_a_name_is_assigned_before_it_is_used(text: str, column: int) -> None:
    found = error(text)
    assert isinstance(found, NamingError)
    assert "is used before it is assigned" in found.message
    assert found.location is not None
    assert found.location.column == column


def test_a_name_may_be_assigned_again() -> None:
    assert evaluate("a = x; a = a*a; a = a + 1; a", {"x": 3}) == 10


@pytest.mark.parametrize("text", ["1e309", "1" + "0" * 400, "x + 1e400", "1e-400", "0." + "0" * 400 + "1"])
def test_numbers_that_a_double_cannot_hold(text: str) -> None:
    assert isinstance(error(text), LiteralError)


def test_numbers_at_the_ends_of_the_doubles() -> None:
    assert evaluate("1.7976931348623157e308") == 1.7976931348623157e308
    assert evaluate("5e-324") == 5e-324
    assert evaluate("0e999") == 0


@pytest.mark.parametrize(
    ("text", "message", "advice", "span"),
    [
        (
            "x*y; sin(x)/y",
            "and there are 2 (output 1, output 2)",
            "choose one by return, or use the command jacobian",
            (5, 13),
        ),
        ("a = x; b = x^2", "and there are 2 (a, b)", "choose one by return, or use the command jacobian", (11, 14)),
        ("x; x", "and there are 2 (output 1, output 2)", "choose one by return, or use the command jacobian", (3, 4)),
        ("x\n+ 1", "and there are 2 (output 1, output 2)", "put a formula of several lines in parentheses", (2, 5)),
        ("a = x\n - y", "and there are 2 (a, output 2)", "put a formula of several lines in parentheses", (7, 10)),
        ("; ".join("abcdef"), "and there are 6 (output 1, output 2, output 3, output 4, ...)", "choose one by return", (3, 4)),
    ],
)
def test_one_output_is_wanted(text: str, message: str, advice: str, span: tuple[int, int]) -> None:
    with pytest.raises(OutputError) as caught:
        single_output(parse(text), "grad")
    assert caught.value.message == f"grad wants one output, {message}"
    assert caught.value.advice.startswith(advice)
    assert caught.value.span == span


def test_limits() -> None:
    with pytest.raises(LimitError, match="the text has 5 characters, and the limit is 4: raise it with --max-length"):
        parse("x + y", limits=Limits(length=4))
    with pytest.raises(LimitError, match="the computation has more than 2 steps: raise the limit with --max-nodes"):
        parse("x + y", limits=Limits(nodes=2))
    assert len(parse("x + y", limits=Limits(length=5, nodes=3))) == 3
