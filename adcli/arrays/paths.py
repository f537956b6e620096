"""A program as a function of arrays: points that go the same way through it are answered by one kernel."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adcli.arrays.vectorized import FloatArray, Vectorized
from adcli.errors import AdcliError
from adcli.graph import Graph
from adcli.kernel import Kernel, compile_kernel
from adcli.program.deciding import At
from adcli.program.recorder import Recorder

MOST_KEPT = 16  # paths whose kernels are kept
MOST_PATHS = 64  # that are tried for one call
MOST_STEPS = 20_000  # of a path that is compiled
FEWEST_ROWS = 64  # for which compiling pays
MOST_VAIN = 200  # rows that may turn out to go a way that was tried, before the others are left to the scalar engine

Key = tuple[int | bool | None, ...]  # what was decided on a path


def vectorized(formula: Graph | Recorder, wrt: Sequence[str], order: int = 1) -> Vectorized | Paths:
    """A formula or a program compiled for arrays."""
    return Vectorized(formula, wrt, order) if isinstance(formula, Graph) else Paths(formula, wrt, order)


def graph_of(formula: Graph | Recorder, point: Mapping[str, Any]) -> Graph:
    """The graph of a formula, or of what a program executes at a point of doubles."""
    return formula if isinstance(formula, Graph) else formula.run(At(point))


class Path:
    """One way through a program: which rows go it, and their numbers."""

    def __init__(self, graph: Graph, wrt: Sequence[str], order: int) -> None:
        self.inputs = list(graph.inputs)
        self.guard = _guard(graph) if graph.decisions else None
        for name in wrt:  # a row has a derivative by every variable, whatever way it goes
            if name not in graph.inputs:
                graph.leaf(name, fixed=False)
        self.formula = Vectorized(graph, wrt, order)

    def goes(self, columns: Mapping[str, Any], count: int, threads: int) -> NDArray[np.bool_]:
        """A mask of the rows that go this way, and of which that is not in doubt."""
        if self.guard is None:
            return np.ones(count, np.bool_)
        answer = np.empty(count)
        with np.errstate(all="ignore"):
            doubtful = self.guard([columns[name] for name in self.inputs], [answer], threads)
        answer[doubtful] = 0.0
        mask: NDArray[np.bool_] = answer == 1.0
        return mask


def _guard(graph: Graph) -> Kernel:
    """The kernel that is 1 where everything is decided as it was, else 0."""
    guarded = Graph(graph.source, graph.max_nodes)
    places: dict[int, int] = {}
    inputs = {name: guarded.leaf(name, fixed=False) for name in graph.inputs}
    for i in graph.needed([decision.node for decision in graph.decisions]):
        leaf = graph.leaves[i]
        if leaf:
            places[i] = guarded.leaf(leaf, fixed=True) if graph.fixed[i] else inputs[leaf]
        else:
            places[i] = guarded.add(graph.functions[i], tuple([places[j] for j in graph.operands[i]]))
    one, zero = (guarded.leaf(text, fixed=True) for text in "10")
    all_so_far = -1
    for decision in graph.decisions:
        condition = places[decision.node]
        if decision.number is not None:
            below, above = (guarded.leaf(repr(decision.number + off), fixed=True) for off in (-0.25, 0.25))
            condition = guarded.add("and", (guarded.add("gt", (condition, below)), guarded.add("lt", (condition, above))))
        elif not decision.held:
            condition = guarded.add("not", (condition,))
        all_so_far = condition if all_so_far < 0 else guarded.add("and", (all_so_far, condition))
    return compile_kernel(guarded, list(inputs), [guarded.add("if", (all_so_far, one, zero))], wrt=inputs)


class Paths:
    """A program compiled for arrays, as `Vectorized` is for formulas: a kernel for each way that points take."""

    def __init__(self, program: Recorder, wrt: Sequence[str], order: int = 1) -> None:
        self.program = program
        self.wrt = tuple(wrt)
        self.order = order
        self.width = 1 + (len(wrt) if order else 0) + (len(wrt) * (len(wrt) + 1) // 2 if order == 2 else 0)
        self._kept: OrderedDict[Key, Path] = OrderedDict()

    def fill(self, columns: Mapping[str, Any], out: Sequence[FloatArray], threads: int = 1) -> NDArray[np.intp]:
        """Write the numbers into one array each; the rows, ascending, that the scalar engine is to answer instead."""
        columns = {name: columns[name] for name in self.program.inputs}
        rest = np.arange(len(out[0]))
        scalar: list[NDArray[np.intp]] = []
        tried: set[Key] = set()

        def answer(key: Key, rest: NDArray[np.intp]) -> NDArray[np.intp]:
            """Answer the rows that go a way; the others."""
            tried.add(key)
            self._kept.move_to_end(key)
            path = self._kept[key]
            mine = {name: column[rest] if np.ndim(column) else column for name, column in columns.items()}
            goes = path.goes(mine, len(rest), threads)
            rows = rest[goes]
            if len(rows):
                found = [np.empty(len(rows)) for _ in out]
                picked = {name: column[goes] if np.ndim(column) else column for name, column in mine.items()}
                scalar.append(rows[path.formula.fill(picked, found, threads)])
                for target, numbers in zip(out, found, strict=True):
                    target[rows] = numbers
            return rest[~goes]

        for key in reversed(list(self._kept)):
            if len(rest) >= FEWEST_ROWS:
                rest = answer(key, rest)
        in_vain = 0
        while len(rest) >= FEWEST_ROWS and len(tried) < MOST_PATHS and in_vain < MOST_VAIN:
            way = self._keep_path_of(columns, int(rest[0]))
            if way is None or way in tried:
                scalar.append(rest[:1])
                rest = rest[1:]
                in_vain += 1
            else:
                rest = answer(way, rest)
        return np.sort(np.concatenate([*scalar, rest]))

    def _keep_path_of(self, columns: Mapping[str, Any], i: int) -> Key | None:
        """What is decided at a row, its path being kept from now on; None where the row has no answer, or one too long to compile."""
        point = {name: float(column[i]) if np.ndim(column) else float(column) for name, column in columns.items()}
        try:
            graph = self.program.run(At(point))
            key: Key = tuple(decision.held if decision.number is None else decision.number for decision in graph.decisions)
            if key not in self._kept:
                if len(graph) > MOST_STEPS:
                    return None
                self._kept[key] = Path(graph, self.wrt, self.order)
        except AdcliError:
            return None  # the scalar engine says why
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return key
