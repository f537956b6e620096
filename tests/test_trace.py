"""The record of a trace: the published examples, and what every step knows."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

import adcli
from adcli.derivatives import gradient_at
from adcli.formula import ASCII, LATEX, UNICODE
from adcli.traces.notation import Notation
from adcli.traces.steps import Step
from adcli.traces.tracing import Trace, trace_of
from tests.strategies import expressions, points

NAMES = Notation(UNICODE)


def formulas(trace: Trace, notation: Notation = NAMES) -> list[str]:
    return [step.primal.formula.write(notation) if step.primal.formula else step.name for step in trace]


def values(trace: Trace) -> list[float]:
    return [step.primal.value for step in trace]


def contributions(step: Step) -> list[tuple[int, str, float]]:
    return [(c.consumer, c.quantity.formula.write(NAMES) if c.quantity.formula else "seed", c.quantity.value) for c in step.contributions]


class TestSineAndProduct:
    """sin(x1) + x1*x2 at (2, 3)."""

    trace = adcli.trace("sin(x1) + x1*x2", {"x1": 2, "x2": 3})

    def test_primal(self) -> None:
        assert formulas(self.trace) == ["x1", "x2", "sin v₁", "v₁·v₂", "v₃ + v₄"]
        assert values(self.trace) == pytest.approx([2, 3, 0.9093, 6, 6.9093], abs=5e-5)

    def test_forward_sweeps(self) -> None:
        assert [step.tangents[0].value for step in self.trace] == pytest.approx([1, 0, -0.4161, 3, 2.5839], abs=5e-5)
        assert [step.tangents[1].value for step in self.trace] == [0, 1, 0, 2, 2]
        product = self.trace[3].tangents[0]
        assert product.formula and product.numbers
        assert product.formula.write(NAMES) == "v̇₁·v₂ + v₁·v̇₂"
        assert product.numbers.write(NAMES) == "1.0·3.0 + 2.0·0.0"

    def test_reverse_sweep(self) -> None:
        assert [step.adjoint for step in reversed(list(self.trace))] == pytest.approx([1, 1, 1, 2, 2.5839], abs=5e-5)
        assert contributions(self.trace[0]) == [(4, "v̄₄·v₂", 3.0), (3, "v̄₃·cos v₁", math.cos(2))]
        assert contributions(self.trace[4]) == [(0, "seed", 1.0)]

    def test_local_partials(self) -> None:
        shown = [[(p.quantity.formula.write(NAMES), p.quantity.value) for p in step.partials if p.quantity.formula] for step in self.trace]
        assert shown == [[], [], [("cos v₁", math.cos(2))], [("v₂", 3), ("v₁", 2)], [("1", 1), ("1", 1)]]


class TestNineSteps:
    """exp(2*x1) + x1*x2^2 + cos(x2) at (1, 2): inputs first, then by depth and left to right."""

    trace = adcli.trace("exp(2*x1) + x1*x2^2 + cos(x2)", {"x1": 1, "x2": 2})

    def test_order_of_the_steps(self) -> None:
        assert formulas(self.trace) == ["x1", "x2", "2·v₁", "v₂²", "cos v₂", "exp v₃", "v₁·v₄", "v₆ + v₇", "v₈ + v₅"]

    def test_gradient(self) -> None:
        assert self.trace.result.gradient == pytest.approx({"x1": 2 * math.exp(2) + 4, "x2": 4 - math.sin(2)}, rel=1e-15)


def test_a_parabola() -> None:
    trace = adcli.trace("x^2 + 3*x + 1", {"x": 2})
    assert trace.result.value == 11
    assert trace.result.gradient == {"x": 7}


class TestBaydin:
    """log(x1) + x1*x2 - sin(x2) at (2, 5): tables 2 and 3 of Baydin, Pearlmutter, Radul and Siskind, JMLR 18 (2018)."""

    trace = adcli.trace("log(x1) + x1*x2 - sin(x2)", {"x1": 2, "x2": 5})

    def test_table_2(self) -> None:
        names = Notation(ASCII, shift=2)
        assert [names.name("value", step.number) for step in self.trace] == ["v-1", "v0", "v1", "v2", "v3", "v4", "v5"]
        assert formulas(self.trace, names) == ["x1", "x2", "log v-1", "v-1*v0", "sin v0", "v1 + v2", "v4 - v3"]
        assert values(self.trace) == pytest.approx([2, 5, 0.693, 10, -0.959, 10.693, 11.652], abs=5e-4)
        assert [step.tangents[0].value for step in self.trace] == pytest.approx([1, 0, 0.5, 5, 0, 5.5, 5.5])

    def test_table_3(self) -> None:
        assert [step.adjoint for step in self.trace] == pytest.approx([5.5, 1.716, 1, 1, -1, 1, 1], abs=5e-4)


def test_a_power_with_a_number_for_exponent_shows_the_rule_of_the_textbooks() -> None:
    trace = adcli.trace("x^2 + x^3 + x^2.5 + x^-1", {"x": 2})
    shown = [
        step.partials[0].quantity.formula.write(NAMES) for step in trace if step.operation == "pow" and step.partials[0].quantity.formula
    ]
    assert shown == ["2·v₁", "3·v₁²", "2.5·v₁^(2.5 - 1)", "(-1)·v₁⁻²"]


def test_a_part_made_of_numbers_has_no_step() -> None:
    trace = adcli.trace("x/sqrt(2*pi)", {"x": 1})
    assert formulas(trace) == ["x", "v₁/√(2·π)"]


def test_a_condition_has_a_line_without_a_number() -> None:
    trace = adcli.trace("sqrt(x)/2 if x > 0 and y < 4 else 3", {"x": 9, "y": 1})
    condition = next(step for step in trace if step.operation == "and")
    assert (condition.number, condition.primal.value) == (0, True)
    assert formulas(trace)[-1] == "v₄ if x > 0 and y < 4 else …"
    assert [step.number for step in trace if step.number] == [1, 2, 3, 4, 5]


def test_statements_stand_in_the_order_executed_with_their_names() -> None:
    trace = adcli.trace("a = x^2; b = sin(x); b + a", {"x": 2})
    assert [step.name for step in trace] == ["x", "a", "b", ""]


def test_steps_know_their_place_in_the_source() -> None:
    trace = adcli.trace("sin(x1) + x1*x2", {"x1": 2, "x2": 3})
    source = trace.graph.source
    assert [source[step.span.start : step.span.stop] for step in trace] == ["x1", "x2", "sin(x1)", "x1*x2", source]


def test_latex_names() -> None:
    trace = adcli.trace("sin(x1) + x1*x2", {"x1": 2, "x2": 3})
    notation = Notation(LATEX)
    tangent = trace[2].tangents[0].formula
    assert tangent and tangent.write(notation) == r"\dot{v}_{1} \cdot \cos v_{1}"


def test_an_expression_without_variables_has_no_steps() -> None:
    assert len(adcli.trace("2 + 3", {})) == 0


def test_steps_of_a_long_trace_are_made_when_asked_for() -> None:
    graph = adcli.parse("+".join(f"{k}*x" for k in range(1, 20_001)))
    trace = trace_of(gradient_at(graph, {"x": 1.0}, mode="reverse"))
    assert len(trace) == 40_000 - 1 + 1
    assert trace[len(trace) - 1].primal.value == 20_000 * 20_001 / 2


def test_a_choice_between_equal_branches_contributes_once() -> None:
    trace = adcli.trace("x if y > 0 else x", {"x": 2, "y": 1})
    assert contributions(trace[0]) == [(3, "v̄₃", 1.0)]


@given(expressions, points)
@settings(max_examples=150)
def test_contributions_sum_to_the_adjoint(expression: str, at: dict[str, float]) -> None:
    for step in adcli.trace(expression, at):
        values = [contribution.quantity.value for contribution in step.contributions]
        if step.adjoint is not None and values and all(map(math.isfinite, values)):
            assert sum(values) == pytest.approx(step.adjoint, rel=1e-12, abs=1e-12 * max(map(abs, values)))


def test_a_tie_is_shown_as_a_share() -> None:
    trace = adcli.trace("max(x, y, 2)", {"x": 2, "y": 1})
    assert contributions(trace[0]) == [(3, "v̄₃/2", 0.5)]


def test_a_part_made_of_numbers_is_cut_however_long_it_is() -> None:
    doubled = "; ".join(f"a{k + 1} = a{k} + a{k}" for k in range(40))
    trace = adcli.trace(f"a0 = 1.5; {doubled}; x*a40", {"x": 1})
    assert len(formulas(trace)[-1]) < 3000
