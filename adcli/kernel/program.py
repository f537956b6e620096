"""A source as operations on arrays: the graph's nodes in terms of `algebra`, and joint forms where there are such."""

from __future__ import annotations

import math

from adcli.kernel.algebra import Algebra, Signed
from adcli.kernel.source import Source

_JOINT = {"sin": "sincos", "cos": "sincos", "tanh": "tanh", "atan2": "atan2"}


class Program(Algebra):
    """The operations of a source. `inputs` are the values that columns give; `doubts` pair a condition with the value it is about."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.inputs: dict[int, str] = {}
        self._values: dict[int, Signed] = {}
        self._wanted: dict[tuple[int, int], int] = {}  # the node of a partial that a form gives, by function's node and operand
        for i in self._needed():
            if i not in self._values:
                self._values[i] = self._node(i)
        self.outputs = [self.plain(self._values[i]) for i in source.roots]
        doubts = [(self._values[holds].value, self._values[about].value) for holds, about in source.doubts]
        self.doubts = [(holds, about) for holds, about in doubts if self.numbers.get(holds) is not False]
        if self.out_of_range or source.out_of_range:
            self.doubts.append((self.number(True).value, self.outputs[0]))

    def _needed(self) -> list[int]:
        """The nodes to compute: those of joint forms in place of the texts of their partials."""
        source = self.source
        graph = source.graph
        marked = bytearray(len(graph))
        for i in [*source.roots, *(node for doubt in source.doubts for node in doubt)]:
            marked[i] = 1
        for i in range(len(graph) - 1, -1, -1):
            if marked[i] and i not in source.numbers:
                for j in (source.slopes[i][0],) if i in source.slopes else graph.operands[i]:
                    marked[j] = 1
        self._wanted = {source.slopes[i]: i for i in source.slopes if marked[i]}
        return [i for i in range(len(graph)) if marked[i]]

    def _node(self, i: int) -> Signed:
        source = self.source
        graph = source.graph
        if i in source.numbers:
            return self.number(source.numbers[i])
        function = graph.functions[i]
        if not function:
            value = self.new(("input", graph.leaves[i]))
            self.inputs[value] = graph.leaves[i]
            return Signed(value)
        operands = [self._values[j] for j in graph.operands[i]]
        if function == "if" and self._guards_nothing(i):
            return operands[1]
        if function == "pow":
            exponent = self.numbers.get(operands[1].value)
            if exponent is not None and abs(exponent) < 1e15:
                return self._power(i, operands[0], -exponent if operands[1].negative else exponent)
        if function in _JOINT:
            results = self.join(_JOINT[function], tuple([self.plain(operand) for operand in operands]), len(operands) + 1)
            return Signed(results[1]) if function == "cos" else self._with_slopes(i, results)
        return self.apply(function, *operands)

    def _guards_nothing(self, i: int) -> bool:
        """Whether a conditional is the guard of a partial, and a function that is nan would show in an output anyway."""
        graph = self.source.graph
        asked, _, otherwise = graph.operands[i]
        return graph.operands[asked] == (otherwise, otherwise) and graph.functions[asked] == "eq" and bool(self.source.visible[otherwise])

    def _with_slopes(self, i: int, results: tuple[int, ...]) -> Signed:
        """The first of a form's results; the others are the partials."""
        for k, result in enumerate(results[1:]):
            if (i, k) in self._wanted:
                self._values[self._wanted[i, k]] = Signed(result)
        return Signed(results[0])

    def _power(self, i: int, x: Signed, exponent: float) -> Signed:
        """x^c for a number c, and its derivative where that is wanted."""
        if exponent == math.floor(exponent):
            value = self.whole_power(x, int(exponent))
            slope = self.apply("mul", self.number(float(exponent)), self.whole_power(x, int(exponent) - 1))
        elif exponent == 0.5:
            value = self.apply("sqrt", x)
            slope = self.apply("div", self.number(0.5), value)
        elif exponent == -0.5:
            value = self.apply("div", self.number(1.0), self.apply("sqrt", x))
            slope = self.apply("div", self.apply("mul", self.number(-0.5), value), x)
        else:
            return self._with_slopes(i, self.join("power", (self.plain(x), self.number(float(exponent)).value), 2))
        if (i, 0) in self._wanted:
            self._values[self._wanted[i, 0]] = slope
        return value
