"""The chain rule as formulas: how each tangent and each contribution to an adjoint is made, in steps and in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from adcli.arithmetic import Arithmetic
from adcli.formula import Label, write
from adcli.graph import Graph
from adcli.rules import operand_names, rule
from adcli.sweep import evaluate
from adcli.traces.notation import Notation

MOST_TEXT = 2000  # the characters of a formula: one part made of numbers can be exponentially long
CARRIED = "carried "  # the name of what an edge carries: followed by the operand's name for a tangent, by nothing for an adjoint


class Slot(NamedTuple):
    """What stands for a node in a formula: a step's value, tangent or adjoint, a number, a part as written, or nothing ("…")."""

    kind: str
    what: Any


# The branch that each conditional of a rule takes, by nodes; and at -1 how many arguments tie, where that is asked.
Taken = tuple[tuple[int, int], ...]


class Formula(NamedTuple):
    """A formula whose leaves are steps or numbers; `write` gives its text in a notation."""

    graph: Graph
    root: int
    slots: dict[int, Slot]

    def write(self, notation: Notation, number: Any = repr, limit: int = MOST_TEXT) -> str:
        """The text, cut at `limit` characters; `number` formats the numbers among the leaves."""
        labels: dict[int, Label] = {}
        for i, (kind, what) in self.slots.items():
            if kind == "number":
                labels[i] = Label.of_number(number(what))
            elif kind == "written":
                graph, node = what
                labels[i] = Label.of_node(graph, node, notation.style)
            elif kind == "nothing":
                labels[i] = Label("…" if notation.style.superscripts else "...")
            else:
                labels[i] = Label(notation.name(kind, what))
        return write(self.graph, self.root, notation.style, labels, limit=limit)


def one_slot(kind: str, number: int, value: Any) -> tuple[Formula, Formula]:
    """A formula that is one step's tangent or adjoint, and the same in numbers."""
    graph = Graph()
    leaf = graph.leaf("x", fixed=False)
    return Formula(graph, leaf, {leaf: Slot(kind, number)}), Formula(graph, leaf, {leaf: Slot("number", value)})


def in_numbers(part: Graph, values: dict[str, Any], numbers: Arithmetic) -> Formula:
    """A tangent's or an adjoint's formula with numbers for what it carries and for each factor."""
    computed = evaluate(part, {name: values[name] for name in part.inputs}, numbers).values
    carried = {i for name, i in part.inputs.items() if name.startswith(CARRIED)}
    slots: dict[int, Slot] = {}
    stack = [part.outputs[0]]
    depends = {i: i in carried for i in range(len(part))}
    for i in range(len(part)):
        depends[i] = depends[i] or any(depends[j] for j in part.operands[i])
    while stack:
        i = stack.pop()
        if i in carried or not depends[i]:
            slots[i] = Slot("number", computed[i])
        else:
            stack += part.operands[i]
    return Formula(part, part.outputs[0], slots)


def branches_taken(function: str, values: Sequence[Any], out: Any, numbers: Arithmetic) -> Taken:
    """What the conditionals of a function's rule choose at a point: (conditional, branch) pairs of its nodes."""
    graph = rule(function, len(values))
    if not graph.branches:
        return ()
    inputs = dict(zip((*operand_names(function, len(values)), "out"), (*values, out), strict=True))
    tape = evaluate(graph, inputs, numbers)
    ties = [(-1, int(tape.values[i])) for i in tape.order if graph.functions[i] == "ties"]
    return (*ties, *sorted(tape.taken.items()))


@lru_cache(maxsize=4096)
def shown_rule(function: str, numbers: tuple[str, ...], taken: Taken) -> Graph:
    """The rule as a trace shows it: the numbers among the operands put in, and of each conditional the branch taken.

    `numbers` has the text of each operand that is a number, "" for the others. Only whole numbers are computed with, which is
    exact; everything else stands as the table has it.
    """
    source = rule(function, len(numbers))
    known = dict(zip(operand_names(function, len(numbers)), numbers, strict=True))
    graph = Graph()
    places: dict[int, int] = {}
    for name, i in source.inputs.items():
        places[i] = graph.leaf(known.get(name) or name, fixed=bool(known.get(name)))
    chosen = dict(taken)
    for i in source.needed(source.outputs):
        if i in chosen:
            places[i] = places[chosen[i]]
        elif source.functions[i] == "ties":
            places[i] = graph.leaf(str(chosen.get(-1, 1)), fixed=True)
        elif i not in places:
            places[i] = _shown(graph, source.functions[i], tuple([places[j] for j in source.operands[i]]), source.leaves[i])
    graph.outputs = [places[i] for i in source.outputs]
    return graph


