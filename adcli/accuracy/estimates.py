"""How far answers may be off by rounding: to first order, from the adjoints, with a margin for what that leaves out."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from adcli.accuracy.bounds import Bound, ErrorEstimate
from adcli.accuracy.rewriting import rewritten
from adcli.accuracy.rounding import LEAST, LEAST_NORMAL, UNIT, Doubt, Rounding, given_errors, rounding_errors
from adcli.arithmetic.floats import FLOATS
from adcli.arithmetic.widenumber import Wide
from adcli.build import single_output
from adcli.derivatives import Gradient, gradient_at
from adcli.errors import NOWHERE, Span, short
from adcli.graph import Graph
from adcli.notes import Note, finite
from adcli.point import Point, chosen_inputs, inputs_at
from adcli.sweep import COMPARISONS, CONDITIONS, Tape, evaluate, pull
from adcli.symbolic import gradient_graph

MOST_SWEPT = 50  # the partials that each get a sweep of their own; the running errors of further ones, which cost none, are larger
NEGLIGIBLE = 1e-3
MOST_LOSSES = 3
BEYOND = "a step leaves the range of doubles"
MOST_TRIED = 100  # the steps that are looked at for a rewrite where a value is not finite
LOSS = 1000.0  # how much larger a step must make relative errors to be told
TELLING = 2.0**-43  # the relative error of the answer from which on losses are told: three digits


def error_at(
    graph: Graph,
    point: Point,
    wrt: Collection[str] | None = None,
    command: str = "grad",
    *,
    gradient: bool = True,
    partials: Mapping[str, float] | None = None,
) -> ErrorEstimate:
    """How far value and gradient of a graph with one output may be off at a point.

    `partials` are the derivatives that the bounds are about, where they were found otherwise than by a reverse sweep. Raises OutputError
    where there are several outputs, and PointError for a missing value or a strange variable.
    """
    output = single_output(graph, command)
    names = chosen_inputs(graph, wrt)
    values = inputs_at(graph, point, FLOATS)
    given = given_errors(graph, values, point)
    first = gradient_at(graph, point, names, "reverse", command)
    shown = {name: (partials or first.gradient)[name] for name in names} if gradient else {}
    tape = evaluate(graph, values, FLOATS)
    rounding = rounding_errors(tape, given)
    beyond = _first_beyond(first)
    if beyond is not None and not _nearly(tape.values[output], first.value):
        bound, contributions = Bound(first.value, math.nan, math.nan, BEYOND), [math.nan] * len(graph)
        notes = [Note("doubtful", f"there is no error estimate: {BEYOND} here", graph.span(beyond), beyond), *_overflows(tape)]
        bounds = {name: Bound(partial, math.nan, math.nan, BEYOND) for name, partial in shown.items()}
    else:
        bound, contributions, notes = _value_bound(tape, rounding, output)
        if beyond is not None:
            doubtful = {name: (Bound(partial, math.nan, math.nan, BEYOND), graph.span(beyond)) for name, partial in shown.items()}
        elif finite(bound.value):
            doubtful = _gradient_bounds(tape, rounding, output, shown, given)
        else:
            doubtful = {name: (Bound(partial, math.nan, math.nan, "the value is not finite"), NOWHERE) for name, partial in shown.items()}
        bounds = {name: found for name, (found, _) in doubtful.items()}
        if finite(bound.value):
            notes += _doubts_on_partials(doubtful)
    condition = {name: _condition(values[name], slope, bound.value) for name, slope in first.gradient.items() if name in names}
    return ErrorEstimate(bound, bounds, condition, contributions, notes)


def _first_beyond(first: Gradient) -> int | None:
    """The first step whose value or adjoint is a number that is none of a double; None where the answer is one of doubles throughout."""
    if first.tape.numbers is FLOATS:
        return None
    values, adjoints = first.tape.values, first.adjoints or []
    return next((i for i in first.tape.order if type(values[i]) is Wide), None) or next(
        (i for i in reversed(first.tape.order) if type(adjoints[i]) is Wide), first.output
    )


def _nearly(a: float, b: float) -> bool:
    return abs(a - b) <= 8 * UNIT * abs(b)


def _condition(x: float, slope: float, value: float) -> float:
    change = abs(FLOATS.flow(x, slope))
    return change / abs(value) if value else math.inf if change else 0.0


def _value_bound(tape: Tape, rounding: Rounding, output: int) -> tuple[Bound, list[float], list[Note]]:
    """The bound of the value, what each node adds to it, and the notes on doubts and lost digits."""
    adjoints = pull(tape, {output: 1.0})
    bound, contributions, blamed = _bound(tape, rounding, output, adjoints)
    notes = []
    if not finite(bound.value):
        notes.append(Note("doubtful", "there is no error estimate: the value is not finite"))
    elif bound.doubt:
        better = rewritten(tape.graph, blamed)
        message = f"the error estimate cannot be trusted: {bound.doubt}" + (f"; {better.text} may keep the digits" if better else "")
        notes.append(Note("doubtful", message, tape.graph.span(blamed), blamed))
    notes += _losses(tape, rounding, bound, adjoints)
    return bound, contributions, notes


def _gradient_bounds(
    tape: Tape, rounding: Rounding, output: int, shown: Mapping[str, float], given: Mapping[str, float]
) -> dict[str, tuple[Bound, Span]]:
    """The bounds of the partials, each with the place that a doubt is about: those of the outputs of the derivative's graph, and how far
    what is shown is from these.

    Its comparisons are the user's, and those in the texts of partials, which choose between formulas of one value wherever there is no
    kink. So comparisons and kinks are looked for where the value is computed.
    """
    graph = tape.graph
    derived = gradient_graph(graph, output, list(shown))
    swept = evaluate(derived, {name: tape.values[graph.inputs[name]] for name in derived.inputs}, FLOATS)
    errors = rounding_errors(swept, given)
    errors = errors._replace(doubts=[doubt for doubt in errors.doubts if derived.functions[doubt.node] not in COMPARISONS])
    decided = [doubt for doubt in rounding.doubts if graph.functions[doubt.node] in COMPARISONS]
    why = next(iter([*decided, *rounding.kinks]), None)
    found = {}
    for k, ((name, partial), node) in enumerate(zip(shown.items(), derived.outputs[1:], strict=True)):
        if k < MOST_SWEPT:
            bound, _, blamed = _bound(swept, errors, node, pull(swept, {node: 1.0}))
        else:
            blamed, doubt, _ = errors.doubts[0] if errors.doubts else Doubt(node, "")
            bound = Bound(partial, errors.running[node], 0.0, doubt)
        apart = abs(partial - swept.values[node])
        if apart:
            bound = bound._replace(value=partial, margin=bound.margin + apart)
        if why:
            found[name] = bound._replace(doubt=why.reason), graph.span(why.node)
        else:
            found[name] = bound._replace(doubt=bound.doubt or ("" if finite(bound.total) else "it is not finite")), derived.span(blamed)
    return found


def _doubts_on_partials(partials: Mapping[str, tuple[Bound, Span]]) -> list[Note]:
    """One note for each reason to doubt the bounds of partials at a place."""
    doubtful: dict[tuple[str, Span], list[str]] = {}
    for name, (bound, span) in partials.items():
        if bound.doubt:
            doubtful.setdefault((bound.doubt, span), []).append(name)
    notes = []
    for (reason, span), names in list(doubtful.items())[:MOST_LOSSES]:
        which = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        notes.append(Note("doubtful", f"the error estimate of the derivative by {short(which)} cannot be trusted: {reason}", span))
    return notes


def _bound(tape: Tape, rounding: Rounding, output: int, adjoints: Sequence[float | None]) -> tuple[Bound, list[float], int]:
    """The bound of one output, what each node's rounding adds to it, and the node that is to blame where it is doubtful."""
    flow, value = FLOATS.flow, tape.values[output]
    if not finite(value):
        return Bound(value, math.nan, math.nan, "it is not finite"), [math.nan] * len(adjoints), output
    contributions = [flow(abs(a), own) if a is not None else 0.0 for a, own in zip(adjoints, rounding.own, strict=True)]
    bends = [flow(abs(a), bend) if a is not None else 0.0 for a, bend in zip(adjoints, rounding.bend, strict=True)]
    estimate, margin = _sum(contributions), _sum(bends)
    vague = sum([own for a, own in zip(adjoints, rounding.own, strict=True) if a is not None and abs(a) < LEAST_NORMAL])
    if LEAST * vague > NEGLIGIBLE * estimate:  # adjoints below the normal numbers, whose digits count: running errors need none
        estimate = max(estimate, rounding.running[output])
    needed = set(tape.graph.needed([output])) if rounding.doubts else set()
    for node, reason, always in rounding.doubts:
        if node in needed and (always or adjoints[node]):
            return Bound(value, estimate, margin, reason), contributions, node
    if margin > estimate or not finite(estimate):
        worst = max(range(len(bends)), key=lambda i: math.inf if bends[i] != bends[i] else bends[i])
        reason = f"the slope of {tape.graph.functions[worst] or 'a step'} changes too much within the rounding errors of its operands"
        return Bound(value, estimate, margin, reason), contributions, worst
    return Bound(value, estimate, margin), contributions, output


