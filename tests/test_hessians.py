"""Hessians: published ones, 60-digit differences, few sweeps, and where they are not finite."""

from __future__ import annotations

import math

import pytest

import adcli
from adcli.errors import OutputError, PointError
from adcli.matrices.hessians import Hessian, hessian_at, hvp_at
from tests.formulas import Formula, at_point, physics, second_differences

TOLERANCE = 1e-14  # three times the largest error measured
CANCELLING = {"time_dilation": 5e-14, "fabry_perot_transmission": 5e-13}


@pytest.mark.parametrize("formula", physics()[::2], ids=lambda formula: formula.name)
def test_every_second_derivative_is_right(formula: Formula) -> None:
    """An error is measured against what a rounded variable would move the gradient or the value by, where that is larger."""
    graph, point = at_point(formula.text, formula)
    found = hessian_at(graph, point)
    value, true = second_differences(graph, point)
    x, gradient, matrix = list(point.values()), list(found.first.gradient.values()), found.matrix.dense()
    for j in range(len(x)):
        for k in range(len(x)):
            scale = abs(true[j][k])
            if x[j] and x[k]:
                scale = max(scale, abs(gradient[j] / x[k]), abs(gradient[k] / x[j]), abs(value / x[j] / x[k]))
            assert abs(matrix[j][k] - true[j][k]) <= CANCELLING.get(formula.name, TOLERANCE) * scale, (j, k)
            assert matrix[j][k] == matrix[k][j]


# Classic test functions at their minima, with the Hessians worked out by hand.
CLASSIC: list[tuple[str, dict[str, float], list[list[float]]]] = [
    ("(1-x)^2 + 100(y-x^2)^2", {"x": 1, "y": 1}, [[802, -400], [-400, 200]]),  # Rosenbrock 1960
    ("(x^2+y-11)^2 + (x+y^2-7)^2", {"x": 3, "y": 2}, [[74, 20], [20, 34]]),  # Himmelblau 1972
    ("(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2", {"x": 3, "y": 0.5}, [[3.15625, -11.4375], [-11.4375, 46.125]]),  # Beale 1958
    ("(x+2y-7)^2 + (2x+y-5)^2", {"x": 1, "y": 3}, [[10, 8], [8, 10]]),  # Booth
    ("0.26(x^2+y^2) - 0.48x*y", {"x": 0, "y": 0}, [[0.52, -0.48], [-0.48, 0.52]]),  # Matyas
    ("2x^2 - 1.05x^4 + x^6/6 + x*y + y^2", {"x": 0, "y": 0}, [[4, 1], [1, 2]]),  # three-hump camel
    ("sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1", {"x": 0, "y": 0}, [[2, -2], [-2, 2]]),  # McCormick, at 0
    ("(x+10y)^2 + 5(z-w)^2 + (y-2z)^4 + 10(x-w)^4", {"x": 0, "y": 0, "z": 0, "w": 0},
     [[2, 20, 0, 0], [20, 200, 0, 0], [0, 0, 10, -10], [0, 0, -10, 10]]),  # Powell 1962, singular there
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "expected"), CLASSIC)
def test_published_hessians(text: str, at: dict[str, float], expected: list[list[float]]) -> None:
    found = adcli.hessian(text, at, wrt=list(at)).matrix.dense()
    for row, wanted in zip(found, expected, strict=True):
        assert row == pytest.approx(wanted, rel=1e-14, abs=1e-14)


def rosenbrock(n: int) -> Hessian:
    """The Rosenbrock function of n variables at their usual start, as a user writes it into a file."""
    text = " + ".join(f"100(x{k + 1} - x{k}^2)^2 + (1 - x{k})^2" for k in range(1, n))
    return adcli.hessian(text, {f"x{k}": -1.2 if k % 2 else 1.0 for k in range(1, n + 1)}, wrt=[f"x{k}" for k in range(1, n + 1)])


def test_the_sweeps_of_a_banded_hessian_do_not_grow_with_the_variables() -> None:
    small, large = rosenbrock(20), rosenbrock(200)
    assert small.cost.inputs == large.cost.inputs == 3
    assert large.cost.forward / small.cost.forward == pytest.approx(199 / 19, rel=0.05)
    assert large.matrix.entries[1] == pytest.approx({0: -400 * -1.2, 1: 1200 - 400 * -1.2 + 202, 2: -400})


