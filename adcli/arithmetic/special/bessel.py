"""Bessel functions of order 0 and 1, and the derivatives of those of order 1, to the last digit also near their zeros.

Power series up to 45 (DLMF 10.2.2, 10.8.1), which cancel 65 bits there, then Hankel's expansion (10.17.3-4), good to 130 bits.
"""

from __future__ import annotations

import math

from adcli.arithmetic.special.fixed import BITS, ONE, angle, circle, fixed, log, log_of_two, rounded, sine_and_cosine

_FAR = 45.0
_EULER = 0x93C467E37DB0C7A4D1BE3F810152CB56A1CECC3AF65CC0190C03DF34709AFFBD  # Euler's constant times 2^256 (OEIS A001620)


def j0(x: float) -> float:
    """The function of the first kind of order 0."""
    return _first(x, 0, False)


def j1(x: float) -> float:
    """The function of the first kind of order 1."""
    return _first(x, 1, False)


def j1_slope(x: float) -> float:
    """The derivative of j1, j0(x) - j1(x)/x."""
    return _first(x, 1, True)


def y0(x: float) -> float:
    """The function of the second kind of order 0."""
    return _second(x, 0, False)


def y1(x: float) -> float:
    """The function of the second kind of order 1."""
    return _second(x, 1, False)


def y1_slope(x: float) -> float:
    """The derivative of y1, y0(x) - y1(x)/x."""
    return _second(x, 1, True)


def _first(x: float, order: int, slope: bool) -> float:
    if not abs(x) < math.inf:
        return math.nan if x != x or slope else 0.0
    size = abs(x)
    sign = -1.0 if x < 0 and order == 1 and not slope else 1.0
    if size > _FAR:
        return sign * _far(size, order, slope, 0)
    if size < 1e-9:
        return (0.5 if slope else 0.5 * x) if order == 1 else 1.0
    n = fixed(size)
    if slope:
        return rounded((_series(n, 0) - _series(n, 2)) // 2)
    return sign * rounded(_series(n, order))


def _series(x: int, order: int) -> int:
    """J_n: the sum of (-1)^k (x/2)^(2k + n)/(k! (k + n)!)."""
    quarter = x * x >> (BITS + 2)
    term = (ONE, x // 2, quarter // 2)[order]
    total, k = 0, 0
    while term not in (0, -1):
        total += term
        k += 1
        term = -(term * quarter >> BITS) // (k * (k + order))
    return total


def _second(x: float, order: int, slope: bool) -> float:
    if not 0 < x < math.inf:
        if x == 0:
            return math.inf if slope else -math.inf
        return 0.0 if x == math.inf and not slope else math.nan
    if x > _FAR:
        return _far(x, order, slope, 1)
    n = fixed(x)
    mantissa, exponent = math.frexp(x)
    logarithm = log(fixed(mantissa)) + (exponent - 1) * log_of_two() + (_EULER >> (256 - BITS))  # log(x/2) + Euler's constant
    zero = order == 0 or slope
    found = _of_order_0(n, logarithm) if zero else 0
    if order == 1:
        numerator, denominator = x.as_integer_ratio()
        one = _of_order_1(n, logarithm) - 2 * denominator * ONE // numerator
        found = found - one * denominator // numerator if slope else one
    return rounded((found << BITS) // circle())


def _of_order_0(x: int, logarithm: int) -> int:
    """pi*Y_0."""
    quarter = x * x >> (BITS + 2)
    total, term, harmonic, k = 0, ONE, 0, 0
    while term not in (0, -1):
        k += 1
        term = -(term * quarter >> BITS) // (k * k)
        harmonic += ONE // k
        total -= term * harmonic >> BITS
    return 2 * (logarithm * _series(x, 0) >> BITS) + 2 * total


def _of_order_1(x: int, logarithm: int) -> int:
    """pi*Y_1 without its pole -2/x."""
    quarter = x * x >> (BITS + 2)
    term, harmonics, k = x // 2, ONE, 0  # harmonics: H(k) + H(k + 1)
    total = 0
    while term not in (0, -1):
        total += term * harmonics >> BITS
        k += 1
        term = -(term * quarter >> BITS) // (k * (k + 1))
        harmonics += ONE // k + ONE // (k + 1)
    return 2 * (logarithm * _series(x, 1) >> BITS) - total


def _far(x: float, order: int, slope: bool, kind: int) -> float:
    """Hankel's expansion: sqrt(2/(pi*x)) times a sum of the sine and cosine of x - (2n + 1)*pi/4."""
    found = _wave(x, order, kind)
    if slope:
        numerator, denominator = x.as_integer_ratio()
        found = _wave(x, 0, kind) - found * denominator // numerator
    return rounded(found) * (math.sqrt(2.0 / math.pi) / math.sqrt(x))


def _wave(x: float, order: int, kind: int) -> int:
    sine, cosine = sine_and_cosine(angle(x) - (2 * order + 1) * circle() // 4)
    numerator, denominator = x.as_integer_ratio()
    inverse = (denominator << BITS) // numerator
    even, odd = 0, 0
    term, k = ONE, 0
    while term not in (0, -1) and k < 80:
        if k % 2 == 0:
            even += term if k % 4 == 0 else -term
        else:
            odd += term if k % 4 == 1 else -term
        k += 1
        term = (term * inverse >> BITS) * (4 * order * order - (2 * k - 1) ** 2) // (8 * k)
    if kind == 0:
        return (even * cosine - odd * sine) >> BITS
    return (even * sine + odd * cosine) >> BITS
