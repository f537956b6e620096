"""Whether rounding has left an answer few digits, looked at whenever one answer is asked for: `--error` then tells the rest.

An error estimate takes many times the time of the answer, so it is made only where a step, or a sum of contributions in the reverse
sweep, makes relative errors a million times larger, and for formulas of moderate size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import Gradient
from adcli.errors import NOWHERE, short
from adcli.notes import Note, finite
from adcli.point import Point
from adcli.sweep import Tape, evaluate, linearize, pull

if TYPE_CHECKING:
    from adcli.bounds import Bound

LARGEST = 500  # nodes: an estimate of so many takes a tenth of a second
LOSS = 1e6
FEW = 4  # digits, the decimals of a table
MOST_NAMED = 4


def cautions(result: Gradient, point: Point) -> list[Note]:
    """At most one note: which numbers of an answer have fewer than four digits that can be trusted."""
    graph = result.graph
    if len(graph) > LARGEST or result.precision is not None or not result.finite:
        return []
    growing = _growing(result)
    if growing is None:
        return []
    if result.tape.numbers is not FLOATS:
        return [
            Note("lost-digits", "rounding errors grow a million times here, and may leave few digits; see --precision", graph.span(growing))
        ]
    from adcli.estimates import error_at

    label = graph.output_names()[0]
    error = error_at(graph, point, result.wrt, gradient=bool(result.wrt), partials=result.gradient)
    bounds = {label: error.value, **{f"∂{label}/∂{name}": bound for name, bound in error.gradient.items()}}
    few = [f"{short(name, 30)} {_trusted(bound)}" for name, bound in bounds.items() if (bound.digits or 0) < FEW and bound.total != 0]
    if not few:
        return []
    more = f" and {len(few) - MOST_NAMED} more" if len(few) > MOST_NAMED else ""
    place = next((note.span for note in error.notes if note.span != NOWHERE), NOWHERE)
    return [Note("lost-digits", f"rounding leaves few digits: {', '.join(few[:MOST_NAMED])}{more}; see --error and --precision", place)]


def _trusted(bound: Bound) -> str:
    if bound.doubt:
        return "± ?"
    return f"has {bound.digits}" if bound.digits else f"± {bound.total:.1g}"


def _growing(result: Gradient) -> int | None:
    """A step that makes relative errors much larger, or to which contributions cancel."""
    graph, numbers = result.graph, result.tape.numbers
    tape = evaluate(graph, result.point, numbers, [result.output])
    inexact = [i for i in tape.order if graph.fixed[i] and not graph.functions[i] and not graph.leaves[i].isdigit()]
    linearize(tape, [*inexact, *(i for i in graph.inputs.values() if tape.values[i] is not None)])
    values, times = tape.values, numbers.functions["mul"]
    for i in tape.order:
        operands = graph.operands[i]
        if graph.functions[i] in ("add", "sub") and max([abs(values[j]) for j in operands]) > times(LOSS, abs(values[i])):
            return i
        for j, partial in zip(operands, tape.partials[i], strict=False):
            if partial is not None and abs(times(partial, values[j])) > times(LOSS, abs(values[i])):
                return i
    return _cancelling(tape, pull(tape, {result.output: 1.0})) if result.wrt else None


def _cancelling(tape: Tape, adjoints: Sequence[Any]) -> int | None:
    """A step whose contributions to its adjoint cancel."""
    sizes: list[Any] = [0.0] * len(adjoints)
    times = tape.numbers.functions["mul"]
    for i in tape.order:
        for j, partial in zip(tape.graph.operands[i], tape.partials[i], strict=False):
            if adjoints[i] and partial is not None:
                sizes[j] += abs(times(adjoints[i], partial))
    for i, adjoint in enumerate(adjoints):
        if adjoint is not None and finite(adjoint) and sizes[i] > times(LOSS, abs(adjoint)):
            return i
    return None
