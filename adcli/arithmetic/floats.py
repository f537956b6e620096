"""Double precision: Python floats, with IEEE's results where the math library raises exceptions."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from adcli.arithmetic.exact import exact_product
from adcli.build import template
from adcli.codegen import compile_graph
from adcli.functions import FUNCTIONS, Function
from adcli.rules import operand_names, rule

_CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau, "inf": math.inf, "nan": math.nan}
_REFUSALS = (ValueError, OverflowError, ZeroDivisionError)


def number(text: str) -> float:
    """The double nearest to a number as it was written, or to a constant."""
    return _CONSTANTS[text] if text in _CONSTANTS else float(text)


def _flow(a: float, b: float) -> float:
    product = a * b
    if product != product and (a == 0 or b == 0) and a == a and b == b:
        return 0.0
    return product


def _sign(x: float) -> float:
    return 1.0 if x > 0 else -1.0 if x < 0 else x


def _floor(x: float) -> float:
    return float(math.floor(x)) if -1e300 < x < 1e300 and x else x


def _ceil(x: float) -> float:
    return math.copysign(float(math.ceil(x)), x) if -1e300 < x < 1e300 else x


def _min(*values: float) -> float:
    return min(values) if not any(map(math.isnan, values)) else math.nan


def _max(*values: float) -> float:
    return max(values) if not any(map(math.isnan, values)) else math.nan


def _ties(out: float, *values: float) -> float:
    return float(values.count(out))


def _cbrt(x: float) -> float:
    """The cube root within 1 ulp: the library's, off by up to 3, and one Newton step with an exact residual (Dekker 1971)."""
    if x == 0 or not -math.inf < x < math.inf:
        return x
    mantissa, exponent = math.frexp(x)
    shift = exponent % 3
    mantissa = math.ldexp(mantissa, shift - 3)
    y = math.cbrt(mantissa)
    square, square_low = exact_product(y, y)
    cube, cube_low = exact_product(square, y)
    y -= ((cube - mantissa) + (cube_low + square_low * y)) / (3.0 * square)
    return math.ldexp(y, (exponent - shift) // 3 + 1)


def _sqrt(x: float) -> float:
    """The square root, 0 for -0 too: its slope there is inf, from whichever side x is reached."""
    return math.sqrt(x) + 0.0 if x >= 0 else math.nan


def _angle(function: Callable[[float], float]) -> Callable[[float], float]:
    """The library's sine, cosine or tangent, whose digits run out near multiples of pi/2 beyond 1e8: there, all digits of the distance."""

    def accurate(x: float) -> float:
        try:
            y = function(x)
        except ValueError:
            return math.nan
        if 1e-9 < abs(y) < 1e9 or not abs(x) > 1e8:
            return y
        distance = _from_quarter_turn(x)
        return math.copysign(distance if abs(y) < 1 else 1 / distance, y)

    return accurate


def _from_quarter_turn(x: float) -> float:
    """How far x is from a multiple of pi/2, exact before it is rounded (Payne and Hanek 1983)."""
    from adcli.arithmetic.special.fixed import circle

    numerator, denominator = x.as_integer_ratio()
    quarter = circle(1200) // 2
    beyond = (numerator << 1200) // denominator % quarter
    return min(beyond, quarter - beyond) / (1 << 1200)


def _round(x: float) -> float:
    return math.copysign(float(round(x)), x) if -1e300 < x < 1e300 else x


def _trunc(x: float) -> float:
    return math.copysign(float(math.trunc(x)), x) if -1e300 < x < 1e300 else x


def _mod(a: float, b: float) -> float:
    return a % b if b and -math.inf < a < math.inf else math.nan


def _floored(a: float, b: float) -> float:
    return a // b if b and -math.inf < a < math.inf else math.nan


_OWN: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "neg": operator.neg,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
    "not": operator.not_,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "abs": abs,
    "sign": _sign,
    "floor": _floor,
    "ceil": _ceil,
    "round": _round,
    "trunc": _trunc,
    "mod": _mod,
    "floored": _floored,
    "min": _min,
    "max": _max,
    "ties": _ties,
    "odd": lambda a: a % 2 == 1,
    "sin": _angle(math.sin),
    "cos": _angle(math.cos),
    "tan": _angle(math.tan),
    "sqrt": _sqrt,
    "cbrt": _cbrt,
    "flow": _flow,
}
_REFUSING: dict[str, Callable[..., Any]] = {"div": operator.truediv, "pow": math.pow}


class _Functions(dict[str, Callable[..., Any]]):
    """What each of the table's names computes, made when first asked for."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        entry = FUNCTIONS[name]
        made = _OWN.get(name)
        if made is None and entry.home:
            made = getattr(import_module(f"adcli.arithmetic.special.{entry.home}"), name)
        if made is None:
            made = self._text(entry, entry.value) if entry.value else self._guarded(entry)
        self[name] = made
        return made

    def _text(self, entry: Function, text: str) -> Callable[..., Any]:
        graph = template(text, entry.names)
        compiled = compile_graph(graph, graph.outputs, entry.names, self, number)
        return lambda *arguments: compiled(*arguments)[0]

    def _guarded(self, entry: Function) -> Callable[..., Any]:
        """The library's function, with IEEE's result where it raises; the common case is one plain call."""
        function: Callable[..., float] = _REFUSING[entry.name] if entry.name in _REFUSING else getattr(math, entry.name)
        limit: Callable[..., float] | None = None

        def ieee(*arguments: float) -> float:
            nonlocal limit
            if any(map(math.isnan, arguments)):
                return math.nan
            limit = limit or self._text(entry, entry.limit)
            return limit(*arguments)

        def unary(x: float) -> float:
            try:
                return function(x)
            except _REFUSALS:
                return ieee(x)

        def binary(a: float, b: float) -> float:
            try:
                return function(a, b)
            except _REFUSALS:
                return ieee(a, b)

        return unary if len(entry.names) == 1 else binary


def _at_plus_zero(slopes: Callable[..., Any]) -> Callable[..., Any]:
    """The slopes at 0 for -0 too: log's slope at -0 is that at 0, where its domain ends."""
    return lambda *given: slopes(*[operand + 0.0 for operand in given[:-1]], given[-1])


class Floats:
    """The arithmetic of doubles. Values are Python floats; conditions are bools."""

    decides = True
    takes_floats = True

    def __init__(self) -> None:
        self.functions = _Functions()
        self.number = number
        self.add = operator.add
        self.flow = _flow
        self._slopes: dict[tuple[str, tuple[int, ...]], Callable[..., tuple[Any, ...]]] = {}

    def partials(self, function: str, wanted: tuple[int, ...], arguments: Sequence[float], out: float) -> tuple[float | None, ...]:
        """The partial by each wanted operand; nan where the function itself is nan."""
        if out != out:
            return tuple([out if want else None for want in wanted])
        slopes = self._slopes.get((function, wanted)) or self._compiled(function, wanted)
        return slopes(*arguments, out)

    def _compiled(self, function: str, wanted: tuple[int, ...]) -> Callable[..., tuple[Any, ...]]:
        """A Python function of a function's operands and value that gives the partials by each wanted operand."""
        graph = rule(function, len(wanted))
        outputs = [i if want else None for i, want in zip(graph.outputs, wanted, strict=True)]
        slopes = compile_graph(graph, outputs, (*operand_names(function, len(wanted)), "out"), self.functions, number)
        if FUNCTIONS[function].guarded:
            slopes = _at_plus_zero(slopes)
        self._slopes[function, wanted] = slopes
        return slopes


FLOATS = Floats()
