"""The three ways side by side: published numbers, growth counted against formulas written out, and the picture."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

import adcli
from adcli.comparing.swell import composed, derivative_formula, size_of_formula
from adcli.formula import write
from adcli.graph import Graph
from adcli.render.plot import Curve, plot
from tests.running import call, refused
from tests.snapshot import Snapshot
from tests.test_samples import SAMPLES


def test_the_difference_quotient_of_the_article() -> None:
    """x^2 + 3x + 1 at 2 with step 0.01: (11.0701 - 11)/0.01 = 7.01, against 7."""
    comparison = adcli.compare("x^2 + 3*x + 1", {"x": 2}, step=0.01)
    assert comparison.gradient.value == 11
    assert comparison.derivative == comparison.symbolic == 7
    assert comparison.chosen.forward == pytest.approx(7.01, abs=1e-10)
    assert comparison.chosen.forward_error == pytest.approx(0.01 / 7, rel=1e-9)
    assert "7.0100      forward difference, h = 0.01: error 0.14%" in call("compare", "x^2+3*x+1", "--at", "x=2").out


def test_the_logistic_map_of_baydin_and_others() -> None:
    """Baydin et al. 2018, Table 1: the derivative of l4, l1 = x and l(n+1) = 4 l(n) (1 - l(n))."""
    published = (
        "128x*(1 - x)*(-8 + 16x)*(1 - 2x)^2*(1 - 8x + 8x^2) + 64*(1 - x)*(1 - 2x)^2*(1 - 8x + 8x^2)^2"
        " - 64x*(1 - 2x)^2*(1 - 8x + 8x^2)^2 - 256x*(1 - x)*(1 - 2x)*(1 - 8x + 8x^2)^2"
    )
    for x in (0.1, 0.3, 0.77):
        comparison = adcli.compare("4*x*(1 - x)", {"x": x}, repeat=3)
        assert comparison.derivative == pytest.approx(adcli.evaluate(published, {"x": x}), rel=1e-12)
        assert comparison.symbolic == pytest.approx(comparison.derivative, rel=1e-12)


def test_a_formula_swells_and_automatic_differentiation_does_not() -> None:
    rows = adcli.compare("4*x*(1 - x)", {"x": 0.3}, repeat=1000).swell
    assert [row.repeats for row in rows] == [1, 2, 3, 32, 178, 1000]
    assert rows[-1].derivative.tree > 2**1000
    assert [row.ad for row in rows] == [7 * row.repeats for row in rows]
    assert [row.derivative.shared for row in rows] == [8 * row.repeats - 3 for row in rows]


def written_out(graph: Graph, i: int) -> int:
    """The operations of a node's formula by going through all of it, as often as it is written."""
    if graph.fixed[i] or not graph.functions[i]:
        return 0
    return max(1, len(graph.operands[i]) - 1) + sum(written_out(graph, j) for j in graph.operands[i])


@pytest.mark.parametrize("expression", ["sin(x)*exp(x^2)/x", "x^x", "tanh(x^2)^3", "max(x, 1, x^2)*x", "4*x*(1 - x)"])
def test_operations_are_counted_as_if_written_out(expression: str) -> None:
    graph = adcli.parse(expression)
    for _ in range(3):
        size = size_of_formula(graph, graph.outputs[0])
        assert size.tree == written_out(graph, graph.outputs[0])
        assert size.shared <= size.tree
        graph = derivative_formula(graph, graph.outputs[0], "x", {"x": 1.7})


@pytest.mark.parametrize("name", list(SAMPLES)[::5])
def test_the_formula_has_the_derivative_as_its_value(name: str) -> None:
    sample = SAMPLES[name]
    graph = adcli.parse(sample.formula, sample.point)
    gradient = adcli.gradient(graph, sample.point)
    for variable in graph.inputs:
        formula = derivative_formula(graph, graph.outputs[0], variable, sample.point)
        point = {other: sample.point[other] for other in formula.inputs}
        assert adcli.evaluate(formula, point) == pytest.approx(gradient[variable], rel=1e-11, abs=1e-290)


@pytest.mark.parametrize(
    ("expression", "formula"),
    [
        ("x^2 + 3*x + 1", "2*x + 3"),
        ("x*sin(x)", "sin(x) + x*cos(x)"),
        ("sin(x^2)", "2*x*cos(x^2)"),
        ("a*exp(-x)", "a*(-exp(-x))"),
        ("abs(x)", "sign(x)"),
        ("3", "0"),
        ("x if x > 0 else -x", "1"),
    ],
)
def test_formulas_read_as_in_a_textbook(expression: str, formula: str) -> None:
    found = derivative_formula(adcli.parse(expression), adcli.parse(expression).outputs[0], "x", {"x": 2, "a": 3})
    assert write(found, found.outputs[0]) == formula


def test_composition() -> None:
    graph = composed(adcli.parse("a*x + 1"), "x", 3)
    assert write(graph, graph.outputs[0]) == "a*(a*(a*x + 1) + 1) + 1"
    assert adcli.compare("a*x + 1", {"x": 2, "a": 3}, wrt="x", repeat=3).derivative == 27


