"""Loops, sums and products of a program that runs: which pass it is, and how many there may be."""

from __future__ import annotations

from collections.abc import Collection

from adcli.errors import LimitError, LiteralError
from adcli.graph import Graph
from adcli.limits import Limits
from adcli.program.code import Code
from adcli.program.decisions import Decider
from adcli.program.passes import Passes
from adcli.program.values import Values


class Loop:
    """A loop, sum or product that runs: its variable, the next number, how many passes are left, and the label around it."""

    __slots__ = ("left", "name", "number", "outer", "step", "total")

    def __init__(self, name: str, number: int, step: int, left: int, outer: int) -> None:
        self.name, self.number, self.step, self.left, self.outer = name, number, step, left, outer
        self.total: int | None = None  # of a sum or product


class Loops(Values):
    """Runs loops: `loops` are those under way, the innermost last."""

    def __init__(self, code: Code, graph: Graph, given: Collection[str], decider: Decider, limits: Limits) -> None:
        super().__init__(code, graph, given, decider)
        self.limits = limits
        self.passes = graph.passes = Passes()
        self.counted = 0  # passes and calls so far
        self.loops: list[Loop] = []

    def take(self, passes: int, i: int) -> None:
        """Count passes. Raises LimitError where they are too many."""
        self.counted += passes
        if self.counted > self.limits.passes:
            message = f"the program has more than {self.limits.passes:,} passes of loops and calls"
            raise LimitError(message, span=self.code.at(i), advice="see that it ends here, or raise the limit with --max-passes")

    def _enter(self, name: str, first: int, last: int, step: int, i: int) -> Loop:
        """Begin a loop from one number to another."""
        left = max(0, (last - first) // step + 1)
        self.take(left, i)
        loop = Loop(name, first, step, left, self.label)
        self.loops.append(loop)
        return loop

    def leave(self) -> Loop:
        """End the innermost loop."""
        loop = self.loops.pop()
        self.label = self.passes.resume(len(self.graph), loop.outer)
        return loop

    def _advance(self, loop: Loop) -> bool:
        """Take a loop's next number, if there is one."""
        if not loop.left:
            self.scopes.uncounted(loop.name)
            return False
        loop.left -= 1
        self.scopes.counted(loop.name, loop.number)
        self.label = self.passes.enter(len(self.graph), loop.name, loop.number, loop.outer)
        loop.number += loop.step
        return True

    def for_(self, place: int, name: str, bounds: tuple[int, ...], i: int) -> int:
        first, last, *step = map(self.count, self.popped(len(bounds)), bounds)
        if step == [0]:
            raise LiteralError("a step of 0 leads nowhere", span=self.code.at(bounds[2]), advice="write step 1 or step -1")
        self.scopes.bind(name, i)
        self._enter(name, first, last, step[0] if step else 1, i)
        return place

    def next_(self, place: int, _: str, to: int, _i: int) -> int:
        if self._advance(self.loops[-1]):
            return place
        self.leave()
        return to

    def each(self, place: int, what: tuple[str, str], to: int, i: int) -> int:
        form, name = what
        variable, first, last = self.code.syntax.operands[i][:3]
        begin, end = map(self.count, self.popped(2), (first, last))
        self.scopes.bind(name, variable)
        loop = self._enter(name, begin, end, 1, i)
        if self._advance(loop):
            return place
        self.leave()
        self.stack.append(self.number(0 if form == "sum" else 1))
        return to

    def term(self, place: int, form: str, to: int, i: int) -> int:
        loop, term = self.loops[-1], self.stack.pop()
        loop.total = term if loop.total is None else self.pair("add" if form == "sum" else "mul", loop.total, term, i)
        if self._advance(loop):
            return to
        self.stack.append(self.leave().total)
        return place

    def while_(self, place: int, _a: object, _b: object, _i: int) -> int:
        self.loops.append(Loop("pass", 1, 1, 0, self.label))
        return place

    def pass_(self, place: int, _a: object, _b: object, i: int) -> int:
        loop = self.loops[-1]
        self.take(1, i)
        if loop.number > self.limits.repeats + 1:  # the condition is asked once more than the passes are run
            message = f"this while has run {self.limits.repeats:,} passes, and its condition still holds"
            raise LimitError(message, span=self.code.at(i), advice="see that it fails at last, or raise the limit with --max-repeats")
        self.label = self.passes.enter(len(self.graph), "pass", loop.number, loop.outer)
        loop.number += 1
        return place
