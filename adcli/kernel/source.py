"""What a kernel computes: the graph again, with what its arrays need to know of it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from adcli.accuracy.widening import folded_out_of_range
from adcli.arithmetic.arrays import OWN
from adcli.arithmetic.floats import FLOATS
from adcli.build import template
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.kernel.ties import close, close_pairs, exact_nodes, nearly_whole
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
    `numbers` has the values of the nodes that are made of numbers only; with one `out_of_range`, all rows are for the engine of floats.
    Without `notes`, rows whose numbers are the same there, and which only have a note to be told, are not in doubt.
    """

    def __init__(self, graph: Graph, outputs: Sequence[int], values: int, wrt: Collection[str], notes: bool = True) -> None:
        self.graph = Graph(max_nodes=graph.max_nodes)
        self.places: dict[int, int] = {}
        self.slopes: dict[int, tuple[int, int]] = {}
        self.doubts: list[tuple[int, int]] = []
        self.notes = notes
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
        self.out_of_range = any([self._left_range(i) for i in self.numbers])

    def _copied(self, graph: Graph, i: int) -> int:
        function = graph.functions[i]
        if not function:
            return self.graph.leaf(graph.leaves[i], fixed=bool(graph.fixed[i]))
        return self._added(function, tuple([self.places[j] for j in graph.operands[i]]))

    def _added(self, function: str, operands: tuple[int, ...]) -> int:
        """A node of the function, or where it has no code of its own, the nodes of its value's text."""
        entry = FUNCTIONS[function]
        if not entry.value or entry.home or function in OWN:
            return self.graph.add(function, operands)
        return self._inserted(template(entry.value, entry.names), dict(zip(entry.names, operands, strict=True)))

    def _inserted(self, part: Graph, arguments: dict[str, int], output: int = 0) -> int:
        """An output of a small graph, written likewise; the node of that output."""
        places: dict[int, int] = {}
        root = part.outputs[output]
        for i in part.needed([root]):
            if part.functions[i]:
                places[i] = self._added(part.functions[i], tuple([places[j] for j in part.operands[i]]))
            else:
                places[i] = self.graph.leaf(part.leaves[i], fixed=True) if part.fixed[i] else arguments[part.leaves[i]]
        return places[root]

    def _find_slopes(self) -> None:
        """Find the partials that stand in the graph already; what is added in search of them, nothing uses."""
        graph = self.graph
        for i in range(self.size):
            function, operands = graph.functions[i], graph.operands[i]
            if function not in _JOINED or (function == "pow" and not abs(self.numbers.get(operands[1], math.inf)) < 1e15):
                continue
            places = dict(zip((*operand_names(function, len(operands)), "out"), (*operands, i), strict=True))
            for k in range(1 if function == "pow" else len(operands)):
                slope = self._inserted(rule(function, len(operands)), places, k)
                if i < slope < self.size:
                    self.slopes[slope] = (i, k)

    def _find_doubts(self, graph: Graph, outputs: Sequence[int], wrt: Collection[str]) -> None:
        """Find the conditions under which the engine of floats may have other numbers, or a note on one of the user's steps."""
        steps = graph.needed(outputs)
        switches = "if" in {graph.functions[i] for i in steps}
        exact = exact_nodes(graph, steps)
        active = bytearray(len(graph))
        for i in steps:
            function, operands = graph.functions[i], graph.operands[i]
            active[i] = graph.leaves[i] in wrt and not graph.fixed[i] if not function else any([active[j] for j in operands])
            if function and active[i]:
                places = [self.places[j] for j in operands]
                same = min([exact[j] for j in operands])
                if function in COMPARISONS:
                    found = self._switch(places, same) if switches else []
                else:
                    found = self._hidden(function, places) + self._kink(function, places, self.places[i], same)
                self.doubts += [(holds, self.places[i]) for holds in found]

    def _switch(self, places: list[int], same: int) -> list[int]:
        """A comparison of equal values; `same` is what `exact_nodes` says of them."""
        graph, (a, b) = self.graph, places
        if not same:
            return [close(graph, a, b)]
        equal = graph.add("eq", (a, b))
        if self.notes or same == 1:
            return [equal]
        if any([abs(self.numbers.get(j, math.inf)) < math.inf for j in places]):
            return []
        ordinary = graph.add("lt", (graph.add("abs", (a,)), graph.leaf("inf", fixed=True)))
        return [graph.add("and", (equal, graph.add("not", (ordinary,))))]  # sums beyond the doubles may differ

    def _hidden(self, function: str, places: list[int]) -> list[int]:
        """A nan that a function makes no nan of: 1^nan is 1, nan^0 too, and hypot(inf, nan) is inf; their slopes are nan."""
        if function not in ("pow", "hypot", "unit"):
            return []
        return [self.graph.add("ne", (j, j)) for j in places if not self.visible[j] and j not in self.numbers]

    def _kink(self, function: str, places: list[int], out: int, same: int) -> list[int]:
        """A kink of an entry, and what may be one for floats where the operands are not the same to the last bit."""
        graph, kink = self.graph, FUNCTIONS[function].kink
        if kink is None:
            return []
        names = (*operand_names(function, len(places)), "out")
        arguments = dict(zip(names, (*places, out), strict=True))
        met = self._inserted(condition(function, kink.where, len(places)), arguments)
        found = [met] if self.notes or same < 2 else self._with_negative_zeros(met, places)
        if not self.visible[out]:  # a nan that only a condition sees ties with itself
            found.append(graph.add("ne", (out, out)))
        if same:
            return found
        found += [close(graph, self._inserted(template(text, names), arguments)) for text in kink.zeros]
        found += [nearly_whole(graph, self._inserted(template(text, names), arguments)) for text in kink.wholes]
        if FUNCTIONS[function].variadic:
            found += close_pairs(graph, places)
        return found

    def _with_negative_zeros(self, met: int, places: list[int]) -> list[int]:
        """A condition that is met, at operands of which one is -0: another engine may give a zero of another sign."""
        graph = self.graph
        zero, one = graph.leaf("0", fixed=True), graph.leaf("1", fixed=True)
        below = [graph.add("lt", (graph.add("copysign", (one, j)), zero)) for j in places]
        return [
            graph.add("and", (met, graph.add("and", (graph.add("eq", (j, zero)), sign)))) for j, sign in zip(places, below, strict=True)
        ]

    def _left_range(self, i: int) -> bool:
        function, operands = self.graph.functions[i], self.graph.operands[i]
        return bool(function) and folded_out_of_range(function, [self.numbers[j] for j in operands], self.numbers[i])

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
                values[i] = FLOATS.functions["mul" if function == "flow" else function](*operands)  # 0·∞ stays nan, to be seen
    return values
