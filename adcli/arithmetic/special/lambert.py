"""The principal branch of Lambert's function, the inverse of w*exp(w) (Corless et al. 1996)."""

from __future__ import annotations

import math

from adcli.arithmetic.special.fixed import BITS, ONE, exp, fixed, log, rounded

_END = -math.exp(-1.0)  # the double nearest to the end of the domain, which lies 1e-17 above it, counts as the end


def lambertw(x: float) -> float:
    """The w from -1 up with w*exp(w) = x."""
    if not _END < x < math.inf:
        return -1.0 if x == _END else x if x == math.inf else math.nan
    if abs(x) < 1e-9:
        return x * (1.0 - x)
    return rounded(_solved(x))


def lambertw_slope(x: float) -> float:
    """Its derivative, 1/(exp(w)*(1 + w)), which is w/(x*(1 + w))."""
    if not _END < x < math.inf:
        return math.inf if x == _END else 0.0 if x == math.inf else math.nan
    if abs(x) < 1e-9:
        return 1.0 - 2.0 * x
    w = _solved(x)
    return rounded((w << BITS) // (ONE + w)) / x


def _solved(x: float) -> int:
    """The fixed-point w: Newton's method for w + log(w/x) = 0, or near the end of the domain for w - x*exp(-w) = 0."""
    w = fixed(_estimate(x))
    if x > 0.1:
        logarithm = log(fixed(x))
        for _ in range(3):
            excess = w + log(w) - logarithm
            w -= excess * w // (ONE + w)
        return w
    exact = fixed(x)
    for _ in range(7):
        decay, power = exp(-w)
        target = exact * decay >> (BITS - power)
        slope = ONE + target
        if slope <= 0:
            slope = ONE + w
        step = ((w - target) << BITS) // slope
        w -= step
        if abs(step) < 1 << 60:
            break
    return w


def _estimate(x: float) -> float:
    """A first w, improved by Halley's method in doubles."""
    if x < -0.25:
        root = math.sqrt(2.0 * (1.0 + math.e * x) if 1.0 + math.e * x > 1e-15 else 1e-16)
        w = -1.0 + root - root * root / 3.0 + 11.0 / 72.0 * root**3
        if root < 1e-3:
            return w
    elif x < 3:
        w = math.log1p(x) * 0.7 if x > 0 else x
    else:
        w = math.log(x) - math.log(math.log(x))
    for _ in range(4):
        if x > 3:
            w -= (w + math.log(w / x)) * w / (1.0 + w)
        else:
            grown = math.exp(w)
            excess = w * grown - x
            w -= excess / (grown * (w + 1.0) - (w + 2.0) * excess / (2.0 * w + 2.0))
    return w
