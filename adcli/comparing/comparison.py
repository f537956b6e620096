"""Three ways to a derivative, side by side: automatic, symbolic and numerical differentiation."""

from __future__ import annotations

import math
from typing import NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.build import single_output
from adcli.comparing.swell import Size, composed, derivative_formula, size_of_formula
from adcli.derivatives import Gradient, gradient_at
from adcli.errors import LimitError, PointError
from adcli.graph import Graph
from adcli.judging.differences import along, precise_slope, size_of
from adcli.point import Point, chosen_inputs
from adcli.sweep import evaluate

MOST_ORDER, MOST_REPEATS = 12, 1000
STEPS_PER_DECADE, DECADES = 4, 16
MOST_ROWS = 7
ORDER_LIMIT = 200_000  # nodes of a derivative's graph beyond which no higher one is written


class Quotient(NamedTuple):
    """The difference quotients with one step, and how far off they are (as part of the derivative, or in all where that is 0)."""

    step: float
    forward: float
    central: float
    forward_error: float
    central_error: float


class Swell(NamedTuple):
    """The operations of a formula and of its derivative written down, where it is composed or differentiated so many times."""

    repeats: int
    order: int
    formula: Size
    derivative: Size
    ad: int  # value and derivative by AD, of first order


class Comparison(NamedTuple):
    """What each way gives for one derivative, and what it costs.

    `gradient` is that of AD, of the expression composed `repeats` times; `reference` is what the errors refer to: the derivative with 50
    digits where there is mpmath, else AD's; `swell` has a row for each order or number of repeats;
    `chosen` is the difference quotient with the step asked for, `curve` those with all steps, the largest first.
    """

    expression: Graph
    gradient: Gradient
    name: str
    reference: float
    repeats: int
    formula: Graph  # the first derivative, written down
    swell: list[Swell]
    chosen: Quotient
    curve: list[Quotient]

    @property
    def derivative(self) -> float:
        """The derivative by AD."""
        return self.gradient.gradient[self.name]

    @property
    def symbolic(self) -> float:
        """The value of the derivative's formula."""
        values = evaluate(self.formula, self.gradient.point, FLOATS).values
        return float(values[self.formula.outputs[0]]) + 0.0

    def best(self, way: str) -> Quotient:
        """The quotient of the smallest error: `way` is "forward" or "central"."""
        return min(self.curve, key=lambda quotient: _order(getattr(quotient, f"{way}_error")))


def _order(error: float) -> float:
    return error if error == error else math.inf


def compare_at(graph: Graph, point: Point, name: str | None = None, step: float = 0.01, order: int = 4, repeats: int = 1) -> Comparison:
    """The derivative of a graph with one output by one variable (the first, unless named), in three ways.

    With `repeats` the expression, as a function of that variable, is applied to itself so many times. Raises OutputError where there
    are several outputs; PointError for a missing value, a strange variable or none, or a step that is no positive number.
    """
    single_output(graph, "compare")
    names = chosen_inputs(graph, None if name is None else [name])
    if not names:
        raise PointError("there is no variable to differentiate by", advice="write an expression of x")
    if not 0 < step < math.inf:
        raise PointError(f"the step is {step!r}", advice="give a positive number, as in --step 0.01")
    name = names[0]
    whole = composed(graph, name, repeats) if repeats > 1 else graph
    result = gradient_at(whole, point, [name], "reverse", "compare")
    derivative = result.gradient[name]
    formula = derivative_formula(whole, result.output, name, result.point)

    function, x = along(whole, result.output, result.point, name), result.point[name]
    middle, size = result.value, size_of(x)

    reference = derivative
    if not result.notes:  # at a kink the derivative is a convention, and not a limit
        try:
            precise = precise_slope(whole, result.output, result.point, name).value
            reference = precise if math.isfinite(precise) else derivative
        except LimitError:  # without mpmath
            pass

    def quotient(step: float) -> Quotient:
        above, below = x + step, x - step
        high, low = function(above), function(below)
        forward = (high - middle) / step
        central = (high - low) / (2 * step)
        return Quotient(step, forward, central, error_of(forward, reference), error_of(central, reference))

    steps = [size * 10.0 ** (-k / STEPS_PER_DECADE) for k in range(DECADES * STEPS_PER_DECADE + 1)]
    swell = _by_repeats(graph, result, name, repeats) if repeats > 1 else _by_order(whole, result, name, order)
    return Comparison(graph, result, name, reference, repeats, formula, swell, quotient(step), [quotient(h) for h in steps])


def error_of(value: float, derivative: float) -> float:
    """How far off a value is, as part of the derivative; in all where that is 0."""
    return abs(value - derivative) / (abs(derivative) or 1.0)


def _by_order(graph: Graph, result: Gradient, name: str, order: int) -> list[Swell]:
    """A row for each order of the derivative; fewer where its formula gets too large even for a graph."""
    rows = []
    formula, output = graph, result.output
    value = size_of_formula(graph, output)
    cost = result.cost
    for k in range(1, order + 1):
        formula = derivative_formula(formula, output, name, result.point)
        output = formula.outputs[0]
        rows.append(Swell(1, k, value, size_of_formula(formula, output), cost.value + cost.reverse_sweep))
        if len(formula) > ORDER_LIMIT:
            break
    return rows


def _by_repeats(graph: Graph, result: Gradient, name: str, repeats: int) -> list[Swell]:
    """A row for 1, 2, 3, ... repeats, not more than a few: the last is what was asked for."""
    rows = []
    counts = list(range(1, repeats + 1))
    if repeats > MOST_ROWS:
        counts = [1, 2, 3, *sorted({round(repeats ** (k / 4)) for k in (2, 3)} - {1, 2, 3}), repeats]
    for count in counts:
        whole = composed(graph, name, count)
        output = whole.outputs[0]
        cost = gradient_at(whole, result.point, [name], "reverse", "compare").cost
        formula = derivative_formula(whole, output, name, result.point)
        rows.append(
            Swell(count, 1, size_of_formula(whole, output), size_of_formula(formula, formula.outputs[0]), cost.value + cost.reverse_sweep)
        )
    return rows
