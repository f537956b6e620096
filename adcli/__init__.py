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
from adcli.version import __version__

if TYPE_CHECKING:
    from adcli.comparison import Comparison
    from adcli.derivatives import Gradient
    from adcli.expansion import Taylor
    from adcli.formula import Style
    from adcli.graph import Graph
    from adcli.hessians import Hessian, HessianProduct
    from adcli.jacobians import Jacobian
    from adcli.point import Point
    from adcli.products import Product
    from adcli.referee import Check
    from adcli.seeds import Cotangent
    from adcli.tracing import Trace
    from adcli.vectorized import Compiled

__all__ = [
    "AdcliError",
    "__version__",
    "check",
    "compare",
    "compile",
    "diff",
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
    from adcli import build

    return build.parse(expression, names=names)


def format(expression: str | Graph, style: str = "plain") -> str:
    """The text of an expression with one output: "plain" (which parses again), "unicode" or "latex"."""
    from adcli import formula
    from adcli.build import single_output

    look = _style(style)
    graph = _graph(expression, {})
    return formula.write(graph, single_output(graph, "format"), look)


def evaluate(expression: str | Graph, at: Point | None = None, precision: int | None = None) -> float:
    """The value of an expression at a point. It is nan or infinite where the formula is.

    With a `precision` it is a number of mpmath, right to so many significant digits (the extra `adcli[precision]`); numbers in the
    expression, texts in the point and floats there are then the decimals that they are written as: 0.1 is 1/10.
    """
    from adcli.precision import gradient_of

    return gradient_of(_graph(expression, at or {}), at or {}, (), "reverse", "evaluate", precision).value


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
    from adcli.precision import gradient_of

    return gradient_of(_graph(expression, at), at, wrt, mode, "gradient", precision)


def check(expression: str | Graph, at: Point, wrt: Collection[str] | None = None, claim: str = "") -> Check:
    """Each derivative beside what forward mode, the complex step and differences find; and the judgement on claims.

    `claim` has derivatives worked out by hand, formulas or numbers: "2*x, 1" in the variables' order, or "x=2*x, y=1". `passed`
    of the answer is whether all is right; `lines` and `claims` tell each by each.

    >>> import adcli
    >>> print(adcli.check("x^2*sin(x)", {"x": 2}, claim="2*x*sin(x)").claims[0].why)
    half of the product rule is missing: x^2*sin(x) also gives sin(x)' times x^2
    """
    from adcli.referee import check_at

    return check_at(_graph(expression, at), at, wrt, claim)


def compare(expression: str | Graph, at: Point, wrt: str | None = None, step: float = 0.01, order: int = 4, repeat: int = 1) -> Comparison:
    """The derivative by one variable (the first, unless named) in three ways: automatic, symbolic and numerical.

    The answer has AD's derivative and cost, the operations of the derivative's formula up to an `order` (or for the expression applied
    to itself up to `repeat` times), and the errors of difference quotients for a `step` and for a whole range of them.

    >>> import adcli
    >>> adcli.compare("x^2 + 3*x + 1", {"x": 2}, step=0.01).chosen.forward
    7.0099999999998275
    """
    from adcli.comparison import compare_at

    return compare_at(_graph(expression, at), at, wrt, step, order, repeat)


def jvp(expression: str | Graph, at: Point, tangent: Point, wrt: Collection[str] | None = None) -> Product:
    """The derivative of each output along a tangent of the variables, by one forward sweep; variables without one have 0.

    >>> adcli.jvp("x*y; sin(x)", {"x": 2, "y": 3}, {"y": 1}).products
    {'y1': 2.0, 'y2': 0.0}
    """
    from adcli.products import jvp_at

    return jvp_at(_graph(expression, at), at, tangent, wrt)


def vjp(expression: str | Graph, at: Point, cotangent: Cotangent, wrt: Collection[str] | None = None) -> Product:
    """The derivative by each variable of the outputs, each times its cotangent, summed: one reverse sweep.

    `cotangent` has a number for each output, in their order or by name.

    >>> adcli.vjp("u = x*y; v = sin(x)", {"x": 2, "y": 3}, {"u": 1}).products
    {'x': 3.0, 'y': 2.0}
    """
    from adcli.products import vjp_at

    return vjp_at(_graph(expression, at), at, cotangent, wrt)


def jacobian(expression: str | Graph, at: Point, wrt: Collection[str] | None = None, mode: str = "auto") -> Jacobian:
    """All outputs, and their partial derivatives by each variable (or each of `wrt`) as a matrix that knows its zeros.

    `mode` is "forward", "reverse" or "auto" (the cheaper of the two). The matrix has named `rows` and `columns`, `entries` by row
    and column, `triples()`, and `dense()` with its zeros.

    >>> adcli.jacobian("x*y; x^2", {"x": 2, "y": 3}).matrix.dense()
    [[3.0, 2.0], [4.0, 0.0]]
    """
    from adcli.jacobians import jacobian_at

    return jacobian_at(_graph(expression, at), at, wrt, mode)


def hessian(expression: str | Graph, at: Point, wrt: Collection[str] | None = None) -> Hessian:
    """The second derivatives by each pair of variables (or of `wrt`) as a symmetric matrix, with value and gradient in `first`.

    >>> adcli.hessian("(1-x)^2 + 100(y-x^2)^2", {"x": 1, "y": 1}).matrix.dense()
    [[802.0, -400.0], [-400.0, 200.0]]
    """
    from adcli.hessians import hessian_at

    return hessian_at(_graph(expression, at), at, wrt)


def hvp(expression: str | Graph, at: Point, direction: Point, wrt: Collection[str] | None = None) -> HessianProduct:
    """The Hessian times a direction, without the Hessian: the derivative of the gradient along it.

    >>> adcli.hvp("(1-x)^2 + 100(y-x^2)^2", {"x": 1, "y": 1}, {"x": 1}).products
    {'x': 802.0, 'y': -400.0}
    """
    from adcli.hessians import hvp_at

    return hvp_at(_graph(expression, at), at, direction, wrt)


def compile(expression: str | Graph, wrt: Collection[str] | None = None, names: Collection[str] = ()) -> Compiled:
    """A function of numpy arrays that gives value and gradient at many points at once.

    Its arguments are the variables in order of first appearance (`inputs`), or named; `names` are variables even where the language
    has a constant of that name. Raises AdcliError where the text is no expression.
    """
    from adcli.point import chosen_inputs
    from adcli.vectorized import Compiled

    graph = parse(expression, names) if isinstance(expression, str) else expression
    return Compiled(graph, chosen_inputs(graph, wrt))


def diff(expression: str | Graph, wrt: Collection[str] | None = None, order: int = 1, style: str = "plain") -> dict[str, str]:
    """The derivative by each variable (or each of `wrt`) as a simplified formula: "plain" (which parses again), "unicode" or "latex"."""
    from adcli.differentiation import differentiated

    look = _style(style)
    return {found.variable: found.text(look) for found in differentiated(_graph(expression, {}), wrt, order).derivatives}


def taylor(expression: str | Graph, at: Point, order: int = 5, along: str | None = None, direction: Point | None = None) -> Taylor:
    """Taylor coefficients and derivatives up to an order, along a variable or in a direction (what each variable moves by).

    `along` need not be given where there is only one variable. The result has `coefficients`, `derivatives` and `notes`.
    """
    from adcli.expansion import taylor_at

    return taylor_at(_graph(expression, at), at, order, along, direction)


def trace(expression: str | Graph, at: Point, wrt: Collection[str] | None = None, precision: int | None = None) -> Trace:
    """The evaluation trace: a sequence of steps with values, tangents for each variable, adjoints, formulas and numbers.

    `precision` is that of `evaluate`.
    """
    from adcli.precision import gradient_of
    from adcli.tracing import trace_of

    result = gradient_of(_graph(expression, at), at, wrt, "reverse", "trace", precision)
    return trace_of(result, result.wrt)


def gradient_graph(expression: str | Graph, wrt: Collection[str] | None = None) -> Graph:
    """A graph whose outputs are the value and each partial derivative: a reverse sweep written down as a graph."""
    from adcli import symbolic
    from adcli.build import single_output
    from adcli.point import chosen_inputs

    graph = _graph(expression, {})
    return symbolic.gradient_graph(graph, single_output(graph, "gradient_graph"), chosen_inputs(graph, wrt))


def _style(name: str) -> Style:
    from adcli import formula

    styles = {"plain": formula.PLAIN, "unicode": formula.SOURCE, "latex": formula.LATEX}
    if name not in styles:
        raise ValueError(f"style is {name!r}, not one of {', '.join(styles)}")
    return styles[name]


def _graph(expression: str | Graph, at: Point) -> Graph:
    return parse(expression, at) if isinstance(expression, str) else expression
