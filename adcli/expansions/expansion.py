"""Taylor coefficients and derivatives of any order, along a variable or a direction."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from adcli.accuracy.precision import found_with
from adcli.accuracy.widening import as_double, left_range, settles
from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.build import single_output
from adcli.derivatives import notes_on, point_notes, wide_numbers
from adcli.errors import PointError, short
from adcli.expansions.convergence import degree, radius
from adcli.expansions.series import Expansion
from adcli.graph import Graph
from adcli.language.elements import flat
from adcli.language.names import canonical_name
from adcli.matrices.seeds import tangent_of
from adcli.notes import Note, finite
from adcli.point import Point, chosen_inputs, inputs_at
from adcli.sweep import Tape, evaluate, linearize, push

MAX_ORDER = 170  # 170! is the largest factorial that a double can hold


class Taylor(NamedTuple):
    """A function of one output near a point, along a line: y(x + t·d) = c₀ + c₁·t + c₂·t² + ..."""

    graph: Graph
    point: dict[str, float]  # the value of each input
    direction: dict[str, float]  # what each input moves by as t grows by 1; those left out stay
    coefficients: list[float]  # of t^0, t^1, ...
    derivatives: list[float]  # by t, of order 0, 1, ...: k! times the coefficient
    radius: float | None  # about how far from the point the series converges, as far as that can be told; infinite where it is proved
    ends: bool  # whether the function is the polynomial that the coefficients make
    notes: list[Note]
    tape: Tape

    @property
    def finite(self) -> bool:
        """Whether every coefficient and every derivative is a finite number."""
        return all(map(finite, (*self.coefficients, *self.derivatives)))

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
        """The coefficients."""
        return self.coefficients

    @property
    def zeros(self) -> Iterator[str]:
        """The coefficients that are 0."""
        return (f"the coefficient of order {k}" for k, c in enumerate(self.coefficients) if k and c == 0)

    @property
    def along(self) -> str:
        """The one variable that moves, by 1, or "" where the line is another one."""
        return next(iter(self.direction)) if list(self.direction.values()) == [1] else ""


def taylor_at(
    graph: Graph,
    point: Point,
    order: int,
    along: str | None = None,
    direction: Point | None = None,
    precision: int | None = None,
) -> Taylor:
    """The Taylor coefficients of a graph with one output, up to an order, along a variable or a direction.

    The variable need not be named where there is only one. Raises OutputError where there are several outputs, PointError for a
    missing value, a strange variable or a line that is not told, ValueError for an order below 0 or beyond MAX_ORDER. `precision` is
    that of `found_with`.
    """
    if not 0 <= order <= MAX_ORDER:
        raise ValueError(f"order is {order}, not a whole number from 0 to {MAX_ORDER}")
    given = [*flat(point).values(), *(direction or {}).values()]
    return found_with(precision, graph, given, lambda numbers: _taylor(graph, point, order, along, direction, numbers))


def _taylor(graph: Graph, point: Point, order: int, along: str | None, direction: Point | None, numbers: Arithmetic) -> Taylor:
    output = single_output(graph, "taylor")
    line = _line(graph, along, direction, numbers)
    values = inputs_at(graph, point, numbers)
    expansion, coefficients, left, found = _expanded(graph, values, output, line, order, numbers)
    if numbers is FLOATS and left:
        wide_expansion, wider, _, wide_notes = _expanded(graph, values, output, line, order, wide_numbers())
        if settles(coefficients, wider):
            expansion, coefficients, found = wide_expansion, wider, wide_notes
    notes = [*point_notes(graph, point, line), *found]
    derivatives = [c * math.factorial(k) for k, c in enumerate(coefficients)]
    if order > 1:
        notes += _higher_order_notes(expansion, coefficients, derivatives, notes)
    chosen = expansion.tape.taken or graph.decisions  # elsewhere another formula may hold
    exact = None if chosen else degree(expansion.graph, expansion.active, expansion.coefficients, expansion.places[output])
    reach = radius(coefficients) if exact is None else math.inf
    return Taylor(graph, values, line, coefficients, derivatives, reach, exact is not None and exact <= order, notes, expansion.tape)


def _expanded(
    graph: Graph, values: Mapping[str, Any], output: int, line: dict[str, Any], order: int, numbers: Arithmetic
) -> tuple[Expansion, list[Any], bool, list[Note]]:
    """The series of all steps and the coefficients of the output's; whether the tape left the range of doubles; what `grad` would note."""
    tape, zero = evaluate(graph, values, numbers), numbers.number("0")
    slope, left, notes = _first_order(tape, output, line if order else {})
    expansion = Expansion(tape, line, order, output, graph.max_nodes)
    node = expansion.places[output]
    coefficients = [as_double(tape.values[output]), slope, *(as_double(c) + zero for c in expansion.coefficients[node][2:])][: order + 1]
    return expansion, coefficients + [zero] * (order + 1 - len(coefficients)), left, notes


