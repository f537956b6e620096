"""Operations on arrays, each written once: numbers are computed, what numbers decide is decided, signs move to where they cost nothing.

All of it leaves a result as it is up to a rounding, or, within a factor of 8 of the largest or smallest double, up to its range.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from adcli.accuracy.widening import folded_out_of_range
from adcli.arithmetic.floats import FLOATS

Number = float | bool


class Operation(NamedTuple):
    """A function of operands with one result or more; -1 stands for a result that nobody wants."""

    function: str
    operands: tuple[int, ...]
    results: tuple[int, ...]


class Signed(NamedTuple):
    """A value, or its negative."""

    value: int
    negative: bool = False


_NOTHING: tuple[str, tuple[int, ...]] = ("", ())


class Algebra:
    """Operations in evaluation order, on values that are numbered: inputs, numbers, and results."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.numbers: dict[int, Number] = {}
        self.made: dict[int, tuple[str, tuple[int, ...]]] = {}  # the function and operands of a result
        self.known: dict[object, int] = {}
        self.size = 0
        self.out_of_range = False  # whether a number made of numbers is not what it stands for
        self._positive: set[int] = set()  # values whose zeros are never -0
        self._over: dict[int, tuple[float, int]] = {}  # a power of two over a value: the power, and the quotient
        self._reciprocals: dict[int, tuple[float, int]] = {}  # 1 or -1 over a value: the number, and what it is over
        self._multiples: dict[int, tuple[float, int]] = {}  # a number times a value, where the number may go elsewhere

    def new(self, key: object) -> int:
        """A new value, to be found by a key."""
        self.known[key] = self.size
        self.size += 1
        return self.size - 1

    def number(self, number: Number) -> Signed:
        """The value of a number."""
        key = (type(number), repr(number))
        found = self.known.get(key)
        if found is None:
            found = self.new(key)
            self.numbers[found] = number
        return Signed(found)

    def join(self, function: str, operands: tuple[int, ...], count: int) -> tuple[int, ...]:
        """The results of a form; the ones that are not used in the end are dropped by the plan."""
        first = self.known.get((function, operands))
        if first is None:
            first = self.new((function, operands))
            self.size += count - 1
            self.operations.append(Operation(function, operands, tuple(range(first, first + count))))
        return tuple(range(first, first + count))

    def emit(self, function: str, operands: tuple[int, ...]) -> int:
        """The value of a function of values, just so."""
        if function in ("add", "mul") and operands[0] > operands[1]:
            operands = operands[::-1]
        found = self.known.get((function, operands))
        if found is None:
            found = self.new((function, operands))
            self.made[found] = (function, operands)
            self.operations.append(Operation(function, operands, (found,)))
        return found

    def plain(self, signed: Signed) -> int:
        """The value, negated if need be."""
        if not signed.negative:
            return signed.value
        number = self.numbers.get(signed.value)
        if number is not None:
            return self.number(-number).value
        function, factors = self.made.get(signed.value, _NOTHING)
        if function in ("mul", "div") and not self.numbers.keys().isdisjoint(factors):  # a number takes the sign for nothing
            return self.emit(function, tuple([self.number(-self.numbers[v]).value if v in self.numbers else v for v in factors]))
        return self.emit("neg", (signed.value,))

    def apply(self, function: str, *operands: Signed) -> Signed:
        """The value of a table function."""
        numbers = [self.numbers.get(operand.value) for operand in operands]
        if function in ("if", "and", "or", "not"):
            return self._logical(function, operands, numbers)
        known = [-n if operand.negative else n for n, operand in zip(numbers, operands, strict=True) if n is not None]
        if len(known) == len(operands):
            made = FLOATS.functions["mul" if function == "flow" else function](*known)
            self.out_of_range = self.out_of_range or folded_out_of_range(function, known, made)
            return self.number(made)
        if function == "neg":
            return Signed(operands[0].value, not operands[0].negative)
        if function in ("mul", "flow"):
            return self._product(operands[0], operands[1])
        if function == "div":
            return self._quotient(operands[0], operands[1])
        if function in ("add", "sub"):
            a, b = operands
            if b.negative != (function == "sub"):
                return Signed(self.emit("sub", (self.plain(a), b.value)))
            return Signed(self.emit("sub", (b.value, a.value))) if a.negative else self._sum(a.value, b.value)
        if function == "sqrt" and operands[0].value in self._positive and not operands[0].negative:
            return Signed(self.emit("root", (operands[0].value,)))
        return Signed(self.emit(function, tuple([self.plain(operand) for operand in operands])))

    def _sum(self, a: int, b: int) -> Signed:
        made = self.emit("add", (a, b))
        if any(self.numbers.get(value, 0) != 0 or value in self._positive for value in (a, b)):
            self._positive.add(made)
        return Signed(made)

    def _product(self, a: Signed, b: Signed) -> Signed:
        """a*b; powers of two in both are put together, and a times 1/b is a/b where that is there."""
        negative = a.negative != b.negative
        for one, other in ((a, b), (b, a)):
            size = self.numbers.get(one.value)
            if size is not None and abs(size) == 1:
                return Signed(other.value, negative != (size < 0))
            above, below = self._reciprocals.get(one.value, (0.0, -1))
            quotient = self.known.get(("div", (other.value, below)))
            if quotient is not None:
                return Signed(quotient, negative != (above < 0))
        for one, other in ((a, b), (b, a)):
            number, value = self._multiples.get(one.value, (0.0, -1))
            if number and other.value in self.numbers:
                return self._multiple(number * self.numbers[other.value], Signed(value, negative))
            if number:
                return self._multiple(number, self._product(Signed(value, negative), Signed(other.value)))
        (left, x), (right, y) = self._scaled(a.value), self._scaled(b.value)
        if left * right == 1 and left != 1:
            return Signed(self.emit("mul", (x, y)), negative)
        product = self.emit("mul", (a.value, b.value))
        if a.value == b.value:
            self._positive.add(product)
        return Signed(product, negative)

    def _multiple(self, number: float, value: Signed) -> Signed:
        """A number times a value. Of products with it the number becomes a factor again, until one with its reciprocal cancels it."""
        inner, rest = self._multiples.get(value.value, (1.0, value.value))
        if _is_moderate(number * inner):
            number, value = number * inner, Signed(rest, value.negative)
        if abs(abs(number) - 1) <= 2.0**-52:
            return Signed(value.value, value.negative != (number < 0))
        made = self.emit("mul", (self.number(number).value, value.value))
        if _is_moderate(number):
            self._multiples[made] = (number, value.value)
        return Signed(made, value.negative)

    def _factors(self, value: int) -> tuple[tuple[int, ...], ...]:
        """The two factors of a product, in both orders."""
        function, factors = self.made.get(value, _NOTHING)
        return (factors, factors[::-1]) if function == "mul" else ()

    def _scaled(self, value: int) -> tuple[float, int]:
        """A value as a power of two and another value."""
        for number, other in self._factors(value):
            if number in self.numbers and abs(self.numbers[number]) in (0.25, 0.5, 2, 4):
                return self.numbers[number], other
        return 1.0, value

    def _quotient(self, a: Signed, b: Signed) -> Signed:
        """a/b; by a power of two as a product, and by a value whose reciprocal is there already likewise."""
        negative = a.negative != b.negative
        above, below = self.numbers.get(a.value), self.numbers.get(b.value)
        if below is not None and _is_power_of_two(below):
            return self.apply("mul", Signed(a.value, negative), self.number(1 / below))
        number, quotient = self._over.get(b.value, (0.0, -1))
        if number and above is not None and _is_power_of_two(above / number):
            return self.apply("mul", self.number(above / number), Signed(quotient, negative))
        function, operands = self.made.get(a.value, _NOTHING)
        over = self._reciprocals.get(a.value, (0.0, -1))[1] if a.value in self._multiples else -1
        if number and (over == b.value or (function == "div" and operands[1] == b.value and operands[0] not in self.numbers)):
            return self.apply("mul", Signed(a.value, negative), self.apply("mul", self.number(1 / number), Signed(quotient)))
        if above is not None and abs(above) == 1:
            reciprocal = self._reciprocal(b.value)
            return Signed(reciprocal.value, reciprocal.negative != (negative != (above < 0)))
        made = self.emit("div", (a.value, b.value))
        if above is not None and _is_power_of_two(above):
            self._over.setdefault(b.value, (above, made))
        return Signed(made, negative)

    def _reciprocal(self, value: int) -> Signed:
        """1 over a value; over k*x it is 1/k times 1/x, since derivatives by x are k times what is over k*x."""
        one = self.number(1.0).value
        for k, other in self._factors(value):
            if _is_moderate(self.numbers.get(k, 0)):
                number, quotient = self._over.get(other) or (1.0, self._recorded(other, self.emit("div", (one, other))))
                made = self._multiple(1 / self.numbers[k] / number, Signed(quotient))
                break
        else:
            made = Signed(self.emit("div", (one, value)))
        return Signed(self._recorded(value, made.value, -1.0 if made.negative else 1.0), made.negative)

    def _recorded(self, below: int, quotient: int, above: float = 1.0) -> int:
        """A quotient of 1 or -1, which is to be found again."""
        self._reciprocals.setdefault(quotient, (above, below))
        self._over.setdefault(below, (above, quotient))
        return quotient

    def _logical(self, function: str, operands: tuple[Signed, ...], numbers: list[Number | None]) -> Signed:
        first = numbers[0]
        if function == "if":
            _, a, b = operands
            if first is not None or a == b:
                return b if first is False else a
            return Signed(self.emit("if", (operands[0].value, self.plain(a), self.plain(b))))
        if function == "not":
            return self.number(not first) if first is not None else Signed(self.emit("not", (operands[0].value,)))
        for number, other in zip(numbers, operands[::-1], strict=True):
            if number is not None:
                return other if number == (function == "and") else self.number(bool(number))
        if operands[0] == operands[1]:
            return operands[0]
        return Signed(self.emit(function, (operands[0].value, operands[1].value)))

    def whole_power(self, x: Signed, exponent: int) -> Signed:
        """x^n by products where that costs at most 2.5 ulp and over- or underflows only where the result does."""
        if exponent == 0:
            return self.number(1.0)
        if not -3 <= exponent <= 5:
            return Signed(self.emit("pow", (self.plain(x), self.number(float(exponent)).value)))
        if exponent < 0:
            return self.whole_power(self.apply("div", self.number(1.0), x), -exponent)
        if exponent == 1:
            return x
        half = self.whole_power(x, exponent // 2)
        square = self.apply("mul", half, half)
        return self.apply("mul", square, x) if exponent % 2 else square


def _is_power_of_two(number: Number) -> bool:
    """Whether products with a number are exact, and its reciprocal too."""
    return math.isfinite(number) and abs(math.frexp(number)[0]) == 0.5 and 1e-300 < abs(number) < 1e300


def _is_moderate(number: Number) -> bool:
    """Whether a number may change its place in a product: what is then computed on the way has almost the range of the result."""
    return 1 / 8 <= abs(number) <= 8
