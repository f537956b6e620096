"""The table's functions of wide numbers, those whose results leave the range of doubles or whose operands may have left it.

What grows or falls exponentially is computed in fixed-point integers and rounded once.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from adcli.arithmetic.floats import FLOATS
from adcli.arithmetic.special import fixed
from adcli.arithmetic.special.gamma import stirling
from adcli.arithmetic.widenumber import Wide, wide

_FAR = fixed.ONE << 60  # the largest logarithm of a result; beyond it that is 0 or infinite
_PLAIN = FLOATS.functions
_USUAL = 700.0  # up to here exponentials are doubles


def _power_of_e(n: int, sign: float = 1.0, divisor: int = fixed.ONE) -> Wide:
    """The exponential of a fixed-point number, divided by one."""
    if abs(n) > _FAR:
        return Wide(math.copysign(math.inf if n > 0 else 0.0, sign))
    growth, power = fixed.exp(n)
    return Wide(math.copysign(fixed.ratio(growth, divisor), sign), power)


def _exp(x: Wide) -> Wide:
    f = float(x)
    if not _USUAL < abs(f) < math.inf:
        return Wide(_PLAIN["exp"](f))
    return _power_of_e(fixed.fixed(f))


def _exp2(x: Wide) -> Wide:
    f = float(x)
    if not _USUAL < abs(f) < 1e15:
        return Wide(_PLAIN["exp2"](f))
    whole = math.floor(f)
    return Wide(2.0 ** (f - whole), whole)


def _nearly_linear(name: str, far: Callable[[Wide], Wide]) -> Callable[[Wide], Wide]:
    """A function that is x itself for the smallest x, and has a formula for large ones."""

    def function(x: Wide) -> Wide:
        if x.e < -1021:
            return x
        f = float(x)
        return far(x) if _USUAL < f < math.inf or not x.fits or (name[-1] == "h" and -math.inf < f < -_USUAL) else Wide(_PLAIN[name](f))

    return function


def _sinh(x: Wide) -> Wide:
    return _exp(abs(x)) * math.copysign(0.5, x.m)


def _cosh(x: Wide) -> Wide:
    f = abs(float(x))
    return _exp(abs(x)) * 0.5 if f > _USUAL else Wide(_PLAIN["cosh"](f))


def _logarithm(name: str, of_two: float) -> Callable[[Wide], Wide]:
    def function(x: Wide) -> Wide:
        if x.fits or x.m <= 0:
            return Wide(_PLAIN[name](float(x) if x.fits else x.m))
        return Wide(_PLAIN[name](x.m) + x.e * of_two)

    return function


_log = _logarithm("log", math.log(2.0))


def _sqrt(x: Wide) -> Wide:
    odd = x.e & 1
    return Wide(_PLAIN["sqrt"](math.ldexp(x.m, odd)), (x.e - odd) >> 1)


def _cbrt(x: Wide) -> Wide:
    shift = x.e % 3
    return Wide(_PLAIN["cbrt"](math.ldexp(x.m, shift)), (x.e - shift) // 3)


def _hypot(a: Wide, b: Wide) -> Wide:
    top = max(a.e, b.e) if a.m and b.m else a.e or b.e
    return Wide(_PLAIN["hypot"](math.ldexp(a.m, a.e - top if a.m else 0), math.ldexp(b.m, b.e - top if b.m else 0)), top)


def _atan2(y: Wide, x: Wide) -> Wide:
    if x.m > 0 and y.m and math.isfinite(y.m) and y.e - x.e < -900:
        return y / x
    top = max(y.e, x.e)
    return Wide(_PLAIN["atan2"](math.ldexp(y.m, y.e - top), math.ldexp(x.m, x.e - top)))


def _pow(a: Wide, b: Wide) -> Wide:
    base, exponent = float(a), float(b)
    whole = exponent == math.floor(exponent) if math.isfinite(exponent) else False
    if not (math.isfinite(a.m) and math.isfinite(exponent)) or not a.m or (a.m < 0 and not whole):
        return Wide(_PLAIN["pow"](base, exponent))
    if exponent in (1, 2):
        return a if exponent == 1 else a * a
    logarithm = fixed.log(fixed.fixed(abs(a.m))) + a.e * fixed.log_of_two()
    numerator, denominator = exponent.as_integer_ratio()
    return _power_of_e(logarithm * numerator // denominator, -1.0 if a.m < 0 and exponent % 2 == 1 else 1.0)


def _of_square(name: str, numerator: int, denominator: int) -> Callable[[Wide], Wide]:
    """The exponential of a multiple of the square."""

    def function(x: Wide) -> Wide:
        f = float(x)
        if abs(f) < 20 or not math.isfinite(f):
            return Wide(_PLAIN[name](f))
        n = fixed.fixed(f)
        return _power_of_e((n * n >> fixed.BITS) * numerator // denominator)

    return function


_half_gauss, _gauss = _of_square("half_gauss", -1, 2), _of_square("gauss", -1, 1)


def _tail(x: float, inverse: float) -> float:
    """The asymptotic series 1 - t + 3*t^2 - 15*t^3 + ... of a normal distribution's tail (DLMF 7.12.1), for large x."""
    total = term = 1.0
    for k in range(1, 16):
        term *= -(2 * k - 1) * inverse / x / x
        total += term
    return total


