"""The order and the numbers of the steps of a trace."""

from __future__ import annotations

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
