"""Rewrites: of one value with what they replace, found in formulas, and better."""

from __future__ import annotations

import pytest
from mpmath import mpf

import adcli
from adcli.accuracy.rewriting import rewritten
from adcli.functions.rewrites import REWRITES
from tests.exact import values


@pytest.mark.parametrize(("losing", "keeping"), REWRITES)
def test_both_have_one_value(losing: str, keeping: str) -> None:
    compared = 0
    for u, v in (("0.3", "0.2"), ("0.7", "0.4"), ("0.9", "0.1")):
        point = {"u": u, "v": v}
        pair = [values(graph, {name: point[name] for name in graph.inputs}) for graph in map(adcli.parse, (losing, keeping))]
        if None not in pair:
            (a,), (b,) = pair  # type: ignore[misc]
            assert abs(a - b) <= mpf(10) ** -40
            compared += 1
    assert compared


def written(expression: str) -> str:
    graph = adcli.parse(expression)
    found = rewritten(graph, graph.outputs[0])
    return found.text if found else ""


@pytest.mark.parametrize(
    ("expression", "better"),
    [
        ("exp(2*x) - 1", "expm1(2*x)"),
        ("1 - cos(x + y)", "2*sin((x + y)/2)^2"),
        ("sqrt(x + 1) - sqrt(x)", "1/(sqrt(x + 1) + sqrt(x))"),
        ("sqrt(1 + x) - sqrt(x)", "1/(sqrt(x + 1) + sqrt(x))"),
        ("log(x^2 + 1)", "log1p(x^2)"),
        ("log(exp(-x) + 1.0)", "softplus(-x)"),
        ("sqrt(a^2 + b^2)", "hypot(a, b)"),
        ("sqrt(a^2 + a^2*b)", ""),
        ("x - 1", ""),
        ("2 - cos(x)", ""),
        ("sin(x)", ""),
        ("x", ""),
    ],
)
def test_formulas_are_recognized(expression: str, better: str) -> None:
    assert written(expression) == better


LOSING = {
    "(1 - cos(x))/x^2": "1e-8",
    "sqrt(x + 1) - sqrt(x)": "1e15",
    "(exp(x) - 1)/x": "1e-10",
    "log(1 + x)/x": "1e-12",
    "1 - tanh(x)": "18",
}


@pytest.mark.parametrize(("expression", "x"), LOSING.items())
def test_what_is_proposed_keeps_the_digits(expression: str, x: str) -> None:
    graph = adcli.parse(expression)
    estimate = adcli.error_estimate(graph, {"x": x})
    (note,) = [note for note in estimate.notes if note.kind == "lost-digits"]
    better = note.message.partition(": ")[2].removesuffix(" keeps them")
    replaced = f"{expression[: note.span.start]}({better}){expression[note.span.stop :]}"
    good = adcli.error_estimate(replaced, {"x": x})
    assert (estimate.value.digits or 0) < 8 <= 14 <= (good.value.digits or 0)
