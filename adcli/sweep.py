"""Evaluation and the two sweeps. Everything adcli computes goes through the loops on this page.

`evaluate` leaves a tape: the nodes that ran, and their values. `linearize` adds the partial of each edge. Then `push` carries
tangents forward along the edges (a Jacobian-vector product), and `pull` carries adjoints back (a vector-Jacobian product).
Griewank and Walther, Evaluating Derivatives, 2nd ed. 2008, chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from adcli.arithmetic import Arithmetic
from adcli.functions import FUNCTIONS
from adcli.graph import Graph

CONDITIONS = frozenset(name for name, entry in FUNCTIONS.items() if entry.gives == "condition")
COMPARISONS = CONDITIONS - {"and", "or", "not", "odd"}


class Tape:
    """What one evaluation left: `order`, the nodes that ran; `values`; and `taken`, the branch each conditional took.

    After `linearize`, `active[i]` is 1 where a node depends on an input of interest, and `partials[i]` has one entry per
    operand: the partial, or None where the operand is not active. Lists have one entry per node of the graph.
    """

    __slots__ = ("active", "graph", "numbers", "order", "partials", "taken", "values")

    def __init__(self, graph: Graph, numbers: Arithmetic) -> None:
        self.graph = graph
        self.numbers = numbers
        self.values: list[Any] = [None] * len(graph)
        self.order: list[int] = []
        self.taken: dict[int, int] = {}
        self.active = bytearray()
        self.partials: list[tuple[Any, ...]] = []

    def edges(self, i: int) -> list[int]:
        """The operands that node `i` has a derivative by: of a conditional, the branch taken."""
        operands = [self.taken[i]] if i in self.taken else self.graph.operands[i]
        return [j for j in operands if self.active[j]] if self.active[i] else []

    def choose(self, i: int, tangents: Sequence[Any]) -> Any:
        """The tangent of a conditional: that of the branch taken."""
        return tangents[self.taken[i]]

    def split(self, i: int, adjoint: Any) -> list[tuple[int, Any]]:
        """The contributions of a conditional: its whole adjoint to the branch taken."""
        return [(self.taken[i], adjoint)]

    def flow(self, i: int, seed: Any, partial: Any) -> Any:
        """What an edge of node `i` carries."""
        return self.numbers.flow(seed, partial)


def evaluate(graph: Graph, inputs: Mapping[str, Any], numbers: Arithmetic, outputs: Iterable[int] | None = None) -> Tape:
    """The tape of the outputs at a point; `inputs` are values of the kind of `numbers`. Branches not taken are not run."""
    tape = Tape(graph, numbers)
    roots = list(graph.outputs if outputs is None else outputs)
    if graph.decisions:  # an input may have decided something, and be used for nothing else
        for name, i in graph.inputs.items():
            tape.values[i] = inputs[name]
    if numbers.decides and graph.branches:
        for name, i in graph.inputs.items():
            tape.values[i] = inputs[name]
        run_on_demand(tape, inputs, roots)
        return tape
    tape.order = graph.needed(roots)
    values, functions, operands, apply = tape.values, graph.functions, graph.operands, numbers.functions
    for i in tape.order:
        arguments = operands[i]
        if len(arguments) == 2:
            a, b = arguments
            values[i] = apply[functions[i]](values[a], values[b])
        elif arguments:
            values[i] = apply[functions[i]](*[values[j] for j in arguments])
        else:
            values[i] = _leaf(tape, i, inputs)
    return tape


def run_on_demand(tape: Tape, inputs: Mapping[str, Any], roots: list[int]) -> None:
    """Evaluate what the roots need and has no value yet: a conditional asks for its condition, then for one branch."""
    graph, values = tape.graph, tape.values
    functions, operands, apply = graph.functions, graph.operands, tape.numbers.functions
    stack = roots[::-1]
    while stack:
        i = stack[-1]
        if values[i] is not None:
            stack.pop()
            continue
        function, arguments = functions[i], operands[i]
        if function in ("if", "and", "or"):
            first = values[arguments[0]]
            if first is None:
                stack.append(arguments[0])
                continue
            if function == "if":
                next_one = arguments[1] if first else arguments[2]
                tape.taken[i] = next_one
            else:
                next_one = arguments[1] if first == (function == "and") else arguments[0]
            if values[next_one] is None:
                stack.append(next_one)
                continue
            values[i] = values[next_one]
        else:
            missing = [j for j in arguments if values[j] is None]
            if missing:
                stack.extend(missing[::-1])
                continue
            values[i] = apply[function](*[values[j] for j in arguments]) if function else _leaf(tape, i, inputs)
        tape.order.append(i)
        stack.pop()


def _leaf(tape: Tape, i: int, inputs: Mapping[str, Any]) -> Any:
    leaf = tape.graph.leaves[i]
    return tape.numbers.number(leaf) if tape.graph.fixed[i] else inputs[leaf]


def linearize(tape: Tape, wrt: Iterable[int]) -> None:
    """Compute the partial of every edge that leads from the given inputs to a node of the tape."""
    graph, values, numbers = tape.graph, tape.values, tape.numbers
    functions, operands = graph.functions, graph.operands
    active = tape.active = bytearray(len(graph))
    partials = tape.partials = [()] * len(graph)
    slopes = numbers.partials
    for i in wrt:
        active[i] = 1
    for i in tape.order:
        arguments, function = operands[i], functions[i]
        wanted: tuple[int, ...]
        given: Sequence[Any]
        if len(arguments) == 2:  # the usual case, without a loop
            a, b = arguments
            wanted, given = (active[a], active[b]), (values[a], values[b])
        elif arguments:
            wanted, given = tuple([active[j] for j in arguments]), [values[j] for j in arguments]
        else:
            continue
        if function == "if":
            active[i] = active[tape.taken[i]] if i in tape.taken else 1 in wanted
        elif 1 in wanted and function not in CONDITIONS:
            active[i] = 1
            partials[i] = slopes(function, wanted, given, values[i])


def push(tape: Tape, seeds: Mapping[int, Any]) -> list[Any]:
    """The tangent of every node (None where it is not active), given the tangents of the inputs: one forward sweep."""
    graph, active, partials = tape.graph, tape.active, tape.partials
    tangents: list[Any] = [None] * len(graph)
    for i, seed in seeds.items():
        tangents[i] = seed
    for i in tape.order:
        if not active[i] or not graph.functions[i]:
            continue
        if graph.functions[i] == "if":
            tangents[i] = tape.choose(i, tangents)
            continue
        total = None
        for j, partial in zip(graph.operands[i], partials[i], strict=True):
            if partial is not None and tangents[j] is not None:
                carried = tape.flow(i, tangents[j], partial)
                total = carried if total is None else tape.numbers.add(total, carried)
        tangents[i] = total
    return tangents


def pull(tape: Tape, seeds: Mapping[int, Any]) -> list[Any]:
    """The adjoint of every node (None where nothing arrives), given the adjoints of the outputs: one reverse sweep."""
    functions, operands, partials = tape.graph.functions, tape.graph.operands, tape.partials
    flow, add = tape.flow, tape.numbers.add
    adjoints: list[Any] = [None] * len(functions)
    for i, seed in seeds.items():
        adjoints[i] = seed
    for i in reversed(tape.order):
        adjoint = adjoints[i]
        if adjoint is None:
            continue
        if functions[i] == "if" and tape.active[i]:
            for j, share in tape.split(i, adjoint):
                present = adjoints[j]
                adjoints[j] = share if present is None else add(present, share)
        for k, partial in enumerate(partials[i]):
            if partial is not None:
                j = operands[i][k]
                share = flow(i, adjoint, partial)
                present = adjoints[j]
                adjoints[j] = share if present is None else add(present, share)
    return adjoints
