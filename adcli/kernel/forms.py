"""Faster ways to a value together with its partials, each held to the same accuracy as the table's texts.

A form takes its operands, the arrays for its results (None where one is not asked for), then scratch arrays. It computes all rows as if
they were within its range, and asks whether they are; the others, if any, are computed again by the library and the table's text. So a
row's results never depend on what is beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from adcli.arithmetic.arrays import FloatArray, one_by_one

Result = FloatArray | None

# sin and cos: x = n*step + r with |r| < step/2, then sin(n*step + r) by the addition theorem from a table of sines (Tang 1991, Gal and
# Bachelis 1991). `step` is split into two parts of 32 bits, whose products with n are exact, and the rest (Cody and Waite 1980).
_TURN = 1024  # steps in a full turn; at half a step the next terms of both series are below 2e-18
_FARTHEST = 8192.0  # where n has 21 bits, and r all its digits even in the doubles next to quarter turns
_PER_STEP = _TURN / math.tau


def _split_step() -> tuple[float, float, float]:
    """2*pi/1024 as the sum of two numbers of 32 bits and a double."""
    pi = 0x3243F6A8885A308D313198A2E03707344A4093822299F31D008  # times 2^200; 2*pi/1024 is pi times 2^-9
    bits = pi.bit_length()
    high = pi >> (bits - 32) << (bits - 32)
    rest = pi - high
    bits = rest.bit_length()
    middle = rest >> (bits - 32) << (bits - 32)
    scale = -200 - 9
    return math.ldexp(high >> 160, 160 + scale), math.ldexp(middle >> 100, 100 + scale), math.ldexp(float(rest - middle), scale)


_HIGH, _MIDDLE, _LOW = _split_step()
_ROUNDER = 1.5 * 2.0**52  # added, it leaves the nearest whole number in the last bits


def _table() -> tuple[FloatArray, FloatArray]:
    """The sines and cosines of all steps, each within 1 ulp, and exact at quarter turns."""
    sines = np.empty(_TURN)
    for k in range(_TURN):
        quarter, within = divmod(k, _TURN // 4)
        angle = within if quarter % 2 == 0 else _TURN // 4 - within
        sines[k] = (1 if quarter < 2 else -1) * (math.sin(angle * math.tau / _TURN) if angle < _TURN // 4 else 1.0)
    return sines, np.roll(sines, -_TURN // 4)


_SINES, _COSINES = _table()


def sincos(x: FloatArray, sine: Result, cosine: Result, *scratch: FloatArray) -> None:
    """Sine and cosine together, within 2 ulp."""
    t, z, d, table_sine, table_cosine, r, turn = scratch
    np.absolute(x, z)
    within = np.maximum.reduce(z) <= _FARTHEST
    has_zero = sine is not None and not np.minimum.reduce(z) > 0
    np.multiply(x, _PER_STEP, t)
    np.add(t, _ROUNDER, t)
    index = turn.view(np.int64)
    np.bitwise_and(t.view(np.int64), _TURN - 1, index)
    np.subtract(t, _ROUNDER, t)
    np.subtract(x, np.multiply(t, _HIGH, r), r)
    np.subtract(r, np.multiply(t, _MIDDLE, z), r)
    np.subtract(r, np.multiply(t, _LOW, z), r)
    np.multiply(r, r, z)
    np.multiply(z, 1 / 24, d)
    np.subtract(d, 0.5, d)
    np.multiply(d, z, d)  # cos(r) - 1
    np.multiply(z, 1 / 120, t)
    np.subtract(t, 1 / 6, t)
    np.multiply(t, z, t)
    np.multiply(t, r, t)
    np.add(t, r, t)  # sin(r)
    np.take(_SINES, index, out=table_sine, mode="clip")
    np.take(_COSINES, index, out=table_cosine, mode="clip")
    if sine is not None:
        np.multiply(table_sine, d, sine)
        np.add(sine, np.multiply(table_cosine, t, z), sine)
        np.add(sine, table_sine, sine)
        if has_zero:
            np.copyto(sine, x, where=x == 0)  # -0 for -0
    if cosine is not None:
        np.multiply(table_cosine, d, cosine)
        np.subtract(cosine, np.multiply(table_sine, t, z), cosine)
        np.add(cosine, table_cosine, cosine)
    if not within:
        far = ~(np.absolute(x) <= _FARTHEST)
        for name, out in (("sin", sine), ("cos", cosine)):
            if out is not None:
                one_by_one(name, far, x, out)


_SATURATED = 354.0  # beyond it the exponential overflows


def tanh(x: FloatArray, out: Result, slope: Result, t: FloatArray, u: FloatArray) -> None:
    """tanh and its derivative from one exponential: with t = expm1(2|x|) they are t/(t + 2) and 4/(t + 3 + 1/(t + 1))."""
    np.absolute(x, t)
    within = np.maximum.reduce(t) <= _SATURATED
    np.add(t, t, t)
    np.expm1(t, t)
    if out is not None:
        np.add(t, 2.0, u)
        np.divide(t, u, out)
        np.copysign(out, x, out)
    if slope is not None:
        np.add(t, 1.0, u)
        np.divide(1.0, u, u)
        np.add(t, 3.0, t)
        np.add(t, u, t)
        np.divide(4.0, t, slope)
    if not within:
        far = ~(np.absolute(x) <= _SATURATED)
        if out is not None:
            out[far] = np.tanh(x[far])
        if slope is not None:
            slope[far] = 2.0 / (1.0 + np.cosh(2.0 * x[far]))


_STEPS, _WIDEST = 256, 3.99  # steps of the table in one unit; it reaches from -4 to 4
_ANGLES = np.array([math.atan((k if k < 1024 else k - 2048) / _STEPS) for k in range(2048)])
_ANGLES[0] = -0.0  # so that the angle of -0 is -0


def atan(x: FloatArray, out: FloatArray, t: FloatArray, u: FloatArray, z: FloatArray) -> None:
    """The inverse tangent within 2 ulp: with T = n/256 nearest to x it is atan(T) + atan((x - T)/(1 + x*T)) (Gal and Bachelis 1991)."""
    np.absolute(x, t)
    within = np.maximum.reduce(t) <= _WIDEST
    np.multiply(x, float(_STEPS), t)
    np.add(t, _ROUNDER, t)
    index = z.view(np.int64)
    np.bitwise_and(t.view(np.int64), 2047, index)
    np.take(_ANGLES, index, out=u, mode="clip")
    np.subtract(t, _ROUNDER, t)
    np.multiply(t, 1 / _STEPS, t)
    np.multiply(x, t, z)
    np.add(z, 1.0, z)
    np.subtract(x, t, t)
    np.divide(t, z, t)
    np.multiply(t, t, z)
    np.multiply(z, 1 / 5, out)
    np.subtract(out, 1 / 3, out)
    np.multiply(out, z, out)
    np.add(out, 1.0, out)
    np.multiply(out, t, out)  # the next term of the series is below 2^-56 of it
    np.add(out, u, out)
    if not within:
        far = ~(np.absolute(x) <= _WIDEST)
        out[far] = np.arctan(x[far])


def atan2(
    y: FloatArray, x: FloatArray, out: Result, by_y: Result, by_x: Result, t: FloatArray, s: FloatArray, u: FloatArray, z: FloatArray
) -> None:
    """The angle, and its partials by x^2 + y^2 where that neither over- nor underflows."""
    if out is not None:
        atan(np.divide(y, x, s), out, t, u, z)
        if not np.minimum.reduce(x) > 0:
            left = ~(x > 0)
            out[left] = np.arctan2(y[left], x[left])
    if by_y is None and by_x is None:
        return
    extreme = _squares(x, y, s, t)
    if by_y is not None:
        np.divide(x, s, by_y)
    if by_x is not None:
        np.negative(np.divide(y, s, by_x), by_x)
    if extreme is not None:
        a, b = y[extreme], x[extreme]
        size = np.hypot(b, a)
        if by_y is not None:
            by_y[extreme] = b / size / size
        if by_x is not None:
            by_x[extreme] = -(a / size / size)


def hypot(a: FloatArray, b: FloatArray, out: FloatArray, t: FloatArray, s: FloatArray) -> None:
    """The root of the sum of squares where that neither over- nor underflows."""
    extreme = _squares(a, b, s, t)
    np.sqrt(s, out)
    if extreme is not None:
        out[extreme] = np.hypot(a[extreme], b[extreme])


def _squares(a: FloatArray, b: FloatArray, s: FloatArray, t: FloatArray) -> NDArray[np.bool_] | None:
    """Write a^2 + b^2 into s; the rows where it has not all its digits, or None."""
    np.multiply(a, a, s)
    np.multiply(b, b, t)
    np.add(s, t, s)
    if np.minimum.reduce(s) > 1e-280 and np.maximum.reduce(s) < 1e300:
        return None
    return ~((s > 1e-280) & (s < 1e300))


_SHORT = 1.25  # |c*log(x)| up to which exp(c*log(x)) is within 3 ulp: a logarithm's error grows by |c*log(x)|


def power(x: FloatArray, c: FloatArray, out: Result, slope: Result, t: FloatArray, u: FloatArray) -> None:
    """x^c for a number c that is not whole, and its derivative c*x^c/x."""
    value = t if out is None else out
    np.log(x, u)
    np.multiply(u, c, u)
    np.absolute(u, value)
    within = np.maximum.reduce(value) <= _SHORT
    if within:
        np.exp(u, value)
    else:
        short = value <= _SHORT
        np.power(x, c, value)
        value[short] = np.exp(u[short])
    if slope is None:
        return
    np.divide(np.multiply(value, c, slope), x, slope)
    if not within:
        fading = ~((value > 1e-290) & (value < 1e300))
        slope[fading] = _slope_of_power(x[fading], float(c), value[fading])


def _slope_of_power(x: FloatArray, exponent: float, value: FloatArray) -> FloatArray:
    """The derivative of x^c as the table has it."""
    if exponent >= 0.5:
        return exponent * np.power(x, exponent - 1.0)
    slope = exponent * value / x
    if exponent > 0:
        slope[x == 0] = np.inf
    return slope


class Form(NamedTuple):
    """A form, how many columns it takes, and how many scratch arrays it wants."""

    function: Callable[..., Any]
    columns: int
    scratch: int


FORMS = {
    "sincos": Form(sincos, 1, 7),
    "tanh": Form(tanh, 1, 2),
    "atan": Form(atan, 1, 3),
    "atan2": Form(atan2, 2, 4),
    "hypot": Form(hypot, 2, 2),
    "power": Form(power, 1, 2),
}
