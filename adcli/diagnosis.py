"""Why an answer is not finite, or was taken by convention: which step, where, and what to know about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from adcli.accuracy.widening import as_double
from adcli.build import template
from adcli.codegen import compile_graph
from adcli.errors import NOWHERE, short
from adcli.formula import write
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.notes import MOST_NOTES, Note, bounded, finite
from adcli.rules import condition, operand_names
from adcli.sweep import COMPARISONS, Tape, pull


def diagnose(
    tape: Tape, outputs: Sequence[int], mode: str, sweeps: Iterable[Sequence[Any]], derivatives: Sequence[Any], names: Sequence[str] = ()
) -> list[Note]:
    """The notes on an answer, from the tape and from what its sweeps carried: tangents if `mode` is forward, else adjoints.

    `derivatives` are those of outputs that are finite themselves; `names`, where given, say which output it is that is not.
    """
    notes = [*_kinks(tape), *_switches(tape)]
    flows = [flow for sweep in sweeps for flow in _flows(tape, mode, sweep)]
    bad = [k for k, i in enumerate(outputs) if not finite(as_double(tape.values[i]))]
    for k in bad[:MOST_NOTES]:
        value, note = as_double(tape.values[outputs[k]]), _bad_value(tape, outputs[k])
        notes.append(note._replace(message=f"{short(names[k], 40)} is {value!r}: {note.message}") if names else note)
    if not all(map(finite, derivatives)):
        notes.append(_bad_slope(tape, flows))
    notes += _zeros_times_infinity(tape, flows)
    return bounded(notes, len(notes) + len(bad[MOST_NOTES:]))


def bad_entry(tape: Tape, output: int, tangents: Sequence[Any], told: str) -> Note:
    """Why the tangent of an output is not finite: the first step to blame of those that lead to it. `told` begins the message."""
    adjoints = pull(tape, {output: tape.numbers.number("1")})
    note = _bad_slope(tape, [flow for flow in _flows(tape, "forward", tangents) if adjoints[flow[0]] is not None])
    return note._replace(message=told + note.message)


def lost_limits(tape: Tape, mode: str, sweeps: Iterable[Sequence[Any]]) -> list[Note]:
    """The notes on zeros times infinities that sweeps met."""
    return _zeros_times_infinity(tape, [flow for sweep in sweeps for flow in _flows(tape, mode, sweep)])


def _flows(tape: Tape, mode: str, sweep: Sequence[Any]) -> Iterator[tuple[int, int, Any, Any]]:
    """Each edge that a sweep used and that is not ordinary: node, position of the operand, what was carried, partial."""
    operands = tape.graph.operands
    for i in tape.order:
        for position, partial in enumerate(tape.partials[i]):
            carried = sweep[operands[i][position]] if mode == "forward" else sweep[i]
            if partial is not None and carried is not None and not (finite(partial) and finite(carried)):
                yield i, position, carried, partial


@lru_cache(maxsize=1024)
def _compiled(function: str, text: str, count: int, numbers: Any) -> Any:
    """A condition of the table as a Python function of the operands and `out`."""
    graph = condition(function, text, count)
    return compile_graph(graph, graph.outputs, (*operand_names(function, count), "out"), numbers.functions, numbers.number)


def _holds(tape: Tape, i: int, text: str) -> bool:
    """Whether a condition of the table holds at a node."""
    arguments = _arguments(tape, i)
    return bool(_compiled(tape.graph.functions[i], text, len(arguments), tape.numbers)(*arguments, tape.values[i])[0])


def _written(function: str, arguments: Sequence[str], *, numbers: bool = False) -> str:
    """A function of names or of numbers as people write it: log(x), a/b, (-2)^3."""
    graph = Graph()
    return write(graph, graph.add(function, tuple(graph.leaf(text, fixed=numbers) for text in arguments)))


def _operands(tape: Tape, i: int) -> list[int]:
    """The operands that a node's value comes from: of a conditional, the branch taken."""
    return [tape.taken[i]] if i in tape.taken else list(tape.graph.operands[i])


def _arguments(tape: Tape, i: int) -> list[Any]:
    return [tape.values[j] for j in tape.graph.operands[i]]


def _kinks(tape: Tape) -> list[Note]:
    graph = tape.graph
    kinked = {name for name in graph.kinds if FUNCTIONS[name].kink}
    notes = []
    for i in tape.order if kinked else ():
        function = graph.functions[i]
        if function in kinked and tape.active[i]:
            kink = FUNCTIONS[function].kink
            assert kink is not None
            if _holds(tape, i, kink.where):
                told = next((note for where, note in kink.others if _holds(tape, i, where)), kink.note)
                notes.append(Note("kink", f"{function} {told}", graph.span(i), i))
    return notes


