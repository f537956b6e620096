"""A formula compiled for numpy arrays: value and derivatives at many points at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adcli.build import single_output
from adcli.graph import Graph
from adcli.kernel import compile_kernel
from adcli.symbolic import gradient_graph, hessian_graph

FloatArray = NDArray[np.float64]


def width_of(wrt: Sequence[str], order: int) -> int:
    """How many numbers there are for each point: the value, the partials, the upper triangle of the Hessian."""
    return 1 + (len(wrt) if order else 0) + (len(wrt) * (len(wrt) + 1) // 2 if order == 2 else 0)


class Vectorized:
    """An expression compiled for arrays: its value, its partials by `wrt` and, for order 2, the upper triangle of the Hessian.

    With `notes`, the scalar engine is to answer also the rows on which it only has something to tell.
    """

    def __init__(self, graph: Graph, wrt: Sequence[str], order: int = 1, *, notes: bool = False) -> None:
        self.graph = graph
        self.wrt = tuple(wrt)
        self.order = order
        output = single_output(graph, "compile")
        if order == 0:
            derived, outputs = graph, [output]
        else:
            derived = (gradient_graph if order == 1 else hessian_graph)(graph, output, self.wrt)
            outputs = derived.outputs
        self.kernel = compile_kernel(derived, list(graph.inputs), outputs, wrt=self.wrt, notes=notes)

    def fill(self, columns: Mapping[str, Any], out: Sequence[FloatArray], threads: int = 1) -> NDArray[np.intp]:
        """Write the numbers into one array each; the rows, ascending, that the scalar engine is to answer instead.

        `columns` has for each input an array of one dimension, or a number.
        """
        with np.errstate(all="ignore"):
            return self.kernel([columns[name] for name in self.graph.inputs], out, threads)
