"""Jacobians: against 60-digit differences, by either mode, with few sweeps, and where they are not finite."""

from __future__ import annotations

import itertools
import math
import random

import pytest

import adcli
from adcli.matrices.jacobians import Jacobian, jacobian_at
from tests.formulas import Formula, at_point, first_differences, physics

TOLERANCE = 5e-15  # more than the largest error measured
# Values that are the difference of nearly equal numbers, or the sine of many turns.
CANCELLING = {"beat_pressure": 1e-12, "gravitational_redshift": 2e-11}


def with_outputs(formula: Formula) -> str:
    """Three outputs that share a formula: it, its product with a variable, and the variable alone."""
    x = next(iter(formula.point))
    statements, semicolon, last = formula.text.rpartition(";")
    return f"{statements}{semicolon}{last}; ({last})*{x}; {x}^3"


@pytest.mark.parametrize("formula", physics()[1::2], ids=lambda formula: formula.name)
def test_every_entry_is_right(formula: Formula) -> None:
    """An entry's error is measured against |y/x| where that is larger: so much a rounded x would move y."""
    graph, point = at_point(with_outputs(formula), formula)
    modes = [jacobian_at(graph, point, mode=mode).matrix for mode in ("forward", "reverse")]
    for c, (name, x) in enumerate(point.items()):
        values, partials = first_differences(graph, point, c)
        for r, (y, true) in enumerate(zip(values, partials, strict=True)):
            scale = max(abs(true), abs(y / x) if x and c in modes[0].entries[r] else 0)
            for matrix in modes:
                assert abs(matrix.row(r)[c] - true) <= CANCELLING.get(formula.name, TOLERANCE) * scale, (r, name)


def test_names_values_and_matrix() -> None:
    found = adcli.jacobian("x*y; sin(x)/y; u = x^2", {"x": 2, "y": 3})
    assert found.matrix.rows == ["y1", "y2", "u"]
    assert found.matrix.columns == ["x", "y"]
    assert found.values == [6, math.sin(2) / 3, 4]
    assert found.matrix.dense() == [[3, 2], [math.cos(2) / 3, -math.sin(2) / 9], [4, 0]]
    assert list(found.matrix.triples())[-1] == ("u", "x", 4.0)
    assert found.matrix.nonzeros == 5


def test_wrt_chooses_and_orders_the_columns_and_what_does_not_occur_is_0() -> None:
    assert adcli.jacobian("x*y; z", {"x": 2, "y": 3, "z": 1}, wrt=["z", "x"]).matrix.dense() == [[0, 3], [1, 0]]
    found = adcli.jacobian("x; 2x", {"x": 2, "q": 3})
    assert (found.matrix.columns, found.matrix.dense()) == (["x", "q"], [[1, 0], [2, 0]])


def test_outputs_that_are_equal_or_inputs_or_numbers() -> None:
    assert adcli.jacobian("x*y; x*y; x; 3", {"x": 2, "y": 5}).matrix.dense() == [[5, 2], [5, 2], [1, 0], [0, 0]]


def test_an_output_may_be_part_of_another() -> None:
    for mode in ("forward", "reverse"):
        assert adcli.jacobian("x^2; sin(x^2)", {"x": 0}, mode=mode).matrix.dense() == [[0], [0]]
        assert adcli.jacobian("x^2; (x^2)^3*y", {"x": 1, "y": 2}, mode=mode).matrix.dense() == [[2, 0], [12, 1]]


def banded(n: int) -> Jacobian:
    """Broyden's tridiagonal function (Moré, Garbow and Hillstrom 1981, problem 30) at -1."""
    last, names = n - 1, [f"x{k}" for k in range(n)]
    lines = [f"(3 - 2{x})*{x}{f' - x{k - 1}' if k else ''}{f' - 2x{k + 1}' if k < last else ''} + 1" for k, x in enumerate(names)]
    return adcli.jacobian("; ".join(lines), dict.fromkeys(names, -1.0))


def test_a_banded_jacobian_takes_three_sweeps_whatever_its_size() -> None:
    for n in (10, 300):
        found = banded(n)
        assert (found.cost.inputs, found.cost.outputs) == (3, 3)
        assert found.matrix.nonzeros == 3 * n - 2
        assert found.matrix.entries[4] == {3: -1.0, 4: 7.0, 5: -2.0}


