"""A graph as a kernel: a function of whole columns of points, computed chunk by chunk with numpy.

The kernel is fast on ordinary rows and names the others: those where a result is not finite, where a rule of the engine of floats
differs from plain arithmetic, or where that engine has a note to give. The caller has these redone by `derivatives.gradient_at`.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from adcli.arithmetic.arrays import FloatArray
from adcli.graph import Graph
from adcli.kernel.program import Program
from adcli.kernel.shaking import Flag, differing
from adcli.kernel.source import Source
from adcli.kernel.writing import Chunk, Writer

IndexArray = NDArray[np.intp]
CHUNK = 65_536  # rows: calls so long that threads rarely wait for each other's turn in the interpreter
ROOM = 2**26  # bytes of buffers for one thread; a formula that wants many has smaller chunks
_LINE = 8  # doubles in a line of the cache
LEAST = 16_384  # rows for which a thread of its own pays


def compile_kernel(
    graph: Graph,
    inputs: Sequence[str],
    outputs: Sequence[int] | None = None,
    *,
    values: int = 1,
    wrt: Collection[str] | None = None,
) -> Kernel:
    """The kernel of a graph, its columns being those of `inputs`.

    The first `values` outputs are formulas of the user, whose kinks and ties make rows doubtful; the others are what sweeps wrote of them.
    `wrt` names the inputs that the derivatives are by: all, unless there are no derivatives.
    """
    missing = [name for name in graph.inputs if name not in inputs]
    if missing:
        raise ValueError(f"there is no column for {missing[0]}")
    roots = list(graph.outputs if outputs is None else outputs)
    if wrt is None:
        wrt = inputs if len(roots) > values else ()
    return Kernel(Program(Source(graph, roots, values, wrt)), tuple(inputs))


class Kernel:
    """A compiled graph; `inputs` is the order of the columns, `width` the number of outputs."""

    def __init__(self, program: Program, inputs: tuple[str, ...]) -> None:
        self.inputs = inputs
        self.width = len(program.outputs)
        self._chunk = Writer(program, inputs).write()
        self._most = min(CHUNK, max(256, ROOM // (8 * max(self._chunk.floats, 1))))
        self._pools: list[_Buffers] = []

    def __call__(self, columns: Sequence[FloatArray], out: Sequence[FloatArray], threads: int = 1) -> IndexArray:
        """Fill out[k][i] with output k at row i of the columns; the rows that are doubtful, ascending.

        Columns are 1-d arrays of one length, or single numbers, which stand for all rows. The arrays of `out` are apart from each
        other and from the columns.
        """
        arrays = [np.asarray(column, dtype=np.float64) for column in columns]
        if len(arrays) != len(self.inputs) or len(out) != self.width:
            raise ValueError(f"{len(self.inputs)} columns and {self.width} outputs are wanted, got {len(arrays)} and {len(out)}")
        rows = len(out[0]) if out else 0
        if any(array.ndim and len(array) != rows for array in (*arrays, *out)):
            raise ValueError("the columns and outputs have different lengths")
        pieces = max(1, -(-rows // self._most))
        pieces += -pieces % max(threads, 1)
        size = min(self._most, max(LEAST, -(-rows // pieces)))
        size += -size % _LINE
        chunks = iter(_chunks(rows, size, out[0]) if rows else ())
        doubtful: list[IndexArray] = []
        failed: list[BaseException] = []

        def work() -> None:
            try:
                self._work(arrays, out, size, chunks, doubtful)
            except BaseException as error:  # told by the caller's thread
                failed.append(error)
                for _ in chunks:  # the others have nothing left to do
                    pass

        helpers = [threading.Thread(target=work) for _ in range(min(threads, -(-rows // size)) - 1)]
        for helper in helpers:
            helper.start()
        work()
        for helper in helpers:
            helper.join()
        if failed:
            raise failed[0]
        return np.sort(np.concatenate(doubtful)) if doubtful else np.empty(0, np.intp)

    def _work(
        self,
        arrays: Sequence[FloatArray],
        out: Sequence[FloatArray],
        size: int,
        chunks: Iterator[slice],
        doubtful: list[IndexArray],
    ) -> None:
        """Compute chunks until none is left."""
        try:
            buffers = self._pools.pop()
        except IndexError:
            buffers = _Buffers(self._chunk, len(arrays))
        buffers.hold(size, [None if array.ndim else float(array) for array in arrays])
        flag = Flag()
        with np.errstate(all="ignore", under="call", over="call", call=flag):
            for rows in chunks:
                n = rows.stop - rows.start
                floats, masks, finite, constant = buffers.of(n)
                columns = [array[rows] if array.ndim else filled for array, filled in zip(arrays, constant, strict=True)]
                rows_found = _Rows(n)
                results = [array[rows] for array in out]
                flag.raised = False
                self._chunk.run(columns, results, floats, masks, finite, n, rows_found.add)
                if flag.raised and results:
                    moved = [np.empty(n) for _ in results]
                    self._chunk.run_shaken(columns, moved, floats, masks, finite, n, lambda mask: None)
                    rows_found.add(differing(results, moved))
                if rows_found.mask is not None:
                    doubtful.append(np.flatnonzero(rows_found.mask) + rows.start)
        self._pools.append(buffers)


def _chunks(rows: int, size: int, out: FloatArray) -> list[slice]:
    """The rows, so many at a time; all chunks but the first begin in an output where a line of the cache does, which is faster."""
    first = size - out.ctypes.data % (8 * _LINE) // 8
    bounds = [0, *range(first, rows, size), rows]
    return [slice(start, stop) for start, stop in pairwise(bounds)]


def _aligned(size: int) -> FloatArray:
    """An array that begins where a line of the cache does."""
    found = np.empty(size + _LINE)
    start = -found.ctypes.data % (8 * _LINE) // 8
    return found[start : start + size]


class _Rows:
    """The rows of a chunk that were found doubtful."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.mask: NDArray[np.bool_] | None = None

    def add(self, mask: NDArray[np.bool_]) -> None:
        """Add the rows of a mask."""
        if self.mask is None:
            self.mask = np.zeros(self.n, np.bool_)
        self.mask |= mask


class _Buffers:
    """One thread's arrays for what is computed on the way, and for the inputs that are the same in all rows."""

    def __init__(self, chunk: Chunk, columns: int) -> None:
        self.size = 0
        self.chunk = chunk
        self.constant: list[FloatArray | None] = [None] * columns

    def hold(self, size: int, constant: Sequence[float | None]) -> None:
        """Make room for chunks of a size, and fill in the inputs that are the same in all rows."""
        if size > self.size:
            self.size = size
            self.floats = [_aligned(size) for _ in range(self.chunk.floats)]
            self.masks = [np.empty(size, np.bool_) for _ in range(self.chunk.masks)]
            self.finite = np.empty((self.chunk.finite, size), np.bool_)
        self.constant = [None if number is None else np.full(size, number) for number in constant]

    def of(self, n: int) -> tuple[list[FloatArray], list[NDArray[np.bool_]], NDArray[np.bool_], list[FloatArray | None]]:
        """The arrays for a chunk of n rows."""
        filled = [None if array is None else array[:n] for array in self.constant]
        return [array[:n] for array in self.floats], [array[:n] for array in self.masks], self.finite[:, :n], filled