def test_the_best_steps_are_where_theory_has_them() -> None:
    """About the root, and the third root, of the rounding unit."""
    comparison = adcli.compare("exp(x)", {"x": 1})
    assert 1e-9 < comparison.best("forward").step < 1e-7
    assert 1e-6 < comparison.best("central").step < 1e-4
    assert comparison.best("central").central_error < 1e-10 < comparison.best("forward").forward_error < 1e-7


def test_errors_refer_to_the_truth_where_rounding_has_left_nothing_of_the_derivative() -> None:
    comparison = adcli.compare("(1 - cos(x))/x^2", {"x": 1e-4})
    assert comparison.reference == pytest.approx(-1e-4 / 12, rel=1e-6)
    assert abs(comparison.derivative) > 1e-5
    assert comparison.chosen.central_error < 1e-4


def test_without_mpmath_errors_refer_to_automatic_differentiation(monkeypatch: pytest.MonkeyPatch) -> None:
    from adcli.judging.differences import precise_numbers

    monkeypatch.setitem(__import__("sys").modules, "mpmath.ctx_mp", None)
    precise_numbers.cache_clear()
    comparison = adcli.compare("sin(x)", {"x": 1})
    precise_numbers.cache_clear()
    assert comparison.reference == comparison.derivative


def test_one_variable_is_chosen() -> None:
    assert adcli.compare("x*y^2", {"x": 2, "y": 3}).name == "x"
    assert adcli.compare("x*y^2", {"x": 2, "y": 3}, wrt="y").derivative == 12
    refused(call("compare", "3"), "there is no variable to differentiate by: write an expression of x")
    refused(call("compare", "x", "--at", "x=1", "--step", "0"), "--step is a positive number, not '0'")
    refused(call("compare", "x", "--at", "x=1", "--step", "."), "--step is a positive number, not '.'")
    refused(call("compare", "x", "--at", "x=1", "--order", "1000000000"), "--order is a whole number from 1 to 12, not '1000000000'")
    assert call("compare", "x; y", "--at", "x=1,y=1").code == 1
    assert call("compare", "1/x", "--at", "x=0").code == 1
    assert call("compare", "x*y", "--at", "x=1,y=1", "--wrt", "x,y").code == 2


CASES = {
    "compare-80": ("x^2 + 3*x + 1", "--at", "x=2"),
    "compare-repeat": ("4*x*(1 - x)", "--at", "x=0.3", "--repeat", "10", "--ascii"),
    "compare-30": ("sin(x)*y", "--at", "x=2,y=3", "--width", "30"),
    "compare-pole": ("1/x", "--at", "x=0"),
    "compare-markdown": ("sin(x)", "--at", "x=1", "--format", "markdown"),
    "compare-latex": ("exp(x^2)", "--at", "x=1", "--format", "latex"),
}


@pytest.mark.parametrize("name", CASES)
def test_tables(name: str, snapshot: Snapshot) -> None:
    out = call("compare", *CASES[name]).out
    snapshot.check(f"{name}.txt", out)
    if "latex" not in name:
        assert max(map(cell_len, out.splitlines())) <= (30 if "30" in name else 80)
    if name == "compare-80":
        assert len(out.splitlines()) <= 24, "one screen"
    if "repeat" in name:
        assert out.isascii()


def test_csv_and_json_have_the_points_of_the_curve() -> None:
    words = ("compare", "sin(x)", "--at", "x=1")
    curve = json.loads(call(*words, "--format", "json").out)["numerical"]["curve"]
    header, *lines = call(*words, "--format", "csv").out.splitlines()
    assert header == "step,forward,central,forward_error,central_error"
    assert [list(map(float, line.split(","))) for line in lines] == [list(point.values()) for point in curve]
    assert len(curve) == 65


def test_a_plot_has_its_points_where_they_belong() -> None:
    line = Curve([(10.0**-k, 10.0**-k) for k in range(9)], "+", "B", (1e-8, 1e-8))
    assert plot([line], 80, ascii_only=True) == [
        "     1 |       ++",
        "  1e-2 |      +",
        "  1e-4 |   +++",
        "  1e-6 |  +",
        "  1e-8 |B+",
        "       ++---+---+",
        "      1e-8      1  h",
    ]


def test_a_plot_without_points_is_empty() -> None:
    nan = float("nan")
    assert plot([], 80, ascii_only=True) == plot([Curve([(1.0, nan)], "+", "B", (1.0, nan))], 80, ascii_only=True) == []


@pytest.mark.parametrize("width", range(34, 90, 5))
def test_no_line_is_wider_than_the_page(width: int) -> None:
    for x in ("2", "1e-5", "1e8"):
        out = call("compare", "x^2*sin(x) + long_name*(x + 1)", "--at", f"x={x},long_name=1", "--width", str(width)).out
        assert max(map(cell_len, out.splitlines())) <= width
