"""The same functions with their derivatives from numpy's own loops, for processors where these are faster than a table.

Since version 1.22 numpy has loops for AVX-512 that are within 1.2 ulp (measured at millions of points) and take 1 to 3 ns a number; without
them it asks the C library number by number, which takes several times as long.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from adcli.arithmetic.arrays import FloatArray
from adcli.kernel.circular import partials_of_angle
from adcli.kernel.exponential import slope_of_power
from adcli.kernel.tables import Result, lies_within

_AVX512 = ("X86_V4", "AVX512_SKX")  # what versions of numpy call it


@cache
def loops() -> str:
    """What numpy calls the instructions of its loop for powers, as of the others, on this processor; "" where it does not say."""
    try:
        from numpy.lib.introspect import opt_func_info
    except ImportError:  # before numpy 2.1
        return ""
    return str(opt_func_info(func_name="^power$", signature="float64").get("power", {}).get("ddd", {}).get("current", ""))


def is_faster() -> bool:
    """Whether these loops are faster than tables."""
    return loops() in _AVX512


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
