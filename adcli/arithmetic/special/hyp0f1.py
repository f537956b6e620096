"""The confluent hypergeometric limit function, which Bessel functions and sinc are made of, by its series in integers (DLMF 16.2.1)."""

from __future__ import annotations

import math

from adcli.arithmetic.special.fixed import ratio

_DIGITS = 80  # bits that a result is to have, before it is rounded


def hyp0f1(c: float, z: float) -> float:
    """The sum of z^k/(c*(c + 1)*...*(c + k - 1)*k!), as the domain of its entry has c and z."""
    if not (0 < c < math.inf and abs(z) <= 40000):
        return math.nan
    below, step = c.as_integer_ratio()
    above, whole = z.as_integer_ratio()
    # The terms grow to exp(2*sqrt(|z|)), and the sum may be small: then again with more bits.
    bits = 2 * _DIGITS + int(2.9 * math.sqrt(abs(z)))
    while True:
        argument = (above << bits) // whole
        total = term = 1 << bits
        k = 0
        while term not in (0, -1):
            term = (term * argument >> bits) * step // ((below + k * step) * (k + 1))
            total += term
            k += 1
        if abs(total).bit_length() >= _DIGITS:
            return ratio(total, 1 << bits)
        bits *= 2
