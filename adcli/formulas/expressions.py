"""Expressions in one form each: numbers, names, calls, sums of terms and products of powers, equal ones shared."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from adcli.formulas.numerals import Number, number_of

ZERO, ONE, MINUS_ONE = Number(Fraction(0)), Number(Fraction(1)), Number(Fraction(-1))


class Leaf(NamedTuple):
    """An input, or a constant's name."""

    text: str
    fixed: bool


class Truth(NamedTuple):
    """A condition that numbers decide."""

    holds: bool


class Call(NamedTuple):
    """A function of expressions."""

    function: str
    operands: tuple[int, ...]


class Sum(NamedTuple):
    """Terms with their coefficients; the number in it is a coefficient of 1."""

    terms: tuple[tuple[int, Number], ...]


class Product(NamedTuple):
    """A coefficient, and bases with their exponents."""

    coefficient: Number
    factors: tuple[tuple[int, int], ...]


Expression = Number | Leaf | Truth | Call | Sum | Product


class Expressions:
    """All expressions that were made; each is known by its index, and its operands stand before it.

    `fixed[i]` is 1 where an expression is made of numbers only; the first `given` are those of a user, who chose the order of factors.
    """

    given = 0

    def __init__(self) -> None:
        self.expressions: list[Expression] = []
        self.fixed = bytearray()
        self._index: dict[object, int] = {}
        self.zero, self.one, self.minus_one = self.exact(ZERO), self.exact(ONE), self.exact(MINUS_ONE)

    def new(self, expression: Expression, key: object, fixed: int) -> int:
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = len(self.expressions)
            self.expressions.append(expression)
            self.fixed.append(fixed)
        return found

    def exact(self, number: Number) -> int:
        """The expression of an exact number."""
        return self.new(number, number, 1)

    def leaf(self, text: str, *, fixed: bool) -> int:
        """The expression of an input or a constant."""
        return self.new(leaf := Leaf(text, fixed), leaf, fixed)

    def number(self, text: str) -> int:
        """The expression of a number as it was written, or of a constant's name."""
        found = number_of(text)
        return self.leaf(text, fixed=True) if found is None else self.exact(found)

    def value(self, i: int) -> Number | None:
        """The number that an expression is, or None."""
        found = self.expressions[i]
        return found if isinstance(found, Number) else None

    def is_zero(self, i: int) -> bool:
        """Whether an expression is the number 0."""
        found = self.value(i)
        return found is not None and found.value == 0

    def call(self, function: str, operands: tuple[int, ...]) -> int:
        """The expression of a function, just so."""
        fixed = bool(operands) and 0 not in [self.fixed[j] for j in operands]
        return self.new(call := Call(function, operands), call, fixed)

    def product(self, coefficient: Number, factors: tuple[tuple[int, int], ...]) -> int:
        """The expression of a product whose bases differ."""
        if not factors:
            return self.exact(coefficient)
        if coefficient.value == 1 and len(factors) == 1 and factors[0][1] == self.one:
            return factors[0][0]
        fixed = 0 not in [self.fixed[j] for factor in factors for j in factor]
        return self.new(Product(coefficient, factors), (coefficient, frozenset(factors)), fixed)

    def terms(self, i: int) -> tuple[tuple[int, Number], ...]:
        """An expression as terms with coefficients."""
        expression = self.expressions[i]
        if isinstance(expression, Sum):
            return expression.terms
        if isinstance(expression, Number):
            return ((self.one, expression),)
        if isinstance(expression, Product) and expression.coefficient.value != 1:
            rest = self.product(ONE, expression.factors)
            inner = self.expressions[rest]
            if isinstance(inner, Sum) and abs(expression.coefficient.value) == 1:
                return tuple([(j, c.times(expression.coefficient)) for j, c in inner.terms])
            return ((rest, expression.coefficient),)
        return ((i, ONE),)

    def factors(self, i: int) -> tuple[Number, tuple[tuple[int, int], ...]]:
        """An expression as a coefficient and bases with exponents."""
        expression = self.expressions[i]
        if isinstance(expression, Product):
            return expression
        if isinstance(expression, Number):
            return expression, ()
        return ONE, ((i, self.one),)
