"""One thread's arrays for what a chunk computes on the way, each beginning with a line of the processor's cache.

An array that begins within a line has every vector of 64 bytes in two of them, and is written half as fast.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from adcli.arithmetic.arrays import FloatArray
from adcli.kernel.writing import Chunk

_ROWS = 8  # in a line of 64 bytes


def whole_lines(rows: int) -> int:
    """A number of rows that fills lines, and is not smaller."""
    return rows + -rows % _ROWS


def rows_from_line(out: Sequence[FloatArray]) -> int:
    """How many rows before the first output's first one a line begins; arrays of one size, as is usual, agree in it."""
    return out[0].ctypes.data // 8 % _ROWS if out else 0


class Buffers:
    """The arrays, and the inputs that are the same in all rows."""

    def __init__(self, chunk: Chunk, columns: int) -> None:
        self.size = 0
        self.chunk = chunk
        self.constant: list[FloatArray | None] = [None] * columns

    def hold(self, size: int, constant: Sequence[float | None]) -> None:
        """Make room for chunks of a size, and fill in the inputs that are the same in all rows."""
        if size > self.size:
            self.size = size
            self.floats = _lines(self.chunk.floats, size)
            self.masks = [np.empty(size, np.bool_) for _ in range(self.chunk.masks)]
        self.constant = [None if number is None else _filled(number, size) for number in constant]

    def of(self, n: int) -> tuple[list[FloatArray], list[NDArray[np.bool_]], list[FloatArray | None]]:
        """The arrays for a chunk of n rows."""
        filled = [None if array is None else array[:n] for array in self.constant]
        return [array[:n] for array in self.floats], [array[:n] for array in self.masks], filled


def _lines(count: int, size: int) -> list[FloatArray]:
    """Arrays of a size that begin with a line."""
    apart = whole_lines(size)
    block = np.empty(count * apart + _ROWS)
    first = -rows_from_line([block]) % _ROWS
    return [block[start : start + size] for start in range(first, first + count * apart, apart)]


def _filled(number: float, size: int) -> FloatArray:
    (array,) = _lines(1, size)
    array.fill(number)
    return array
