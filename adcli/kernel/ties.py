"""Where two values are equal, or so close that another engine's last bits may decide the comparison otherwise."""

from __future__ import annotations

from itertools import pairwise

from adcli.graph import Graph

# Operations that arrays compute bit by bit as floats do, if their operands are such.
_EXACT = {"add", "sub", "mul", "neg", "abs", "sign", "floor", "ceil", "min", "max", "sqrt", "if"}
_CLOSE = "1e-12"  # of the size of the terms: far more than a few roundings, far less than what is common
_MOST_PAIRS = 28


def exact_nodes(graph: Graph, nodes: list[int]) -> bytearray:
    """1 where arrays and floats have the same bits, 2 where moreover a zero is one, and no product that is too small for doubles."""
    exact = bytearray([2 * fixed for fixed in graph.fixed])
    for i in nodes:
        function, operands = graph.functions[i], graph.operands[i]
        if not function:
            exact[i] = 2
        elif function in _EXACT:
            exact[i] = min([2 - (function == "mul"), *(exact[j] for j in operands[function == "if" :])])
    return exact


def close(graph: Graph, a: int, b: int | None = None) -> int:
    """A condition: a is equal to b, or to 0, up to rounding errors of what they are sums of; or one of them is nan."""
    difference = a if b is None else graph.add("sub", (a, b))
    size = _size(graph, a) if b is None else graph.add("add", (_size(graph, a), _size(graph, b)))
    return _not_beyond(graph, graph.add("abs", (difference,)), size)


def nearly_whole(graph: Graph, a: int) -> int:
    """A condition: a is a whole number, up to rounding errors of what it is a sum of."""
    above = graph.add("sub", (a, graph.add("floor", (a,))))
    below = graph.add("sub", (graph.add("ceil", (a,)), a))
    return _not_beyond(graph, graph.add("min", (above, below)), _size(graph, a))


def close_pairs(graph: Graph, nodes: list[int]) -> list[int]:
    """Conditions: two of the nodes are close to each other."""
    pairs = [(a, b) for k, a in enumerate(nodes) for b in nodes[k + 1 :]]
    return [close(graph, a, b) for a, b in (pairs if len(pairs) <= _MOST_PAIRS else pairwise(nodes)) if a != b]


def _not_beyond(graph: Graph, distance: int, size: int) -> int:
    least = graph.add("mul", (graph.leaf(_CLOSE, fixed=True), size))
    return graph.add("not", (graph.add("gt", (distance, least)),))


def _size(graph: Graph, node: int) -> int:
    """The size of a value, or of the terms of a short sum."""
    terms: list[int] = []
    sums = [node]
    while sums:
        i = sums.pop()
        if graph.functions[i] in ("add", "sub") and len(terms) + len(sums) < 8:
            sums += graph.operands[i]
        else:
            terms.append(graph.add("abs", (i,)))
    total = terms[0]
    for term in terms[1:]:
        total = graph.add("add", (total, term))
    return total
