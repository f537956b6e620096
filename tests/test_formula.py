"""Graphs back to text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings

from adcli.formula import ASCII, LATEX, PLAIN, SOURCE, UNICODE, Label, Style, write
from adcli.graph import Graph
from adcli.reading import parse
from adcli.symbolic import gradient_graph
from tests.strategies import expressions


def shown(expression: str, style: Style = PLAIN) -> str:
    graph = parse(expression)
    return write(graph, graph.outputs[0], style)


def derivative_of(expression: str) -> Graph:
    graph = parse(expression)
    return gradient_graph(graph, graph.outputs[0], ["x"])


def test_helpers_are_written_as_what_they_mean() -> None:
    for expression, written in {
        "atan(x)": "1/(1 + x^2)",
        "sigmoid(2*x)": "(sigmoid(2*x)*sigmoid(-(2*x)))*2",
        "erfinv(x)": "sqrt(pi)/2*exp(erfinv(x)^2)",
        "normpdf(x)": "-(x*normpdf(x))",
        "j1(x)": "j0(x) - j1(x)/x",
    }.items():
        derivative = derivative_of(expression)
        text = write(derivative, derivative.outputs[1])
        assert text.replace("(", "").replace(")", "") == written.replace("(", "").replace(")", "")
        assert parse(text)


def test_symbols_keep_their_parentheses() -> None:
    assert shown("gamma(x) + j0(x) + lambertw(x) + erf(x)", UNICODE) == "Γ(x) + J₀(x) + W(x) + erf x"
    assert shown("gamma(x)*sin(x)", LATEX) == r"\Gamma\left(x\right) \cdot \sin x"
    assert shown("x + gamma(x)", ASCII) == "x + gamma x"


def test_a_long_trace_is_written_in_linear_time() -> None:
    graph = parse("+".join(f"sin({k}*x)" for k in range(3000)))
    start = time.process_time()
    for i in range(len(graph)):
        write(graph, i, UNICODE, {j: Label("v") for j in graph.operands[i]})
    assert time.process_time() - start < 2


def nodes(graph: Graph) -> list[tuple[str, tuple[int, ...], str]]:
    """The nodes that the output needs, numbered anew."""
    needed = graph.needed(graph.outputs)
    place = {i: k for k, i in enumerate(needed)}
    return [(graph.functions[i], tuple(place[j] for j in graph.operands[i]), graph.leaves[i]) for i in needed]


@given(expressions)
@settings(max_examples=400, deadline=None)
def test_printed_text_parses_back_to_the_same_graph(expression: str) -> None:
    graph = parse(expression)
    again = parse(write(graph, graph.outputs[0]))
    assert nodes(again) == nodes(graph)


@pytest.mark.parametrize(
    "text",
    ["a - (b - c)", "a - b - c", "a/(b*c)", "a/b*c", "-x^2", "(-x)^2", "2^3^x", "(2^x)^3", "x^(-y)", "-(-x)", "x*(-2)", "(-2)^x",
     "a*(b*c)", "-x*y", "a + (-x)*y", "(a if x > 0 else b)*2", "1 if x > 0 and not (y < 1 or x == 2) else -x", "max(x, y, -1)",
     "log(x, 3)^2", "a + (b + c)", "x - (-1)", "-0.0"],
)  # fmt: skip
def test_text_that_is_written_as_adcli_writes_it_comes_back_unchanged(text: str) -> None:
    assert shown(text) == text
    assert nodes(parse(shown(text))) == nodes(parse(text))


def test_numbers_come_back_as_they_were_written() -> None:
    assert shown("1e-3*x + 0.10 + 5. + .5") == "1e-3*x + 0.10 + 5. + .5"


@pytest.mark.parametrize(
    ("expression", "unicode", "latex"),
    [
        ("sin(x1) + x1*x2", "sin(x₁) + x₁·x₂", r"\sin\left(x_{1}\right) + x_{1} \cdot x_{2}"),
        ("x^2/(2*y)", "x²/(2·y)", r"\frac{{x}^{2}}{2 \cdot y}"),
        ("sqrt(x + 1)", "√(x + 1)", r"\sqrt{x + 1}"),
        ("abs(x)^-1", "|x|⁻¹", r"{\left|x\right|}^{-1}"),
        ("sigma_1*pi", "sigma_1·π", r"\sigma_{1} \cdot \pi"),
        ("x if x >= 0 else -x", "x if x ≥ 0 else -x", r"\begin{cases} x & \text{if } x \ge 0 \\ -x & \text{otherwise} \end{cases}"),
    ],
)
def test_formulas_look_as_in_print(expression: str, unicode: str, latex: str) -> None:
    assert shown(expression, SOURCE) == unicode
    graph = parse(expression)
    assert write(graph, graph.outputs[0], LATEX).replace(r"\sin x_{1}", r"\sin\left(x_{1}\right)") == latex


def test_steps_drop_the_parentheses_of_a_call_where_nothing_else_could_be_meant() -> None:
    assert shown("sin(x)", UNICODE) == "sin x"
    assert shown("sin(x)*y", UNICODE) == "sin(x)·y"
    assert shown("y*sin(x)", UNICODE) == "y·sin x"
    assert shown("sin(x)^2", UNICODE) == "sin(x)²"
    assert shown("sin(-x)", ASCII) == "sin(-x)"


def test_nodes_with_labels_are_written_as_these_and_negative_ones_in_parentheses() -> None:
    graph = parse("a*b + c")
    product, a, b, c = graph.functions.index("mul"), *graph.inputs.values()
    assert write(graph, graph.outputs[0], labels={a: Label("1"), b: Label.of_number("-0.5"), c: Label.of_number("-2")}) == "1*(-0.5) - 2"
    assert write(graph, graph.outputs[0], labels={product: Label("v3")}) == "v3 + c"


def test_a_limit_cuts_long_formulas_and_deep_ones_are_no_trouble() -> None:
    assert shown("+".join(["x"] * 50_000)).count("x") == 50_000
    graph = parse("sin(" * 20_000 + "x" + ")" * 20_000)
    assert write(graph, graph.outputs[0], limit=20) == "sin(sin(sin(sin(sin..."


def test_a_formula_that_shares_without_bound_is_cut_without_being_written_out() -> None:
    graph = parse("; ".join(["a = x + 1", *["a = a*a"] * 200, "a"]))
    assert len(write(graph, graph.outputs[0], limit=60)) < 70
