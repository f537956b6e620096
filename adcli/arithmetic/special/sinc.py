"""sin(pi*x)/(pi*x) and its first two derivatives."""

from __future__ import annotations

import math

from adcli.arithmetic.exact import exact_product
from adcli.arithmetic.special.fixed import BITS, ONE, circle, fixed, half_turns, rounded

_PI_REST = 1.2246467991473532e-16  # what the double nearest to pi lacks


def sinc(x: float) -> float:
    """sin(pi*x)/(pi*x), and 1 at 0."""
    if not math.isfinite(x):
        return math.nan
    if abs(x) < 1e-9:
        return 1.0
    rest = math.remainder(x, 1.0)
    high, low = exact_product(math.pi, rest)
    sine = math.sin(high) + math.cos(high) * (low + _PI_REST * rest)
    return (-sine if (x - rest) % 2.0 else sine) / (math.pi * x)


def sinc_slope(x: float) -> float:
    """(cos(pi*x) - sinc(x))/x, and 0 at 0."""
    return _derivative(x, 1)


def sinc_curve(x: float) -> float:
    """The second derivative, -pi^2*sinc(x) - 2*sinc'(x)/x."""
    return _derivative(x, 2)


def _derivative(x: float, order: int) -> float:
    if not math.isfinite(x):
        return math.nan
    if abs(x) < 1e-9:
        return -(math.pi**2) / 3.0 * (x if order == 1 else 1.0)
    if abs(x) < 1:
        return _by_series(fixed(x), order)
    sine, cosine = half_turns(x)
    if abs(x) > 2.0**53:  # a whole number, and even
        return 1.0 / x if order == 1 else -2.0 / x / x
    inverse = ONE * ONE // fixed(x)
    slope = cosine - sine * inverse // circle()  # cos(pi*x) - sinc(x)
    if order == 1:
        return rounded(slope) / x
    return rounded(-(circle() * sine >> BITS) - 2 * (slope * inverse >> BITS)) / x


def _by_series(x: int, order: int) -> float:
    """The derivative of the sum of (-1)^k (pi*x)^(2k)/(2k + 1)!, term by term."""
    pi_squared = circle() * circle() >> BITS
    step = x * x >> BITS
    total, k = 0, 1
    term = -pi_squared // 6  # (-1)^k pi^(2k) x^(2k - 2)/(2k + 1)!
    while term not in (0, -1):
        total += term * (2 * k) if order == 1 else term * (2 * k) * (2 * k - 1)
        k += 1
        term = -((term * pi_squared >> BITS) * step >> BITS) // ((2 * k) * (2 * k + 1))
    return rounded(total * x >> BITS if order == 1 else total)