def _line(graph: Graph, along: str | None, direction: Point | None, numbers: Arithmetic) -> dict[str, Any]:
    """What each variable that moves moves by."""
    if direction is not None:
        if along is not None:
            raise PointError("a line goes along a variable or in a direction, not both", advice="leave off one of --along and --direction")
        moves = tangent_of(graph, list(graph.inputs), direction, numbers, "direction")
        return {name: moves[name] for name in map(canonical_name, direction)}
    if along is None:
        if len(graph.inputs) > 1:
            names = list(graph.inputs)
            shown = ", ".join([short(name, 20) for name in names[:4]]) + (", ..." if len(names) > 4 else "")
            name = short(names[0], 20)
            advice = f"choose one with --along {name}, or a direction with --direction {name}=1,{short(names[1], 20)}=1"
            raise PointError(f"taylor goes along one variable, and there are {len(names):,} ({shown})", advice=advice)
        return dict.fromkeys(graph.inputs, numbers.number("1"))
    return dict.fromkeys(chosen_inputs(graph, [along]), numbers.number("1"))


def _first_order(tape: Tape, output: int, line: dict[str, Any]) -> tuple[Any, bool, list[Note]]:
    """The derivative along the line by a forward sweep, conventions and all; whether that left the range of doubles; `grad`'s notes."""
    seeds = {tape.graph.inputs[name]: move for name, move in line.items() if move}
    linearize(tape, seeds)
    tangents = push(tape, seeds)
    zero = tape.numbers.number("0")
    slope = zero if tangents[output] is None else as_double(tangents[output]) + zero
    left = tape.numbers is FLOATS and left_range(tape, [tangents], forward=True)
    return slope, left, notes_on(tape, [output], "forward", [tangents], [slope])


def _higher_order_notes(
    expansion: Expansion, coefficients: Sequence[float], derivatives: Sequence[float], known: Sequence[Note]
) -> list[Note]:
    """Notes on what only the higher orders meet: the step that has no more derivatives, 0·∞, overflow."""
    graph = expansion.graph
    told = {note.span for note in known if note.kind == "zero-times-infinity"}
    own = set(expansion.places.values())
    notes = [
        Note("zero-times-infinity", "0·∞ at this step in a higher order: 0 used; the limit may differ", graph.span(i))
        for i in sorted(expansion.zeros & own)
        if graph.span(i) not in told
    ]
    lost = next((k for k, c in enumerate(coefficients) if not finite(c)), len(coefficients))
    if 1 < lost < len(coefficients):
        i = expansion.first_unbounded()
        notes.append(
            Note("pole", f"this step has no more derivatives here: those of order {lost} and higher are not finite", graph.span(i))
        )
    elif lost == len(coefficients) and not all(map(finite, derivatives)):
        k = next(k for k, d in enumerate(derivatives) if not finite(d))
        notes.append(Note("overflow", f"the derivative of order {k} is beyond the largest number, 1.8e308"))
    return notes
