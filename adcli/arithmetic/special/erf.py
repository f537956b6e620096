"""The imaginary error function, and the inverse error function."""

from __future__ import annotations

import math

from adcli.arithmetic.exact import exact_product
from adcli.arithmetic.special.fixed import BITS, ONE, circle, exp, fixed, rounded

_SLOPE = 2.0 / math.sqrt(math.pi)
_ROOT = math.isqrt(circle() << BITS)  # sqrt(pi)


def erfi(x: float) -> float:
    """The imaginary error function: its series, or for large x the asymptotic one (DLMF 7.6.1, 7.12.1 with x replaced by i*x)."""
    if not abs(x) < 27:
        return x if x != x else math.copysign(math.inf, x)
    if abs(x) < 1e-9:
        return _SLOPE * x
    n = fixed(abs(x))
    square = n * n >> BITS
    if abs(x) < 9:
        total = term = n
        k = 0
        while term:
            k += 1
            term = (term * square >> BITS) // k
            total += term // (2 * k + 1)
        return math.copysign(rounded((2 * total << BITS) // _ROOT), x)
    half_inverse = (ONE << BITS) // (2 * square)
    total = term = ONE
    for k in range(1, 80):
        term = (2 * k - 1) * term * half_inverse >> BITS
        total += term
    growth, power = exp(square)
    return math.copysign(rounded((growth * total // n << BITS) // _ROOT, power), x)


def erfinv(x: float) -> float:
    """The inverse error function."""
    if not abs(x) < 1:
        return math.copysign(math.inf, x) if abs(x) == 1 else math.nan
    y, rest = _inverse(abs(x))
    return math.copysign(y + rest, x)


def erfinv_slope(x: float) -> float:
    """Its derivative, sqrt(pi)/2*exp(erfinv(x)^2)."""
    if not abs(x) < 1:
        return math.inf if abs(x) == 1 else math.nan
    y, rest = _inverse(abs(x))
    square, low = exact_product(y, y)
    growth = math.exp(square)
    return (growth + growth * (low + 2.0 * y * rest)) / _SLOPE


def _inverse(a: float) -> tuple[float, float]:
    """A y with erf(y) close to a, and what is still to be added: Winitzki's estimate (2008), then Halley's method."""
    if a < 1e-9:
        return a / _SLOPE, 0.0
    logarithm = math.log1p(-a * a) if a < 0.5 else math.log((1.0 - a) * (1.0 + a))
    middle = 2.0 / (math.pi * 0.147) + 0.5 * logarithm
    y = a / _SLOPE if a < 0.01 else math.sqrt(math.sqrt(middle * middle - logarithm / 0.147) - middle)
    for last in (False, False, False, True):
        excess = math.erf(y) - a if a < 0.5 else (1.0 - a) - math.erfc(y)
        step = excess / (_SLOPE * math.exp(-y * y))
        step /= 1.0 + step * y
        if not last:
            y -= step
    return y, -step
