"""Hessians, and their products with a direction: forward sweeps over a reverse sweep that was written down as a graph."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from adcli.accuracy.precision import found_with
from adcli.accuracy.widening import as_double, left_range, settles, sweep_left_range
from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.cost import Cost, count
from adcli.derivatives import Gradient, gradient_at, regular, wide_numbers
from adcli.errors import short
from adcli.graph import Graph
from adcli.language.elements import flat
from adcli.matrices.matrix import Matrix
from adcli.matrices.products import node_seeds, numbered
from adcli.matrices.seeds import tangent_of
from adcli.matrices.sparsity import dependencies, symmetric_groups, transposed
from adcli.notes import MOST_NOTES, Note, bounded, finite
from adcli.point import Point
from adcli.sweep import Tape, evaluate, linearize, push
from adcli.symbolic import gradient_graph

DERIVED = "in the first derivative, "  # where the step to blame is


class Hessian(NamedTuple):
    """The second partial derivatives of a graph with one output at a point, with value and gradient."""

    first: Gradient
    matrix: Matrix  # a row and a column for each input of interest; symmetric to the last bit
    cost: Cost  # the value being that of value and gradient together, and each sweep one over both
    notes: list[Note]
    tape: Tape  # of the gradient, written down as a graph

    @property
    def finite(self) -> bool:
        """Whether value, gradient and second derivatives are finite numbers."""
        return self.first.finite and self.matrix.finite

    @property
    def tapes(self) -> list[Tape]:
        """The evaluations behind it."""
        return [self.first.tape, self.tape]

    @property
    def swept(self) -> Iterator[Any]:
        """The first and second derivatives."""
        return chain(self.first.swept, *(row.values() for row in self.matrix.entries))

    @property
    def zeros(self) -> Iterator[str]:
        """The derivatives that are 0 although the pattern has them."""
        names = [short(name, 40) for name in self.matrix.columns]
        second = (
            f"the derivative by {names[r]} and {names[c]}"
            for r, row in enumerate(self.matrix.entries)
            for c, v in row.items()
            if r <= c and v == 0
        )
        return chain(self.first.zeros, second)


class HessianProduct(NamedTuple):
    """A Hessian times a direction: the derivative of the gradient along it."""

    first: Gradient
    direction: dict[str, float]  # of each input of interest
    products: dict[str, float]  # for each input of interest
    cost: Cost
    notes: list[Note]
    tape: Tape  # of the gradient, written down as a graph

    @property
    def finite(self) -> bool:
        """Whether value, gradient and product are finite numbers."""
        return self.first.finite and all(map(finite, self.products.values()))

    @property
    def tapes(self) -> list[Tape]:
        """The evaluations behind it."""
        return [self.first.tape, self.tape]

    @property
    def swept(self) -> Iterator[Any]:
        """The first derivatives, and their product."""
        return chain(self.first.swept, self.products.values())

    @property
    def zeros(self) -> Iterator[str]:
        """The derivatives that are 0."""
        products = (f"the product for {short(name, 40)}" for name, product in self.products.items() if product == 0)
        return chain(self.first.zeros, products)


def hessian_at(
    graph: Graph, point: Point, wrt: Collection[str] | None = None, command: str = "hessian", precision: int | None = None
) -> Hessian:
    """The Hessian of a graph with one output, a forward sweep for each group of columns that do not touch.

    Raises OutputError where there are several outputs, PointError for a missing value or a strange variable. `precision` is that of
    `found_with`.
    """
    return found_with(precision, graph, flat(point).values(), lambda numbers: _hessian(graph, point, wrt, command, numbers))


def _hessian(graph: Graph, point: Point, wrt: Collection[str] | None, command: str, numbers: Arithmetic) -> Hessian:
    first = gradient_at(graph, point, wrt, "reverse", command, numbers)
    found = _Second(first, numbers)
    if numbers is FLOATS and found.left_range:
        wider = _Second(first, wide_numbers())
        if settles(found.numbers, wider.numbers):
            found = wider
    names = list(first.gradient)
    matrix = Matrix(
        names, names, found.entries + [{} for _ in names[len(found.entries) :]], found.zero
    )  # what does not occur has no entries
    notes = list(first.notes)
    if not regular(found.tape, found.numbers):
        notes += _notes(found.tape, found.sweeps(), matrix, first, found.inputs, found.outputs)
    return Hessian(first, matrix, count(found.tape, len(found.groups)), notes, found.tape)


class _Second:
    """The entries, and what forward sweeps over the derivative's tape with one kind of number have found."""

    def __init__(self, first: Gradient, numbers: Arithmetic) -> None:
        self.tape, self.outputs, self.inputs = _second_tape(first, numbers)
        rows = _symmetric(dependencies(self.tape, self.outputs, self.inputs))
        self.groups, singles = symmetric_groups(rows)
        self.zero, self.one = numbers.number("0"), numbers.number("1")
        self.entries = [dict.fromkeys(row, self.zero) for row in rows]
        self.left_range = left_range(self.tape)
        known: set[int] = set()  # the columns that a sweep of their own has given
        for k, (group, tangents) in enumerate(zip(self.groups, self.sweeps(), strict=True)):
            self.left_range = self.left_range or sweep_left_range(self.tape, tangents, forward=True)
            for c in group:
                for r in rows[c]:
                    if r not in known:
                        tangent = tangents[self.outputs[r]]
                        self.entries[r][c] = self.entries[c][r] = self.zero if tangent is None else as_double(tangent) + self.zero
            if k < singles:
                known.update(group)

    def sweeps(self) -> Iterator[list[Any]]:
        """The sweeps, each run when it is asked for: only one is kept at a time."""
        return (push(self.tape, {self.inputs[c]: self.one for c in group}) for group in self.groups)

    @property
    def numbers(self) -> list[float]:
        """The entries, row by row."""
        return [value for row in self.entries for value in row.values()]


