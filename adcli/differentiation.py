"""Derivatives as formulas to read."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from adcli.arithmetic.nodes import Nodes
from adcli.build import single_output
from adcli.errors import LimitError
from adcli.formula import PLAIN, Style, write
from adcli.graph import Graph
from adcli.point import chosen_inputs
from adcli.simplify import Simplified
from adcli.sweep import evaluate, linearize, push
from adcli.symbolic import SymbolicTape
from adcli.tidy import written_out

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
    output = single_output(graph, "diff")
    found = []
    for name in chosen_inputs(graph, wrt):
        formula, place, swept = graph, output, 0
        for _ in range(order):
            swept = _swept(formula, place, name)
            formula, place = _derivative(formula, place, name)
        found.append(Derivative(name, formula, operations(formula, place), swept))
    return Derivatives(graph, output, order, found)


def operations(graph: Graph, root: int) -> int:
    """The operations that a node takes; the sign of a number is none."""
    functions, operands, leaves = graph.functions, graph.operands, graph.leaves
    steps = [i for i in graph.needed([root]) if functions[i]]
    return sum([not (functions[i] == "neg" and graph.fixed[i] and leaves[operands[i][0]]) for i in steps])


def _derivative(graph: Graph, output: int, name: str) -> tuple[Graph, int]:
    """The simplified derivative as a graph, and its node there: one forward sweep over simplified expressions."""
    numbers = Simplified()
    inputs = {known: numbers.leaf(known, fixed=False) for known in graph.inputs}
    slope = _forward(graph, output, name, numbers, inputs)
    target = Graph(graph.source, graph.max_nodes)
    root = written_out(numbers, [numbers.zero if slope is None else slope], target)[0]
    target.outputs, target.labels = [root], [""]
    for known in graph.inputs:
        target.leaf(known, fixed=False)
    _check_size(target, root)
    return target, root


def _swept(graph: Graph, output: int, name: str) -> int:
    """The operations of the same sweep before anything is simplified."""
    numbers = Nodes(Graph(graph.source, graph.max_nodes))
    inputs = {known: numbers.graph.leaf(known, fixed=False) for known in graph.inputs}
    slope = _forward(graph, output, name, numbers, inputs)
    return 0 if slope is None else operations(numbers.graph, slope)


def _forward(graph: Graph, output: int, name: str, numbers: Simplified | Nodes, inputs: dict[str, int]) -> int | None:
    """The tangent of the output, written as a formula, which needs no guards: it runs only the branch that it takes."""
    if name not in graph.inputs:
        return None
    plain = evaluate(graph, inputs, numbers, [output])
    if isinstance(numbers, Simplified):
        numbers.given = len(numbers.expressions)
    tape = SymbolicTape(graph, numbers)
    tape.values, tape.order, tape.guards = plain.values, plain.order, [None] * len(graph)
    linearize(tape, [graph.inputs[name]])
    slope: int | None = push(tape, {graph.inputs[name]: numbers.number("1")})[output]
    return slope


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
