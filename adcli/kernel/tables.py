"""Functions tabulated at even steps: the step nearest to each row, and what a table has there.

Adding a number so large that its last bit is worth one step rounds a double to whole steps, which are then counted in the last bits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from adcli.arithmetic.arrays import FloatArray

Result = FloatArray | None  # None where it is not asked for
IndexArray = NDArray[np.int64]

_ROUNDER = 1.5 * 2.0**52  # the doubles near it are the whole numbers


def nearest(x: FloatArray, step: float, size: int, near: FloatArray, scratch: FloatArray) -> IndexArray:
    """Write the multiple of a step that is nearest to x into `near`; its number modulo a size, in the place of `scratch`.

    Step and size are powers of two. `near` may be x.
    """
    index = scratch.view(np.int64)
    np.add(x, _ROUNDER * step, near)
    np.bitwise_and(near.view(np.int64), size - 1, index)
    np.subtract(near, _ROUNDER * step, near)
    return index


def look_up(table: FloatArray, index: IndexArray, out: FloatArray) -> None:
    """Write what a table has at each index, all of them within it."""
    table.take(index, None, out, "wrap")  # no index wraps: this is the mode that takes least time


def lies_within(x: FloatArray, least: float, most: float) -> bool:
    """Whether all rows are from `least` to `most`; not so where one is nan."""
    return bool(np.minimum.reduce(x) >= least and np.maximum.reduce(x) <= most)
