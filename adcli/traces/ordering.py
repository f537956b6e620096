"""The order and the numbers of the steps of a trace, and which uses which."""

from __future__ import annotations

from collections.abc import Collection

from adcli.sweep import CONDITIONS, Tape


def arrange(tape: Tape) -> tuple[list[int], dict[int, int]]:
    """The nodes of the trace in order, and the numbers of those that have one."""
    graph = tape.graph
    inputs = list(graph.inputs.values())
    conditions = {graph.operands[i][0] for i in tape.taken}
    operations = [
        i for i in tape.order if graph.functions[i] and not graph.fixed[i] and (graph.functions[i] not in CONDITIONS or i in conditions)
    ]
    if graph.passes is not None:  # a program: as it was executed, with what it decided
        operations = sorted({*operations, *(decision.node for decision in graph.decisions if decision.held is not None)})
    elif graph.statements == 1:
        depth = [0] * len(graph)
        for i in tape.order:
            operands = graph.operands[i] if graph.functions[i] != "if" else (graph.operands[i][0], tape.taken[i])
            if operands:
                depth[i] = 1 + max([depth[j] for j in operands])
        operations.sort(key=lambda i: (depth[i], i))
    numbered = [i for i in (*inputs, *operations) if graph.functions[i] not in CONDITIONS]
    return inputs + operations, {i: number for number, i in enumerate(numbered, 1)}


def consumers(tape: Tape, numbers: Collection[int], wanted: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """Who of the numbered steps uses each of the wanted nodes: (consumer, position among its operands), in order of evaluation."""
    found: dict[int, list[tuple[int, int]]] = {i: [] for i in wanted}
    functions, operands = tape.graph.functions, tape.graph.operands
    for user in tape.order:
        for position, j in enumerate(operands[user]):
            if j not in found or user not in numbers:
                continue
            if functions[user] != "if" or (tape.taken[user] == j and (user, 1) not in found[j] and position):
                found[j].append((user, position))
    return found
