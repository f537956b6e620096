"""The same functions with their derivatives from numpy's own loops, for processors where these are faster than a table.

Since version 1.22 numpy has loops for AVX-512 that are within 1 ulp (measured at a million points) and take 1 to 3 ns a number; without
them it asks the C library number by number, which takes ten times as long.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from adcli.arithmetic.arrays import FloatArray
from adcli.kernel import circular
from adcli.kernel.circular import FARTHEST, partials_of_angle
from adcli.kernel.exponential import slope_of_power
from adcli.kernel.tables import ROUNDER, Result, lies_within

_AVX512 = ("X86_V4", "AVX512_SKX")  # what versions of numpy call it


@cache
def is_faster() -> bool:
    """Whether numpy's loops for powers, and so for the others, are those for AVX-512 here."""
    try:
        from numpy.lib.introspect import opt_func_info
    except ImportError:  # before numpy 2.1
        return False
    loops = opt_func_info(func_name="^power$", signature="float64").get("power", {}).get("ddd", {})
    return str(loops.get("current", "")).startswith(_AVX512)


# Numbers as arrays, which numpy need not make of them at each call.
_ONE, _PER_HALF_TURN, _ROUNDER, _TO_SIGN = np.asarray(1.0), np.asarray(1 / math.pi), np.asarray(ROUNDER), np.asarray(63)
_LEAST_COSINE = 1e-10  # from here on x/pi, rounded, is on the right side of its half turn


def sincos(x: FloatArray, sine: Result, cosine: Result, z: FloatArray, spare: FloatArray) -> None:
    """Sine and cosine together, within 3 ulp.

    With t = tan(x) the cosine is 1/sqrt(1 + t^2), negative in odd half turns, and the sine is t times it.
    """
    t = spare if sine is None else sine
    c = spare if cosine is None else cosine
    np.tan(x, t)
    np.multiply(t, t, c)
    np.add(c, _ONE, c)
    np.divide(_ONE, c, c)
    np.sqrt(c, c)
    ordinary = np.minimum.reduce(c) > _LEAST_COSINE and lies_within(x, -FARTHEST, FARTHEST)
    np.multiply(x, _PER_HALF_TURN, z)
    np.add(z, _ROUNDER, z)  # whole half turns, of which the last bit becomes the sign
    bits, sign = c.view(np.int64), z.view(np.int64)
    np.left_shift(sign, _TO_SIGN, sign)
    np.bitwise_xor(bits, sign, bits)
    if sine is not None:
        np.multiply(t, c, sine)
    if not ordinary:
        special = ~((np.absolute(c) > _LEAST_COSINE) & (np.absolute(x) <= FARTHEST))
        a, b, *scratch = np.empty((7, np.count_nonzero(special)))
        circular.sincos(x[special], a, b, *scratch)
        for result, found in ((sine, a), (cosine, b)):
            if result is not None:
                result[special] = found


def tanh(x: FloatArray, out: Result, slope: Result, t: FloatArray) -> None:
    """tanh within 2 ulp, and its derivative 4p/(1 + p)^2 with p = exp(-2|x|) within 3."""
    if out is not None:
        np.tanh(x, out)
    if slope is not None:
        np.exp(np.multiply(np.absolute(x, t), -2.0, t), t)
        np.add(t, 2.0, slope)
        np.multiply(slope, t, slope)
        np.add(slope, 1.0, slope)  # 1 + p(2 + p) is rounded once less than (1 + p)^2
        np.divide(np.multiply(t, 4.0, t), slope, slope)


def power(x: FloatArray, exponent: FloatArray, out: Result, slope: Result, spare: FloatArray) -> None:
    """x^c for a number c that is not whole, within 2 ulp, and its derivative c*x^c/x within 3."""
    c = float(exponent)
    value = spare if out is None else out
    np.power(x, c, value)
    if slope is not None:
        np.divide(np.multiply(value, c, slope), x, slope)
        most = 2.0 ** min(1000.0, 1000.0 / abs(c))  # up to here the power is a normal number
        if not lies_within(x, 1 / most, most):
            far = ~((x >= 1 / most) & (x <= most))
            slope[far] = slope_of_power(x[far], c, value[far])


def atan(x: FloatArray, out: FloatArray) -> None:
    """The inverse tangent, within 2 ulp."""
    np.arctan(x, out)


def atan2(y: FloatArray, x: FloatArray, out: Result, by_y: Result, by_x: Result, s: FloatArray, t: FloatArray) -> None:
    """The angle, and its partials by x^2 + y^2 where that neither over- nor underflows."""
    if out is not None:
        np.arctan2(y, x, out)
    partials_of_angle(y, x, by_y, by_x, s, t)
