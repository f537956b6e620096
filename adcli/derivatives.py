"""Values and gradients at a point."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from adcli.accuracy.widening import as_double, left_range, settles
from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.build import single_output
from adcli.cost import Cost, count
from adcli.errors import listed, short
from adcli.functions import CONSTANTS, FUNCTIONS
from adcli.graph import Graph
from adcli.notes import Note, finite
from adcli.point import Point, chosen_inputs, given, inputs_at
from adcli.sweep import COMPARISONS, Tape, evaluate, linearize, pull, push

MODES = ("auto", "forward", "reverse")
KINKED = COMPARISONS | {name for name, entry in FUNCTIONS.items() if entry.kink}


class Gradient(NamedTuple):
    """A value and its partial derivatives at a point, and everything that was found on the way."""

    graph: Graph
    output: int
    point: dict[str, float]  # the value of each input
    wrt: list[str]  # the inputs of interest
    value: float
    gradient: dict[str, float]
    mode: str
    notes: list[Note]
    tape: Tape
    adjoints: list[Any] | None  # one per node, if a reverse sweep was run
    tangents: list[list[Any]]  # for each of `wrt` one per node, if forward sweeps were run

    @property
    def finite(self) -> bool:
        """Whether value and gradient are finite numbers."""
        return all(map(finite, (self.value, *self.gradient.values())))

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
        """What its sweeps carried."""
        return chain(self.adjoints or (), *self.tangents)

    @property
    def zeros(self) -> Iterator[str]:
        """The partials that are 0 although the output depends on something."""
        names = self.wrt if self.tape.active[self.output] else ()
        return (f"the derivative by {short(name, 40)}" for name in names if self.gradient[name] == 0)

    @property
    def cost(self) -> Cost:
        """What the answer costs, counted when it is asked for."""
        return count(self.tape, len(self.wrt))


def point_notes(graph: Graph, point: Point, wrt: Collection[str] | None) -> list[Note]:
    """Notes on the point itself: values for variables that do not occur, constants that the user's values replace, what the point
    decides. `wrt` are the variables to differentiate by, None where there is no derivative."""
    notes, absent = [], []
    for name, value in given(point).items():
        if name in graph.inputs and name not in CONSTANTS:
            continue
        shown = short(name, 40)
        if name in graph.assigned.values() and name not in graph.inputs:
            notes.append(Note("unused", f"{shown} is assigned in the expression; the value given is not used"))
        elif name not in graph.inputs:
            absent.append(name)
        else:
            notes.append(Note("constant", f"{shown} is {short(str(value), 40)} here, not the constant"))
    if absent:
        many = len(absent) > 1
        zero = "" if wrt is None else "; their derivatives are 0" if many else "; its derivative is 0"
        notes.append(Note("unused", f"{listed(absent)} {'do' if many else 'does'} not occur in the expression{zero}"))
    if graph.decisions:
        from adcli.program.telling import told_decisions

        notes += told_decisions(graph, wrt or ())
    return notes


def notes_on(
    tape: Tape, outputs: Sequence[int], mode: str, sweeps: Iterable[Sequence[Any]], derivatives: Iterable[Any], names: Sequence[str] = ()
) -> list[Note]:
    """The notes on an answer; the diagnosis is made only where something may be there to tell.

    `derivatives` are those of outputs that are finite themselves; `names`, where given, say which output it is that is not.
    """
    derivatives = list(derivatives)
    if regular(tape, [*(as_double(tape.values[i]) for i in outputs), *derivatives]):
        return []
    from adcli import diagnosis

    notes = diagnosis.diagnose(tape, outputs, mode, sweeps, derivatives, names)
    return notes if tape.graph.passes is None else [_in_pass(note, tape.graph) for note in notes]


def _in_pass(note: Note, graph: Graph) -> Note:
    """The note with the passes of the loops that its step was made in."""
    assert graph.passes is not None
    text = graph.passes.text(graph.passes.label(note.node)) if note.node >= 0 else ""
    return note._replace(message=f"{note.message} ({text})") if text else note


def regular(tape: Tape, numbers: Iterable[Any]) -> bool:
    """Whether the numbers and all partials are finite, and nothing was taken by convention."""
    total = sum(filter(None, chain(numbers, chain.from_iterable(tape.partials))))
    if not finite(total):  # a sum with a nan or an infinity in it is not finite
        return False
    return KINKED.isdisjoint(tape.graph.kinds)


def value_at(graph: Graph, point: Point, command: str = "eval") -> tuple[float, list[Note]]:
    """The value of a graph with one output, and the notes on it."""
    output = single_output(graph, command)
    point = given(point)
    tape = settled_values(graph, inputs_at(graph, point, FLOATS), [output])
    linearize(tape, ())
    return as_double(tape.values[output]), [*point_notes(graph, point, None), *notes_on(tape, [output], "reverse", (), ())]


def gradient_at(
    graph: Graph,
    point: Point,
    wrt: Collection[str] | None = None,
    mode: str = "auto",
    command: str = "grad",
    numbers: Arithmetic = FLOATS,
) -> Gradient:
    """Value and gradient of a graph with one output, by one reverse sweep or one forward sweep for each variable.

    Raises OutputError where there are several outputs, PointError for a missing value or a strange variable, ValueError for an
    unknown mode.
    """
    if mode not in MODES:
        raise ValueError(f"mode is {mode!r}, not one of {', '.join(MODES)}")
    output = single_output(graph, command)
    names = chosen_inputs(graph, wrt)
    point = given(point)
    values = inputs_at(graph, point, numbers)
    found = _swept(graph, values, output, names, mode, numbers)
    left = numbers is FLOATS and left_range(found.tape, found.sweeps, forward=found.mode == "forward")
    if left:
        wider = _swept(graph, values, output, names, found.mode, wide_numbers())
        if settles(found.numbers, wider.numbers):
            found = wider
    zero = numbers.number("0")
    gradient = dict(zip(names, found.partials, strict=True))
    if wrt is None:
        for name in point:
            if name not in graph.inputs:
                gradient[name] = zero
    derivatives = gradient.values() if finite(found.value) else ()
    notes = point_notes(graph, point, names if wrt is None or names else None)
    ordinary = numbers is FLOATS and not left and all(map(finite, found.numbers))
    if not ordinary or not KINKED.isdisjoint(graph.kinds):  # else all is finite, and nothing taken by convention
        notes += notes_on(found.tape, [output], found.mode, found.sweeps, derivatives)
    return Gradient(graph, output, values, names, found.value, gradient, found.mode, notes, found.tape, found.adjoints, found.tangents)


class _Swept(NamedTuple):
    """What evaluation and sweeps with one kind of number have found."""

    tape: Tape
    mode: str
    value: Any
    partials: list[Any]
    adjoints: list[Any] | None
    tangents: list[list[Any]]

    @property
    def sweeps(self) -> list[list[Any]]:
        return [self.adjoints] if self.adjoints else self.tangents

    @property
    def numbers(self) -> list[Any]:
        return [self.value, *self.partials]


def _swept(graph: Graph, values: Mapping[str, Any], output: int, names: Sequence[str], mode: str, numbers: Arithmetic) -> _Swept:
    tape = evaluate(graph, values, numbers)
    nodes = [graph.inputs[name] for name in names]
    linearize(tape, nodes)
    chosen = cheaper_mode(tape, len(names)) if mode == "auto" else mode
    tangents: list[list[Any]] = []
    adjoints = None
    if chosen == "forward":
        tangents = [forward_sweep(tape, node) for node in nodes]
        found = [sweep[output] for sweep in tangents]
    else:
        adjoints = pull(tape, {output: numbers.number("1")})
        found = [adjoints[node] for node in nodes]
    zero = numbers.number("0")
    partials = [zero if partial is None else as_double(partial) + zero for partial in found]
    return _Swept(tape, chosen, as_double(tape.values[output]), partials, adjoints, tangents)


def settled_values(graph: Graph, values: Mapping[str, Any], outputs: Sequence[int]) -> Tape:
    """The tape of outputs at a point: of doubles, or of wide numbers where a step leaves the range of doubles and that matters."""
    tape = evaluate(graph, values, FLOATS, outputs)
    if left_range(tape):
        wider = evaluate(graph, values, wide_numbers(), outputs)
        if settles([tape.values[i] for i in outputs], [as_double(wider.values[i]) for i in outputs]):
            return wider
    return tape


def wide_numbers() -> Arithmetic:
    """The arithmetic of doubles with wide exponents, imported where it is needed first."""
    from adcli.arithmetic.wide import WIDE

    return WIDE


def cheaper_mode(tape: Tape, inputs: int) -> str:
    """The mode that costs less; reverse where they cost the same.

    Without conditionals that is reverse always, and nothing need be counted: every step that has a derivative sends it on to
    another one or is the output, so that adjoints are summed no more often than the tangents of one sweep.
    """
    return count(tape, inputs).cheaper if tape.graph.branches else "reverse"


def forward_sweep(tape: Tape, towards: int) -> list[Any]:
    """The tangents for the seed 1 at one input. The others, whose seeds are 0, carry nothing, not even along an infinite slope."""
    return push(tape, {towards: tape.numbers.number("1")})
