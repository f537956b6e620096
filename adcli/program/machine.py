"""Runs a program's instructions on nodes of a graph: what is executed is written down, step by step."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import NamedTuple

from adcli.errors import LimitError, NamingError, short
from adcli.graph import Graph
from adcli.limits import Limits
from adcli.program.code import Code
from adcli.program.decisions import Decider
from adcli.program.instructions import Op
from adcli.program.loops import Loops
from adcli.program.scopes import Scope
from adcli.program.values import EXACT
from adcli.program.vectors import Vector, in_order


class Frame(NamedTuple):
    """What a function goes back to when it ends."""

    instruction: int
    scope: Scope
    names: frozenset[str]
    loops: int
    label: int
    last: int | None


class Machine(Loops):
    """Runs a program: statements, loops and calls."""

    def __init__(self, code: Code, graph: Graph, given: Collection[str], decider: Decider, limits: Limits) -> None:
        super().__init__(code, graph, given, decider, limits)
        self.frames: list[Frame] = []
        self.last: int | None = None  # the value of the last statement of the function that runs

    def run(self) -> Graph:
        """The graph of all that was executed."""
        scopes, stack, whole, add = self.scopes, self.stack, self.whole, self.graph.add
        instructions, starts, stops = self.code.instructions, self.code.syntax.starts, self.code.syntax.stops
        numbers: dict[str, int] = {}
        handlers, name_op, binary, number_op = _handlers(), Op.NAME, Op.BINARY, Op.NUMBER
        place, end = 0, len(instructions)
        while place < end:
            op, a, b, i = instructions[place]
            place += 1
            if op is name_op:
                node = scopes.scope.get(a)
                if node is None:
                    node = scopes.read(a, i)
                elif a in scopes.unused:
                    del scopes.unused[a]
                stack.append(node)
            elif op is binary:
                right, left = stack.pop(), stack.pop()
                node = self.counted_node(a, left, right) if left in whole and right in whole else None
                stack.append(add(a, (left, right), starts[i], stops[i]) if node is None else node)
            elif op is number_op:
                node = numbers.get(a)
                if node is None:
                    node = numbers[a] = self.graph.leaf(a, fixed=True, start=starts[i], stop=stops[i])
                    if a.isdigit() and int(a) <= EXACT:
                        whole[node] = int(a)
                stack.append(node)
            else:
                place = handlers[op](self, place, a, b, i)
        if not self.graph.outputs:
            for node, name, at in scopes.unused.values():
                self.graph.add_output(node, name, at)
        if not self.graph.outputs:
            raise NamingError("the program has no result", advice="end it with an expression, or with return")
        self.graph.inputs = in_order(self.graph.inputs)
        self.graph.statements = 2
        self.graph.release()
        return self.graph

    def call(self, place: int, name: str, count: int, i: int) -> int:
        function = self.code.functions[name]
        if len(self.frames) >= self.limits.depth:
            raise LimitError(
                f"{short(name)} calls itself more than {self.limits.depth:,} times inside of each other",
                span=self.code.at(i),
                advice="end it by a condition, or raise the limit with --max-depth",
            )
        self.take(1, i)
        self.frames.append(Frame(place, self.scopes.scope, self.scopes.names, len(self.loops), self.label, self.last))
        values = self.popped(count)
        self.scopes.scope = {
            parameter + "[" * isinstance(value, Vector): value for parameter, value in zip(function.parameters, values, strict=True)
        }
        self.scopes.names, self.last = function.names, None
        return function.entry

    def returned(self, _place: int, operands: tuple[int, ...], _: object, _i: int) -> int:
        if self.frames:
            return self._back(self.stack.pop())
        syntax = self.code.syntax
        for node, j in zip(self.popped(len(operands)), operands, strict=True):
            name = syntax.leaves[j] if not syntax.functions[j] else syntax.written(j) if syntax.functions[j] == "[" else ""
            self.graph.add_output(node, name if name in self.scopes.scope or name.endswith("]") else "", self.code.at(j))
        return len(self.code.instructions)

    def ended(self, _place: int, name: str, _: object, i: int) -> int:
        if self.last is None:
            raise NamingError(f"{short(name)} gives no value", span=self.code.at(i), advice="end it with an expression, or with return")
        return self._back(self.last)

    def _back(self, value: int) -> int:
        """Go back to where a function was called, with its value."""
        place, self.scopes.scope, self.scopes.names, loops, label, self.last = self.frames.pop()
        del self.loops[loops:]
        self.label = self.passes.resume(len(self.graph), label) if label != self.label else label
        self.stack.append(value)
        return place

    def result(self, place: int, _a: object, _b: object, i: int) -> int:
        self.last = self.stack.pop()
        if not self.frames:
            self.scopes.result(self.last, self.code.at(i))
        return place

    def assign(self, place: int, name: str, _: object, i: int) -> int:
        self.last = self.stack.pop()
        self.scopes.assign(name, self.last, self.code.at(i))
        return place

    def set_element(self, place: int, name: str, count: int, i: int) -> int:
        self.last = self.stack.pop()
        self.scopes.set_element(name, self.index(count, i), self.last, i)
        return place

    def branch(self, place: int, kind: str, to: int, i: int) -> int:
        if self.holds(self.stack.pop(), i):
            return place
        if kind == "while":
            self.leave()
        return to

    def go(self, _place: int, _a: object, to: int, _i: int) -> int:
        return to


@cache
def _handlers() -> list[Callable[..., int]]:
    """What runs each operation, by its number; the three that `run` does itself have none."""
    found: dict[Op, Callable[..., int]] = {
        Op.APPLY: Machine.apply,
        Op.COMPARE: Machine.compare,
        Op.DECIDE: Machine.decide,
        Op.TEST: Machine.test,
        Op.JOIN: Machine.join,
        Op.NOT: Machine.negate,
        Op.CHOOSE: Machine.choose,
        Op.OTHERWISE: Machine.otherwise,
        Op.CHOSEN: Machine.chosen,
        Op.ELEMENT: Machine.element,
        Op.ARGUMENT: Machine.argument,
        Op.CALL: Machine.call,
        Op.FORM: Machine.form,
        Op.EACH: Machine.each,
        Op.TERM: Machine.term,
        Op.RESULT: Machine.result,
        Op.ASSIGN: Machine.assign,
        Op.SET: Machine.set_element,
        Op.RETURN: Machine.returned,
        Op.END: Machine.ended,
        Op.IF: Machine.branch,
        Op.FOR: Machine.for_,
        Op.NEXT: Machine.next_,
        Op.WHILE: Machine.while_,
        Op.PASS: Machine.pass_,
        Op.GO: Machine.go,
    }
    return [found.get(op, Machine.go) for op in (Op.NUMBER, *Op)]
