"""When each operation of a program is run: its place, the conditions it is run under, and how long its results are kept."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
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
    for k in _ordered(operations, guards, producers, used, program.outputs):
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


def _ordered(
    operations: list[Operation], guards: list[Guard | None], producers: dict[int, int], used: set[int], outputs: Sequence[int]
) -> list[int]:
    """The operations that are run, each behind what it needs and so that few buffers are live, which have room in the cache.

    Of those that can be run, one that sets free as many buffers as it takes comes first, then one that uses the newest result.
    """
    needs: dict[int, set[int]] = {}
    users: dict[int, list[int]] = {k: [] for k in range(len(operations))}
    for k, guard in enumerate(guards):
        if guard is not None:
            values = [*operations[k].operands, *(condition for condition, _ in guard)]
            needs[k] = {producers[value] for value in values if value in producers}
            for j in needs[k]:
                users[j].append(k)
    waits = {k: len(needs[k]) for k in needs}
    kept = {producers[value] for value in outputs if value in producers}
    unused = {k: len(users[k]) + (k in kept) for k in needs}  # uses to come; an output is not set free
    places: dict[int, int] = {}
    ready: list[tuple[bool, int, int]] = []

    def offer(k: int) -> None:
        frees = sum([len(operations[j].results) for j in needs[k] if unused[j] == 1])
        takes = 0 if k in kept else len(used.intersection(operations[k].results))
        heappush(ready, (frees < takes, -max([places[j] for j in needs[k]], default=-1), k))

    for k in needs:
        if not waits[k]:
            offer(k)
    while ready:
        k = heappop(ready)[-1]
        if k in places:
            continue
        places[k] = len(places)
        for j in needs[k]:
            unused[j] -= 1
            if unused[j] == 1:  # another may set it free now
                for user in users[j]:
                    if user not in places and not waits[user]:
                        offer(user)
        for user in users[k]:
            waits[user] -= 1
            if not waits[user]:
                offer(user)
    return list(places)
