"""Simplified expressions back to a graph: numbers first, then variables, then functions; what divides below the line; signs in front."""

from __future__ import annotations

from collections.abc import Sequence

from adcli.formulas.expressions import Call, Expressions, Leaf, Product, Sum
from adcli.formulas.numerals import Number, decimal_text
from adcli.graph import Graph


def written_out(numbers: Expressions, roots: Sequence[int], target: Graph) -> list[int]:
    """The nodes of `target` that the roots are written as."""
    return _Writer(numbers, target).write(roots)


class _Writer:
    def __init__(self, numbers: Expressions, target: Graph) -> None:
        self.numbers, self.target = numbers, target
        self.places: dict[int, int] = {}

    def write(self, roots: Sequence[int]) -> list[int]:
        expressions = self.numbers.expressions
        needed = bytearray(len(expressions))
        for root in roots:
            needed[root] = 1
        for i in range(len(expressions) - 1, -1, -1):
            if needed[i]:
                for j in _parts(expressions[i]):
                    needed[j] = 1
        for i, expression in enumerate(expressions):
            if needed[i]:
                self.places[i] = self._node(i, expression)
        return [self.places[root] for root in roots]

    def _node(self, i: int, expression: object) -> int:
        if isinstance(expression, Number):
            return self._product(expression, (), i)
        if isinstance(expression, Leaf):
            return self.target.leaf(expression.text, fixed=expression.fixed)
        if isinstance(expression, Call):
            return self.target.add(expression.function, tuple([self.places[j] for j in expression.operands]))
        if isinstance(expression, Sum):
            return self._sum(expression.terms if i < self.numbers.given else _positive_first(expression.terms))
        if isinstance(expression, Product):
            return self._product(*expression, i)
        raise TypeError(f"a {type(expression).__name__} is no number")  # a condition that numbers decide chooses, and is gone

    def _sum(self, terms: Sequence[tuple[int, Number]]) -> int:
        made = -1
        for j, coefficient in terms:
            factors = self.numbers.factors(j)[1]
            if made < 0:
                made = self._product(coefficient, factors, j)
            else:
                size = Number(abs(coefficient.value), coefficient.decimal)
                made = self.target.add("sub" if coefficient.value < 0 else "add", (made, self._product(size, factors, j)))
        return made

    def _product(self, coefficient: Number, factors: Sequence[tuple[int, int]], i: int) -> int:
        """A quotient of products, the coefficient's sign in front; expression `i` with that coefficient."""
        value = coefficient.value
        size, below = decimal_text(abs(value)) if coefficient.decimal else "", "1"
        if not size:
            size, below = str(abs(value.numerator)), str(value.denominator)
            if len(size) > 17 or len(below) > 17:
                size, below = decimal_text(abs(value)), "1"
        above_line: list[int] = []
        below_line = [] if below == "1" else [self._number(below)]
        for base, exponent in sorted(factors, key=lambda factor: self._order(factor[0], factor[1], i < self.numbers.given)):
            power = self.numbers.value(exponent)
            if power is not None and power.value < 0:
                below_line.append(self._power(base, Number(-power.value, power.decimal)))
            else:
                above_line.append(self._power(base, power or exponent))
        if size != "1" or not above_line:
            above_line.insert(0, self._number(size))
        if value < 0:
            alone = len(above_line) == 1 and not below_line and not factors
            above_line[0] = self._number(f"-{size}") if alone else self.target.add("neg", (above_line[0],))
        top = self._chain(above_line)
        return self.target.add("div", (top, self._chain(below_line))) if below_line else top

    def _number(self, text: str) -> int:
        return self.target.leaf(text, fixed=True)

    def _power(self, base: int, exponent: Number | int) -> int:
        if not isinstance(exponent, Number):
            return self.target.add("pow", (self.places[base], self.places[exponent]))
        return self.places[base] if exponent.value == 1 else self.target.add("pow", (self.places[base], self._product(exponent, (), 0)))

    def _chain(self, nodes: list[int]) -> int:
        made = nodes[0]
        for node in nodes[1:]:
            made = self.target.add("mul", (made, node))
        return made

    def _order(self, base: int, exponent: int, given: bool) -> tuple[int, int]:
        """Where a factor stands in a product: constants, powers of variables, sums, functions; of a kind the older first, or as given."""
        fixed, expression = self.numbers.fixed, self.numbers.expressions[base]
        kind = 3
        if fixed[exponent]:
            kind = 0 if fixed[base] else 1 if isinstance(expression, Leaf) else 2 if isinstance(expression, Sum) else 3
        return kind, 0 if given else base


def _positive_first(terms: tuple[tuple[int, Number], ...]) -> tuple[tuple[int, Number], ...]:
    """The terms, one without a sign at the beginning if there is one."""
    first = next((k for k, (_, c) in enumerate(terms) if c.value > 0), 0)
    return (terms[first], *terms[:first], *terms[first + 1 :])


def _parts(expression: object) -> list[int]:
    if isinstance(expression, Call):
        return list(expression.operands)
    if isinstance(expression, Sum):
        return [j for j, _ in expression.terms]
    if isinstance(expression, Product):
        return [j for factor in expression.factors for j in factor]
    return []
