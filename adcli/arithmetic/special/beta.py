"""The beta function, its logarithm, and the difference of digammas that is its logarithmic slope; all for positive arguments."""

from __future__ import annotations

import math

from adcli.arithmetic.special.fixed import BITS, ONE, exp, fixed, log, ratio, rounded
from adcli.arithmetic.special.gamma import di_gamma, log_gamma, stirling, trigamma

_HUGE = 2.0**80  # beyond it Stirling's formula has one term


def beta(a: float, b: float) -> float:
    """gamma(a)*gamma(b)/gamma(a + b)."""
    if not (a > 0 and b > 0):
        return _at_zero(a, b)
    a, b = min(a, b), max(a, b)
    if b > _HUGE:
        if a > 14 or b == math.inf:
            return 0.0
        # gamma(a)*b^(-a); for small a, gamma(1 + a)/a
        n = fixed(a)
        mantissa, power = exp(log_gamma(ONE + n) - (n * log(fixed(b)) >> BITS))
        return rounded(mantissa, power) / a
    if a > 1100:
        return 0.0
    # (a + b)/(a*b) times gamma(1 + a)*gamma(1 + b)/gamma(1 + a + b)
    n = ONE + fixed(a)
    (first, one), (second, two), (both, three) = stirling(n), stirling(ONE + fixed(b)), stirling(n + fixed(b))
    mantissa, power = exp(first + second - both)
    return ratio(mantissa * three, one * two, power) * ((1.0 + a / b) / a)


def _at_zero(a: float, b: float) -> float:
    """The limits where an argument is 0, and nan beyond."""
    return math.inf if (a == 0 and b >= 0) or (b == 0 and a >= 0) else math.nan


def lbeta(a: float, b: float) -> float:
    """log(beta(a, b))."""
    if not (a > 0 and b > 0):
        return _at_zero(a, b)
    a, b = min(a, b), max(a, b)
    if b == math.inf:
        return -math.inf
    if b <= _HUGE and a > 1e-30:
        n, m = fixed(a), fixed(b)
        (first, one), (second, two), (both, three) = stirling(n), stirling(m), stirling(n + m)
        return rounded(first + second - both + log((three << BITS) * ONE // (one * two)))
    if a <= 1e-30:
        return math.log1p(a / b) - math.log(a) - a * math.log(max(b, 1.0))
    if a < 2.0**20:
        n = fixed(a)
        return rounded(log_gamma(n) - (n * log(fixed(b)) >> BITS))
    ends = 0.5 * (math.log(math.tau) - math.log(a) - math.log1p(a / b)) + (1.0 / 12.0) / a
    return ends - a * math.log1p(b / a) - b * math.log1p(a / b)


def digamma_gap(a: float, b: float) -> float:
    """digamma(a) - digamma(a + b): the pole's part, and that of the arguments raised by 1."""
    if not (a > 0 and b > 0):
        return -math.inf if a == 0 and b > 0 else 0.0 if b == 0 and a > 0 else math.nan
    if a == math.inf or b == math.inf:
        return -math.inf if a < math.inf else 0.0 if b < math.inf else math.nan
    if a >= 2.0**40:
        return -(math.log1p(b / a) + 0.5 * (b / (a + b)) / a)
    if b < 2.0**-60:
        if a >= 1:
            return -b * trigamma(a)
        return -(b / (a + b) / a) - b * trigamma(1.0 + a)
    if a < 1e-20:  # no fixed-point number
        raised = ONE + fixed(b) if b <= 2.0**100 else fixed(b)
        return rounded(di_gamma(ONE) - di_gamma(raised)) - b / (a + b) / a
    n = fixed(a)
    return rounded(di_gamma(n) - di_gamma(n + fixed(b)))
