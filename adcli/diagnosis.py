"""Why an answer is not finite, or was taken by convention: which step, where, and what to know about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from adcli.arithmetic.floats import FLOATS
from adcli.build import template
from adcli.codegen import compile_graph
from adcli.errors import short
from adcli.formula import write
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.notes import Note, finite
from adcli.rules import condition, operand_names
from adcli.sweep import Tape

MOST_NOTES = 20


def diagnose(tape: Tape, output: int, sweeps: Sequence[Sequence[Any]], derivatives: Sequence[Any]) -> list[Note]:
    """The notes on an answer, from the tape and from what its sweeps carried (tangents or adjoints)."""
    notes = _kinks(tape)
    if not finite(tape.values[output]):
        notes.append(_first_bad_value(tape))
    elif not all(map(finite, derivatives)):
        notes.append(_first_bad_partial(tape))
    notes += _zeros_times_infinity(tape, sweeps)
    if len(notes) > MOST_NOTES:
        notes = [*notes[:MOST_NOTES], Note("more", f"and {len(notes) - MOST_NOTES} more notes")]
    return notes


@cache
def _compiled(function: str, text: str, count: int) -> Any:
    """A condition of the table as a Python function of the operands and `out`."""
    graph = condition(function, text, count)
    return compile_graph(graph, graph.outputs, (*operand_names(function, count), "out"), FLOATS.functions, FLOATS.number)


def _holds(function: str, text: str, arguments: Sequence[Any], out: Any) -> bool:
    return bool(_compiled(function, text, len(arguments))(*arguments, out)[0])


def call_text(function: str, arguments: Sequence[str]) -> str:
    """A function of its arguments as people write it: log(x), a/b."""
    graph = Graph()
    nodes = tuple(graph.leaf(name, fixed=False) for name in dict.fromkeys(arguments))
    node = graph.add(function, nodes if len(nodes) == len(arguments) else nodes * len(arguments))
    return write(graph, node)


def _arguments(tape: Tape, i: int) -> list[Any]:
    return [tape.values[j] for j in tape.graph.operands[i]]


def _kinks(tape: Tape) -> list[Note]:
    graph = tape.graph
    kinked = {name for name in set(graph.functions) if name and FUNCTIONS[name].kink}
    notes = []
    for i in tape.order if kinked else ():
        function = graph.functions[i]
        if function in kinked and tape.active[i]:
            kink = FUNCTIONS[function].kink
            assert kink is not None
            if _holds(function, kink.where, _arguments(tape, i), tape.values[i]):
                notes.append(Note("kink", f"{function} {kink.note}", graph.span(i), i))
    return notes


def _first_bad_value(tape: Tape) -> Note:
    """The first step whose value is not finite although its operands' are."""
    graph, values = tape.graph, tape.values
    for name, i in graph.inputs.items():
        if values[i] is not None and not finite(values[i]):
            return Note("input", f"{short(name, 40)} is {values[i]!r}, as given", graph.span(i), i)
    for i in tape.order:
        if graph.functions[i] and not finite(values[i]) and all(map(finite, _arguments(tape, i))):
            return _reason(tape, i)
    raise AssertionError("a value that is not finite comes from nowhere")


def _reason(tape: Tape, i: int) -> Note:
    graph, function, arguments = tape.graph, tape.graph.functions[i], _arguments(tape, i)
    entry = FUNCTIONS[function]
    if entry.domain and not _holds(function, entry.domain, arguments, tape.values[i]):
        used = [
            (name, value) for name, value in zip(entry.names, arguments, strict=True) if name in template(entry.domain, entry.names).inputs
        ]
        got = repr(used[0][1]) if len(entry.names) == 1 else ", ".join(f"{name} = {_short_number(value)}" for name, value in used)
        needs = write(template(entry.domain, entry.names), template(entry.domain, entry.names).outputs[0])
        return Note(
            "domain",
            f"{call_text(function, entry.names)} needs {needs}, got {_short_number(used[0][1]) if len(entry.names) == 1 else got}",
            graph.span(i),
            i,
        )
    shown = call_text(function, [_short_number(value) for value in arguments]) if len(arguments) < 3 else f"{function}(...)"
    return Note("overflow", f"{shown} is beyond the largest number, 1.8e308", graph.span(i), i)


def _short_number(value: Any) -> str:
    text = repr(value)
    return text.removesuffix(".0")


def _first_bad_partial(tape: Tape) -> Note:
    """The first step with a slope that is not finite."""
    graph = tape.graph
    for i in tape.order:
        for partial, name in zip(
            tape.partials[i], operand_names(graph.functions[i], len(tape.partials[i])) if tape.partials[i] else (), strict=True
        ):
            if partial is not None and not finite(partial):
                values = ", ".join(
                    f"{n} = {_short_number(v)}"
                    for n, v in zip(operand_names(graph.functions[i], len(tape.partials[i])), _arguments(tape, i), strict=True)
                )
                shown = call_text(graph.functions[i], operand_names(graph.functions[i], len(tape.partials[i])))
                slope = "no slope" if partial != partial else "an infinite slope"
                return Note("pole", f"{shown} has {slope} in {name} at {values}", graph.span(i), i)
    return Note("overflow", "a derivative is beyond the largest number, 1.8e308")


def _zeros_times_infinity(tape: Tape, sweeps: Sequence[Sequence[Any]]) -> list[Note]:
    """The steps at which a sweep met zero times infinity, and used 0."""
    graph, notes = tape.graph, {}
    for i in tape.order:
        for j, partial in zip(graph.operands[i], tape.partials[i], strict=False):
            if partial is None:
                continue
            for sweep in sweeps:
                for carried in (sweep[i], sweep[j]):
                    if carried is not None and ((carried == 0 and math.isinf(partial)) or (partial == 0 and math.isinf(carried))):
                        notes[i] = Note("zero-times-infinity", "0·∞ at this step: 0 used; the limit may differ", graph.span(i), i)
    return list(notes.values())
