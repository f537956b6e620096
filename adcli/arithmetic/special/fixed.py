"""Fixed-point numbers: Python integers that count units of 2^-192, for results whose digits doubles would lose on the way.

A few dozen multiplications of such integers take less time than importing a library, and leave room for cancellation: a result is
rounded once, at the end. Exponential, logarithm, sine and cosine are their Taylor series after reduction of the argument.
"""

from __future__ import annotations

import math
from functools import cache

BITS = 192
ONE = 1 << BITS


def fixed(x: float) -> int:
    """The fixed-point number of a double; exact where |x| > 2^-139."""
    numerator, denominator = x.as_integer_ratio()
    return (numerator << BITS) // denominator


def rounded(n: int, power: int = 0) -> float:
    """The double nearest to a fixed-point number times 2^power."""
    return ratio(n, ONE, power)


def ratio(numerator: int, denominator: int, power: int = 0) -> float:
    """The double nearest to a quotient of integers times 2^power, inf beyond the largest."""
    size = numerator.bit_length() - denominator.bit_length() + power
    sign = -1.0 if (numerator < 0) != (denominator < 0) else 1.0
    if size > 1030:
        return sign * math.inf
    if size < -1080:
        return sign * 0.0
    if power > 0:
        numerator <<= power
    else:
        denominator <<= -power
    try:
        return numerator / denominator
    except OverflowError:
        return sign * math.inf


def _inverse_series(n: int, bits: int, sign: int) -> int:
    """The inverse cotangent (sign -1) or inverse hyperbolic cotangent (1) of a whole number, times 2^bits, by its series."""
    power = (1 << bits) // n
    total, k = power, 1
    while power:
        power = sign * power // (n * n)
        k += 2
        total += power // k
        power = power if power > 0 or power < -1 else 0
    return total


@cache
def circle(bits: int = BITS) -> int:
    """pi times 2^bits: 16*acot(5) - 4*acot(239) (Machin 1706)."""
    guarded = bits + 64
    return (16 * _inverse_series(5, guarded, -1) - 4 * _inverse_series(239, guarded, -1)) >> 64


@cache
def log_of_two() -> int:
    """log(2): 18*acoth(26) - 2*acoth(4801) + 8*acoth(8749)."""
    guarded = BITS + 64
    return (18 * _inverse_series(26, guarded, 1) - 2 * _inverse_series(4801, guarded, 1) + 8 * _inverse_series(8749, guarded, 1)) >> 64


def exp(n: int) -> tuple[int, int]:
    """The exponential as a fixed-point number from 1 to 2, and the power of 2 it is to be multiplied by."""
    power, rest = divmod(n, log_of_two())
    rest >>= 8
    total = term = ONE
    k = 0
    while term:
        k += 1
        term = (term * rest >> BITS) // k
        total += term
    for _ in range(8):
        total = total * total >> BITS
    return total, power


def log(n: int) -> int:
    """The natural logarithm of a positive fixed-point number: a double's, and the series of what is left of it."""
    power = n.bit_length() - 1 - BITS
    mantissa = n >> power if power >= 0 else n << -power
    first = fixed(math.log(mantissa / ONE))
    inverse, shift = exp(-first)
    rest = ((mantissa * inverse) >> (BITS - shift) if shift >= 0 else (mantissa * inverse >> BITS) >> -shift) - ONE
    square = rest * rest >> BITS
    cube = square * rest >> BITS
    return first + rest - square // 2 + cube // 3 - (square * square >> BITS) // 4 + power * log_of_two()


def sine_and_cosine(n: int) -> tuple[int, int]:
    """Sine and cosine of an angle in radians."""
    pi = circle()
    quarters, rest = divmod(n + pi // 4, pi // 2)
    rest -= pi // 4
    square = rest * rest >> BITS
    sine = term = rest
    k = 1
    while term not in (0, -1):
        term = -(term * square >> BITS) // ((k + 1) * (k + 2))
        sine += term
        k += 2
    cosine = math.isqrt(ONE * ONE - sine * sine)
    return ((sine, cosine), (cosine, -sine), (-sine, -cosine), (-cosine, sine))[quarters % 4]


def half_turns(x: float) -> tuple[int, int]:
    """The sine and cosine of pi*x, exactly 0, 1 and -1 where they are."""
    rest = math.fmod(x, 2.0)
    if 2.0 * rest == math.floor(2.0 * rest):
        return ((0, ONE), (ONE, 0), (0, -ONE), (-ONE, 0))[int(2.0 * rest) % 4]
    sine, cosine = sine_and_cosine(fixed(math.fmod(x, 1.0)) * circle() >> BITS)
    return (-sine, -cosine) if rest != math.fmod(x, 1.0) else (sine, cosine)


def angle(x: float) -> int:
    """The angle x in radians as a fixed-point number from 0 to 2*pi, to its last bit also for huge x (Payne and Hanek 1983)."""
    numerator, denominator = x.as_integer_ratio()
    return ((numerator << 1264) // denominator % (2 * circle(1264))) >> (1264 - BITS)
