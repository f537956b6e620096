"""The values of a graph's nodes at a point while the graph still grows: what decides where a program goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.errors import AdcliError, DecisionError, PointError, short
from adcli.graph import Graph
from adcli.sweep import Tape, run_on_demand


class At:
    """A decider at a point: `inputs` are the values of names in the kind of number at hand, or None where no point is given, because
    `command` wants a formula for all points.

    Nodes are evaluated when something depends on them, each once.
    """

    def __init__(self, inputs: Mapping[str, Any] | None, numbers: Arithmetic = FLOATS, command: str = "parse") -> None:
        self.inputs = inputs
        self.command = command
        self.numbers = numbers
        self.tape: Tape | None = None

    def value(self, graph: Graph, node: int) -> Any:
        """The value of a node. Raises DecisionError where it depends on inputs and there is no point."""
        if self.inputs is None and not graph.fixed[node]:
            name = next(graph.leaves[i] for i in graph.needed([node]) if graph.leaves[i] and not graph.fixed[i])
            message = f"{self.command} wants one formula for all points, and the value of {short(name, 40)} decides here"
            raise DecisionError(message, span=graph.span(node), advice="choose by a if c else b, or ask at a point")
        if self.tape is None:
            self.tape = Tape(graph, self.numbers)
        self.tape.values += [None] * (len(graph) - len(self.tape.values))
        try:
            run_on_demand(self.tape, {} if self.inputs is None else self.inputs, [node])
        except PointError as error:  # an input has no value: the first one that was not evaluated
            missing = (i for i in graph.needed([node]) if graph.leaves[i] and self.tape.values[i] is None)
            error.span = graph.span(next(missing, node))
            raise
        return self.tape.values[node]

    def margin(self, graph: Graph, node: int) -> Any:
        """How far a condition that was evaluated is from being decided otherwise: |a - b| of a comparison, of `and` and `or` what
        decides them; None of == and !=."""
        assert self.tape is not None
        values = self.tape.values
        margins: dict[int, Any] = {}
        for i in _conditions(graph, node):
            function, operands = graph.functions[i], graph.operands[i]
            if values[i] is None:
                continue
            if function in ("and", "or"):
                first, second = operands
                alone = values[first] == (function == "or")  # the second one was not asked
                if alone or values[second] != values[first]:
                    margins[i] = margins[first if alone else second]
                else:
                    margins[i] = min([m for m in (margins[first], margins[second]) if m is not None], default=None)
            elif function == "not":
                margins[i] = margins[operands[0]]
            else:
                a, b = (values[j] for j in operands)
                margins[i] = None if function in ("eq", "ne") else abs(b - a)
        return margins[node]


def _conditions(graph: Graph, node: int) -> list[int]:
    """A condition and those it is made of, in order of evaluation."""
    found, stack = set(), [node]
    while stack:
        i = stack.pop()
        if i not in found:
            found.add(i)
            if graph.functions[i] in ("and", "or", "not"):
                stack += graph.operands[i]
    return sorted(found)


def value_again(graph: Graph, output: int, inputs: Mapping[str, Any], numbers: Arithmetic = FLOATS) -> Any:
    """The value of an output of a program at another point, by the way that it takes there; nan where it has none."""
    assert graph.again is not None
    at = At(inputs, numbers)
    try:
        other = graph.again(at)
        return at.value(other, other.outputs[graph.outputs.index(output)])
    except (AdcliError, LookupError):  # LookupError: an input that has no value, or an output that is not there
        return numbers.number("nan")


def same_way(graph: Graph, inputs: Mapping[str, float]) -> bool:
    """Whether a program goes the same way at another point, so that its graph is that of both."""
    if graph.again is None:
        return True
    try:
        other = graph.again(At(inputs))
    except (AdcliError, LookupError):
        return False
    decided, there = ([(decision.node, decision.held) for decision in run.decisions] for run in (graph, other))
    return decided == there and len(other) == len(graph)
