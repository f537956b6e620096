"""Jacobians of several outputs by several inputs, with no more sweeps than their pattern asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.cost import Cost, count
from adcli.derivatives import MODES, notes_on, point_notes, regular
from adcli.graph import Graph
from adcli.matrix import Matrix
from adcli.names import canonical_name
from adcli.notes import Note, finite
from adcli.point import Point, chosen_inputs, inputs_at
from adcli.sparsity import dependencies, groups, transposed
from adcli.sweep import Tape, evaluate, linearize, pull, push


class Jacobian(NamedTuple):
    """All outputs and their partial derivatives at a point, and what was found on the way."""

    graph: Graph
    point: dict[str, float]  # the value of each input
    values: list[float]  # of each output
    matrix: Matrix  # a row for each output, a column for each input of interest
    mode: str
    cost: Cost
    notes: list[Note]

    @property
    def finite(self) -> bool:
        """Whether values and derivatives are finite numbers."""
        return all(map(finite, self.values)) and self.matrix.finite


def jacobian_at(graph: Graph, point: Point, wrt: Collection[str] | None = None, mode: str = "auto") -> Jacobian:
    """The Jacobian of a graph at a point, by forward sweeps for groups of columns or reverse sweeps for groups of rows.

    `mode` is "forward", "reverse" or "auto" (what counts fewer operations). Raises PointError for a missing value or a strange
    variable, ValueError for an unknown mode.
    """
    if mode not in MODES:
        raise ValueError(f"mode is {mode!r}, not one of {', '.join(MODES)}")
    names = chosen_inputs(graph, wrt)
    values = inputs_at(graph, point, FLOATS)
    tape = evaluate(graph, values, FLOATS)
    inputs = [graph.inputs[name] for name in names]
    linearize(tape, inputs)
    rows = dependencies(tape, graph.outputs, inputs)
    columns = transposed(rows, len(inputs))
    column_groups, row_groups = groups(columns, len(rows)), groups(rows, len(columns))
    cost = count(tape, len(column_groups), len(row_groups))
    chosen = cost.cheaper if mode == "auto" else mode
    entries = [dict.fromkeys(row, 0.0) for row in rows]

    forward = chosen == "forward"
    run, seeded, chosen_groups = (push, inputs, column_groups) if forward else (pull, graph.outputs, row_groups)

    def sweeps() -> Iterator[list[Any]]:
        return (run(tape, {seeded[k]: 1.0 for k in group}) for group in chosen_groups)

    for group, sweep in zip(chosen_groups, sweeps(), strict=True):
        for k in group:
            if forward:
                for r in columns[k]:
                    entries[r][k] = _number(sweep[graph.outputs[r]])
            else:
                for c in rows[k]:
                    entries[k][c] = _number(sweep[inputs[c]])
    unused = [name for name in map(canonical_name, point) if name not in graph.inputs] if wrt is None else []
    matrix = Matrix(graph.output_names(), names + unused, entries)
    results = [tape.values[i] for i in graph.outputs]
    notes = point_notes(graph, point, names)
    if not regular(tape, [*results, *(value for row in entries for value in row.values())]):
        told = matrix.rows if len(matrix.rows) > 1 else []
        notes += notes_on(tape, graph.outputs, chosen, sweeps(), (), told)
        notes += _bad_entries(tape, matrix, inputs)
    return Jacobian(graph, values, results, matrix, chosen, cost, notes)


def _number(swept: float | None) -> float:
    return 0.0 if swept is None else swept + 0.0  # no -0.0


def _bad_entries(tape: Tape, matrix: Matrix, inputs: list[int]) -> list[Note]:
    """Why entries are not finite in rows whose outputs are."""
    from adcli import diagnosis

    outputs = tape.graph.outputs
    found = [(r, c) for r, c in matrix.not_finite() if finite(tape.values[outputs[r]])]
    notes = [
        diagnosis.bad_entry(
            tape, outputs[r], push(tape, {inputs[c]: 1.0}), f"∂{matrix.rows[r]}/∂{matrix.columns[c]} is {matrix.entries[r][c]!r}: "
        )
        for r, c in found[: diagnosis.MOST_NOTES]
    ]
    return diagnosis.bounded(notes, len(found))
