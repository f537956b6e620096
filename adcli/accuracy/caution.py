"""Whether rounding has left an answer few digits, looked at whenever one answer is asked for: `--error` then tells the rest.

An error estimate takes many times the time of the answer, so it is made only where a step of the formula, or of its derivative as a
graph, makes relative errors a million times larger, and for formulas of moderate size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import Gradient
from adcli.errors import NOWHERE, Span, short
from adcli.notes import Note
from adcli.point import Point
from adcli.sweep import evaluate, linearize

if TYPE_CHECKING:
    from adcli.accuracy.bounds import Bound

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
        return [Note("lost-digits", "rounding errors grow a million times here, and may leave few digits; see --precision", growing)]
    from adcli.accuracy.estimates import error_at

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


def _growing(result: Gradient) -> Span | None:
    """The place of a step that makes relative errors much larger: one of the formula, or one of its derivative as a graph."""
    graph, numbers = result.graph, result.tape.numbers
    if result.wrt:
        from adcli.symbolic import gradient_graph

        graph = gradient_graph(graph, result.output, result.wrt)
    tape = evaluate(graph, {name: result.point[name] for name in graph.inputs}, numbers, graph.outputs if result.wrt else [result.output])
    inexact = [i for i in tape.order if graph.fixed[i] and not graph.functions[i] and not graph.leaves[i].isdigit()]
    linearize(tape, [*inexact, *(i for i in graph.inputs.values() if tape.values[i] is not None)])
    values, times = tape.values, numbers.functions["mul"]
    for i in tape.order:
        operands = graph.operands[i]
        if graph.functions[i] in ("add", "sub") and max([abs(values[j]) for j in operands]) > times(LOSS, abs(values[i])):
            return graph.span(i)
        for j, partial in zip(operands, tape.partials[i], strict=False):
            if partial is not None and abs(times(partial, values[j])) > times(LOSS, abs(values[i])):
                return graph.span(i)
    return None
