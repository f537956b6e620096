"""Sine and cosine, and inverse tangents with their partials, from tables and short series."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from adcli.arithmetic.arrays import FloatArray, one_by_one
from adcli.kernel.tables import Result, lies_within, look_up, nearest

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
    t, z, d, r, spare = scratch
    s = spare if sine is None else sine
    c = spare if cosine is None else cosine
    np.multiply(x, _PER_STEP, t)
    index = nearest(t, 1.0, _TURN, t, z)
    look_up(_SINES, index, s)
    look_up(_COSINES, index, c)
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
    if cosine is not None:
        np.multiply(s, t, z)
    if sine is not None:
        np.multiply(c, t, t)
        np.add(np.multiply(s, d, r), t, r)
        np.add(s, r, s)
    if cosine is not None:
        np.subtract(np.multiply(c, d, d), z, d)
        np.add(c, d, c)
    least, most = np.minimum.reduce(x), np.maximum.reduce(x)
    if sine is not None and not (least > 0.0 or most < 0.0):
        np.copyto(sine, x, where=x == 0)  # -0 for -0
    if not (least >= -_FARTHEST and most <= _FARTHEST):
        far = ~(np.absolute(x) <= _FARTHEST)
        for name, out in (("sin", sine), ("cos", cosine)):
            if out is not None:
                one_by_one(name, far, x, out)


_STEPS, _WIDEST = 256, 3.99  # steps of the table in one unit; it reaches from -4 to 4
_ANGLES = np.array([math.atan((k if k < 1024 else k - 2048) / _STEPS) for k in range(2048)])
_ANGLES[0] = -0.0  # so that the angle of -0 is -0


def atan(x: FloatArray, out: FloatArray, t: FloatArray, u: FloatArray, z: FloatArray) -> None:
    """The inverse tangent within 2 ulp: with T = n/256 nearest to x it is atan(T) + atan((x - T)/(1 + x*T)) (Gal and Bachelis 1991)."""
    index = nearest(x, 1 / _STEPS, len(_ANGLES), t, z)
    look_up(_ANGLES, index, out)
    np.multiply(x, t, z)
    np.add(z, 1.0, z)
    np.subtract(x, t, t)
    np.divide(t, z, t)
    np.multiply(t, t, z)
    np.multiply(z, 1 / 5, u)
    np.subtract(u, 1 / 3, u)
    np.multiply(u, z, u)
    np.add(u, 1.0, u)
    np.multiply(u, t, u)  # the next term of the series is below 2^-56 of it
    np.add(out, u, out)
    if not lies_within(x, -_WIDEST, _WIDEST):
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
    partials_of_angle(y, x, by_y, by_x, s, t)


def partials_of_angle(y: FloatArray, x: FloatArray, by_y: Result, by_x: Result, s: FloatArray, t: FloatArray) -> None:
    """x/(x^2 + y^2) and -y/(x^2 + y^2)."""
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
