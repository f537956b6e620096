"""Exponentials of squares, and the normal distribution: a square's rounded digits are the ones that its exponential needs."""

from __future__ import annotations

import math
from fractions import Fraction

from adcli.arithmetic.exact import exact_product, exact_sum

_FARTHEST = 40.0  # beyond it exp(-x^2/2) is 0
_ROOT, _ROOT_REST = 0.7071067811865476, -4.833646656726457e-17  # 1/sqrt(2) as a sum
_SLOPE = 2.0 / math.sqrt(math.pi)


def _exponential_of_square(x: float, factor: float, rest: float = 0.0) -> float:
    """exp(factor*(x + rest)^2) for a power of 2 as factor; `rest` has the digits of x that a double does not hold."""
    if not abs(x) <= _FARTHEST:
        return x if x != x else math.inf if factor > 0 else 0.0
    square, low = exact_product(x, x)
    try:
        main = math.exp(factor * square)
    except OverflowError:
        return math.inf
    return main + main * (factor * (low + 2.0 * x * rest))


def gauss(x: float) -> float:
    """exp(-x^2)."""
    return _exponential_of_square(x, -1.0)


def half_gauss(x: float) -> float:
    """exp(-x^2/2)."""
    return _exponential_of_square(x, -0.5)


def expsquare(x: float) -> float:
    """exp(x^2)."""
    return _exponential_of_square(x, 1.0)


def _standardized(x: float, mu: float, sigma: float) -> tuple[float, float]:
    """(x - mu)/sigma, and what a double does not hold of it; only that far out where it does not matter."""
    difference, low = exact_sum(x, -mu)
    z = difference / sigma
    if not abs(z) <= _FARTHEST or not abs(x) + abs(mu) < 1e300:
        return z, 0.0
    mantissa, exponent = math.frexp(sigma)
    difference, low = math.ldexp(difference, -exponent), math.ldexp(low, -exponent)
    product, product_low = exact_product(z, mantissa)
    return z, ((difference - product) - product_low + low) / mantissa


def normpdf3(x: float, mu: float, sigma: float) -> float:
    """The density of the normal distribution with mean mu and standard deviation sigma."""
    if not sigma > 0:
        return math.nan
    z, rest = _standardized(x, mu, sigma)
    return _exponential_of_square(z, -0.5, rest) / math.sqrt(math.tau) / sigma


def deviation(x: float, mu: float, sigma: float) -> float:
    """((x - mu)/sigma)^2 - 1."""
    if not sigma > 0 or not math.isfinite(x + mu + sigma):
        return ((x - mu) / sigma) ** 2 - 1.0 if sigma > 0 else math.nan
    try:
        return float(((Fraction(x) - Fraction(mu)) / Fraction(sigma)) ** 2 - 1)
    except OverflowError:
        return math.inf


def normcdf(x: float) -> float:
    """The normal distribution function."""
    return _distribution(x, 0.0)


def normcdf3(x: float, mu: float, sigma: float) -> float:
    """The normal distribution function with mean mu and standard deviation sigma."""
    return _distribution(*_standardized(x, mu, sigma)) if sigma > 0 else math.nan


def _distribution(z: float, rest: float) -> float:
    """erfc(-z/sqrt(2))/2: that of the rounded quotient, and its slope times what rounding took."""
    if not abs(z) <= _FARTHEST:
        return z if z != z else 1.0 if z > 0 else 0.0
    high, low = exact_product(z, _ROOT)
    low += z * _ROOT_REST + rest * _ROOT
    return 0.5 * (math.erfc(-high) + _SLOPE * gauss(high) * low)
