"""When each operation of a program is run: its place, the conditions it is run under, and how long its results are kept."""

from __future__ import annotations

from typing import NamedTuple

from adcli.kernel.algebra import Operation
from adcli.kernel.program import Program

Guard = tuple[tuple[int, bool], ...]  # conditions, outermost first, each with the answer under which the operation is run


class Step(NamedTuple):
    """An operation in its place. A step of the function "doubt" has a condition as operand and no result."""

    operation: Operation
    guard: Guard


def plan(program: Program) -> list[Step]:
    """The steps of a program in an order in which every operand, and every condition of a guard, comes first."""
    operations = [*program.operations, *(Operation("doubt", (holds,), ()) for holds, _ in program.doubts)]
    producers = {result: k for k, operation in enumerate(operations) for result in operation.results}
    guards = _guards(program, operations, producers)
    used = set(program.outputs)
    for k, operation in enumerate(operations):
        if guards[k] is not None:
            used.update(operation.operands)
    steps = []
    roots = [*range(len(program.operations), len(operations)), *(producers[value] for value in program.outputs if value in producers)]
    for k in _ordered(roots, operations, guards, producers):
        function, operands, results = operations[k]
        guard = guards[k]
        assert guard is not None
        steps.append(Step(Operation(function, operands, tuple([r if r in used else -1 for r in results])), guard))
    return steps


def _common(a: Guard | None, b: Guard) -> Guard:
    """The guard under which something is run that two others ask for."""
    if a is None:
        return b
    same = 0
    while same < min(len(a), len(b)) and a[same] == b[same]:
        same += 1
    return a[:same]


def _guards(program: Program, operations: list[Operation], producers: dict[int, int]) -> list[Guard | None]:
    """The guard of each operation, None where no output needs it."""
    guards: list[Guard | None] = [None] * len(operations)

    def ask(value: int, guard: Guard) -> None:
        if value in producers:
            k = producers[value]
            guards[k] = _common(guards[k], guard)

    def spread() -> None:
        for k in range(len(operations) - 1, -1, -1):
            guard, operation = guards[k], operations[k]
            if guard is None:
                continue
            if operation.function == "if":
                condition, a, b = operation.operands
                ask(condition, guard)
                ask(a, (*guard, (condition, True)))
                ask(b, (*guard, (condition, False)))
            else:
                for value in operation.operands:
                    ask(value, guard)

    for value in program.outputs:
        ask(value, ())
    spread()
    for k, (_, about) in enumerate(program.doubts, len(program.operations)):
        # What no output needs any more, the engine of floats runs all the same.
        guards[k] = (guards[producers[about]] or ()) if about in producers else ()
    spread()
    return guards


def _ordered(roots: list[int], operations: list[Operation], guards: list[Guard | None], producers: dict[int, int]) -> list[int]:
    """The operations that are run, each behind what it needs and, so that fewer buffers are live, right before its first use."""
    order: list[int] = []
    done = bytearray(len(operations))
    for root in roots:
        stack = [root]
        while stack:
            k = stack[-1]
            if done[k]:
                stack.pop()
                continue
            needs = [*operations[k].operands, *(condition for condition, _ in guards[k] or ())]
            missing = [producers[value] for value in needs if value in producers and not done[producers[value]]]
            if missing:
                stack.extend(missing[::-1])
                continue
            done[k] = 1
            order.append(k)
            stack.pop()
    return order
