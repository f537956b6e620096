"""adcli differentiates formulas exactly, and shows every step.

>>> import adcli
>>> adcli.evaluate("sin(x1) + x1*x2", {"x1": 2, "x2": 3})
6.909297426825682
>>> adcli.gradient("sin(x1) + x1*x2", {"x1": 2, "x2": 3})
{'x1': 2.5838531634528574, 'x2': 2.0}
>>> adcli.trace("sin(x1) + x1*x2", {"x1": 2, "x2": 3})[2].adjoint
1.0

An expression is a text, or the graph that `parse` makes of it once for many points. A point gives each variable a number, or a
text such as "pi/4". What is wrong with either is told by an AdcliError.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from adcli.errors import AdcliError
from adcli.version import __version__

if TYPE_CHECKING:
    from adcli.bounds import ErrorEstimate
    from adcli.derivatives import Gradient
    from adcli.graph import Graph
    from adcli.point import Point
    from adcli.tracing import Trace
    from adcli.vectorized import Compiled

__all__ = [
    "AdcliError",
    "__version__",
    "compile",
    "error_estimate",
    "evaluate",
    "format",
    "gradient",
    "gradient_graph",
    "parse",
    "trace",
    "value_and_gradient",
]

# The functions import what they need when they are called, so that a command starts with no more than it uses.


def parse(expression: str, names: Collection[str] = ()) -> Graph:
    """The computation graph of an expression, to be used again and again.

    `names` are variables even where the language has a constant of that name (pi, e, tau). Raises AdcliError where the text is
    no expression.
    """
    from adcli import build

    return build.parse(expression, names=names)


def format(expression: str | Graph, style: str = "plain") -> str:
    """The text of an expression with one output: "plain" (which parses again), "unicode" or "latex"."""
    from adcli import formula
    from adcli.build import single_output

    styles = {"plain": formula.PLAIN, "unicode": formula.SOURCE, "latex": formula.LATEX}
    if style not in styles:
        raise ValueError(f"style is {style!r}, not one of {', '.join(styles)}")
    graph = _graph(expression, {})
    return formula.write(graph, single_output(graph, "format"), styles[style])


def evaluate(expression: str | Graph, at: Point | None = None) -> float:
    """The value of an expression at a point. It is nan or infinite where the formula is."""
    from adcli.derivatives import value_at

    return value_at(_graph(expression, at or {}), at or {}, "evaluate")[0]


def gradient(expression: str | Graph, at: Point, wrt: Collection[str] | None = None, mode: str = "auto") -> dict[str, float]:
    """The partial derivative by each variable (or each of `wrt`), in order of first appearance."""
    return value_and_gradient(expression, at, wrt, mode).gradient


def value_and_gradient(expression: str | Graph, at: Point, wrt: Collection[str] | None = None, mode: str = "auto") -> Gradient:
    """Value, gradient, counted cost and notes on special points, from one evaluation.

    `mode` is "forward" (one sweep per variable), "reverse" (one sweep in all) or "auto" (the cheaper of the two).
    """
    from adcli.derivatives import gradient_at

    return gradient_at(_graph(expression, at), at, wrt, mode, "gradient")


def compile(expression: str | Graph, wrt: Collection[str] | None = None, names: Collection[str] = ()) -> Compiled:
    """A function of numpy arrays that gives value and gradient at many points at once.

    Its arguments are the variables in order of first appearance (`inputs`), or named; `names` are variables even where the language
    has a constant of that name. Raises AdcliError where the text is no expression.
    """
    from adcli.point import chosen_inputs
    from adcli.vectorized import Compiled

    graph = parse(expression, names) if isinstance(expression, str) else expression
    return Compiled(graph, chosen_inputs(graph, wrt))


def error_estimate(expression: str | Graph, at: Point, wrt: Collection[str] | None = None) -> ErrorEstimate:
    """How far rounding may put value and gradient off, and the condition number of each variable.

    The truth is the formula at the numbers as written: "0.1" is a tenth, 0.1 is the double next to it. Of the answer, `value` and each
    of `gradient` are bounds (`estimate`, `margin`, `total`, `digits`, `doubt`), and `notes` say where digits are lost and what keeps them.
    """
    from adcli.estimates import error_at

    return error_at(_graph(expression, at), at, wrt, "error_estimate")


def trace(expression: str | Graph, at: Point, wrt: Collection[str] | None = None) -> Trace:
    """The evaluation trace: a sequence of steps with values, tangents for each variable, adjoints, formulas and numbers."""
    from adcli.derivatives import gradient_at
    from adcli.tracing import trace_of

    result = gradient_at(_graph(expression, at), at, wrt, "reverse", "trace")
    return trace_of(result, result.wrt)


def gradient_graph(expression: str | Graph, wrt: Collection[str] | None = None) -> Graph:
    """A graph whose outputs are the value and each partial derivative: a reverse sweep written down as a graph."""
    from adcli import symbolic
    from adcli.build import single_output
    from adcli.point import chosen_inputs

    graph = _graph(expression, {})
    return symbolic.gradient_graph(graph, single_output(graph, "gradient_graph"), chosen_inputs(graph, wrt))


def _graph(expression: str | Graph, at: Point) -> Graph:
    return parse(expression, at) if isinstance(expression, str) else expression