def test_a_variable_that_meets_all_others_has_a_sweep_of_its_own() -> None:
    text = " + ".join(f"h*x{k}^2" for k in range(50))
    found = adcli.hessian(text, {"h": 3, **{f"x{k}": k for k in range(50)}})
    assert found.cost.inputs == 2
    assert found.matrix.entries[0] == {c: 2.0 * (c - 1) for c in range(1, 51)}
    assert found.matrix.entries[7] == {0: 12.0, 7: 6.0}


def test_a_dense_hessian_takes_a_sweep_for_each_variable() -> None:
    found = adcli.hessian("(x+y+z)^3", {"x": 1, "y": 2, "z": 3})
    assert found.cost.inputs == 3
    assert found.matrix.dense() == [[36.0] * 3] * 3


def test_what_is_linear_needs_no_sweep() -> None:
    found = adcli.hessian("3x - y", {"x": 1, "y": 2})
    assert (found.cost.inputs, found.matrix.nonzeros, found.matrix.dense()) == (0, 0, [[0, 0], [0, 0]])


def test_wrt_chooses_and_what_does_not_occur_is_0() -> None:
    assert adcli.hessian("x^2*y*z", {"x": 1, "y": 2, "z": 3}, wrt=["z", "x"]).matrix.dense() == [[0, 4], [4, 12]]
    found = adcli.hessian("x^2", {"x": 1, "q": 2})
    assert (found.matrix.columns, found.matrix.dense()) == (["x", "q"], [[2, 0], [0, 0]])


@pytest.mark.parametrize("x", [-1.0, 0.0])
def test_a_branch_not_taken_does_no_harm(x: float) -> None:
    assert adcli.hessian("sqrt(x)*log(x) if x > 0 else x^2", {"x": x}).matrix.dense() == [[2]]


def test_an_entry_that_is_not_finite_is_named_with_the_step() -> None:
    found = adcli.hessian("x^1.5 + y^2", {"x": 0, "y": 1})
    assert found.matrix.dense() == [[math.inf, 0], [0, 2]]
    assert not found.finite
    (note,) = found.notes
    assert note.message.startswith("∂²f/∂x² is inf: ")
    assert note.span == (0, 5)


def test_kinks_are_noted_as_for_the_gradient() -> None:
    assert [note.kind for note in adcli.hessian("abs(x)*y", {"x": 0, "y": 1}).notes] == ["kink"]


def test_several_outputs_are_refused() -> None:
    with pytest.raises(OutputError, match="hessian wants one output"):
        adcli.hessian("x; y", {"x": 1, "y": 2})


def test_a_product_is_the_matrix_times_the_direction() -> None:
    graph = adcli.parse("exp(x*y)*sin(z) + x^3*z")
    at, direction = {"x": 0.5, "y": 1.5, "z": 0.7}, {"x": 2.0, "y": -1.0, "z": 0.25}
    dense = hessian_at(graph, at).matrix.dense()
    found = hvp_at(graph, at, direction)
    for row, product in zip(dense, found.products.values(), strict=True):
        assert product == pytest.approx(sum(a * b for a, b in zip(row, direction.values(), strict=True)), rel=1e-14)
    assert found.first.gradient == adcli.gradient(graph, at)


def test_a_direction_carries_nothing_where_it_is_0() -> None:
    found = adcli.hvp("x^1.5 + y^3", {"x": 0, "y": 1}, {"x": 0, "y": 2})
    assert found.products == {"x": 0, "y": 12}
    assert not found.notes


def test_a_product_that_is_not_finite_is_named() -> None:
    found = adcli.hvp("x^1.5 + y^3", {"x": 0, "y": 1}, {"x": 1, "y": 2})
    assert [note.message.partition(":")[0] for note in found.notes] == ["∂f/∂x along the direction is inf"]


def test_a_direction_for_no_variable_is_refused() -> None:
    with pytest.raises(PointError, match="there is no variable q to give a direction"):
        adcli.hvp("x^2", {"x": 1}, {"q": 1})


def test_a_limit_that_is_lost_in_a_derivative_is_noted_once_for_each_place() -> None:
    notes = adcli.hessian("sqrt(x*y)", {"x": 0, "y": 1}).notes
    assert len({(note.message, note.span) for note in notes}) == len(notes)
    assert [note.span.start for note in notes if note.kind == "zero-times-infinity"] == [5, 0, -1]
    assert notes[-1].message == "0·∞ at a step of the derivative: 0 used; the limit may differ"
