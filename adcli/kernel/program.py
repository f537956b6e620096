"""A source as operations on arrays: conditions on numbers decided, signs moved to where they cost nothing, joint forms used.

Everything done here leaves each row's result as it is up to rounding, or makes it nan where the engine of floats has its own rule.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.kernel.source import Source

Number = float | bool


class Operation(NamedTuple):
    """A function of operands with one result or more; -1 stands for a result that nobody wants."""

    function: str
    operands: tuple[int, ...]
    results: tuple[int, ...]


class Signed(NamedTuple):
    """A value of the program, or its negative."""

    value: int
    negative: bool = False


class Program:
    """Operations in evaluation order, on values that are numbered: inputs, numbers, and results.

    `doubts` are pairs of a condition's value and the value it is about.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.operations: list[Operation] = []
        self.inputs: dict[int, str] = {}
        self.numbers: dict[int, Number] = {}
        self.size = 0
        self._known: dict[object, int] = {}
        self._positive: set[int] = set()  # values whose zeros are never -0
        self._made: dict[int, tuple[str, tuple[int, ...]]] = {}
        self._over: dict[int, tuple[float, int]] = {}  # a number over a value: the number, and the quotient
        self._values: dict[int, Signed] = {}
        for i in self._needed():
            if i not in self._values:
                self._values[i] = self._node(i)
        self.outputs = [self._plain(self._values[i]) for i in source.roots]
        self.doubts = [(self._values[holds].value, self._values[about].value) for holds, about in source.doubts if holds in self._values]
        self.doubts = [(holds, about) for holds, about in self.doubts if self.numbers.get(holds) is not False]

    def _needed(self) -> list[int]:
        """The nodes to compute: those of joint forms in place of the texts of their partials."""
        source = self.source
        graph = source.graph
        marked = bytearray(len(graph))
        for i in [*source.roots, *(holds for holds, _ in source.doubts)]:
            marked[i] = 1
        for i in range(len(graph) - 1, -1, -1):
            if marked[i] and i not in source.numbers:
                for j in (source.slopes[i][0],) if i in source.slopes else graph.operands[i]:
                    marked[j] = 1
        self.wanted = {source.slopes[i]: i for i in source.slopes if marked[i]}
        return [i for i in range(len(graph)) if marked[i]]

    def _new(self, key: object) -> int:
        self._known[key] = self.size
        self.size += 1
        return self.size - 1

    def number(self, number: Number) -> Signed:
        """The value of a number."""
        key = (type(number), repr(number))
        found = self._known.get(key)
        if found is None:
            found = self._new(key)
            self.numbers[found] = number
        return Signed(found)

    def _node(self, i: int) -> Signed:
        source = self.source
        graph = source.graph
        if i in source.numbers:
            return self.number(source.numbers[i])
        function = graph.functions[i]
        if not function:
            value = self._new(("input", graph.leaves[i]))
            self.inputs[value] = graph.leaves[i]
            return Signed(value)
        operands = [self._values[j] for j in graph.operands[i]]
        if function == "if" and self._guards_nothing(i):
            return operands[1]
        slopes = [self.wanted.get((i, k)) for k in range(len(operands))]
        if function in ("sin", "cos"):
            return Signed(self._join("sincos", (self._plain(operands[0]),), 2)[function == "cos"])
        if function == "tanh":
            results = self._join("tanh", (self._plain(operands[0]),), 2)
            return self._with_slopes(results, slopes)
        if function == "atan2":
            results = self._join("atan2", tuple([self._plain(operand) for operand in operands]), 3)
            return self._with_slopes(results, slopes)
        if function == "pow":
            exponent = self.numbers.get(operands[1].value)
            if exponent is not None and abs(exponent) < 1e15:
                return self._power(operands[0], -exponent if operands[1].negative else exponent, slopes[0])
        return self.apply(function, *operands)

    def _guards_nothing(self, i: int) -> bool:
        """Whether a conditional is the guard of a partial, and a function that is nan would show in an output anyway."""
        source = self.source
        graph = source.graph
        asked, _, otherwise = graph.operands[i]
        return graph.operands[asked] == (otherwise, otherwise) and graph.functions[asked] == "eq" and bool(source.visible[otherwise])

    def _with_slopes(self, results: tuple[int, ...], slopes: list[int | None]) -> Signed:
        for result, slope in zip(results[1:], slopes, strict=True):
            if slope is not None:
                self._values[slope] = Signed(result)
        return Signed(results[0])

    def _join(self, function: str, operands: tuple[int, ...], count: int) -> tuple[int, ...]:
        """The results of a form; the ones that are not used in the end are dropped by the plan."""
        key = (function, operands)
        first = self._known.get(key)
        if first is None:
            first = self._new(key)
            self.size += count - 1
            self.operations.append(Operation(function, operands, tuple(range(first, first + count))))
        return tuple(range(first, first + count))

    def _plain(self, signed: Signed) -> int:
        """The value, negated if need be."""
        if not signed.negative:
            return signed.value
        number = self.numbers.get(signed.value)
        if number is not None:
            return self.number(-number).value
        function, factors = self._made.get(signed.value, ("", ()))
        if function in ("mul", "div") and not self.numbers.keys().isdisjoint(factors):  # a number takes the sign for nothing
            return self._emit(function, tuple([self.number(-self.numbers[v]).value if v in self.numbers else v for v in factors]))
        return self._emit("neg", (signed.value,))

    def _emit(self, function: str, operands: tuple[int, ...]) -> int:
        if function in ("add", "mul") and operands[0] > operands[1]:
            operands = operands[::-1]
        found = self._known.get((function, operands))
        if found is None:
            found = self._new((function, operands))
            self._made[found] = (function, operands)
            self.operations.append(Operation(function, operands, (found,)))
        return found

    def apply(self, function: str, *operands: Signed) -> Signed:
        """The value of a function; what numbers decide is decided, and a sign goes outwards where that changes no bit."""
        numbers = [self.numbers.get(operand.value) for operand in operands]
        if function in ("if", "and", "or", "not"):
            return self._logical(function, operands, numbers)
        known = [-n if operand.negative else n for n, operand in zip(numbers, operands, strict=True) if n is not None]
        if len(known) == len(operands):
            return self.number(FLOATS.functions[function](*known))
        if function == "neg":
            return Signed(operands[0].value, not operands[0].negative)
        if function in ("mul", "flow", "div"):
            a, b = operands
            negative = a.negative != b.negative
            if function == "div":
                return self._quotient(a, b, negative)
            for one, other in ((a, b), (b, a)):
                size = self.numbers.get(one.value)
                if size is not None and abs(size) == 1:
                    return Signed(other.value, negative != (size < 0))
            product = self._emit("mul", (a.value, b.value))
            if a.value == b.value:
                self._positive.add(product)
            return Signed(product, negative)
        if function in ("add", "sub"):
            a, b = operands
            subtracted = b.negative != (function == "sub")
            if not subtracted:
                return self._difference(b.value, a.value) if a.negative else self._sum(a.value, b.value)
            return self._difference(self._plain(a), b.value)
        if function == "sqrt":
            root = "root" if operands[0].value in self._positive and not operands[0].negative else "sqrt"
            return Signed(self._emit(root, (self._plain(operands[0]),)))
        return Signed(self._emit(function, tuple([self._plain(operand) for operand in operands])))

    def _sum(self, a: int, b: int) -> Signed:
        made = self._emit("add", (a, b))
        if any(self.numbers.get(value, 0) != 0 or value in self._positive for value in (a, b)):
            self._positive.add(made)
        return Signed(made)

    def _difference(self, a: int, b: int) -> Signed:
        return Signed(self._emit("sub", (a, b)))

    def _quotient(self, a: Signed, b: Signed, negative: bool) -> Signed:
        """a/b; by a power of two as a product, and by a value whose reciprocal is there already likewise."""
        above, below = self.numbers.get(a.value), self.numbers.get(b.value)
        if below is not None and _is_power_of_two(below):
            return self.apply("mul", Signed(a.value, negative), self.number(1 / below))
        if above is not None and b.value in self._over:
            number, quotient = self._over[b.value]
            if _is_power_of_two(above / number):
                return self.apply("mul", self.number(above / number), Signed(quotient, negative))
        if self._made.get(a.value, ("", ()))[0] == "div" and self._made[a.value][1][1] == b.value and b.value in self._over:
            number, quotient = self._over[b.value]
            return self.apply("mul", Signed(a.value, negative), self.apply("mul", self.number(1 / number), Signed(quotient)))
        made = self._emit("div", (a.value, b.value))
        if above is not None and _is_power_of_two(above):
            self._over.setdefault(b.value, (above, made))
        return Signed(made, negative)

    def _logical(self, function: str, operands: tuple[Signed, ...], numbers: list[Number | None]) -> Signed:
        first = numbers[0]
        if function == "if":
            _, a, b = operands
            if first is not None or a == b:
                return b if first is False else a
            return Signed(self._emit("if", (operands[0].value, self._plain(a), self._plain(b))))
        if function == "not":
            return self.number(not first) if first is not None else Signed(self._emit("not", (operands[0].value,)))
        for number, other in zip(numbers, operands[::-1], strict=True):
            if number is not None:
                return other if number == (function == "and") else self.number(bool(number))
        if operands[0] == operands[1]:
            return operands[0]
        return Signed(self._emit(function, (operands[0].value, operands[1].value)))

    def _power(self, x: Signed, exponent: float, slope: int | None) -> Signed:
        """x^c for a number c, and its derivative where node `slope` stands for that."""
        if exponent == 0.5:
            root = self.apply("sqrt", x)
            if slope is not None:
                self._values[slope] = self.apply("div", self.number(0.5), root)
            return root
        if exponent == -0.5:
            root = self.apply("sqrt", x)
            inverse = self.apply("div", self.number(1.0), root)
            if slope is not None:
                self._values[slope] = self.apply("div", self.apply("mul", self.number(-0.5), inverse), x)
            return inverse
        if exponent == math.floor(exponent):
            if slope is not None:
                below = self._whole_power(x, int(exponent) - 1)
                self._values[slope] = self.apply("mul", self.number(float(exponent)), below)
            return self._whole_power(x, int(exponent))
        results = self._join("power", (self._plain(x), self.number(float(exponent)).value), 2)
        return self._with_slopes(results, [slope])

    def _whole_power(self, x: Signed, exponent: int) -> Signed:
        """x^n by products where that costs at most 2 ulp and over- or underflows only where the result does."""
        if exponent == 0:
            return self.number(1.0)
        if not -3 <= exponent <= 5:
            return Signed(self._emit("pow", (self._plain(x), self.number(float(exponent)).value)))
        if exponent < 0:
            return self._whole_power(self.apply("div", self.number(1.0), x), -exponent)
        if exponent == 1:
            return x
        half = self._whole_power(x, exponent // 2)
        square = self.apply("mul", half, half)
        return self.apply("mul", square, x) if exponent % 2 else square


def _is_power_of_two(number: Number) -> bool:
    """Whether products with a number are exact, and its reciprocal too."""
    return math.isfinite(number) and abs(math.frexp(number)[0]) == 0.5 and 1e-300 < abs(number) < 1e300