def test_automatic_mode_takes_what_counts_less() -> None:
    wide, tall = "x1*x2*x3*x4*x5", "x; x^2; sin(x); exp(x); 1/x"
    assert adcli.jacobian(wide, {f"x{k}": 2 for k in range(1, 6)}).mode == "reverse"
    found = adcli.jacobian(tall, {"x": 2})
    assert (found.mode, found.cost.inputs, found.cost.outputs) == ("forward", 1, 5)
    assert found.cost.forward < found.cost.reverse
    assert adcli.jacobian(tall, {"x": 2}, mode="reverse").matrix == found.matrix


def arrow(n: int) -> str:
    """A row and a column that touch everything, and a diagonal."""
    return "; ".join([" + ".join(f"x{k}^2" for k in range(n)), *(f"x0*x{k}" for k in range(1, n))])


def test_an_arrow_takes_three_sweeps_whatever_its_size() -> None:
    for n in (10, 500):
        found = adcli.jacobian(arrow(n), {f"x{k}": k + 1.0 for k in range(n)})
        assert (found.mode, len(found.sweeps.columns), len(found.sweeps.rows)) == ("both", 2, 1)
        assert (found.cost.inputs, found.cost.outputs) == (n, n)
        assert found.matrix.entries[0] == {k: 2.0 * (k + 1) for k in range(n)}
        assert found.matrix.entries[1:] == [{0: k + 1.0, k: 1.0} for k in range(1, n)]


def test_long_columns_go_forward_where_rows_go_back() -> None:
    names = [f"x{k}" for k in range(12)]
    text = "; ".join(f"exp(x0 + x1)*{x}*{y}" for x, y in itertools.pairwise(names))
    found = adcli.jacobian(text, dict.fromkeys(names, 0.5))
    assert (found.mode, found.sweeps.apart, found.sweeps.rows_apart) == ("both", {0, 1}, False)
    assert found.matrix == adcli.jacobian(text, dict.fromkeys(names, 0.5), mode="reverse").matrix


def test_sweeps_of_both_kinds_give_what_those_of_one_kind_give() -> None:
    dice, mixed = random.Random(11), 0
    for _ in range(60):
        n = dice.randint(6, 14)
        names = [f"x{k}" for k in range(n)]
        long_rows, long_columns = dice.randint(0, 2), dice.sample(names, dice.randint(0, 2))
        rows = [names] * long_rows + [[*long_columns, *dice.sample(names, dice.randint(0, 2))] for _ in range(n)]
        text = "; ".join(" + ".join(f"sin({dice.uniform(0.5, 2):.3f}{x})*{dice.choice(row)}" for x in row) if row else "1" for row in rows)
        point = {name: dice.uniform(0.1, 1.5) for name in names}
        found, forward, reverse = (adcli.jacobian(text, point, mode=mode) for mode in ("auto", "forward", "reverse"))
        mixed += found.mode == "both"
        assert found.sweeps.operations(found.cost) <= min(forward.cost.forward, reverse.cost.reverse)
        for own, one, other in zip(found.matrix.entries, forward.matrix.entries, reverse.matrix.entries, strict=True):
            assert own.keys() == one.keys()
            assert all(value in (one[c], other[c]) for c, value in own.items())
    assert mixed > 20


def test_only_the_branch_that_is_taken_counts() -> None:
    found = adcli.jacobian("x if x > 0 else log(y); z", {"x": 1, "y": -1, "z": 2})
    assert found.matrix.entries == [{0: 1.0}, {2: 1.0}]
    assert found.finite and not found.notes


def test_entries_that_are_not_finite_are_named_with_the_step() -> None:
    found = adcli.jacobian("u = sqrt(x)*y; x + log(y - 1); x*y", {"x": 0, "y": 1})
    assert not found.finite
    assert [(note.kind, note.message) for note in found.notes] == [
        ("domain", "y2 is -inf: log(x) needs x > 0, got 0"),
        ("pole", "∂u/∂x is inf: sqrt(x) has an infinite slope in x at x = 0"),
    ]


def test_many_entries_that_are_not_finite_are_counted() -> None:
    names = [f"x{k}" for k in range(30)]
    notes = adcli.jacobian("; ".join(f"sqrt({name})" for name in names), dict.fromkeys(names, 0)).notes
    assert len(notes) == 21
    assert notes[-1].message == "and 10 more notes"


def test_kinks_and_zeros_times_infinities_are_noted() -> None:
    kinds = [note.kind for note in adcli.jacobian("abs(x)*y; 0*sqrt(x)", {"x": 0, "y": 1}).notes]
    assert kinds == ["kink", "zero-times-infinity"]


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="mode"):
        adcli.jacobian("x", {"x": 1}, mode="sideways")
