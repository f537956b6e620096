"""Sweeps that write graphs: the derivative of a graph is a graph again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from adcli.arithmetic.nodes import Nodes
from adcli.graph import Graph
from adcli.sweep import CONDITIONS, Tape, evaluate, linearize, pull


class SymbolicTape(Tape):
    """A tape whose values are nodes of another graph; both branches of a conditional are on it.

    `guards[i]` is the condition under which node `i` passes a derivative on, or None where it always does. What a sweep carries
    through it otherwise is 0, whatever its partial would be.
    """

    __slots__ = ("guards",)

    guards: list[int | None]

    def choose(self, i: int, tangents: Sequence[Any]) -> Any:
        condition, a, b = self.graph.operands[i]
        zero = self.numbers.number("0")
        branches = [zero if tangents[j] is None else tangents[j] for j in (a, b)]
        return self.numbers.functions["if"](self.values[condition], *branches)

    def split(self, i: int, adjoint: Any) -> list[tuple[int, Any]]:
        condition, a, b = self.graph.operands[i]
        choose, c, zero = self.numbers.functions["if"], self.values[condition], self.numbers.number("0")
        halves = ((a, choose(c, adjoint, zero)), (b, choose(c, zero, adjoint)))
        return [(j, half) for j, half in halves if self.active[j]]

    def flow(self, i: int, seed: Any, partial: Any) -> Any:
        carried = self.numbers.flow(seed, partial)
        guard = self.guards[i]
        return carried if guard is None else self.numbers.functions["if"](guard, carried, self.numbers.number("0"))


def record(graph: Graph, target: Graph, roots: Iterable[int]) -> SymbolicTape:
    """The tape of a graph's evaluation in nodes of `target`, its inputs being the target's inputs of the same names."""
    numbers = Nodes(target)
    inputs = {name: target.leaf(name, fixed=False) for name in graph.inputs}
    plain = evaluate(graph, inputs, numbers, roots)
    tape = SymbolicTape(graph, numbers)
    tape.values, tape.order = plain.values, plain.order
    for i in tape.order:
        target.starts[tape.values[i]], target.stops[tape.values[i]] = graph.starts[i], graph.stops[i]
    tape.guards = _guards(tape, roots)
    return tape


def _guards(tape: SymbolicTape, roots: Iterable[int]) -> list[int | None]:
    """The condition under which each node passes a derivative on: one of its consumers does, and takes it. Conditions take none."""
    graph, apply = tape.graph, tape.numbers.functions
    guards: list[int | None] = [None] * len(graph)
    if not graph.branches:
        return guards
    reached = bytearray(len(graph))
    for root in roots:
        reached[root] = 1

    def ask(j: int, guard: int | None, condition: int | None = None) -> None:
        wanted = guard if condition is None else condition if guard is None else apply["and"](guard, condition)
        if not reached[j]:
            reached[j] = 1
            guards[j] = wanted
        elif guards[j] is not None:
            guards[j] = None if wanted is None else guards[j] if wanted == guards[j] else apply["or"](guards[j], wanted)

    for i in reversed(tape.order):
        function, operands, guard = graph.functions[i], graph.operands[i], guards[i]
        if not reached[i]:
            continue
        if function == "if":
            condition = tape.values[operands[0]]
            ask(operands[1], guard, condition)
            ask(operands[2], guard, apply["not"](condition))
        elif function not in CONDITIONS:
            for j in operands:
                ask(j, guard)
    return guards


def gradient_graph(graph: Graph, output: int, wrt: Sequence[str]) -> Graph:
    """A graph whose outputs are the value and its partial derivative by each of `wrt`: one reverse sweep, written down."""
    target = Graph(graph.source, graph.max_nodes)
    tape = record(graph, target, [output])
    linearize(tape, [graph.inputs[name] for name in wrt])
    adjoints = pull(tape, {output: tape.numbers.number("1")})
    zero = tape.numbers.number("0")
    partials = [adjoints[graph.inputs[name]] for name in wrt]
    target.outputs = [tape.values[output], *(zero if partial is None else partial for partial in partials)]
    target.labels = ["", *wrt]
    target.release()
    return target


def hessian_graph(graph: Graph, output: int, wrt: Sequence[str]) -> Graph:
    """A graph whose outputs are the value, its partials by `wrt`, and the upper triangle of the Hessian row by row.

    It is a reverse sweep over the reverse sweep: symmetric by construction, since each pair is computed once.
    """
    first = gradient_graph(graph, output, wrt)
    target = Graph(graph.source, graph.max_nodes)
    tape = record(first, target, first.outputs)
    linearize(tape, [first.inputs[name] for name in wrt])
    zero = tape.numbers.number("0")
    target.outputs = [tape.values[i] for i in first.outputs]
    target.labels = ["", *wrt]
    for k, name in enumerate(wrt):
        adjoints = pull(tape, {first.outputs[1 + k]: tape.numbers.number("1")})
        for other in wrt[k:]:
            second = adjoints[first.inputs[other]]
            target.outputs.append(zero if second is None else second)
            target.labels.append(f"{name}.{other}")
    target.release()
    return target