def _sum(terms: Sequence[float]) -> float:
    total = sum(terms)
    return total if total == total else math.inf


def _losses(tape: Tape, rounding: Rounding, bound: Bound, adjoints: Sequence[float | None]) -> list[Note]:
    """The steps that lose digits the answer then lacks: where relative errors grow a thousandfold, and few other steps matter as much."""
    graph, values, running = tape.graph, tape.values, rounding.running
    if not finite(bound.value):
        return _overflows(tape)
    if not bound.total > TELLING * abs(bound.value):
        return []
    found = []
    for i in tape.order:
        function, operands = graph.functions[i], graph.operands[i]
        if not function or function == "if" or function in CONDITIONS or not tape.active[i] or not adjoints[i]:
            continue
        off = sum([FLOATS.flow(abs(p), running[j]) for p, j in zip(tape.partials[i], operands, strict=False) if p is not None])
        before = max([running[j] / abs(values[j]) if values[j] else math.inf for j in operands if running[j]], default=math.inf)
        after = off / abs(values[i]) if values[i] else math.inf
        if before < 1 and after >= LOSS * before and FLOATS.flow(abs(adjoints[i] or 0.0), off) >= 0.1 * bound.estimate:
            kept = round(-math.log10(after)) if 0 < after < 1 else 0
            left = f"about {kept} of 16 digits are left" if kept else "no digit is left"
            found.append((after / before, i, left))
    found.sort(key=lambda loss: -loss[0])
    return [_loss(graph, i, f"{left} after this step") for _, i, left in found[:MOST_LOSSES]]


def _overflows(tape: Tape) -> list[Note]:
    """Where a value that is not finite comes from a step that is, written otherwise."""
    graph, values = tape.graph, tape.values
    if not all([finite(values[i]) for i in graph.inputs.values()]):
        return []
    candidates = [i for i in tape.order if graph.functions[i] and graph.functions[i] not in CONDITIONS and not finite(values[i])]
    better = [(i, rewrite) for i in candidates[:MOST_TRIED] if (rewrite := rewritten(graph, i)) and finite(rewrite.value(values))]
    return [Note("lost-digits", f"this step overflows: {rewrite.text} does not", graph.span(i), i) for i, rewrite in better[:MOST_LOSSES]]


def _loss(graph: Graph, i: int, what: str) -> Note:
    better = rewritten(graph, i)
    return Note("lost-digits", f"{what}: {better.text} keeps them" if better else what, graph.span(i), i)
