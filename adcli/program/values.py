"""Values on the stack of a program that runs: nodes of the graph, truths that are known, and what expressions make of them.

Whole numbers are counted with at once, so that a loop's variable is a number like one that was written, and what it decides is known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection
from typing import Any

from adcli.build import apply
from adcli.errors import LiteralError, NamingError, short
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.program.code import Code
from adcli.program.decisions import Decider, Decision
from adcli.program.scopes import Scopes

EXACT = 1 << 53  # whole numbers up to here are doubles, and so are the sums and products that are
_COMPARE: dict[str, Callable[[int, int], bool]] = {name: getattr(operator, name) for name in ("lt", "le", "gt", "ge", "eq", "ne")}
_WHOLE: dict[str, Callable[..., int | None]] = {  # None for what is no whole number, as -0 is none
    "add": operator.add,
    "sub": operator.sub,
    "mul": lambda a, b: a * b if (a and b) or min(a, b) == 0 else None,
    "div": lambda a, b: a // b if b and a % b == 0 and (a or b > 0) else None,
    "mod": lambda a, b: a % b if b > 0 else None,
    "pow": lambda a, b: a**b if 0 <= b <= 53 and abs(a) < EXACT else None,
    "neg": lambda a: -a or None,
    "abs": abs,
    "min": min,
    "max": max,
}


class Values:
    """The stack of a program that runs on a graph; `decider` knows the values at the point, where something depends on them."""

    def __init__(self, code: Code, graph: Graph, given: Collection[str], decider: Decider) -> None:
        self.code = code
        self.graph = graph
        self.decider = decider
        self.scopes = Scopes(code, graph, given)
        self.label = -1  # of the pass that runs
        self.whole = self.scopes.whole
        self.number = self.scopes.number
        self.stack: list[Any] = []
        self.choices: list[int | None] = []  # conditionals under way: the condition, or None where one branch only is run

    def popped(self, count: int) -> list[Any]:
        """The last values of the stack, taken from it."""
        place = len(self.stack) - count
        values = self.stack[place:]
        del self.stack[place:]
        return values

    def counted_node(self, function: str, *operands: int) -> int | None:
        """The node of a function of whole numbers, where that is one; None for any other."""
        exact = _WHOLE.get(function)
        value = exact(*[self.whole[j] for j in operands]) if exact else None
        return self.number(value) if value is not None and abs(value) <= EXACT else None

    def apply(self, place: int, name: str, count: int, i: int) -> int:
        operands = tuple(self.popped(count))
        node = self.counted_node(name, *operands) if all([j in self.whole for j in operands]) else None
        self.stack.append(apply(self.graph, FUNCTIONS[name], operands, *self.code.at(i)) if node is None else node)
        return place

    def compare(self, place: int, name: str, _: object, i: int) -> int:
        right, left = self.stack.pop(), self.stack.pop()
        if left in self.whole and right in self.whole:
            self.stack.append(_COMPARE[name](self.whole[left], self.whole[right]))
            return place
        node = self.graph.add(name, (left, right), *self.code.at(i))
        self.stack.append(bool(self.decider.value(self.graph, node)) if self.graph.fixed[node] else node)
        return place

    def decide(self, place: int, _a: object, _b: object, i: int) -> int:
        self.stack.append(self.holds(self.stack.pop(), i))
        return place

    def test(self, place: int, value: bool, to: int, _: int) -> int:
        return to if self.stack[-1] is value else place

    def join(self, place: int, name: str, _: object, i: int) -> int:
        second, first = self.stack.pop(), self.stack.pop()
        if type(first) is bool:
            self.stack.append(second)
        elif type(second) is bool:
            self.stack.append(first if second is (name == "and") else second)
        else:
            self.stack.append(self.graph.add(name, (first, second), *self.code.at(i)))
        return place

    def negate(self, place: int, _a: object, _b: object, i: int) -> int:
        condition = self.stack.pop()
        self.stack.append(not condition if type(condition) is bool else self.graph.add("not", (condition,), *self.code.at(i)))
        return place

    def choose(self, place: int, one_only: bool, to: int, i: int) -> int:
        condition = self.stack.pop()
        if type(condition) is not bool and not one_only:
            self.choices.append(condition)
            return place
        self.choices.append(None)
        return place if self.holds(condition, i) else to

    def otherwise(self, place: int, _: object, to: int, _i: int) -> int:
        if self.choices[-1] is not None:
            return place
        self.choices.pop()
        return to

    def chosen(self, place: int, _a: object, _b: object, i: int) -> int:
        condition = self.choices.pop()
        if condition is not None:
            other, value = self.stack.pop(), self.stack.pop()
            self.stack.append(self.graph.add("if", (condition, value, other), *self.code.at(i)))
        return place

    def holds(self, condition: Any, i: int) -> bool:
        """Whether a condition holds; where the inputs decide that, it is noted."""
        if type(condition) is bool:
            return condition
        held = bool(self.decider.value(self.graph, condition))
        self._decided(condition, held, self.decider.margin(self.graph, condition), i)
        return held

    def _decided(self, node: int, held: bool | None, margin: Any, i: int, number: int | None = None) -> None:
        self.graph.decisions.append(Decision(node, len(self.graph), held, margin, self.code.at(i), self.label, number))

    def count(self, node: int, i: int) -> int:
        """The whole number that a node is. Raises LiteralError where it is none."""
        if node in self.whole:
            return self.whole[node]
        value = self.decider.value(self.graph, node).real  # a complex step moves no count
        if not value - value == 0 or value != int(value):
            raise LiteralError("a whole number belongs here", span=self.code.at(i), advice=f"this is {short(str(value), 30)}: round it")
        if not self.graph.fixed[node]:
            self._decided(node, None, None, i, int(value))
        return int(value)

    def index(self, count: int, i: int) -> tuple[int, ...]:
        """The indices on the stack. Raises LiteralError for one below 1."""
        operands = self.code.syntax.operands[i]
        index = tuple(map(self.count, self.popped(count), operands))
        for value, operand in zip(index, operands, strict=True):
            if value < 1:
                raise LiteralError(f"there is no element {value}", span=self.code.at(operand), advice="count elements from 1")
        return index

    def element(self, place: int, name: str, count: int, i: int) -> int:
        self.stack.append(self.scopes.element(name, self.index(count, i), i))
        return place

    def argument(self, place: int, name: str, _: object, i: int) -> int:
        self.stack.append(self.scopes.argument(name, i))
        return place

    def form(self, place: int, asked: tuple[str, tuple[str, ...]], _: object, i: int) -> int:
        """A question about vectors."""
        form, names = asked
        if form == "len":
            self.stack.append(self.number(self.scopes.vector(names[0], i).length(self.code.at(i))))
            return place
        vectors = [self.scopes.elements(name, i, form) for name in names]
        sizes = [self.scopes.vector(name, i).sizes for name in names]
        if len(set(sizes)) > 1:
            lengths = " and ".join("x".join(map(str, size)) or "0" for size in sizes)
            raise NamingError(f"{form} takes vectors of one length, got {lengths} elements", span=self.code.at(i))
        terms = vectors[0] if form != "dot" else [self.pair("mul", a, b, i) for a, b in zip(*vectors, strict=True)]
        if form == "norm" and len(terms) == 1:
            self.stack.append(self.graph.add("abs", (terms[0],), *self.code.at(i)))
            return place
        total = terms[0] if terms else self.number(1 if form == "prod" else 0)
        for term in terms[1:]:
            total = self.pair({"prod": "mul", "norm": "hypot"}.get(form, "add"), total, term, i)
        self.stack.append(total)
        return place

    def pair(self, function: str, a: int, b: int, i: int) -> int:
        node = self.counted_node(function, a, b) if a in self.whole and b in self.whole else None
        return self.graph.add(function, (a, b), *self.code.at(i)) if node is None else node
