"""adcli differentiates formulas exactly, and shows every step.

>>> import adcli
>>> adcli.evaluate("sin(x1) + x1*x2", {"x1": 2, "x2": 3})
6.909297426825682
>>> adcli.gradient("sin(x1) + x1*x2", {"x1": 2, "x2": 3})
{'x1': 2.5838531634528574, 'x2': 2.0}
>>> adcli.diff("x^2*sin(x)")
{'x': '2*x*sin(x) + x^2*cos(x)'}
>>> adcli.taylor("log(1 + x)", {"x": 0}, order=3).coefficients
[0.0, 1.0, -0.5, 0.3333333333333333]
>>> adcli.trace("sin(x1) + x1*x2", {"x1": 2, "x2": 3})[2].adjoint
1.0

An expression is a text, or the graph that `parse` makes of it once for many points. A point gives each variable a number, or a
text such as "pi/4". What is wrong with either is told by an AdcliError.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from adcli.errors import AdcliError
from adcli.interface import (
    as_graph,
    check,
    compare,
    diff,
    error_estimate,
    graph_of,
    hessian,
    hvp,
    jacobian,
    jvp,
    parsed,
    style_of,
    taylor,
    vjp,
)
from adcli.version import __version__

if TYPE_CHECKING:
    from adcli.arrays.compiled import Compiled
    from adcli.derivatives import Gradient
    from adcli.graph import Graph
    from adcli.point import Point
    from adcli.traces.tracing import Trace

__all__ = [
    "AdcliError",
    "__version__",
    "check",
    "compare",
    "compile",
    "diff",
    "error_estimate",
    "evaluate",
    "format",
    "gradient",
    "gradient_graph",
    "hessian",
    "hvp",
    "jacobian",
    "jvp",
    "parse",
    "taylor",
    "trace",
    "value_and_gradient",
    "vjp",
]

# The functions import what they need when they are called, so that a command starts with no more than it uses.


def parse(expression: str, names: Collection[str] = ()) -> Graph:
    """The computation graph of an expression, to be used again and again.

    `names` are variables even where the language has a constant of that name (pi, e, tau). Raises AdcliError where the text is
    no expression.
    """
    from adcli import reading

    return reading.parse(expression, names=names)


def format(expression: str | Graph, style: str = "plain") -> str:
    """The text of an expression with one output: "plain" (which parses again), "unicode" or "latex"."""
    from adcli import formula
    from adcli.build import single_output

    look = style_of(style)
    graph = parsed(expression, "format")
    return formula.write(graph, single_output(graph, "format"), look)


def evaluate(expression: str | Graph, at: Point | None = None, precision: int | None = None) -> float:
    """The value of an expression at a point. It is nan or infinite where the formula is.

    With a `precision` it is a number of mpmath, right to so many significant digits (the extra `adcli[precision]`); numbers in the
    expression, texts in the point and floats there are then the decimals that they are written as: 0.1 is 1/10.
    """
    from adcli.accuracy.precision import gradient_of

    return gradient_of(graph_of(expression, at or {}, precision), at or {}, (), "reverse", "evaluate", precision).value


def gradient(
    expression: str | Graph, at: Point, wrt: Collection[str] | None = None, mode: str = "auto", precision: int | None = None
) -> dict[str, float]:
    """The partial derivative by each variable (or each of `wrt`), in order of first appearance; `precision` is that of `evaluate`."""
    return value_and_gradient(expression, at, wrt, mode, precision).gradient


def value_and_gradient(
    expression: str | Graph, at: Point, wrt: Collection[str] | None = None, mode: str = "auto", precision: int | None = None
) -> Gradient:
    """Value, gradient, counted cost and notes on special points, from one evaluation.

    `mode` is "forward" (one sweep per variable), "reverse" (one sweep in all) or "auto" (the cheaper of the two); `precision` is
    that of `evaluate`.
    """
    from adcli.accuracy.precision import gradient_of

    return gradient_of(graph_of(expression, at, precision), at, wrt, mode, "gradient", precision)


def compile(expression: str | Graph, wrt: Collection[str] | None = None, names: Collection[str] = ()) -> Compiled:
    """A function of numpy arrays that gives value and gradient at many points at once.

    Its arguments are the variables in order of first appearance (`inputs`), or named; `names` are variables even where the language
    has a constant of that name. Raises AdcliError where the text is no expression.
    """
    from adcli.arrays.compiled import Compiled
    from adcli.point import chosen_inputs
    from adcli.reading import read_once

    formula = read_once(expression, names=names) if isinstance(expression, str) else as_graph(expression)
    return Compiled(formula, chosen_inputs(formula, wrt))


def trace(expression: str | Graph, at: Point, wrt: Collection[str] | None = None, precision: int | None = None) -> Trace:
    """The evaluation trace: a sequence of steps with values, tangents for each variable, adjoints, formulas and numbers.

    `precision` is that of `evaluate`.
    """
    from adcli.accuracy.precision import gradient_of
    from adcli.traces.tracing import trace_of

    result = gradient_of(graph_of(expression, at, precision), at, wrt, "reverse", "trace", precision)
    return trace_of(result, result.wrt)


def gradient_graph(expression: str | Graph, wrt: Collection[str] | None = None) -> Graph:
    """A graph whose outputs are the value and each partial derivative: a reverse sweep written down as a graph."""
    from adcli import symbolic
    from adcli.build import single_output
    from adcli.point import chosen_inputs

    graph = parsed(expression, "gradient_graph")
    return symbolic.gradient_graph(graph, single_output(graph, "gradient_graph"), chosen_inputs(graph, wrt))
