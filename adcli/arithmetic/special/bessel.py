"""Bessel functions of order 0 and 1, and the derivatives of those of order 1, to the last digit also near their zeros.

Power series up to 45 (DLMF 10.2.2, 10.8.1), which cancel 65 bits there, then Hankel's expansion (10.17.3-4), good to 130 bits.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import accumulate

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
    return _terms(x, order, False)[0]


def _terms(x: int, order: int, weighted: bool) -> tuple[int, int]:
    """The sum of that series, and if wanted that of its terms times H(k) + H(k + n)."""
    quarter = x * x >> (BITS + 2)
    term = (ONE, x // 2, quarter // 2)[order]
    weights = _harmonics(order) if weighted else []
    total, weighted_total = term, term * weights[0] >> BITS if weighted else 0
    for k in range(1, (3 * x >> BITS + 1) + 30):  # the term after the last one is below 2^-130 for every x up to 45
        term = -(term * quarter >> BITS) // (k * (k + order))
        total += term
        if weighted:
            weighted_total += term * weights[k] >> BITS
    return total, weighted_total


@cache
def _harmonics(order: int) -> list[int]:
    """H(k) + H(k + n) for n = 0 or 1, where H(k) = 1 + 1/2 + ... + 1/k."""
    sums = list(accumulate((ONE // k for k in range(1, 101)), initial=0))
    return [a + b for a, b in zip(sums, sums[order:], strict=False)]


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
    if order == 0:
        return rounded((_without_pole(n, 0, logarithm) << BITS) // circle())
    numerator, denominator = x.as_integer_ratio()
    found = _without_pole(n, 1, logarithm) - 2 * denominator * ONE // numerator
    if slope:
        found = _without_pole(n, 0, logarithm) - found * denominator // numerator
    return rounded((found << BITS) // circle())


def _without_pole(x: int, order: int, logarithm: int) -> int:
    """pi*Y_n without its pole -2/x, which only n = 1 has."""
    first, weighted = _terms(x, order, True)
    return 2 * (logarithm * first >> BITS) - weighted


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
    while abs(term) >> 56 and k < 80:
        if k % 2 == 0:
            even += term if k % 4 == 0 else -term
        else:
            odd += term if k % 4 == 1 else -term
        k += 1
        term = (term * inverse >> BITS) * (4 * order * order - (2 * k - 1) ** 2) // (8 * k)
    if kind == 0:
        return (even * cosine - odd * sine) >> BITS
    return (even * sine + odd * cosine) >> BITS
