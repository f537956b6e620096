"""Differences that vanish inside the domain: what the second derivatives of sech and asech are made of."""

from __future__ import annotations

import math

from adcli.arithmetic.exact import exact_product
from adcli.arithmetic.special.fixed import BITS, ONE, exp, fixed, rounded


def doubled_gap(x: float) -> float:
    """1 - 2*x^2, to the last digit near its zero."""
    if not abs(x) < 1e100:
        return 1.0 - 2.0 * x * x
    square, low = exact_product(x, x)
    return (1.0 - 2.0 * square) - 2.0 * low


def sech_curve(x: float) -> float:
    """sech(x) - 2*sech(x)^3, to the last digit near its zero asinh(1)."""
    if not 0.5 < abs(x) < 1.5:
        try:
            inverse = 1.0 / math.cosh(x)
        except OverflowError:
            return 0.0
        return inverse - 2.0 * inverse**3
    mantissa, power = exp(fixed(abs(x)))
    grown = mantissa << power
    inverse_cosh = 2 * ONE * ONE // (grown + ONE * ONE // grown)
    square = inverse_cosh * inverse_cosh >> BITS
    return rounded(inverse_cosh * (ONE - 2 * square) >> BITS)
