"""The interface's questions besides value, gradient and trace; `adcli` offers them under the same names.

`precision` is that of `evaluate`: numbers of mpmath, right to so many significant digits.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adcli.accuracy.bounds import ErrorEstimate
    from adcli.comparing.comparison import Comparison
    from adcli.expansions.expansion import Taylor
    from adcli.formula import Style
    from adcli.graph import Graph
    from adcli.judging.referee import Check
    from adcli.matrices.hessians import Hessian, HessianProduct
    from adcli.matrices.jacobians import Jacobian
    from adcli.matrices.products import Product
    from adcli.matrices.seeds import Cotangent
    from adcli.point import Point


def check(expression: str | Graph, at: Point, wrt: Collection[str] | None = None, claim: str = "") -> Check:
    """Each derivative beside what forward mode, the complex step and differences find; and the judgement on claims.

    `claim` has derivatives worked out by hand, formulas or numbers: "2*x, 1" in the variables' order, or "x=2*x, y=1". `passed`
    of the answer is whether all is right; `lines` and `claims` tell each by each.

    >>> import adcli
    >>> print(adcli.check("x^2*sin(x)", {"x": 2}, claim="2*x*sin(x)").claims[0].why)
    half of the product rule is missing: x^2*sin(x) also gives sin(x)' times x^2
    """
    from adcli.judging.referee import check_at

    return check_at(graph_of(expression, at), at, wrt, claim)


def compare(expression: str | Graph, at: Point, wrt: str | None = None, step: float = 0.01, order: int = 4, repeat: int = 1) -> Comparison:
    """The derivative by one variable (the first, unless named) in three ways: automatic, symbolic and numerical.

    The answer has AD's derivative and cost, the operations of the derivative's formula up to an `order` (or for the expression applied
    to itself up to `repeat` times), and the errors of difference quotients for a `step` and for a whole range of them.

    >>> import adcli
    >>> adcli.compare("x^2 + 3*x + 1", {"x": 2}, step=0.01).chosen.forward
    7.0099999999998275
    """
    from adcli.comparing.comparison import compare_at

    return compare_at(graph_of(expression, at), at, wrt, step, order, repeat)


def jvp(expression: str | Graph, at: Point, tangent: Point, wrt: Collection[str] | None = None, precision: int | None = None) -> Product:
    """The derivative of each output along a tangent of the variables, by one forward sweep; variables without one have 0.

    >>> adcli.jvp("x*y; sin(x)", {"x": 2, "y": 3}, {"y": 1}).products
    {'y1': 2.0, 'y2': 0.0}
    """
    from adcli.matrices.products import jvp_at

    return jvp_at(graph_of(expression, at, precision), at, tangent, wrt, precision)


def vjp(
    expression: str | Graph, at: Point, cotangent: Cotangent, wrt: Collection[str] | None = None, precision: int | None = None
) -> Product:
    """The derivative by each variable of the outputs, each times its cotangent, summed: one reverse sweep.

    `cotangent` has a number for each output, in their order or by name.

    >>> adcli.vjp("u = x*y; v = sin(x)", {"x": 2, "y": 3}, {"u": 1}).products
    {'x': 3.0, 'y': 2.0}
    """
    from adcli.matrices.products import vjp_at

    return vjp_at(graph_of(expression, at, precision), at, cotangent, wrt, precision)


def jacobian(
    expression: str | Graph, at: Point, wrt: Collection[str] | None = None, mode: str = "auto", precision: int | None = None
) -> Jacobian:
    """All outputs, and their partial derivatives by each variable (or each of `wrt`) as a matrix that knows its zeros.

    `mode` is "forward", "reverse" or "auto" (what costs least, which may be both together). The matrix has named `rows` and
    `columns`, `entries` by row and column, `triples()`, and `dense()` with its zeros.

    >>> adcli.jacobian("x*y; x^2", {"x": 2, "y": 3}).matrix.dense()
    [[3.0, 2.0], [4.0, 0.0]]
    """
    from adcli.matrices.jacobians import jacobian_at

    return jacobian_at(graph_of(expression, at, precision), at, wrt, mode, precision)


def hessian(expression: str | Graph, at: Point, wrt: Collection[str] | None = None, precision: int | None = None) -> Hessian:
    """The second derivatives by each pair of variables (or of `wrt`) as a symmetric matrix, with value and gradient in `first`.

    >>> adcli.hessian("(1-x)^2 + 100(y-x^2)^2", {"x": 1, "y": 1}).matrix.dense()
    [[802.0, -400.0], [-400.0, 200.0]]
    """
    from adcli.matrices.hessians import hessian_at

    return hessian_at(graph_of(expression, at, precision), at, wrt, "hessian", precision)


def hvp(
    expression: str | Graph, at: Point, direction: Point, wrt: Collection[str] | None = None, precision: int | None = None
) -> HessianProduct:
    """The Hessian times a direction, without the Hessian: the derivative of the gradient along it.

    >>> adcli.hvp("(1-x)^2 + 100(y-x^2)^2", {"x": 1, "y": 1}, {"x": 1}).products
    {'x': 802.0, 'y': -400.0}
    """
    from adcli.matrices.hessians import hvp_at

    return hvp_at(graph_of(expression, at, precision), at, direction, wrt, "hvp", precision)


def diff(expression: str | Graph, wrt: Collection[str] | None = None, order: int = 1, style: str = "plain") -> dict[str, str]:
    """The derivative by each variable (or each of `wrt`) as a simplified formula: "plain" (which parses again), "unicode" or "latex"."""
    from adcli.formulas.differentiation import differentiated

    look = style_of(style)
    return {found.variable: found.text(look) for found in differentiated(parsed(expression, "diff"), wrt, order).derivatives}


def taylor(
    expression: str | Graph,
    at: Point,
    order: int = 5,
    along: str | None = None,
    direction: Point | None = None,
    precision: int | None = None,
) -> Taylor:
    """Taylor coefficients and derivatives up to an order, along a variable or in a direction (what each variable moves by).

    `along` need not be given where there is only one variable. The result has `coefficients`, `derivatives` and `notes`.
    """
    from adcli.expansions.expansion import taylor_at

    return taylor_at(graph_of(expression, at, precision), at, order, along, direction, precision)


def error_estimate(expression: str | Graph, at: Point, wrt: Collection[str] | None = None) -> ErrorEstimate:
    """How far rounding may put value and gradient off, and the condition number of each variable.

    The truth is the formula at the numbers as written: "0.1" is a tenth, 0.1 is the double next to it. Of the answer, `value` and each
    of `gradient` are bounds (`estimate`, `margin`, `total`, `digits`, `doubt`), and `notes` say where digits are lost and what keeps them.
    """
    from adcli.accuracy.estimates import error_at

    return error_at(graph_of(expression, at), at, wrt, "error_estimate")


def graph_of(expression: str | Graph, at: Point, precision: int | None = None) -> Graph:
    """The graph of a text at a point: it may name as its variables what has a value, and decide by the values."""
    if not isinstance(expression, str):
        return as_graph(expression)
    from adcli.accuracy.precision import numbers_for
    from adcli.point import graph_at

    return graph_at(expression, at, numbers=numbers_for(precision))


def parsed(expression: str | Graph, command: str) -> Graph:
    """The graph of an expression for all points. Raises DecisionError that names the command, where a program has none."""
    from adcli import reading

    return reading.parse(expression, command=command) if isinstance(expression, str) else as_graph(expression)


def as_graph(graph: Graph) -> Graph:
    """The graph itself. Raises TypeError where it is none."""
    from adcli.graph import Graph

    if not isinstance(graph, Graph):
        raise TypeError(f"an expression is a text or a graph of parse, not of type {type(graph).__name__}")
    return graph


def style_of(name: str) -> Style:
    """The style of formulas of a name. Raises ValueError for an unknown one."""
    from adcli import formula

    styles = {"plain": formula.PLAIN, "unicode": formula.SOURCE, "latex": formula.LATEX}
    if name not in styles:
        raise ValueError(f"style is {name!r}, not one of {', '.join(styles)}")
    return styles[name]
