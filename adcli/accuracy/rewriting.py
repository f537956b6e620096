"""A part of a formula written so that it keeps its digits, where the table of rewrites knows how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations
from typing import NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.build import template
from adcli.formula import PLAIN, Label, write
from adcli.functions.rewrites import REWRITES
from adcli.graph import Graph
from adcli.sweep import evaluate

_NAMES = ("u", "v")
_EITHER_ORDER = ("add", "mul")


class Rewrite(NamedTuple):
    """Another formula for a node: its text, its graph, and the nodes that its inputs stand for."""

    text: str
    graph: Graph
    parts: dict[str, int]

    def value(self, values: Sequence[float]) -> float:
        """What it gives, from the values of the nodes."""
        inputs = {name: values[self.parts[name]] for name in self.graph.inputs}
        found: float = evaluate(self.graph, inputs, FLOATS).values[self.graph.outputs[0]]
        return found


def rewritten(graph: Graph, node: int) -> Rewrite | None:
    """What to write in a node's place; None where no rewrite fits or the text would be long."""
    for losing, keeping in _by_function().get(graph.functions[node], ()):
        pattern = _template(losing)
        found = next(_matches(graph, node, pattern, pattern.outputs[0], {}), None)
        if found is not None:
            better = _template(keeping)
            labels = {better.inputs[name]: Label.of_node(graph, found[name], PLAIN) for name in better.inputs}
            text = write(better, better.outputs[0], PLAIN, labels)
            return Rewrite(text, better, found) if "..." not in text else None
    return None


@cache
def _by_function() -> dict[str, list[tuple[str, str]]]:
    """The rewrites by the function of their outermost step."""
    found: dict[str, list[tuple[str, str]]] = {}
    for losing, keeping in REWRITES:
        pattern = _template(losing)
        found.setdefault(pattern.functions[pattern.outputs[0]], []).append((losing, keeping))
    return found


@cache
def _template(text: str) -> Graph:
    return template(text, _NAMES)


def _matches(graph: Graph, node: int, pattern: Graph, at: int, found: dict[str, int]) -> Iterator[dict[str, int]]:
    """The ways to take the pattern's names for nodes. It goes as deep as the pattern, never as deep as the graph."""
    function, leaf = pattern.functions[at], pattern.leaves[at]
    if not function and not pattern.fixed[at]:
        if found.get(leaf, node) == node:
            yield found | {leaf: node}
    elif graph.functions[node] != function:
        return
    elif not function:
        if graph.fixed[node] and _same_number(graph.leaves[node], leaf):
            yield found
    else:
        for operands in permutations(pattern.operands[at]) if function in _EITHER_ORDER else (pattern.operands[at],):
            ways = [found]
            for one, other in zip(graph.operands[node], operands, strict=True):
                ways = [longer for way in ways for longer in _matches(graph, one, pattern, other, way)]
            yield from ways


def _same_number(written: str, wanted: str) -> bool:
    return written[0] in ".0123456789" and float(written) == float(wanted)
