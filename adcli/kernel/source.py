"""What a kernel computes: the graph again, with what its arrays need to know of it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from adcli.arithmetic.floats import FLOATS
from adcli.build import insert, template
from adcli.errors import NOWHERE
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.rules import condition, operand_names, rule
from adcli.sweep import COMPARISONS

# A nan in an operand of any other function makes the function nan, so that it is seen in the end.
_HIDING = {"pow", "hypot", "copysign", "unit", "ties", "if", *(name for name, entry in FUNCTIONS.items() if entry.gives == "condition")}
_JOINED = ("tanh", "atan2", "pow")  # functions whose partials are had more cheaply together with the value


class Source:
    """A graph to be computed on arrays.

    `graph` has the nodes of the given one, each with a `value` text replaced by that text; `roots` are its outputs. `doubts` are
    pairs of a condition and the node it is about: the rows where it holds are for the engine of floats. `slopes` maps a node to the
    function's node and the operand by which it is the partial. `visible[i]` says that a nan at node i is one in an output too.
    `numbers` has the values of the nodes that are made of numbers only.
    """

    def __init__(self, graph: Graph, outputs: Sequence[int], values: int, wrt: Collection[str]) -> None:
        self.graph = Graph(max_nodes=graph.max_nodes)
        self.places: dict[int, int] = {}
        self.slopes: dict[int, tuple[int, int]] = {}
        self.doubts: list[tuple[int, int]] = []
        needed = graph.needed(outputs)
        for i in needed:
            self.places[i] = self._copied(graph, i)
        self.roots = [self.places[i] for i in outputs]
        self.size = len(self.graph)
        self.numbers = _numbers(self.graph)
        self._mark_visible()
        self._find_slopes()
        self._find_doubts(graph, outputs[:values], wrt)
        self.visible.extend(bytes(len(self.graph) - self.size))
        self.numbers = _numbers(self.graph)

    def _copied(self, graph: Graph, i: int) -> int:
        function = graph.functions[i]
        if not function:
            return self.graph.leaf(graph.leaves[i], fixed=bool(graph.fixed[i]))
        operands = tuple([self.places[j] for j in graph.operands[i]])
        entry = FUNCTIONS[function]
        if entry.value:
            return insert(self.graph, template(entry.value, entry.names), dict(zip(entry.names, operands, strict=True)), NOWHERE)
        return self.graph.add(function, operands)

    def _find_slopes(self) -> None:
        """Find the partials that stand in the graph already; what is added in search of them, nothing uses."""
        graph = self.graph
        for i in range(self.size):
            function, operands = graph.functions[i], graph.operands[i]
            if function not in _JOINED or (function == "pow" and not abs(self.numbers.get(operands[1], math.inf)) < 1e15):
                continue
            places = dict(zip((*operand_names(function, len(operands)), "out"), (*operands, i), strict=True))
            for k in range(len(operands)):
                slope = insert(graph, rule(function, len(operands)), places, NOWHERE, k)
                if i < slope < self.size:
                    self.slopes[slope] = (i, k)

    def _find_doubts(self, graph: Graph, outputs: Sequence[int], wrt: Collection[str]) -> None:
        """Find the conditions under which the engine of floats has a note on one of the user's steps."""
        steps = graph.needed(outputs)
        switches = not {"if"}.isdisjoint([graph.functions[i] for i in steps])
        active = bytearray(len(graph))
        for i in steps:
            function, operands = graph.functions[i], graph.operands[i]
            active[i] = graph.leaves[i] in wrt and not graph.fixed[i] if not function else any([active[j] for j in operands])
            if not function or not active[i]:
                continue
            places = [self.places[j] for j in operands]
            kink = FUNCTIONS[function].kink
            if kink:
                names = (*operand_names(function, len(operands)), "out")
                part = condition(function, kink.where, len(operands))
                holds = insert(self.graph, part, dict(zip(names, (*places, self.places[i]), strict=True)), NOWHERE)
                self.doubts.append((holds, self.places[i]))
                if not self.visible[self.places[i]]:  # a nan that only a condition sees ties with itself
                    self.doubts.append((self.graph.add("ne", (self.places[i], self.places[i])), self.places[i]))
            elif function in COMPARISONS and switches:
                self.doubts.append((self.graph.add("eq", (places[0], places[1])), self.places[i]))

    def _mark_visible(self) -> None:
        graph = self.graph
        self.visible = bytearray(len(graph))
        for i in self.roots:
            self.visible[i] = 1
        for i in range(self.size - 1, -1, -1):
            function = graph.functions[i]
            shows = function not in _HIDING or (function == "pow" and self.numbers.get(graph.operands[i][1], 0) != 0)
            if self.visible[i] and shows:
                for j in graph.operands[i]:
                    self.visible[j] = 1


def _numbers(graph: Graph) -> dict[int, float | bool]:
    """The value of each node that is made of numbers only."""
    values: dict[int, float | bool] = {}
    for i in range(len(graph)):
        if graph.fixed[i]:
            function, operands = graph.functions[i], [values[j] for j in graph.operands[i]]
            if not function:
                values[i] = FLOATS.number(graph.leaves[i])
            elif function == "if":
                values[i] = operands[1] if operands[0] else operands[2]
            else:
                values[i] = FLOATS.functions[function](*operands)
    return values
