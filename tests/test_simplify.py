"""Formulas as books write them: what is simplified, and what is left alone."""

from __future__ import annotations

import pytest

from adcli.formula import write
from adcli.formulas.expressions import Product, Sum
from adcli.formulas.simplify import Simplified
from adcli.formulas.tidy import written_out
from adcli.graph import Graph
from adcli.reading import parse
from adcli.sweep import evaluate


def simplified(expression: str) -> str:
    graph, numbers, target = parse(expression), Simplified(), Graph()
    inputs = {name: numbers.leaf(name, fixed=False) for name in graph.inputs}
    tape = evaluate(graph, inputs, numbers)
    return write(target, written_out(numbers, [tape.values[graph.outputs[0]]], target)[0])


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        # numbers
        ("1/3 + 1/6", "1/2"),
        ("0.1 + 0.2 + x", "0.3 + x"),
        ("2*3*x/4", "3*x/2"),
        ("2^10*x", "1024*x"),
        ("6.674e-11*2*m", "1.3348e-10*m"),
        ("3^0.5*x", "3^0.5*x"),
        ("9007199254740993*9007199254740993*x", "9007199254740993*9007199254740993*x"),
        # zeros and ones
        ("x + 0 - 0*y", "x"),
        ("1*x/1", "x"),
        ("x^1 + y^0", "x + 1"),
        ("--x", "x"),
        # sums
        ("x + y + x", "2*x + y"),
        ("x - (y - z)", "x - y + z"),
        ("2*sin(x) - sin(x)", "sin(x)"),
        ("x - x", "0"),
        ("x + 1 - 1", "x"),
        ("2*(x + y)", "2*(x + y)"),
        # products
        ("x*y*x", "x^2*y"),
        ("x*x^2.5", "x^3.5"),
        ("x^3/x", "x^2"),
        ("sin(x)*x*2", "2*x*sin(x)"),
        ("pi*x*pi", "pi^2*x"),
        ("x^n*x", "x^(n + 1)"),
        ("(2*x*y)^2", "4*x^2*y^2"),
        ("(x^2)^3", "x^6"),
        ("(x^2)^0.5", "(x^2)^0.5"),
        ("(x^0.5)^2", "(x^0.5)^2"),
        ("(2*x + 4*y)/2", "x + 2*y"),
        # quotients and signs
        ("-1/x", "-1/x"),
        ("(-x)/(-y)", "x/y"),
        ("a/b/c", "a/(b*c)"),
        ("a/(b/c)", "a*c/b"),
        ("1/(2*sqrt(x))", "1/(2*sqrt(x))"),
        ("-(2*x)*y", "-2*x*y"),
        ("y*(-x)", "-y*x"),
        ("y*(-x - z)", "-y*(x + z)"),
        ("x^(-2/3)", "1/x^(2/3)"),
        # conditions
        ("x if 1 < 2 else y", "x"),
        ("(x if c > 0 else y) if c > 0 else z", "x if c > 0 else z"),
        ("x if x > 0 and 1 < 2 else x", "x"),
        ("(1 if x > 0 else 0)*y", "y if x > 0 else 0"),
        # left alone
        ("(x + 1)*(x + 2)", "(x + 1)*(x + 2)"),
        ("sqrt(x)^2", "sqrt(x)^2"),
        ("sqrt(4)", "sqrt(4)"),
        ("log(e)", "1"),
        ("1/0", "1/0"),
    ],
)
def test_simplifications(expression: str, text: str) -> None:
    assert simplified(expression) == text


def test_simplifying_again_changes_nothing() -> None:
    for expression in ("x*y*x - 3*(y - x)/2", "-(a - b)^2*c/(2*d)", "x^n*x^m/(x + y)", "2^(-x) + 3/(4*x^2)"):
        once = simplified(expression)
        assert simplified(once) == once


def test_long_sums_and_products_cost_no_more_than_they_must() -> None:
    def parts(expression: str) -> int:
        graph, numbers = parse(expression), Simplified()
        evaluate(graph, {name: numbers.leaf(name, fixed=False) for name in graph.inputs}, numbers)
        return sum(
            len(found.terms) if isinstance(found, Sum) else len(found.factors)
            for found in numbers.expressions
            if isinstance(found, Sum | Product)
        )

    for sign in "+*":
        smaller, larger = (parts(sign.join(f"x{k}" for k in range(terms))) for terms in (500, 2000))
        assert larger < 4.2 * smaller
