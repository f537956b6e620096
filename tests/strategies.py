"""Random formulas and points for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from adcli.functions import FUNCTIONS, callable_names

VARIABLES = ("x", "y", "z1")
UNARY = [name for name in callable_names() if FUNCTIONS[name].parameters == "x"]
BINARY = ["atan2", "hypot", "pow"]

numbers = st.sampled_from(["0", "1", "2", "3", "0.5", "1.7", "10", "1e-3", "2.5e2", "pi", "e"])
leaves = st.one_of(st.sampled_from(VARIABLES), st.sampled_from(VARIABLES), numbers)


@st.composite
def _larger(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """One of the language's constructions, of smaller expressions."""
    kind = draw(st.sampled_from(["infix", "infix", "infix", "unary", "binary", "several", "negative", "conditional"]))
    a, b = draw(inner), draw(inner)
    if kind == "infix":
        return f"({a} {draw(st.sampled_from('+-*/^'))} {b})"
    if kind == "unary":
        return f"{draw(st.sampled_from(UNARY))}({a})"
    if kind == "binary":
        return f"{draw(st.sampled_from(BINARY))}({a}, {b})"
    if kind == "several":
        return f"{draw(st.sampled_from(['min', 'max']))}({', '.join([a, b, a][: draw(st.integers(1, 3))])})"
    if kind == "negative":
        return f"-{a}"
    condition = f"{a} {draw(st.sampled_from(['<', '<=', '>', '>=', '==', '!=']))} {b}"
    shape = draw(st.sampled_from(["{}", "not {}", "({0}) and ({0})", "x > 0 or {}"]))
    return f"({draw(inner)} if {shape.format(condition)} else {b})"


expressions = st.recursive(leaves, _larger, max_leaves=16)
points = st.fixed_dictionaries({name: st.floats(-4, 4).map(lambda value: round(value, 3)) for name in VARIABLES})
