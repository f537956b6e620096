"""Taylor arithmetic: the coefficients of every step along a line, order by order.

Along x + t·d each step is a power series in t. Sums, products, quotients and powers have rules of their own; every other function y
of operands a, b, ... follows from its partials p, q, ..., which are series too: k·y_k = Σ j·a_j·p_(k-j) + Σ j·b_j·q_(k-j) + ...
Partials are wanted to one order less than y, so that a chain of ever new functions (lgamma, digamma, trigamma, ...) ends, and one
that closes (sin, cos, -sin) costs nothing more, since equal steps are shared. The cost grows with the square of the order, and with
its cube where such a chain does not close. Griewank and Walther, Evaluating Derivatives, 2nd ed. 2008, chapter 13.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adcli.arithmetic import Arithmetic
from adcli.build import template
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.limits import DEFAULTS
from adcli.rules import operand_names, rule
from adcli.sweep import CONDITIONS, Tape, evaluate

MOST_SQUARINGS = 16  # the largest whole exponent of a power that is computed by products, which leave no rounding errors beyond its degree


class Expansion:
    """The steps that ran at a point and those of their partials, each with its Taylor coefficients in t along x + t·d.

    `coefficients[i]` are those of node `i` of `graph`, as far as they are wanted; of a step that does not vary there is only the
    value. `active[i]` is 1 where one does. `places` has the node of each node of the tape. Conditions are decided at the point, so
    that `graph` is a straight line.
    `zeros` are the nodes where 0 met an infinity and 0 was used.
    """

    def __init__(self, tape: Tape, direction: Mapping[str, Any], order: int, output: int, max_nodes: int = DEFAULTS.nodes) -> None:
        self.tape = tape
        self.numbers: Arithmetic = tape.numbers
        self.direction = direction
        self.order = order
        self.graph = Graph(tape.graph.source, max_nodes)
        self.coefficients: list[list[Any]] = []
        self.operations = 0  # products of coefficients
        self.zeros: set[int] = set()
        self._zero = self.numbers.number("0")
        self._rounds = self.numbers.takes_floats
        self.active = bytearray()
        self._wanted: list[int] = []  # the order that each node is wanted to
        self._slopes: dict[int, list[tuple[int, int]]] = {}  # of a node: operands, and the partials by them
        self._unbounded: set[int] = set()  # the nodes with a coefficient that is infinite
        self._one = self.graph.leaf("1", fixed=True)
        self._began(self._one, self.numbers.number("1"), False)
        self.places: dict[int, int] = {}
        inputs = [i for i in tape.graph.inputs.values() if tape.values[i] is not None]  # which are in `order` only where nothing branches
        for i in (*inputs, *tape.order):
            self._copy(tape, i, self.places, tape.graph.starts[i], tape.graph.stops[i])
        self._want(self.places[output])
        self._run()

    def first_unbounded(self) -> int:
        """The step that first, in the order of computation, had a coefficient that is nan or infinite."""
        first = {i: next(k for k, c in enumerate(self.coefficients[i]) if c - c != 0) for i in self._unbounded}
        return min(first, key=lambda i: (first[i], i))

    def _copy(self, tape: Tape, i: int, places: dict[int, int], start: int, stop: int) -> None:
        """Write a node of a tape into the graph: a conditional is the branch that it took, and conditions are done with."""
        function, leaf = tape.graph.functions[i], tape.graph.leaves[i]
        if i in tape.taken:
            places[i] = places[tape.taken[i]]
        elif function and function not in CONDITIONS:
            operands = tuple([places[j] for j in tape.graph.operands[i]])
            places[i] = self._add(function, operands, tape.values[i], start, stop)
        elif not function and i not in places:
            fixed = bool(tape.graph.fixed[i])
            node = places[i] = self.graph.leaf(leaf, fixed=fixed, start=start, stop=stop)
            self._began(node, tape.values[i], not fixed and leaf in self.direction)

    def _add(self, function: str, operands: tuple[int, ...], value: Any, start: int, stop: int) -> int:
        active = 1 in [self.active[j] for j in operands]
        if function == "pow" and active:
            base, exponent = [self.coefficients[j][0] for j in operands]
            if self.active[operands[1]]:
                if base > 0:
                    return self._general_power(operands, value, start, stop)
            elif 2 <= exponent <= MOST_SQUARINGS and exponent == int(exponent):
                return self._whole_power(operands[0], int(exponent), start, stop)
        other = self._other_series(function, operands, start, stop) if active and FUNCTIONS[function].series else None
        node = self.graph.add(function, operands, start, stop)
        self._began(node, value, active)
        if other is not None:
            self._slopes[node] = [(other, self._one)]
        return node

    def _other_series(self, function: str, operands: tuple[int, ...], start: int, stop: int) -> int | None:
        """The node of the text that has the digits which the partials would lose, where the entry has one."""
        entry = FUNCTIONS[function]
        assert entry.series
        where, text = (template(part, entry.names) for part in entry.series)
        values = {name: self.coefficients[j][0] for name, j in zip(entry.names, operands, strict=True)}
        if not evaluate(where, values, self.numbers).values[where.outputs[0]]:
            return None
        tape = evaluate(text, values, self.numbers)
        places = {text.inputs[name]: j for name, j in zip(entry.names, operands, strict=True) if name in text.inputs}
        for step in tape.order:
            self._copy(tape, step, places, start, stop)
        return places[text.outputs[0]]

    def _whole_power(self, base: int, exponent: int, start: int, stop: int) -> int:
        """A power by squaring."""
        square, made = base, -1
        while True:
            if exponent & 1:
                made = square if made < 0 else self._product(made, square, start, stop)
            exponent >>= 1
            if not exponent:
                return made
            square = self._product(square, square, start, stop)

    def _product(self, a: int, b: int, start: int, stop: int) -> int:
        return self._add("mul", (a, b), self.coefficients[a][0] * self.coefficients[b][0], start, stop)

    def _general_power(self, operands: tuple[int, ...], value: Any, start: int, stop: int) -> int:
        """y = a^b as exp(b·log(a)), of which y is the partial by what stands in the parentheses."""
        base, exponent = operands
        logarithm = self._add("log", (base,), self.numbers.functions["log"](self.coefficients[base][0]), start, stop)
        inside = self._product(exponent, logarithm, start, stop)
        node = self.graph.add("pow", operands, start, stop)
        self._began(node, value, True)
        self._slopes[node] = [(inside, node)]
        return node

    def _began(self, node: int, value: Any, active: bool) -> None:
        """Note the value of a node that may be new."""
        if node == len(self.coefficients):
            self.coefficients.append([value])
            self.active.append(active)
            self._wanted.append(0)
            if value - value != 0:
                self._unbounded.add(node)

    def _want(self, output: int) -> None:
        """Find out to which order each node is wanted, and write down the partials that this takes, from the highest order down."""
        waiting: list[list[int]] = [[] for _ in range(self.order)] + [[output]]
        for order in range(self.order, 0, -1):
            stack = waiting[order]
            while stack:
                i = stack.pop()
                if self._wanted[i] or not self.active[i]:
                    continue
                self._wanted[i] = order
                if not self._has_rule(i):
                    slopes = self._slopes.get(i) or self._partials(i)
                    self._slopes[i] = slopes
                    stack += [j for j, _ in slopes]
                    waiting[order - 1] += [p for _, p in slopes]
                else:
                    stack += self.graph.operands[i]

    def _has_rule(self, i: int) -> bool:
        function = self.graph.functions[i]
        if function == "pow":
            a, b = self.graph.operands[i]
            return not self.active[b] and self.coefficients[a][0] != 0
        return function in ("", "add", "sub", "neg", "mul", "flow", "div")

    def _partials(self, i: int) -> list[tuple[int, int]]:
        """The operands that vary, each with the node of the partial by it."""
        function, operands = self.graph.functions[i], self.graph.operands[i]
        part = rule(function, len(operands))
        names = (*operand_names(function, len(operands)), "out")
        given = dict(zip(names, (*operands, i), strict=True))
        values = {name: self.coefficients[j][0] for name, j in given.items()}
        found = []
        for position, j in enumerate(operands):
            if self.active[j]:
                tape = evaluate(part, values, self.numbers, [part.outputs[position]])
                places = {part.inputs[name]: node for name, node in given.items()}
                for step in tape.order:
                    self._copy(tape, step, places, *self.graph.span(i))
                found.append((j, places[part.outputs[position]]))
        return found

    def _run(self) -> None:
        """Compute the coefficients, all of one order before those of the next."""
        steps = [i for i, order in enumerate(self._wanted) if order]
        for k in range(1, self.order + 1):
            for i in steps:
                if self._wanted[i] >= k and (k == 1 or self.graph.functions[i]):  # an input has no more than two
                    coefficient = self._coefficient(i, k)
                    self.coefficients[i].append(coefficient)
                    if coefficient - coefficient != 0:
                        self._unbounded.add(i)

    def _coefficient(self, i: int, k: int) -> Any:
        function, operands, series = self.graph.functions[i], self.graph.operands[i], self.coefficients
        out = series[i]
        if not function:
            return self.direction[self.graph.leaves[i]]
        if out[0] != out[0]:
            return out[0]
        if i in self._slopes:
            total = self._zero
            for j, partial in self._slopes[i]:
                total = self.numbers.add(total, self._convolved(i, [m * a for m, a in enumerate(series[j])], series[partial], k, 1))
            return total / k
        a = series[operands[0]]
        a_k = a[k] if k < len(a) else self._zero
        if function == "neg":
            return -a_k
        b = series[operands[1]]
        if function in ("add", "sub"):
            return self.numbers.functions[function](a_k, b[k] if k < len(b) else self._zero)
        if function == "div":
            rest = self.numbers.functions["sub"](a_k, self._convolved(i, b, out, k, 1))
            return self.numbers.functions["div"](rest, b[0])
        if function == "pow":  # k·a_0·y_k = Σ (b·j - (k - j))·a_j·y_(k-j)
            return self._convolved(i, [(b[0] * j - (k - j)) * a_j for j, a_j in enumerate(a)], out, k, 1) / (k * a[0])
        return self._convolved(i, a, b, k, 0)

    def _convolved(self, i: int, a: Sequence[Any], b: Sequence[Any], k: int, first: int) -> Any:
        """Σ a_j·b_(k-j) from j = `first` up, for node `i`; nothing comes of a factor of 0, as in a sweep."""
        total = largest = self._zero
        for j in range(max(first, k - len(b) + 1), min(k, len(a) - 1) + 1):
            x, y = a[j], b[k - j]
            if x and y:
                product = x * y
                total = total + product
                largest = largest if self._rounds or abs(largest) > abs(product) else product
                self.operations += 1
            elif self._unbounded and (x - x != 0) != (y - y != 0) and x == x and y == y:
                self.zeros.add(i)
        # With many digits, what vanishes beside its terms is to be found out.
        return self.numbers.add(largest, total - largest) if largest and total - total == 0 else total