def hvp_at(
    graph: Graph,
    point: Point,
    direction: Point,
    wrt: Collection[str] | None = None,
    command: str = "hvp",
    precision: int | None = None,
) -> HessianProduct:
    """The Hessian times a direction, by one forward sweep over the reverse one. Inputs without a direction have 0.

    Raises OutputError where there are several outputs, PointError for a missing value, a strange variable, or a direction that
    is no finite number. `precision` is that of `found_with`.
    """
    given = [*flat(point).values(), *direction.values()]
    return found_with(precision, graph, given, lambda numbers: _hvp(graph, point, direction, wrt, command, numbers))


def _hvp(graph: Graph, point: Point, direction: Point, wrt: Collection[str] | None, command: str, numbers: Arithmetic) -> HessianProduct:
    first = gradient_at(graph, point, wrt, "reverse", command, numbers)
    seeds = tangent_of(graph, first.wrt, direction, numbers, "direction")
    tape, outputs, tangents = _along(first, seeds, numbers)
    products = numbered(first.wrt, [tangents[i] for i in outputs], numbers)
    if numbers is FLOATS and left_range(tape, [tangents], forward=True):
        wide_tape, _, wide_tangents = _along(first, seeds, wide_numbers())
        wider = numbered(first.wrt, [wide_tangents[i] for i in outputs], numbers)
        if settles(products.values(), wider.values()):
            tape, tangents, products = wide_tape, wide_tangents, wider
    notes = list(first.notes)
    if not regular(tape, products.values()):
        from adcli import diagnosis

        label = graph.output_names()[0]
        for name, i in zip(first.wrt, outputs, strict=True):
            if first.finite and not finite(products[name]):
                told = f"∂{label}/∂{name} along the direction is {products[name]!r}: {DERIVED}"
                notes.append(diagnosis.bad_entry(tape, i, tangents, told))
        notes += diagnosis.lost_limits(tape, "forward", [tangents])
        notes = bounded(notes)
    return HessianProduct(first, seeds, products, count(tape, 1), notes, tape)


def _along(first: Gradient, seeds: Mapping[str, Any], numbers: Arithmetic) -> tuple[Tape, list[int], list[Any]]:
    """The tape of the gradient, the nodes of its partials, and a forward sweep over it."""
    tape, outputs, inputs = _second_tape(first, numbers)
    return tape, outputs, push(tape, node_seeds(inputs, seeds.values()))


def _second_tape(first: Gradient, numbers: Arithmetic) -> tuple[Tape, list[int], list[int]]:
    """The tape of the gradient, with the nodes of its partials and of its inputs."""
    derivative = gradient_graph(first.graph, first.output, first.wrt)
    tape = evaluate(derivative, first.point, numbers)
    inputs = [derivative.inputs[name] for name in first.wrt]
    linearize(tape, inputs)
    return tape, derivative.outputs[1:], inputs


def _symmetric(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """The pattern with each entry's mirror image, which a written derivative need not have."""
    return [sorted({*row, *column}) for row, column in zip(rows, transposed(rows, len(rows)), strict=True)]


def _notes(
    tape: Tape, sweeps: Iterator[list[Any]], matrix: Matrix, first: Gradient, inputs: Sequence[int], outputs: Sequence[int]
) -> list[Note]:
    """Why entries are not finite where value and gradient are, and what second derivatives took by convention."""
    from adcli import diagnosis

    names, label = matrix.columns, first.graph.output_names()[0]
    gradient = list(first.gradient.values())
    found = [(r, c) for r, c in matrix.not_finite() if r <= c and all(map(finite, (first.value, gradient[r], gradient[c])))]
    notes = []
    for r, c in found[:MOST_NOTES]:
        name = f"∂²{label}/∂{names[r]}²" if r == c else f"∂²{label}/∂{names[r]}∂{names[c]}"
        told = f"{name} is {matrix.entries[r][c]!r}: {DERIVED}"
        notes.append(diagnosis.bad_entry(tape, outputs[r], push(tape, {inputs[c]: tape.numbers.number("1")}), told))
    return bounded([*notes, *diagnosis.lost_limits(tape, "forward", sweeps)], len(found))