def _erfc(x: Wide) -> Wide:
    f = float(x)
    if not 20 < f < math.inf:
        return Wide(_PLAIN["erfc"](f))
    return _gauss(x) / (f * math.sqrt(math.pi)) * _tail(f, 0.5)


def _normcdf(x: Wide) -> Wide:
    f = float(x)
    if not -math.inf < f < -30:
        return Wide(_PLAIN["normcdf"](f))
    return _half_gauss(x) / (-f * math.sqrt(math.tau)) * _tail(f, 1.0)


def _pole(name: str, factor: float, order: int) -> Callable[[Wide], Wide]:
    """A function that for the smallest x is a number over a power of x."""

    def function(x: Wide) -> Wide:
        if x.e > -500 or not x:
            return Wide(_PLAIN[name](float(x)))
        return factor / (x * x if order == 2 else x)

    return function


def _gamma(x: Wide) -> Wide:
    f = float(x)
    if x.e < -500 and x:
        return 1.0 / x
    if not 171 < f < 2e16:
        return Wide(_PLAIN["gamma"](f))
    return _power_of_e(stirling(fixed.fixed(f))[0])


def _beta(a: Wide, b: Wide) -> Wide:
    if not (1e-3 < float(a) < 1e15 and 1e-3 < float(b) < 1e15):
        return Wide(_PLAIN["beta"](float(a), float(b)))
    n, m = fixed.fixed(float(a)), fixed.fixed(float(b))
    (log_a, product_a), (log_b, product_b), (log_c, product_c) = stirling(n), stirling(m), stirling(n + m)
    growth = _power_of_e(log_a + log_b - log_c, divisor=product_a)
    return growth * Wide(fixed.ratio(product_c, product_b))


def _flow(a: Wide, b: Wide) -> Wide:
    product = a * b
    return Wide(0.0) if product != product and (not a or not b) and a == a and b == b else product


def _nearby(name: str) -> Callable[[Wide], Wide]:
    """A rounding to whole numbers."""

    def function(x: Wide) -> Wide:
        return x if x.e > 1024 else Wide(_PLAIN[name](float(x) if x.fits else math.copysign(5e-324, x.m)))

    return function


def _extreme(choose: Callable[..., Wide]) -> Callable[..., Wide]:
    return lambda *values: choose(values) if all([x == x for x in values]) else Wide(math.nan)


OWN: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in ("add", "sub", "mul", "neg", "abs", "lt", "le", "gt", "ge", "eq", "ne")},
    "div": operator.truediv,
    "flow": _flow,
    "sign": lambda x: Wide(_PLAIN["sign"](x.m)),
    "copysign": lambda a, b: abs(a) * math.copysign(1.0, b.m),
    "min": _extreme(min),
    "max": _extreme(max),
    "ties": lambda out, *values: wide(float(values.count(out))),
    **{name: _nearby(name) for name in ("floor", "ceil", "round", "trunc")},
    "exp": _exp,
    "exp2": _exp2,
    "expm1": _nearly_linear("expm1", lambda x: _exp(x) if x.m > 0 else Wide(-1.0)),
    "sinh": _nearly_linear("sinh", _sinh),
    "cosh": _cosh,
    "log": _log,
    "log2": _logarithm("log2", 1.0),
    "log10": _logarithm("log10", math.log10(2.0)),
    "log1p": _nearly_linear("log1p", lambda x: _log(x) if x.e > 1000 else Wide(_PLAIN["log1p"](float(x)))),
    "sqrt": _sqrt,
    "cbrt": _cbrt,
    "hypot": _hypot,
    "atan2": _atan2,
    "pow": _pow,
    "gauss": _gauss,
    "half_gauss": _half_gauss,
    "expsquare": _of_square("expsquare", 1, 1),
    "erfc": _erfc,
    "normcdf": _normcdf,
    "gamma": _gamma,
    "beta": _beta,
    "digamma": _pole("digamma", -1.0, 1),
    "trigamma": _pole("trigamma", 1.0, 2),
    "y1": _pole("y1", -2.0 / math.pi, 1),
    "y1_slope": _pole("y1_slope", 2.0 / math.pi, 2),
}
