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
    if len(graph) > LARGEST or result.tape.numbers is not FLOATS or not result.finite or not _suspicious(result):
        return []
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


def _suspicious(result: Gradient) -> bool:
    """Whether a step or a sum of contributions makes relative errors much larger."""
    graph = result.graph
    tape = evaluate(graph, result.point, FLOATS, [result.output])
    inexact = [i for i in tape.order if graph.fixed[i] and not graph.functions[i] and not graph.leaves[i].isdigit()]
    linearize(tape, [*inexact, *(i for i in graph.inputs.values() if tape.values[i] is not None)])
    values = tape.values
    for i in tape.order:
        operands, size = graph.operands[i], values[i]
        if graph.functions[i] in ("add", "sub") and max([abs(values[j]) for j in operands]) > LOSS * abs(size):
            return True
        for j, partial in zip(operands, tape.partials[i], strict=False):
            if partial is not None and abs(partial * values[j]) > LOSS * abs(size):
                return True
    return bool(result.wrt) and _cancels(tape, pull(tape, {result.output: 1.0}))


def _cancels(tape: Tape, adjoints: Sequence[Any]) -> bool:
    """Whether contributions to an adjoint cancel."""
    sizes = [0.0] * len(adjoints)
    for i in tape.order:
        if adjoints[i]:
            for j, partial in zip(tape.graph.operands[i], tape.partials[i], strict=False):
                sizes[j] += abs(adjoints[i] * partial) if partial is not None else 0.0
    return any([a is not None and finite(a) and size > LOSS * abs(a) for size, a in zip(sizes, adjoints, strict=True) if size])
