"""A graph as a kernel: a function of whole columns of points, computed chunk by chunk with numpy.

The kernel is fast on ordinary rows and names the others: those where a result is not finite, where a rule of the engine of floats
differs from plain arithmetic, or where that engine has a note to give. The caller has these redone by `derivatives.gradient_at`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from adcli.arithmetic.arrays import FloatArray
from adcli.graph import Graph
from adcli.kernel.buffers import Buffers, rows_from_line, whole_lines
from adcli.kernel.program import Program
from adcli.kernel.shaking import Flag, differing
from adcli.kernel.source import Source
from adcli.kernel.threads import together
from adcli.kernel.writing import Writer

IndexArray = NDArray[np.intp]
CHUNK = 65_536  # rows: calls so long that threads rarely wait for each other's turn in the interpreter
ALONE = 32_768  # rows for one thread, which need not take turns: what is computed last stays in the cache
ROOM = 2**26  # bytes of buffers for one thread; a formula that wants many has smaller chunks
LEAST = 16_384  # rows for which a thread of its own pays


def compile_kernel(
    graph: Graph,
    inputs: Sequence[str],
    outputs: Sequence[int] | None = None,
    *,
    values: int = 1,
    wrt: Collection[str] | None = None,
    notes: bool = True,
) -> Kernel:
    """The kernel of a graph, its columns being those of `inputs`.

    The first `values` outputs are formulas of the user, whose kinks and ties make rows doubtful; the others are what sweeps wrote of them.
    `wrt` names the inputs that the derivatives are by: all, unless there are no derivatives. With `notes`, a row is doubtful also where
    the engine of floats only has a note to give, as at a kink.
    """
    missing = [name for name in graph.inputs if name not in inputs]
    if missing:
        raise ValueError(f"there is no column for {missing[0]}")
    roots = list(graph.outputs if outputs is None else outputs)
    if wrt is None:
        wrt = inputs if len(roots) > values else ()
    return Kernel(Program(Source(graph, roots, values, wrt, notes)), tuple(inputs))


class Kernel:
    """A compiled graph; `inputs` is the order of the columns, `width` the number of outputs."""

    def __init__(self, program: Program, inputs: tuple[str, ...]) -> None:
        self.inputs = inputs
        self.width = len(program.outputs)
        self._chunk = Writer(program, inputs).write()
        self._most = min(CHUNK, max(256, ROOM // (8 * max(self._chunk.floats, 1))))
        self._pools: list[Buffers] = []

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
        if not rows:
            return np.empty(0, np.intp)
        most = min(self._most, CHUNK if threads > 1 else ALONE)
        pieces = max(1, -(-rows // most))
        pieces += -pieces % max(threads, 1)
        first = -rows_from_line(out)
        size = whole_lines(min(most, max(LEAST, -(-rows // pieces))) - first)
        starts = iter(range(first, rows, size))
        doubtful: list[IndexArray] = []

        def work() -> None:
            try:
                self._work(arrays, out, rows, size, starts, doubtful)
            finally:  # where this one failed, the others have nothing left to do
                for _ in starts:
                    pass

        together(work, min(threads, -(-rows // size)))
        return np.sort(np.concatenate(doubtful)) if doubtful else np.empty(0, np.intp)

    def _work(
        self,
        arrays: Sequence[FloatArray],
        out: Sequence[FloatArray],
        rows: int,
        size: int,
        starts: Iterator[int],
        doubtful: list[IndexArray],
    ) -> None:
        """Compute chunks until none is left."""
        try:
            buffers = self._pools.pop()
        except IndexError:
            buffers = Buffers(self._chunk, len(arrays))
        buffers.hold(size, [None if array.ndim else float(array) for array in arrays])
        flag = Flag()
        with np.errstate(all="ignore", under="call", over="call", call=flag):
            for start in starts:
                start, stop = max(start, 0), min(start + size, rows)
                n = stop - start
                floats, masks, constant = buffers.of(n)
                # Contiguous: numpy has other loops for others, with other last bits.
                columns = [
                    np.ascontiguousarray(array[start:stop]) if array.ndim else filled
                    for array, filled in zip(arrays, constant, strict=True)
                ]
                rows_found = _Rows(n)
                results = [array[start:stop] for array in out]
                flag.raised = False
                self._chunk.run(columns, results, floats, masks, n, rows_found.add)
                if flag.raised and results:
                    moved = [np.empty(n) for _ in results]
                    self._chunk.run_shaken(columns, moved, floats, masks, n, lambda mask: None)
                    rows_found.add(differing(results, moved))
                if rows_found.mask is not None:
                    doubtful.append(np.flatnonzero(rows_found.mask) + start)
        self._pools.append(buffers)


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
