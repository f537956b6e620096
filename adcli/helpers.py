"""Helpers, the entries that users cannot call, are written as what they mean: graphs with those texts in their places."""

from __future__ import annotations

from collections.abc import Container

from adcli.build import insert, template
from adcli.errors import NOWHERE
from adcli.functions import FUNCTIONS
from adcli.graph import Graph

_TOLD = {name: entry.shown for name, entry in FUNCTIONS.items() if entry.shown}
_SHORT = 100  # nodes


def has_helpers(graph: Graph, root: int, kept: Container[int]) -> bool:
    """Whether a node has helpers to be told: in what is written of it if that is short, as in the steps of a long trace, else anywhere."""
    seen, waiting = 0, [root]
    while waiting:
        i = waiting.pop()
        if i not in kept:
            if graph.functions[i] in _TOLD:
                return True
            waiting += graph.operands[i]
        seen += 1
        if seen == _SHORT:
            return not _TOLD.keys().isdisjoint(graph.kinds)
    return False


def with_helpers_told(graph: Graph, root: int, kept: Container[int]) -> tuple[Graph, int, dict[int, int]]:
    """A graph of a node in which each helper is the text that it means; the node there, and the places of the old graph's nodes.

    What is `kept` becomes a leaf of its own, since it is written otherwise, and no other node is to be shared with it.
    """
    told = Graph(graph.source, graph.max_nodes)
    places: dict[int, int] = {}
    for i in graph.needed([root]):
        function = graph.functions[i]
        if i in kept:
            places[i] = told.leaf(f" {i}", fixed=bool(graph.fixed[i]))
        elif not function:
            places[i] = told.leaf(graph.leaves[i], fixed=bool(graph.fixed[i]))
        elif function in _TOLD:
            names = FUNCTIONS[function].names
            operands = [places[j] for j in graph.operands[i]]
            places[i] = insert(told, template(_TOLD[function], names), dict(zip(names, operands, strict=True)), NOWHERE)
        else:
            places[i] = told.add(function, tuple([places[j] for j in graph.operands[i]]))
    return told, places[root], places
