"""Derivatives as formulas, and how they grow: what symbolic differentiation writes down, counted without writing it.

A formula is a tree: a part that occurs twice is written twice. A graph has it once, so that the tree's size is a sum over
operands for each node, in whole numbers of any length, while the tree itself may be too large for any memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.build import insert
from adcli.cost import operations
from adcli.errors import NOWHERE
from adcli.graph import Graph
from adcli.rules import operand_names
from adcli.sweep import CONDITIONS, Tape, evaluate
from adcli.traces.chain_rule import CARRIED, branches_taken, tangent_formula


class Size(NamedTuple):
    """Counted operations of a formula: as a tree, and with each equal part counted once."""

    tree: int
    shared: int


def size_of_formula(graph: Graph, root: int) -> Size:
    """The operations of a node's formula, counted as the costs of sweeps are."""
    trees = [0] * len(graph)
    shared = 0
    for i in graph.needed([root]):
        own = operations(graph, i)
        trees[i] = own + sum([trees[j] for j in graph.operands[i]]) if not graph.fixed[i] else 0
        shared += own
    return Size(trees[root], shared)


def derivative_formula(graph: Graph, output: int, name: str, point: Mapping[str, float]) -> Graph:
    """The derivative of an output by one input as the rules of a textbook write it, at the branches taken at a point.

    Factors of 1 and terms of 0 are left out; nothing else is simplified.
    """
    tape = evaluate(graph, point, FLOATS, [output])
    target = Graph(graph.source, graph.max_nodes)
    places: dict[int, int] = {}
    tangents: dict[int, int] = {}
    for other, i in graph.inputs.items():
        places[i] = target.leaf(other, fixed=False)
        if other == name:
            tangents[i] = target.leaf("1", fixed=True)
    for i in tape.order:
        function, operands = graph.functions[i], graph.operands[i]
        if i in places:
            continue
        if not function:
            places[i] = target.leaf(graph.leaves[i], fixed=True)
        elif function == "if":
            places[i] = places[tape.taken[i]]
            if tape.taken[i] in tangents:
                tangents[i] = tangents[tape.taken[i]]
        elif function not in CONDITIONS:
            places[i] = target.add(function, tuple([places[j] for j in operands]))
            if any(j in tangents for j in operands):
                tangents[i] = _tangent(graph, tape, i, target, places, tangents)
    target.outputs = [tangents[output] if output in tangents else target.leaf("0", fixed=True)]
    target.labels = [""]
    target.release()
    return target


def _tangent(graph: Graph, tape: Tape, i: int, target: Graph, places: Mapping[int, int], tangents: Mapping[int, int]) -> int:
    """The node of a tangent: the rule's formula with the operands and what they carry put in."""
    function, operands = graph.functions[i], graph.operands[i]
    values = [tape.values[j] for j in operands]
    numbers = tuple([graph.leaves[j] if graph.fixed[j] else "" for j in operands])
    wanted = tuple([j in tangents for j in operands])
    part = tangent_formula(function, numbers, branches_taken(function, values, tape.values[i], tape.numbers), wanted)
    names = operand_names(function, len(operands))
    arguments = dict(zip((*names, "out"), (*[places[j] for j in operands], places[i]), strict=True))
    arguments |= {CARRIED + known: tangents[j] for known, j in zip(names, operands, strict=True) if j in tangents}
    units = {name: target.leaves[i] for name, i in arguments.items() if name.startswith(CARRIED) and target.leaves[i] in ("1", "-1")}
    return insert(target, _with_units(part, units) if units else part, arguments, NOWHERE)


def _with_units(part: Graph, units: Mapping[str, str]) -> Graph:
    """A tangent's formula in which some inputs are 1 or -1: these are no factors, but at most signs."""
    graph = Graph()
    places: dict[int, int] = {}
    one, minus_one = (graph.leaf(text, fixed=True) for text in ("1", "-1"))
    for i in part.needed(part.outputs):
        function, operands = part.functions[i], tuple([places[j] for j in part.operands[i]])
        if not function:
            unit = units.get(part.leaves[i], "")
            places[i] = graph.leaf(unit or part.leaves[i], fixed=bool(part.fixed[i] or unit))
        elif function == "neg" and operands[0] in (one, minus_one):
            places[i] = one if operands[0] == minus_one else minus_one
        elif function == "mul" and one in operands:
            places[i] = operands[operands[0] == one]
        elif function == "mul" and minus_one in operands:
            places[i] = graph.add("neg", (operands[operands[0] == minus_one],))
        else:
            places[i] = graph.add(function, operands)
    graph.outputs = [places[part.outputs[0]]]
    return graph


def composed(graph: Graph, name: str, times: int) -> Graph:
    """The one output as a function of one input, applied to itself so many times: f(f(...f(x))). The other inputs stay what they are."""
    target = Graph(graph.source, graph.max_nodes)
    others = {other: target.leaf(other, fixed=False) for other in graph.inputs}
    value = others[name]
    for _ in range(times):
        value = insert(target, graph, {**others, name: value}, NOWHERE)
    target.outputs, target.labels = [value], [""]
    target.release()
    return target
