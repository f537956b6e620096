"""Derivatives as formulas to read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from adcli.arithmetic.nodes import Nodes
from adcli.build import single_output
from adcli.errors import LimitError
from adcli.formula import PLAIN, Style, write
from adcli.formulas.simplify import Simplified
from adcli.formulas.tidy import written_out
from adcli.graph import Graph
from adcli.point import chosen_inputs
from adcli.sweep import Tape, evaluate, linearize, push
from adcli.symbolic import SymbolicTape

MAX_ORDER = 20
MOST_SYMBOLS = 1_000_000  # of a formula, each number, name and operation counting one


class Derivative(NamedTuple):
    """The derivative of some order by one variable; `graph` has it as its one output.

    `operations` are counted in the formula as it stands, `unsimplified` in what the last sweep writes before it is simplified; a part that
    stands in several places is counted once.
    """

    variable: str
    graph: Graph
    operations: int
    unsimplified: int

    def text(self, style: Style = PLAIN) -> str:
        """The formula; the plain one parses again."""
        return write(self.graph, self.graph.outputs[0], style)


class Derivatives(NamedTuple):
    """The derivatives of a graph with one output, by one variable or several."""

    graph: Graph
    output: int
    order: int
    derivatives: list[Derivative]


def differentiated(graph: Graph, wrt: Collection[str] | None = None, order: int = 1) -> Derivatives:
    """The derivatives of a graph with one output by each variable (or each of `wrt`), as simplified formulas.

    Raises OutputError where there are several outputs, PointError for a strange variable, LimitError where a formula grows beyond
    what anybody reads, ValueError for an order below 1 or beyond MAX_ORDER.
    """
    if not 1 <= order <= MAX_ORDER:
        raise ValueError(f"order is {order}, not a whole number from 1 to {MAX_ORDER}")
    output, names = single_output(graph, "diff"), chosen_inputs(graph, wrt)
    first = _Sweeps(graph, output, names)
    found = []
    for name in names:
        formula, unsimplified = first.derivative(name)
        for _ in range(order - 1):
            formula, unsimplified = _Sweeps(formula, formula.outputs[0], [name]).derivative(name)
        found.append(Derivative(name, formula, operations(formula, formula.outputs[0]), unsimplified))
    return Derivatives(graph, output, order, found)


def operations(graph: Graph, root: int) -> int:
    """The operations that a node takes; the sign of a number is none."""
    functions, operands, leaves = graph.functions, graph.operands, graph.leaves
    steps = [i for i in graph.needed([root]) if functions[i]]
    return sum([not (functions[i] == "neg" and graph.fixed[i] and leaves[operands[i][0]]) for i in steps])


class _Sweeps:
    """Forward sweeps over a formula, in simplified expressions and, to count, in nodes that nothing simplifies; evaluated once for all."""

    def __init__(self, graph: Graph, output: int, names: Sequence[str]) -> None:
        self.graph, self.output = graph, output
        self.simplified, self.nodes = Simplified(), Nodes(Graph(graph.source, graph.max_nodes))
        wrt = [graph.inputs[name] for name in names if name in graph.inputs]
        known = {name: self.simplified.leaf(name, fixed=False) for name in graph.inputs}
        self.tape = _Tape(graph, self.simplified, evaluate(graph, known, self.simplified, [output]), wrt)
        known = {name: self.nodes.graph.leaf(name, fixed=False) for name in graph.inputs}
        self.plain = _Tape(graph, self.nodes, evaluate(graph, known, self.nodes, [output]), wrt)

    def derivative(self, name: str) -> tuple[Graph, int]:
        """The simplified derivative by a variable, as the one output of a graph; the operations before it was simplified."""
        target = Graph(self.graph.source, self.graph.max_nodes)
        slope = self._slope(self.tape, name)
        target.outputs = written_out(self.simplified, [self.simplified.zero if slope is None else slope], target)
        target.labels = [""]
        _check_size(target, target.outputs[0])
        slope = self._slope(self.plain, name)
        return target, 0 if slope is None else operations(self.nodes.graph, slope)

    def _slope(self, tape: _Tape, name: str) -> int | None:
        if name not in self.graph.inputs:  # the derivative before had none of it
            return None
        found: int | None = push(tape, {self.graph.inputs[name]: tape.numbers.number("1")})[self.output]
        return found


class _Tape(SymbolicTape):
    """A tape for formulas. No edge is guarded: a formula runs only the branch that it takes."""

    def __init__(self, graph: Graph, numbers: Simplified | Nodes, evaluated: Tape, wrt: Sequence[int]) -> None:
        super().__init__(graph, numbers)
        self.values, self.order, self.guards = evaluated.values, evaluated.order, [None] * len(graph)
        if isinstance(numbers, Simplified):
            numbers.given = len(numbers.expressions)
        linearize(self, wrt)

    def choose(self, i: int, tangents: Sequence[Any]) -> Any:
        _, a, b = self.graph.operands[i]
        return None if tangents[a] is None and tangents[b] is None else super().choose(i, tangents)


def _check_size(graph: Graph, root: int) -> None:
    """Raise LimitError for a formula whose text would be endless, though its graph, where parts are shared, is not."""
    sizes: dict[int, int] = {}
    for i in graph.needed([root]):
        sizes[i] = 1 + sum([sizes[j] for j in graph.operands[i]])
    if sizes[root] > MOST_SYMBOLS:
        raise LimitError(
            f"the derivative's formula has more than {MOST_SYMBOLS:,} numbers, names and operations",
            advice="grad and taylor give its numbers at a point",
        )
