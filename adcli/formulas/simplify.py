"""Formulas as books write them: a kind of number whose values are simplified expressions.

Sums are collected by like terms and products by bases, numbers are exact fractions, and every result is written in one form. What
costs digits or changes the meaning is left alone: no product is multiplied out, no root is taken, no number is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd

from adcli.build import template
from adcli.formulas.expressions import ONE, Call, Expressions, Leaf, Sum, Truth
from adcli.formulas.numerals import Number, short
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.rules import book_rule, operand_names

# Parts of a sum or a product that is collected; longer ones are left as they are, so that long formulas cost no more than they must.
MOST_PARTS = 32
DEEPEST = 8  # conditionals within one another that a factor is moved into
COMPARED: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
}


class _Functions(dict[str, Callable[..., int]]):
    def __init__(self, apply: Callable[[str, tuple[int, ...]], int]) -> None:
        super().__init__()
        self.apply = apply

    def __missing__(self, name: str) -> Callable[..., int]:
        self[name] = lambda *operands: self.apply(name, operands)
        return self[name]


class Simplified(Expressions):
    """The arithmetic of simplified expressions: a value is the index of one."""

    decides = False
    takes_floats = False

    def __init__(self) -> None:
        super().__init__()
        self.depths: dict[int, int] = {}  # how many conditionals stand within one another
        self.functions = _Functions(self.apply)

    def apply(self, function: str, operands: tuple[int, ...]) -> int:
        """The expression of a table function."""
        if function == "add":
            return self.add(*operands)
        if function == "sub":
            return self.add(operands[0], self.multiply(self.minus_one, operands[1]))
        if function == "neg":
            return self.multiply(self.minus_one, operands[0])
        if function in ("mul", "flow"):
            return self.multiply(operands[0], operands[1])
        if function == "div":
            return self.multiply(operands[0], self.power(operands[1], self.minus_one), quotient=operands)
        if function == "pow":
            return self.power(*operands)
        if function == "if":
            return self.choose(*operands)
        if function in COMPARED:
            a, b = [self.value(j) for j in operands]
            if a is not None and b is not None:
                return self._truth(COMPARED[function](a.value, b.value))
        if function in ("and", "or", "not"):
            return self._logical(function, operands)
        entry = FUNCTIONS[function]
        if entry.shown:
            return self.insert(template(entry.shown, entry.names), 0, dict(zip(entry.names, operands, strict=True)))
        if function == "unit" or (function == "log" and self.expressions[operands[0]] == Leaf("e", True)):
            return self.one
        return self.call(function, operands)

    def insert(self, part: Graph, output: int, values: dict[str, int]) -> int:
        """The expression of an output of a small graph, its inputs being expressions."""
        places: dict[int, int] = {}
        for i in part.needed([part.outputs[output]]):
            if part.functions[i]:
                places[i] = self.apply(part.functions[i], tuple([places[j] for j in part.operands[i]]))
            else:
                places[i] = self.number(part.leaves[i]) if part.fixed[i] else values[part.leaves[i]]
        return places[part.outputs[output]]

    def partials(self, function: str, wanted: tuple[int, ...], arguments: Sequence[int], out: int) -> tuple[int | None, ...]:
        """The partial by each wanted operand, as books have it."""
        if FUNCTIONS[function].variadic and len(arguments) == 1:
            return (self.one,)
        part = book_rule(function, len(arguments))
        values = dict(zip((*operand_names(function, len(arguments)), "out"), (*arguments, out), strict=True))
        return tuple([self.insert(part, k, values) if want else None for k, want in enumerate(wanted)])

    # Sums

    def add(self, a: int, b: int) -> int:
        """The sum, like terms collected."""
        if self.is_zero(a):
            return b
        if self.is_zero(b):
            return a
        first, second = self.terms(a), self.terms(b)
        if len(first) + len(second) > MOST_PARTS:
            return self.call("add", (a, b))
        collected = dict(first)
        for j, c in second:
            collected[j] = collected[j].plus(c) if j in collected else c
            if not short(collected[j]):
                return self.call("add", (a, b))
        terms = tuple([(j, c) for j, c in collected.items() if c.value])
        if not terms:
            return self.zero
        if len(terms) == 1:
            return self.multiply(self.exact(terms[0][1]), terms[0][0])
        if len(terms) == 2 and (joined := self._over_one_line(*terms)) is not None:
            return joined
        fixed = 0 not in [self.fixed[j] for j, _ in terms]
        return self.new(Sum(terms), frozenset(terms), fixed)

    def _over_one_line(self, first: tuple[int, Number], second: tuple[int, Number]) -> int | None:
        """a/s^n + b/s^(n+1) as (a·s + b)/s^(n+1) for a sum s, as the quotient rule has it; None where nothing is collected by that."""
        some, others = (dict(self.factors(i)[1]) for i, _ in (first, second))
        common = {j: e for j, e in some.items() if others.get(j) == e}
        below = [{j for j in factors if j not in common and self._divides(j, factors[j])} for factors in (some, others)]
        if len(below[0]) != 1 or below[0] != below[1]:
            return None
        (s,) = below[0]
        difference = self.value(self.add(some[s], self.multiply(self.minus_one, others[s])))
        if difference is None or abs(difference.value) != 1:
            return None
        if difference.value < 0:
            first, second, some, others = second, first, others, some
        a, top = (
            self._product(c, {j: e for j, e in factors.items() if j not in common and j != s})
            for c, factors in ((first[1], some), (second[1], others))
        )
        most = len(self.terms(s)) + len(self.terms(top))
        for j, c in self.terms(s):
            top = self.add(self.multiply(a, self.multiply(self.exact(c), j)), top)
        if len(self.terms(top)) >= most:
            return None
        return self.multiply(self.multiply(top, self._product(ONE, common)), self.power(s, others[s]))

    def _divides(self, base: int, exponent: int) -> bool:
        number = self.value(exponent)
        return isinstance(self.expressions[base], Sum) and number is not None and number.value < 0

    # Products

    def flow(self, a: int, b: int) -> int:
        """The product along an edge."""
        return self.multiply(a, b)

    def multiply(self, a: int, b: int, quotient: tuple[int, ...] = ()) -> int:
        """The product, equal bases collected; a factor goes into a conditional that has a number to choose."""
        if self.is_zero(a) or self.is_zero(b):
            return self.zero
        for chosen, other in ((a, b), (b, a)):
            call = self.expressions[chosen]
            if isinstance(call, Call) and call.function == "if" and self.depths[chosen] <= DEEPEST and other != self.one:
                condition, yes, no = call.operands
                if self.value(yes) is not None or self.value(no) is not None:
                    return self.choose(condition, self.multiply(yes, other), self.multiply(no, other))
        (first, some), (second, others) = self.factors(a), self.factors(b)
        coefficient = first.times(second)
        if len(some) + len(others) > MOST_PARTS or not short(coefficient):
            return self.call("div", quotient) if quotient else self.call("mul", (a, b))
        collected = dict(some)
        for base, exponent in others:
            collected[base] = self.add(collected[base], exponent) if base in collected else exponent
        return self._product(coefficient, collected)

    def _product(self, coefficient: Number, collected: dict[int, int]) -> int:
        found = []
        for base, exponent in collected.items():
            if exponent == self.one and isinstance(self.expressions[base], Sum) and (coefficient.value != 1 or len(collected) > 1):
                coefficient, base = self._taken_out(coefficient, base)
            if exponent != self.zero:
                found.append((base, exponent))
        return self.product(coefficient, tuple(found))

    def _taken_out(self, coefficient: Number, i: int) -> tuple[Number, int]:
        """A sum in a product: a sign, and a divisor that the product has below the line, go from its terms to the coefficient."""
        terms = self.terms(i)
        values = [c.value for _, c in terms]
        divisor = 1
        if all([v.denominator == 1 for v in values]):
            divisor = gcd(coefficient.value.denominator, *[v.numerator for v in values])
        if max(values) < 0 or (values[0] < 0 and coefficient.value < 0):
            divisor = -divisor
        if divisor == 1:
            return coefficient, i
        share = Number(Fraction(1, divisor))
        divided = tuple([(j, c.times(share)) for j, c in terms])
        return coefficient.times(Number(Fraction(divisor))), self.new(Sum(divided), frozenset(divided), self.fixed[i])

    def power(self, base: int, exponent: int) -> int:
        """A power; whole exponents go to the factors of a product."""
        whole, number = self.value(exponent), self.value(base)
        if whole is not None:
            if whole.value == 0:
                return self.one
            if whole.value == 1:
                return base
            if whole.value.denominator == 1:
                coefficient, factors = self.factors(base)
                power = coefficient.power(int(whole.value))
                if power is not None and all([self._may_raise(e) for _, e in factors]):
                    return self._product(power, {j: self.multiply(e, exponent) for j, e in factors})
        if number == ONE:
            return self.one
        return self._product(ONE, {base: exponent})

    def _may_raise(self, exponent: int) -> bool:
        """Whether a factor with that exponent can be raised to a whole power: (x^2)^3 is x^6, but (x^0.5)^2 is no x where x < 0."""
        number = self.value(exponent)
        return number is not None and number.value.denominator == 1

    # Conditions

    def _truth(self, holds: bool) -> int:
        return self.new(truth := Truth(holds), truth, 1)

    def _logical(self, function: str, operands: tuple[int, ...]) -> int:
        known = [self.expressions[j] for j in operands]
        if function == "not":
            return self._truth(not known[0].holds) if isinstance(known[0], Truth) else self.call(function, operands)
        for truth, other in zip(known, operands[::-1], strict=True):
            if isinstance(truth, Truth):
                return other if truth.holds == (function == "and") else self._truth(truth.holds)
        return operands[0] if operands[0] == operands[1] else self.call(function, operands)

    def choose(self, condition: int, yes: int, no: int) -> int:
        """A conditional; none where there is nothing to choose, or where it stands in a branch of the same condition."""
        truth = self.expressions[condition]
        if isinstance(truth, Truth):
            return yes if truth.holds else no
        inside, other = self.expressions[yes], self.expressions[no]
        if isinstance(inside, Call) and inside.function == "if" and inside.operands[0] == condition:
            yes = inside.operands[1]
        if isinstance(other, Call) and other.function == "if" and other.operands[0] == condition:
            no = other.operands[2]
        if yes == no:
            return yes
        made = self.call("if", (condition, yes, no))
        self.depths[made] = 1 + max(self.depths.get(yes, 0), self.depths.get(no, 0))
        return made
