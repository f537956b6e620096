"""The Python interface."""

from __future__ import annotations

import doctest
import inspect
import threading
from collections.abc import Callable
from fractions import Fraction

import pytest

import adcli
from adcli import interface

EXPRESSION, POINT = "sin(x1) + x1*x2", {"x1": 2, "x2": 3}


def test_the_names_that_programs_may_rely_on() -> None:
    assert sorted(adcli.__all__) == [
        "AdcliError",
        "__version__",
        "check",
        "compare",
        "compile",
        "diff",
        "error_estimate",
        "evaluate",
        "format",
        "gradient",
        "gradient_graph",
        "hessian",
        "hvp",
        "jacobian",
        "jvp",
        "parse",
        "taylor",
        "trace",
        "value_and_gradient",
        "vjp",
    ]


PRECISION = "precision: 'int | None' = None"
WRT = "wrt: 'Collection[str] | None' = None"
AT = f"expression: 'str | Graph', at: 'Point', {WRT}"


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("parse", "(expression: 'str', names: 'Collection[str]' = ()) -> 'Graph'"),
        ("format", "(expression: 'str | Graph', style: 'str' = 'plain') -> 'str'"),
        ("evaluate", "(expression: 'str | Graph', at: 'Point | None' = None, precision: 'int | None' = None) -> 'float'"),
        ("gradient", f"({AT}, mode: 'str' = 'auto', {PRECISION}) -> 'dict[str, float]'"),
        ("value_and_gradient", f"({AT}, mode: 'str' = 'auto', {PRECISION}) -> 'Gradient'"),
        ("trace", f"({AT}, {PRECISION}) -> 'Trace'"),
        ("check", f"({AT}, claim: 'str' = '') -> 'Check'"),
        (
            "diff",
            "(expression: 'str | Graph', wrt: 'Collection[str] | None' = None, order: 'int' = 1, style: 'str' = 'plain')"
            " -> 'dict[str, str]'",
        ),
        (
            "taylor",
            "(expression: 'str | Graph', at: 'Point', order: 'int' = 5, along: 'str | None' = None, direction: 'Point | None' = None, "
            f"{PRECISION}) -> 'Taylor'",
        ),
        ("jvp", f"(expression: 'str | Graph', at: 'Point', tangent: 'Point', {WRT}, {PRECISION}) -> 'Product'"),
        ("vjp", f"(expression: 'str | Graph', at: 'Point', cotangent: 'Cotangent', {WRT}, {PRECISION}) -> 'Product'"),
        ("jacobian", f"({AT}, mode: 'str' = 'auto', {PRECISION}) -> 'Jacobian'"),
        ("hessian", f"({AT}, {PRECISION}) -> 'Hessian'"),
        ("hvp", f"(expression: 'str | Graph', at: 'Point', direction: 'Point', {WRT}, {PRECISION}) -> 'HessianProduct'"),
        ("error_estimate", "(expression: 'str | Graph', at: 'Point', wrt: 'Collection[str] | None' = None) -> 'ErrorEstimate'"),
        ("gradient_graph", "(expression: 'str | Graph', wrt: 'Collection[str] | None' = None) -> 'Graph'"),
    ],
)
def test_signatures_stay(name: str, signature: str) -> None:
    function = getattr(adcli, name)
    assert str(inspect.signature(function)) == signature
    assert inspect.getdoc(function)


def test_the_examples_of_the_documentation_are_true() -> None:
    for module in (adcli, interface):
        results = doctest.testmod(module, extraglobs={"adcli": adcli})
        assert results.attempted > 3 and results.failed == 0


def test_functions_keep_their_names_after_the_modules_are_imported() -> None:
    adcli.trace(EXPRESSION, POINT)
    assert all(callable(getattr(adcli, name)) for name in adcli.__all__ if name != "__version__")


def test_an_expression_is_parsed_once_for_many_points() -> None:
    graph = adcli.parse("x^2")
    assert [adcli.gradient(graph, {"x": x})["x"] for x in range(4)] == [0, 2, 4, 6]


def test_values_may_be_any_kind_of_number_or_a_text() -> None:
    assert adcli.evaluate("4*x", {"x": Fraction(1, 4)}) == adcli.evaluate("4*x", {"x": "1/4"}) == adcli.evaluate("4*x", {"x": 0.25}) == 1


def test_only_the_variables_asked_for() -> None:
    assert adcli.gradient(EXPRESSION, POINT, wrt=["x2"]) == adcli.gradient(EXPRESSION, POINT, wrt="x2") == {"x2": 2}


@pytest.mark.parametrize("mode", ["forward", "reverse", "auto"])
def test_modes(mode: str) -> None:
    result = adcli.value_and_gradient(EXPRESSION, POINT, mode=mode)
    assert result.gradient == {"x1": 2.5838531634528574, "x2": 2}
    assert mode in (result.mode, "auto")


def test_a_name_with_a_value_is_no_constant() -> None:
    assert adcli.gradient("e*x", {"e": 2, "x": 3}) == {"e": 3, "x": 2}


def test_formats() -> None:
    assert adcli.format("2x^2") == "2*x^2"
    assert adcli.format("2x1^2", "unicode") == "2·x₁²"
    with pytest.raises(ValueError, match="style"):
        adcli.format("x", "word")


def test_derivatives_as_graphs() -> None:
    graph = adcli.gradient_graph("x*y")
    assert [graph[i].leaf for i in graph.outputs[1:]] == ["y", "x"]


def test_errors_are_of_one_kind_and_know_their_place() -> None:
    with pytest.raises(adcli.AdcliError) as caught:
        adcli.gradient("x + sni(x)", {"x": 1})
    assert caught.value.location and caught.value.location.column == 5
    assert "did you mean 'sin'" in str(caught.value)


@pytest.mark.parametrize("bad", [None, "2 3", object(), [1]])
def test_a_value_that_is_no_number_is_refused(bad: object) -> None:
    with pytest.raises(adcli.AdcliError, match="x"):
        adcli.evaluate("x", {"x": bad})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: adcli.gradient(3, {"x": 1}), "an expression is a text or a graph of parse, not of type int"),
        (lambda: adcli.parse(None), "an expression is a text, not of type NoneType"),
        (lambda: adcli.gradient("x", [1]), r"a point gives each name a value, as in {'x': 2}, not \[1\]"),
        (lambda: adcli.jacobian("x; x^2", {1: 2}), "a point gives each name a value, as in {'x': 2}, not {1: 2}"),
    ],
)
def test_arguments_of_another_type_are_refused(wrong: Callable[[], object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        wrong()


def test_what_a_program_shows_of_its_objects() -> None:
    assert repr(adcli.parse("x*y")) == "<Graph of 'x*y': 3 nodes, inputs x, y>"
    assert repr(adcli.compile("x*y", wrt="x")) == "<Compiled 'x*y': value and derivatives by x>"


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="mode"):
        adcli.gradient("x", {"x": 1}, mode="backward")


def test_threads_do_not_disturb_one_another() -> None:
    found: list[float] = []

    def work(k: int) -> None:
        for _ in range(30):
            found.append(adcli.evaluate(f"{k}*x + {k}", {"x": 2}) / k)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3.0] * 120
