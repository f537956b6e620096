"""A program as a function of arrays: points that go the same way through it are answered by one kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
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


def vectorized(formula: Graph | Recorder, wrt: Sequence[str], order: int = 1, *, notes: bool = False) -> Vectorized | Paths:
    """A formula or a program compiled for arrays; with `notes`, rows on which there is only something to tell are left to floats too."""
    if isinstance(formula, Graph):
        return Vectorized(formula, wrt, order, notes=notes)
    return Paths(formula, wrt, order, notes=notes)


def graph_of(formula: Graph | Recorder, point: Mapping[str, Any]) -> Graph:
    """The graph of a formula, or of what a program executes at a point of doubles."""
    return formula if isinstance(formula, Graph) else formula.run(At(point))


class Path:
    """One way through a program: which rows go it, and their numbers."""

    def __init__(self, graph: Graph, wrt: Sequence[str], order: int, *, notes: bool) -> None:
        self.inputs = list(graph.inputs)
        self.guard = _guard(graph, notes) if graph.decisions else None
        for name in wrt:  # a row has a derivative by every variable, whatever way it goes
            if name not in graph.inputs:
                graph.leaf(name, fixed=False)
        self.formula = Vectorized(graph, wrt, order, notes=notes)

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


def _guard(graph: Graph, notes: bool) -> Kernel:
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
    return compile_kernel(guarded, list(inputs), [guarded.add("if", (all_so_far, one, zero))], wrt=inputs, notes=notes)


class Paths:
    """A program compiled for arrays, as `Vectorized` is for formulas: a kernel for each way that points take."""

    def __init__(self, program: Recorder, wrt: Sequence[str], order: int = 1, *, notes: bool = False) -> None:
        self.program = program
        self.wrt = tuple(wrt)
        self.order = order
        self.notes = notes
        self._kept: dict[Key, Path] = {}  # the last one used last
        self._lock = Lock()

    def fill(self, columns: Mapping[str, Any], out: Sequence[FloatArray], threads: int = 1) -> NDArray[np.intp]:
        """Write the numbers into one array each; the rows, ascending, that the scalar engine is to answer instead."""
        columns = {name: columns[name] for name in self.program.inputs}
        rest = np.arange(len(out[0]))
        scalar: list[NDArray[np.intp]] = []
        tried: set[Key] = set()

        def answer(key: Key, path: Path, rest: NDArray[np.intp]) -> NDArray[np.intp]:
            """Answer the rows that go a way; the others."""
            tried.add(key)
            mine = {name: column[rest] if np.ndim(column) else column for name, column in columns.items()}
            goes = path.goes(mine, len(rest), threads)
            rows = rest[goes]
            if len(rows):
                self._keep(key, path)
                found = [np.empty(len(rows)) for _ in out]
                picked = {name: column[goes] if np.ndim(column) else column for name, column in mine.items()}
                scalar.append(rows[path.formula.fill(picked, found, threads)])
                for target, numbers in zip(out, found, strict=True):
                    target[rows] = numbers
            return rest[~goes]

        for key, path in self._known():
            if len(rest) >= FEWEST_ROWS:
                rest = answer(key, path, rest)
        in_vain = 0
        while len(rest) >= FEWEST_ROWS and len(tried) < MOST_PATHS and in_vain < MOST_VAIN:
            way = self._way_of(columns, int(rest[0]))
            if way is None or way[0] in tried:
                scalar.append(rest[:1])
                rest = rest[1:]
                in_vain += 1
            else:
                rest = answer(way[0], Path(way[1], self.wrt, self.order, notes=self.notes), rest)
        return np.sort(np.concatenate([*scalar, rest]))

    def _known(self) -> list[tuple[Key, Path]]:
        """The ways that are kept, the last one used first."""
        with self._lock:
            return list(self._kept.items())[::-1]

    def _keep(self, key: Key, path: Path) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = path
            if len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]

    def _way_of(self, columns: Mapping[str, Any], i: int) -> tuple[Key, Graph] | None:
        """What is decided at a row, and what is executed there; None where the row has no answer, or has too many steps to compile."""
        point = {name: float(column[i]) if np.ndim(column) else float(column) for name, column in columns.items()}
        try:
            graph = self.program.run(At(point))
        except AdcliError:
            return None  # the scalar engine says why
        if len(graph) > MOST_STEPS:
            return None
        return tuple([decision.held if decision.number is None else decision.number for decision in graph.decisions]), graph
