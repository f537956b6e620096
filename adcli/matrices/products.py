"""Products of a Jacobian and a vector, without the Jacobian: one sweep each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from adcli.accuracy.precision import found_with
from adcli.accuracy.widening import as_double, left_range, settles
from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.cost import Cost, count
from adcli.derivatives import notes_on, point_notes, wide_numbers
from adcli.errors import short
from adcli.graph import Graph
from adcli.language.elements import flat
from adcli.matrices.seeds import Cotangent, cotangent_of, tangent_of, values_given
from adcli.notes import Note, finite
from adcli.point import Point, chosen_inputs, inputs_at
from adcli.sweep import Tape, evaluate, linearize, pull, push


class Product(NamedTuple):
    """A Jacobian times a tangent (`mode` is forward), or a cotangent times a Jacobian (reverse), at a point."""

    graph: Graph
    point: dict[str, float]  # the value of each input
    wrt: list[str]  # the inputs of interest
    mode: str
    seeds: dict[str, float]  # the tangent of each of `wrt`, or the cotangent of each output
    values: dict[str, float]  # of each output
    products: dict[str, float]  # for each output, or for each of `wrt`
    notes: list[Note]
    tape: Tape
    sweep: list[Any]  # one tangent or adjoint per node

    @property
    def finite(self) -> bool:
        """Whether values and products are finite numbers."""
        return all(map(finite, (*self.values.values(), *self.products.values())))

    @property
    def cotangents(self) -> dict[int, float]:
        """The adjoints that a reverse sweep begins with, by node; an output with a cotangent of 0 has none."""
        return node_seeds(self.graph.outputs, self.seeds.values()) if self.mode == "reverse" else {}

    @property
    def precision(self) -> int | None:
        """How many significant digits its numbers have; None for doubles."""
        return getattr(self.tape.numbers, "shown", None)

    @property
    def tapes(self) -> list[Tape]:
        """The one evaluation behind it."""
        return [self.tape]

    @property
    def swept(self) -> list[Any]:
        """What its sweep carried."""
        return self.sweep

    @property
    def zeros(self) -> Iterator[str]:
        """The products that are 0."""
        told = "the tangent of" if self.mode == "forward" else "the adjoint of"
        return (f"{told} {short(name, 40)}" for name, product in self.products.items() if product == 0)

    @property
    def cost(self) -> Cost:
        """What the value and the sweep cost, counted when it is asked for."""
        return count(self.tape, 1)


def jvp_at(graph: Graph, point: Point, tangent: Point, wrt: Collection[str] | None = None, precision: int | None = None) -> Product:
    """The derivative of each output along a tangent of the inputs: one forward sweep. Inputs without a tangent have 0.

    Raises PointError for a missing value, a strange variable, or a tangent that is no finite number. `precision` is that of `found_with`.
    """
    given = [*flat(point).values(), *tangent.values()]
    return found_with(precision, graph, given, lambda numbers: _jvp(graph, point, tangent, wrt, numbers))


def _jvp(graph: Graph, point: Point, tangent: Point, wrt: Collection[str] | None, numbers: Arithmetic) -> Product:
    names = chosen_inputs(graph, wrt)
    seeds = tangent_of(graph, names, tangent, numbers)
    values = inputs_at(graph, point, numbers)
    nodes = [graph.inputs[name] for name in names]
    tape, tangents = _swept(graph, values, nodes, "forward", node_seeds(nodes, seeds.values()), numbers)
    outputs = graph.output_names()
    found = numbered(outputs, [tangents[i] for i in graph.outputs], numbers)
    sound = [tangents[i] for i in graph.outputs if finite(tape.values[i])]
    notes = [*point_notes(graph, point, names), *notes_on(tape, graph.outputs, "forward", [tangents], sound, _told(outputs))]
    return Product(graph, values, names, "forward", seeds, numbered(outputs, _outputs(tape), numbers), found, notes, tape, tangents)


def vjp_at(graph: Graph, point: Point, cotangent: Cotangent, wrt: Collection[str] | None = None, precision: int | None = None) -> Product:
    """The derivative by each input of the sum of all outputs, each times its cotangent: one reverse sweep.

    Raises PointError for a missing value, a strange variable, or cotangents that are not one finite number for each output.
    `precision` is that of `found_with`.
    """
    given = [*flat(point).values(), *values_given(cotangent)]
    return found_with(precision, graph, given, lambda numbers: _vjp(graph, point, cotangent, wrt, numbers))


def _vjp(graph: Graph, point: Point, cotangent: Cotangent, wrt: Collection[str] | None, numbers: Arithmetic) -> Product:
    names = chosen_inputs(graph, wrt)
    seeds = cotangent_of(graph, cotangent, numbers)
    values = inputs_at(graph, point, numbers)
    nodes = [graph.inputs[name] for name in names]
    at_nodes = node_seeds(graph.outputs, seeds.values())
    tape, adjoints = _swept(graph, values, nodes, "reverse", at_nodes, numbers)
    outputs = graph.output_names()
    found = numbered(names, [adjoints[graph.inputs[name]] for name in names], numbers)
    sound = found.values() if all(finite(tape.values[i]) for i in at_nodes) else ()
    notes = [*point_notes(graph, point, names), *notes_on(tape, graph.outputs, "reverse", [adjoints], sound, _told(outputs))]
    return Product(graph, values, names, "reverse", seeds, numbered(outputs, _outputs(tape), numbers), found, notes, tape, adjoints)


def node_seeds(nodes: Iterable[int], seeds: Iterable[float]) -> dict[int, float]:
    """The seeds by node, those of the same node added. A seed of 0 is none: it carries nothing, not even along an infinite slope."""
    found: dict[int, float] = {}
    for i, seed in zip(nodes, seeds, strict=True):
        if seed:
            found[i] = found[i] + seed if i in found else seed
    return found


def _swept(
    graph: Graph, values: Mapping[str, Any], nodes: Sequence[int], mode: str, seeds: Mapping[int, Any], numbers: Arithmetic
) -> tuple[Tape, list[Any]]:
    """The tape and the sweep; those of doubles in wide numbers where a step leaves their range and that matters."""
    forward = mode == "forward"

    def with_numbers(numbers: Arithmetic) -> tuple[Tape, list[Any], list[Any]]:
        tape = evaluate(graph, values, numbers)
        linearize(tape, nodes)
        sweep = (push if forward else pull)(tape, seeds)
        found = [sweep[i] for i in (graph.outputs if forward else nodes)]
        return tape, sweep, [0.0 if number is None else as_double(number) for number in (*_outputs(tape), *found)]

    tape, sweep, found = with_numbers(numbers)
    if numbers is FLOATS and left_range(tape, [sweep], forward=forward):
        wide_tape, wide_sweep, wider = with_numbers(wide_numbers())
        if settles(found, wider):
            return wide_tape, wide_sweep
    return tape, sweep


def _outputs(tape: Tape) -> list[Any]:
    return [tape.values[i] for i in tape.graph.outputs]


def _told(outputs: list[str]) -> list[str]:
    """The names of outputs, where a note has to say which one it is about."""
    return outputs if len(outputs) > 1 else []


def numbered(names: Collection[str], values: Collection[Any], numbers: Arithmetic) -> dict[str, Any]:
    """The values by name, 0 where a sweep brought none, and no -0."""
    zero = numbers.number("0")
    return {name: zero if value is None else as_double(value) + zero for name, value in zip(names, values, strict=True)}