def _shown(graph: Graph, function: str, operands: tuple[int, ...], leaf: str) -> int:
    if not function:
        return graph.leaf(leaf, fixed=True)
    texts = [graph.leaves[j] for j in operands]
    if function in ("add", "sub") and all(text.lstrip("-").isdigit() for text in texts):
        total = int(texts[0]) + (int(texts[1]) if function == "add" else -int(texts[1]))
        return graph.leaf(str(total), fixed=True)
    if function == "pow" and texts[1] == "1":
        return operands[0]
    return graph.add(function, operands)


@lru_cache(maxsize=4096)
def tangent_formula(function: str, numbers: tuple[str, ...], taken: Taken, wanted: tuple[bool, ...]) -> Graph:
    """How a tangent is made from those of the wanted operands: the sum of each, times its partial, as people write it."""
    rule = shown_rule(function, numbers, taken)
    graph, places = _copy(rule)
    total = -1
    for k, name in enumerate(operand_names(function, len(numbers))):
        if wanted[k]:
            partial = places[rule.outputs[k]]
            earlier = {graph.inputs.get(n) for n in operand_names(function, len(numbers))[:k]}
            one = _term(graph, graph.leaf(CARRIED + name, fixed=False), partial, partial in earlier, False)
            if total < 0:
                total = one
            elif graph.functions[one] == "neg":
                total = graph.add("sub", (total, graph.operands[one][0]))
            else:
                total = graph.add("add", (total, one))
    graph.outputs = [total]
    return graph


@lru_cache(maxsize=4096)
def adjoint_formula(function: str, numbers: tuple[str, ...], taken: Taken, position: int) -> Graph:
    """What a step sends back to one operand: its adjoint, times the partial."""
    rule = shown_rule(function, numbers, taken)
    graph, places = _copy(rule)
    graph.outputs = [_term(graph, graph.leaf(CARRIED, fixed=False), places[rule.outputs[position]], False, True)]
    return graph


def _copy(rule: Graph) -> tuple[Graph, dict[int, int]]:
    graph = Graph()
    places: dict[int, int] = {}
    for i in rule.needed(rule.outputs):
        function = rule.functions[i]
        operands = tuple([places[j] for j in rule.operands[i]])
        places[i] = graph.add(function, operands) if function else graph.leaf(rule.leaves[i], fixed=bool(rule.fixed[i]))
    return graph, places


def _term(graph: Graph, carried: int, partial: int, partial_first: bool, keep_one: bool) -> int:
    """Carried times partial, with signs in front and quotients as quotients; nothing else is simplified."""
    function, operands = graph.functions[partial], graph.operands[partial]
    leaf = graph.leaves[partial]
    if function == "neg" or leaf.startswith("-"):
        inner = operands[0] if function else graph.leaf(leaf[1:], fixed=True)
        return _negated(graph, _term(graph, carried, inner, partial_first, keep_one))
    if leaf == "1" and not keep_one:
        return carried
    if function == "div":
        top = _term(graph, carried, operands[0], False, False)
        if graph.functions[top] == "neg":
            return _negated(graph, graph.add("div", (graph.operands[top][0], operands[1])))
        return graph.add("div", (top, operands[1]))
    if function == "mul":
        left = _term(graph, carried, operands[0], False, False)
        if graph.functions[left] == "neg":
            return _negated(graph, graph.add("mul", (graph.operands[left][0], operands[1])))
        return graph.add("mul", (left, operands[1]))
    return graph.add("mul", (partial, carried) if partial_first else (carried, partial))


def _negated(graph: Graph, i: int) -> int:
    return graph.operands[i][0] if graph.functions[i] == "neg" else graph.add("neg", (i,))
