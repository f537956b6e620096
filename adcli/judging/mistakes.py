"""What people get wrong when they differentiate by hand, as changes to a sweep.

Everything is linear in the tangent that a node is given: where node i sends on the tangent t' instead of t, the derivative becomes
d + adjoint_i·(t' - t). So one forward and one reverse sweep tell what each single mistake would give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.build import template
from adcli.codegen import compile_graph
from adcli.graph import Graph
from adcli.judging.nearby import Scene
from adcli.judging.wrong_rules import WRONG_RULES
from adcli.rules import operand_names
from adcli.sweep import evaluate, linearize, push

SUMS = frozenset({"add", "sub", "neg"})
CHOICES = frozenset({"max", "min"})
INNER, TERM, FORM, RULE, SIGN, PLACE, OUTER, FACTOR = range(8)  # the kinds of mistakes, likely ones first

KINDS = ("chain rule", "missing term", "product rule", "wrong rule", "sign", "wrong place", "chain rule", "factor")


class Mistake(NamedTuple):
    """One way to go wrong at a node: what it sends on instead of its tangent, given the tangents of its operands.

    `operand` is the position of the operand that it is about, -1 for none.
    """

    kind: int
    node: int
    operand: int
    why: str  # with {node}, {operand}, {enclosed}, {inner} and {partial} for formulas, filled in for the mistake that fits
    tangent: Callable[[Scene, Sequence[Any]], float]


def mistakes(scene: Scene) -> Iterator[Mistake]:
    """The mistakes that can be made at each node between the variable and the output."""
    graph, tape = scene.tape.graph, scene.tape
    for i in tape.order:
        function = graph.functions[i]
        if not function or scene.tangents[i] is None or not scene.adjoints[i]:
            continue
        if function == "if":
            other = 3 - graph.operands[i].index(tape.taken[i], 1)
            yield Mistake(PLACE, i, other, "this is the derivative of {operand}, the branch that is not taken here", _other_branch(i))
            continue
        moving = [k for k, j in enumerate(graph.operands[i]) if scene.tangents[j] is not None and tape.partials[i][k] is not None]
        for k in moving:
            yield from _at_operand(graph, i, k, alone=len(moving) == 1)
        yield from _at_node(graph, i, moving)


def _at_operand(graph: Graph, i: int, k: int, *, alone: bool) -> Iterator[Mistake]:
    """The mistakes about one operand: its partial, or its tangent."""
    function, j = graph.functions[i], graph.operands[i][k]

    def instead(carried: Callable[[Scene, Any, Any], float]) -> Callable[[Scene, Sequence[Any]], float]:
        """The node's tangent with something else carried along this edge; made of the scene, the operand's tangent and the partial."""

        def tangent(scene: Scene, tangents: Sequence[Any]) -> float:
            partials = scene.tape.partials[i]
            total: float = carried(scene, tangents[j], partials[k])
            for other, operand in enumerate(scene.tape.graph.operands[i]):
                if other != k and partials[other] is not None and tangents[operand] is not None:
                    total += partials[other] * tangents[operand]
            return total

        return tangent

    inner = bool(graph.functions[j])
    if function not in SUMS | CHOICES and inner:
        why = "the inner derivative is missing: {node} needs the factor {inner}"
        if function in ("mul", "div") and not alone:
            why = "the derivative of {operand} is missing: its term for {node} needs the factor {inner}"
        yield Mistake(INNER, i, k, why, instead(lambda s, t, p: p))
    if function in CHOICES:
        why = f"this is the derivative of {{operand}}, which {function} does not take here"
        yield Mistake(PLACE, i, k, why, lambda s, t: t[j])
    if not alone:
        what = {
            "mul": "half of the product rule is missing: {node} also gives {enclosed}' times {partial}",
            "div": "half of the quotient rule is missing: {node} also changes with {operand}",
        }.get(function, "the term from {operand} is missing" if function in SUMS else "{node} also changes with {operand}")
        yield Mistake(TERM, i, k, what, instead(lambda s, t, p: 0.0))
    if function not in SUMS | {"mul"}:
        for name, position, text, why in WRONG_RULES:
            if (name, position) == (function, k):
                yield Mistake(RULE, i, k, f"{{node}}: {why}", instead(_by_text(text, i)))
        own = "{node} is left as it is; its derivative is {partial}"
        yield Mistake(RULE, i, k, own + (" times {inner}" if inner else ""), instead(lambda s, t, p: s.tape.values[i] * t))
        yield Mistake(OUTER, i, k, "the outer derivative is missing: {node} needs the factor {partial}", instead(lambda s, t, p: t))
        if inner and alone:
            why = "the derivative of the outer function is taken at {variable}, not at {operand}: {node} needs {partial}"
            yield Mistake(PLACE, i, k, why, instead(_elsewhere(i, k, lambda s, t: s.point[s.name])))
            why = "the derivative of the outer function is taken at {inner}, not at {operand}"
            yield Mistake(PLACE, i, k, why, instead(_elsewhere(i, k, lambda s, t: t, alone=True)))
    what = "the sign of the term from {operand}" if function in SUMS else "a sign in the derivative of {node}: by {operand} it is {partial}"
    if function == "div" and k == 1 and not alone:
        what = "a sign: (u/v)' = (u'*v - u*v')/v^2, with a minus, for {node}"
    yield Mistake(SIGN, i, k, what, instead(lambda s, t, p: -p * t))


def _at_node(graph: Graph, i: int, moving: Sequence[int]) -> Iterator[Mistake]:
    """The mistakes about a node as a whole."""
    function, operands = graph.functions[i], graph.operands[i]
    if function in ("mul", "div"):
        a, b = operands
        if len(moving) == 2 and function == "mul":
            why = "product rule: (u*v)' = u'*v + u*v', not u'*v', for {node}"
            yield Mistake(FORM, i, -1, why, lambda s, t: t[a] * t[b])
        elif len(moving) == 2:
            why = "quotient rule: (u/v)' = (u'*v - u*v')/v^2, not u'/v', for {node}"
            yield Mistake(FORM, i, -1, why, lambda s, t: t[a] / t[b] if t[b] else float("nan"))
            yield Mistake(FORM, i, -1, "quotient rule: v is to be squared in (u'*v - u*v')/v^2, for {node}", _times_operand(i, b, 1))
            yield Mistake(FORM, i, -1, "quotient rule: the division by v^2 is missing, for {node}", _times_operand(i, b, 2))
            why = "quotient rule: the order is u'*v - u*v', for {node}"
            yield Mistake(FORM, i, -1, why, lambda s, t: -_tangent(s, t, i))
    elif function not in SUMS:
        for factor, name in ((2.0, "2"), (0.5, "1/2"), (-2.0, "-2"), (-0.5, "-1/2"), (3.0, "3"), (1 / 3, "1/3")):
            yield Mistake(FACTOR, i, -1, f"a factor {name} too much in the derivative of {{node}}", _times(i, factor))


def _tangent(scene: Scene, tangents: Sequence[Any], i: int) -> float:
    """The tangent of a node from those of its operands, as the chain rule has it."""
    graph, partials = scene.tape.graph, scene.tape.partials[i]
    total = 0.0
    for j, partial in zip(graph.operands[i], partials, strict=True):
        if partial is not None and tangents[j] is not None:
            total += FLOATS.flow(tangents[j], partial)
    return total


def _times(i: int, factor: float) -> Callable[[Scene, Sequence[Any]], float]:
    return lambda scene, tangents: factor * _tangent(scene, tangents, i)


def _times_operand(i: int, j: int, power: int) -> Callable[[Scene, Sequence[Any]], float]:
    def tangent(scene: Scene, tangents: Sequence[Any]) -> float:
        factor: float = scene.tape.values[j]
        return (factor if power == 1 else factor * factor) * _tangent(scene, tangents, i)

    return tangent


def _by_text(text: str, i: int) -> Callable[[Scene, Any, Any], float]:
    def carried(scene: Scene, tangent: Any, partial: Any) -> float:
        graph, values = scene.tape.graph, scene.tape.values
        operands = graph.operands[i]
        found: float = _compiled(graph.functions[i], text, len(operands))(*[values[j] for j in operands], values[i])[0]
        return found * float(tangent)

    return carried


@cache
def _compiled(function: str, text: str, count: int) -> Callable[..., Any]:
    names = (*operand_names(function, count), "out")
    graph = template(text, names)
    return compile_graph(graph, graph.outputs, names, FLOATS.functions, FLOATS.number)


def _elsewhere(i: int, k: int, where: Callable[[Scene, Any], float], *, alone: bool = False) -> Callable[[Scene, Any, Any], float]:
    """The partial taken at another place, times the tangent, or `alone`."""

    def carried(scene: Scene, tangent: Any, partial: Any) -> float:
        graph, values = scene.tape.graph, scene.tape.values
        arguments = [values[j] for j in graph.operands[i]]
        arguments[k] = where(scene, tangent)
        function = graph.functions[i]
        wanted = tuple([int(position == k) for position in range(len(arguments))])
        found: Any = FLOATS.partials(function, wanted, arguments, FLOATS.functions[function](*arguments))[k]
        return float(found) if alone else float(found * tangent)

    return carried


def _other_branch(i: int) -> Callable[[Scene, Sequence[Any]], float]:
    """The tangent of the branch that a conditional did not take."""

    def tangent(scene: Scene, tangents: Sequence[Any]) -> float:
        graph = scene.tape.graph
        other = next(j for j in graph.operands[i][1:] if j != scene.tape.taken[i])
        start = graph.inputs[scene.name]
        tape = evaluate(graph, scene.point, FLOATS, [other])
        linearize(tape, [start])
        found = push(tape, {start: 1.0})[other]
        return 0.0 if found is None else float(found)

    return tangent


def with_one(scene: Scene, mistake: Mistake) -> float:
    """The derivative with one mistake made at one node."""
    i = mistake.node
    changed = mistake.tangent(scene, scene.tangents) - scene.tangents[i]
    return float(scene.derivative + FLOATS.flow(scene.adjoints[i], changed))


def with_all(scene: Scene, made: Sequence[Mistake]) -> float:
    """The derivative with the mistakes made together: a forward sweep in which those nodes send on something else."""
    graph, tape = scene.tape.graph, scene.tape
    wrong = {mistake.node: mistake.tangent for mistake in made}
    tangents: list[Any] = [None] * len(graph)
    tangents[graph.inputs[scene.name]] = 1.0
    for i in tape.order:
        if not graph.functions[i] or scene.tangents[i] is None:
            continue
        if i in wrong:
            tangents[i] = wrong[i](scene, tangents)
        else:
            tangents[i] = tangents[tape.taken[i]] if graph.functions[i] == "if" else _tangent(scene, tangents, i)
    found = tangents[scene.tape.graph.outputs[0]]
    return 0.0 if found is None else float(found)
