"""Random programs: Python runs the same statements on numbers of 60 digits, and differences of those are the derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import adcli
from adcli.point import graph_at

DIGITS = 60
NAMES = ("a", "b", "c")
INPUTS = ("x", "y")

atoms = st.sampled_from((*INPUTS, *NAMES, "0.5", "2", "3"))
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        inner.map(lambda text: f"sin({text})"),
        inner.map(lambda text: f"exp(-({text})*({text}))"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})/(2 + cos({pair[1]}))"),
    ),
    max_leaves=5,
)
conditions = st.one_of(
    st.tuples(expressions, st.sampled_from(("<", ">", "<=", ">=")), expressions).map(lambda parts: " ".join(parts)),
    st.tuples(atoms, atoms, atoms).map(lambda parts: f"{parts[0]} < {parts[1]} and not {parts[2]} > 1"),
    st.tuples(atoms, atoms).map(lambda parts: f"{parts[0]} > 2 or {parts[1]} < 0"),
)


def assignment(name: str, text: str) -> tuple[str, str]:
    return f"{name} = {text}", f"{name} = {text}\n"


def indented(body: str) -> str:
    return "".join(f" {line}\n" for line in body.splitlines())


Both = tuple[str, str]  # a statement as adcli and as Python have it
assignments = st.builds(assignment, st.sampled_from(NAMES), expressions)


def blocks(statements: st.SearchStrategy[Both]) -> st.SearchStrategy[Both]:
    bodies = st.lists(statements, min_size=1, max_size=3).map(lambda some: ("\n".join(s[0] for s in some), "".join(s[1] for s in some)))
    counts = st.integers(0, 4)
    return st.one_of(
        st.builds(
            lambda c, one, two: (
                f"if {c} {{ {one[0]} }}\nelse {{\n{two[0]} }}",
                f"if {c}:\n{indented(one[1])}else:\n{indented(two[1])}",
            ),
            conditions,
            bodies,
            bodies,
        ),
        st.builds(lambda c, body: (f"if {c} {{\n{body[0]}\n}}", f"if {c}:\n{indented(body[1])}"), conditions, bodies),
        st.builds(
            lambda n, body: (f"for _{n} in 1..{n} {{\n{body[0]}\n}}", f"for _ in range({n}):\n{indented(body[1])}"), counts, bodies
        ).filter(lambda both: both[0].count("for") == 1),
        st.builds(
            lambda n, text: (f"a = sum(k, 1, {n}, k*{text})", f"a = sum((k*{text} for k in range(1, {n + 1})), mpf(0))\n"),
            counts,
            expressions,
        ),
    )


programs = st.lists(st.one_of(assignments, blocks(st.one_of(assignments, blocks(assignments)))), min_size=1, max_size=5)


def written(statements: list[Both]) -> tuple[str, Callable[..., Any]]:
    """The program as adcli reads it, and as a Python function of the inputs."""
    begin = "a = 1; b = x; c = y\n"
    text = begin + "\n".join(s[0] for s in statements) + "\na + 2*b - c\n"
    body = "a = mpf(1)\nb = x\nc = y\n" + "".join(s[1] for s in statements) + "return a + 2*b - c\n"
    scope: dict[str, Any] = {"sin": mpmath.sin, "cos": mpmath.cos, "exp": mpmath.exp, "mpf": mpmath.mpf, "sum": sum}
    exec(f"def function(x, y):\n{indented(body)}", scope)
    return text, scope["function"]


@settings(max_examples=150)
@given(programs, st.floats(-2, 2), st.floats(-2, 2))
def test_a_program_computes_what_python_does_and_its_derivatives(statements: list[Both], x: float, y: float) -> None:
    text, function = written(statements)
    point = {"x": x, "y": y}
    graph = graph_at(text, point)
    assume(all(decision.margin > 1e-6 for decision in graph.decisions))
    found = adcli.value_and_gradient(graph, point)
    bounds = adcli.error_estimate(graph, point)
    with mpmath.workdps(DIGITS):
        u, v, h = mpmath.mpf(x), mpmath.mpf(y), mpmath.mpf(10) ** -20
        truth = function(u, v)
        slopes = {"x": (function(u + h, v) - function(u - h, v)) / (2 * h), "y": (function(u, v + h) - function(u, v - h)) / (2 * h)}
        assert abs(truth - found.value) <= bounds.value.total + 1e-300
        for name, slope in slopes.items():
            bound = bounds.gradient[name].total if name in bounds.gradient else 0.0
            assert (
                abs(slope - found.gradient.get(name, 0.0)) <= (bound if math.isfinite(bound) else abs(slope)) + 1e-16 * abs(slope) + 1e-30
            )