def _switches(tape: Tape) -> list[Note]:
    """The comparisons of equal values: a small step would decide otherwise, and the derivative is that of one branch."""
    graph, values = tape.graph, tape.values
    told = "the condition compares equal values here: the derivative is that of the branch taken"
    notes = []
    for i in tape.order if tape.taken else ():
        if graph.functions[i] in COMPARISONS:
            a, b = graph.operands[i]
            if values[a] == values[b] and (tape.active[a] or tape.active[b]):
                notes.append(Note("kink", told, graph.span(i), i))
    return notes


def _bad_value(tape: Tape, output: int) -> Note:
    """Where a value that is not finite comes from: the step, or the variable, at the beginning of what led to it."""
    graph, values = tape.graph, tape.values
    i = output
    while True:
        causes = [j for j in _operands(tape, i) if not finite(as_double(values[j]))]
        if not causes:
            break
        # A nan comes from a nan rather than from an infinity.
        i = next((j for j in causes if values[j] != values[j]), causes[0])
    if not graph.functions[i]:
        return Note("input", f"{short(graph.leaves[i], 40)} is {values[i]!r}, as given", graph.span(i), i)
    return _reason(tape, i)


def _reason(tape: Tape, i: int) -> Note:
    graph, function, arguments = tape.graph, tape.graph.functions[i], _arguments(tape, i)
    entry = FUNCTIONS[function]
    texts = [_short_number(value) for value in arguments]
    if entry.domain and not _holds(tape, i, entry.domain):
        domain = template(entry.domain, entry.names)
        used = [(name, text) for name, text in zip(entry.names, texts, strict=True) if name in domain.inputs]
        got = texts[0] if len(entry.names) == 1 else ", ".join(f"{name} = {text}" for name, text in used)
        message = f"{_written(function, entry.names)} needs {write(domain, domain.outputs[0])}, got {got}"
        if entry.beyond and _holds(tape, i, entry.beyond[0]):
            message += f"; {entry.beyond[1]}"
        return Note("domain", message, graph.span(i), i)
    shown = _written(function, texts, numbers=True) if len(arguments) < 3 else f"{function}(...)"
    return Note("overflow", f"{shown} is beyond the largest number, {_largest(tape)}", graph.span(i), i)


def _largest(tape: Tape) -> str:
    return "1.8e308" if tape.numbers.takes_floats else "10^(4e17)"


def _infinite(value: Any) -> bool:
    return bool(value == value) and not finite(value)


def _short_number(value: Any) -> str:
    return repr(value).removesuffix(".0")


def _bad_slope(tape: Tape, flows: Sequence[tuple[int, int, Any, Any]]) -> Note:
    """The first step that made a derivative that is not finite from one that is; steps whose values are finite come first."""
    graph = tape.graph
    for i, position, carried, partial in sorted(flows, key=lambda flow: not finite(tape.values[flow[0]])):
        if finite(carried) and not finite(tape.numbers.flow(carried, partial)):
            names = operand_names(graph.functions[i], len(graph.operands[i]))
            values = ", ".join(f"{name} = {_short_number(value)}" for name, value in zip(names, _arguments(tape, i), strict=True))
            slope = "no slope" if partial != partial else "an infinite slope"
            return Note("pole", f"{_written(graph.functions[i], names)} has {slope} in {names[position]} at {values}", graph.span(i), i)
    return Note("overflow", f"a derivative is beyond the largest number, {_largest(tape)}, or infinite ones of both signs meet")


def _zeros_times_infinity(tape: Tape, flows: Sequence[tuple[int, int, Any, Any]]) -> list[Note]:
    """The steps at which a sweep met zero times infinity, and used 0; of a derivative written down, each place of the formula once."""
    met = {i for i, _, carried, partial in flows if (carried == 0 and _infinite(partial)) or (partial == 0 and _infinite(carried))}
    notes: dict[Any, Note] = {}
    for i in sorted(met):
        span = tape.graph.span(i)
        step = "this step" if span != NOWHERE else "a step of the derivative"
        key = span if tape.graph.passes is None else i
        notes.setdefault(key, Note("zero-times-infinity", f"0·∞ at {step}: 0 used; the limit may differ", span, i))
    return list(notes.values())
