"""tanh and powers, each together with its derivative, from tables and short series."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from adcli.arithmetic.arrays import FloatArray
from adcli.arithmetic.special import fixed
from adcli.kernel.tables import Result, lies_within, look_up, nearest

# tanh: with a = n/128 nearest to x, r = x - a and q = tanh(r)/(1 + tanh(a)*tanh(r)), tanh(x) is tanh(a) + tanh'(a)*q, and tanh'(x) is
# 1 - tanh(x)^2 = tanh'(a)*(1 - q*(tanh(a) + tanh(x))), which has all its digits however close to 1 tanh(x) is.
_STEPS, _TANH_SIZE = 128, 8192
_TANH_MOST = 31.99  # the table reaches from -32 to 32


@cache
def _tanh_table() -> tuple[FloatArray, FloatArray]:
    """tanh and its derivative, correctly rounded: (1 - p)/(1 + p) and 4p/(1 + p)^2 with p = exp(-2x)."""
    values, slopes = np.empty(_TANH_SIZE), np.empty(_TANH_SIZE)
    shrinks, power = fixed.exp(fixed.fixed(-2 / _STEPS))
    shrinks >>= -power
    p, one = fixed.ONE, fixed.ONE
    for k in range(_TANH_SIZE // 2 + 1):
        values[k] = (one - p) / (one + p)
        slopes[k] = (p << (fixed.BITS + 2)) / (one + p) ** 2
        p = p * shrinks >> fixed.BITS
    values[-1 : _TANH_SIZE // 2 : -1] = -values[1 : _TANH_SIZE // 2]
    slopes[-1 : _TANH_SIZE // 2 : -1] = slopes[1 : _TANH_SIZE // 2]
    values[0] = -0.0  # so that tanh of -0 is -0
    return values, slopes


def tanh(x: FloatArray, out: Result, slope: Result, *scratch: FloatArray) -> None:
    """tanh and its derivative, each within 2 ulp."""
    t, u, z, value_there, spare = scratch
    slope_there = spare if slope is None else slope
    values, slopes = _tanh_table()
    index = nearest(x, 1 / _STEPS, _TANH_SIZE, t, u)
    look_up(values, index, value_there)
    look_up(slopes, index, slope_there)
    np.subtract(x, t, t)
    np.multiply(t, t, u)
    np.multiply(u, -1 / 45, z)
    np.add(z, 1 / 3, z)
    np.multiply(z, u, z)
    np.add(z, 1.0, z)  # r/tanh(r), up to 1e-17
    np.add(z, np.multiply(value_there, t, u), z)
    np.divide(t, z, t)  # q
    value = u if out is None else out
    np.add(value_there, np.multiply(slope_there, t, z), value)
    if slope is not None:
        np.add(value_there, value, z)
        np.multiply(z, t, z)
        np.subtract(1.0, z, z)
        np.multiply(slope, z, slope)
    if not lies_within(x, -_TANH_MOST, _TANH_MOST):
        far = ~(np.absolute(x) <= _TANH_MOST)
        if out is not None:
            out[far] = np.tanh(x[far])
        if slope is not None:
            slope[far] = 2.0 / (1.0 + np.cosh(2.0 * x[far]))


# x^c for a number c: with a the double of 9 bits that is nearest to x, it is a^c*(1 + d)^c with d = (x - a)/a, by the binomial series.
_BITS, _LEAST_EXPONENT, _OCTAVES = 9, -12, 32
_POWER_LEAST, _POWER_MOST = 2.0**_LEAST_EXPONENT, 2.0 ** (_LEAST_EXPONENT + _OCTAVES) * (1 - 2.0**-_BITS)
_POWER_SIZE = _OCTAVES << _BITS
_DROPPED = 52 - _BITS  # of the bits that doubles have
_STEEPEST = 48.0  # |c| up to which the table neither over- nor underflows


@lru_cache(maxsize=256)
def _power_table(c: float) -> tuple[FloatArray, list[float]]:
    """a^c at the numbers that the bits of a have modulo the size, and the coefficients of ((1 + d)^c - 1)/d, of the highest power first."""
    numbers = np.arange(_POWER_SIZE) + (1023 + _LEAST_EXPONENT << _BITS)
    table = np.empty(_POWER_SIZE)
    table[numbers % _POWER_SIZE] = np.power((numbers << _DROPPED).view(np.float64), c)
    largest = 2.0 ** -(_BITS + 1)
    coefficients = [c]
    while len(coefficients) < 3 or abs(coefficients[-1]) * largest ** len(coefficients) > 2.0**-55:
        k = len(coefficients)
        coefficients.append(coefficients[-1] * (c - k) / (k + 1))
    return table, coefficients[-2::-1]


def power(x: FloatArray, exponent: FloatArray, out: Result, slope: Result, t: FloatArray, d: FloatArray, spare: FloatArray) -> None:
    """x^c for a number c that is not whole, within 2 ulp, and its derivative c*x^c/x within 3."""
    c = float(exponent)
    value = spare if out is None else out
    if abs(c) <= _STEEPEST:
        table, coefficients = _power_table(c)
        bits, index = t.view(np.int64), d.view(np.int64)
        np.add(x.view(np.int64), 1 << (_DROPPED - 1), bits)
        np.right_shift(bits, _DROPPED, index)
        np.bitwise_and(index, _POWER_SIZE - 1, index)
        look_up(table, index, value)
        np.bitwise_and(bits, -1 << _DROPPED, bits)
        np.divide(np.subtract(x, t, d), t, d)
        np.multiply(d, coefficients[0], t)
        for coefficient in coefficients[1:]:
            np.add(t, coefficient, t)
            np.multiply(t, d, t)
        np.add(value, np.multiply(t, value, t), value)
        if slope is not None:
            np.divide(np.multiply(value, c, slope), x, slope)
    if abs(c) > _STEEPEST or not lies_within(x, _POWER_LEAST, _POWER_MOST):
        far = ~((x >= _POWER_LEAST) & (x <= _POWER_MOST)) | (abs(c) > _STEEPEST)
        base = x[far]
        value[far] = np.power(base, c)
        if slope is not None:
            slope[far] = slope_of_power(base, c, value[far])


def slope_of_power(x: FloatArray, exponent: float, value: FloatArray) -> FloatArray:
    """The derivative of x^c as the table of functions has it."""
    if exponent >= 0.5:
        return exponent * np.power(x, exponent - 1.0)
    slope = exponent * value / x
    if exponent > 0:
        slope[x == 0] = np.inf
    return slope
