"""Jacobians of several outputs by several inputs, with no more sweeps than their pattern asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from adcli.accuracy.precision import found_with
from adcli.accuracy.widening import as_double, left_range, settles, sweep_left_range
from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.cost import Cost, count
from adcli.derivatives import MODES, notes_on, point_notes, regular, wide_numbers
from adcli.errors import short
from adcli.graph import Graph
from adcli.language.elements import flat
from adcli.language.names import canonical_name
from adcli.matrices.matrix import Matrix
from adcli.matrices.sparsity import dependencies, groups, split, transposed
from adcli.notes import MOST_NOTES, Note, bounded, finite
from adcli.point import Point, chosen_inputs, inputs_at
from adcli.sweep import Tape, evaluate, linearize, pull, push


class Sweeps(NamedTuple):
    """Which sweeps give every entry: a forward one for each group of columns, a reverse one for each group of rows.

    Where there are both, the rows (or columns) of `apart` are given by their own sweeps and all others by those of the other kind.
    """

    mode: str
    columns: list[list[int]]
    rows: list[list[int]]
    apart: frozenset[int] = frozenset()
    rows_apart: bool = True

    def operations(self, cost: Cost) -> int:
        """What they cost, the value not included."""
        return len(self.columns) * cost.forward_sweep + len(self.rows) * cost.reverse_sweep

    def forward_gives(self, r: int, c: int) -> bool:
        """Whether it is a forward sweep that gives the entry of a row and a column."""
        return self.mode == "forward" or (self.mode == "both" and (r not in self.apart if self.rows_apart else c in self.apart))


class Jacobian(NamedTuple):
    """All outputs and their partial derivatives at a point, and what was found on the way."""

    graph: Graph
    point: dict[str, float]  # the value of each input
    values: list[float]  # of each output
    matrix: Matrix  # a row for each output, a column for each input of interest
    sweeps: Sweeps  # those that were run
    cost: Cost  # of forward sweeps only, and of reverse sweeps only
    notes: list[Note]
    tape: Tape

    @property
    def mode(self) -> str:
        """Forward, reverse or both."""
        return self.sweeps.mode

    @property
    def finite(self) -> bool:
        """Whether values and derivatives are finite numbers."""
        return all(map(finite, self.values)) and self.matrix.finite

    @property
    def precision(self) -> int | None:
        """How many significant digits its numbers have; None for doubles."""
        return getattr(self.tape.numbers, "shown", None)

    @property
    def tapes(self) -> list[Tape]:
        """The one evaluation behind it."""
        return [self.tape]

    @property
    def swept(self) -> Iterator[Any]:
        """The entries."""
        return chain.from_iterable(row.values() for row in self.matrix.entries)

    @property
    def zeros(self) -> Iterator[str]:
        """The entries that are 0 although the row depends on the column."""
        for row, column, value in self.matrix.triples():
            if value == 0:
                yield f"the derivative of {short(row, 40)} by {short(column, 40)}"


def jacobian_at(
    graph: Graph, point: Point, wrt: Collection[str] | None = None, mode: str = "auto", precision: int | None = None
) -> Jacobian:
    """The Jacobian of a graph at a point, by forward sweeps for groups of columns, reverse sweeps for groups of rows, or both.

    `mode` is "forward", "reverse" or "auto" (what counts the fewest operations). Raises PointError for a missing value or a strange
    variable, ValueError for an unknown mode. `precision` is that of `found_with`.
    """
    if mode not in MODES:
        raise ValueError(f"mode is {mode!r}, not one of {', '.join(MODES)}")
    return found_with(precision, graph, flat(point).values(), lambda numbers: _jacobian(graph, point, wrt, mode, numbers))


def _jacobian(graph: Graph, point: Point, wrt: Collection[str] | None, mode: str, numbers: Arithmetic) -> Jacobian:
    names = chosen_inputs(graph, wrt)
    values = inputs_at(graph, point, numbers)
    inputs = [graph.inputs[name] for name in names]
    found = _Swept(graph, values, inputs, mode, numbers)
    if numbers is FLOATS and found.left_range:
        wider = _Swept(graph, values, inputs, mode, wide_numbers())
        if settles(found.numbers, wider.numbers):
            found = wider
    tape = found.tape
    unused = [name for name in map(canonical_name, flat(point)) if name not in graph.inputs] if wrt is None else []
    matrix = Matrix(graph.output_names(), names + unused, found.entries, numbers.number("0"))
    notes = point_notes(graph, point, names)
    if not regular(tape, found.numbers):
        told = matrix.rows if len(matrix.rows) > 1 else []
        # Not those of both kinds, which carry along what they do not give.
        notes += notes_on(tape, graph.outputs, found.pure.mode, (swept for _, swept in _run(tape, found.pure, inputs)), (), told)
        notes += _bad_entries(tape, matrix, inputs)
    return Jacobian(graph, values, found.values, matrix, found.sweeps, found.cost, notes, tape)


class _Swept:
    """What evaluation and sweeps with one kind of number have found."""

    def __init__(self, graph: Graph, values: Mapping[str, Any], inputs: Sequence[int], mode: str, numbers: Arithmetic) -> None:
        self.tape = evaluate(graph, values, numbers)
        linearize(self.tape, inputs)
        rows = dependencies(self.tape, graph.outputs, inputs)
        columns = transposed(rows, len(inputs))
        forward, reverse = Sweeps("forward", groups(columns, len(rows)), []), Sweeps("reverse", [], groups(rows, len(columns)))
        self.cost = count(self.tape, len(forward.columns), len(reverse.rows))
        self.pure = forward if (self.cost.cheaper if mode == "auto" else mode) == "forward" else reverse
        mixed = _mixed(rows, columns, self.cost) if mode == "auto" else ()
        self.sweeps = min([self.pure, *mixed], key=lambda sweeps: sweeps.operations(self.cost))
        self.values = [as_double(self.tape.values[i]) for i in graph.outputs]
        self.left_range = left_range(self.tape)
        zero = numbers.number("0")
        self.entries = [dict.fromkeys(row, zero) for row in rows]
        for k, (group, swept) in enumerate(_run(self.tape, self.sweeps, inputs)):
            is_forward = k < len(self.sweeps.columns)
            self.left_range = self.left_range or sweep_left_range(self.tape, swept, forward=is_forward)
            for line in group:
                for crossing in columns[line] if is_forward else rows[line]:
                    r, c = (crossing, line) if is_forward else (line, crossing)
                    number = swept[graph.outputs[r] if is_forward else inputs[c]]
                    if number is not None and self.sweeps.forward_gives(r, c) == is_forward:
                        self.entries[r][c] = as_double(number) + zero  # no -0

    @property
    def numbers(self) -> list[Any]:
        """The values and the entries, row by row."""
        return [*self.values, *(value for row in self.entries for value in row.values())]


def _mixed(pattern: Sequence[Sequence[int]], columns: Sequence[Sequence[int]], cost: Cost) -> Iterator[Sweeps]:
    """Sweeps of both kinds: long rows by reverse sweeps and the rest by forward ones, or long columns the other way round."""
    if by_rows := split(pattern, len(columns), cost.reverse_sweep, cost.forward_sweep):
        yield Sweeps("both", by_rows.crossings, by_rows.lines, by_rows.apart, True)
    if by_columns := split(columns, len(pattern), cost.forward_sweep, cost.reverse_sweep):
        yield Sweeps("both", by_columns.lines, by_columns.crossings, by_columns.apart, False)


def _run(tape: Tape, sweeps: Sweeps, inputs: Sequence[int]) -> Iterator[tuple[list[int], list[Any]]]:
    """Each group with what its sweep brought, the forward ones first."""
    one = tape.numbers.number("1")
    for group in sweeps.columns:
        yield group, push(tape, {inputs[c]: one for c in group})
    for group in sweeps.rows:
        yield group, pull(tape, {tape.graph.outputs[r]: one for r in group})


def _bad_entries(tape: Tape, matrix: Matrix, inputs: list[int]) -> list[Note]:
    """Why entries are not finite in rows whose outputs are."""
    from adcli import diagnosis

    outputs = tape.graph.outputs
    found = [(r, c) for r, c in matrix.not_finite() if finite(tape.values[outputs[r]])]
    notes = [
        diagnosis.bad_entry(
            tape,
            outputs[r],
            push(tape, {inputs[c]: tape.numbers.number("1")}),
            f"∂{matrix.rows[r]}/∂{matrix.columns[c]} is {matrix.entries[r][c]!r}: ",
        )
        for r, c in found[:MOST_NOTES]
    ]
    return bounded(notes, len(found))
