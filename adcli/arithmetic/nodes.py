"""Graph nodes as numbers: a sweep over them writes the derivative as a graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adcli.build import insert
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.rules import operand_names, rule


class _Functions(dict[str, Callable[..., int]]):
    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.graph = graph

    def __missing__(self, name: str) -> Callable[..., int]:
        def apply(*operands: int) -> int:
            return self.graph.add(name, operands)

        self[name] = apply
        return apply


class Nodes:
    """The arithmetic of nodes of `graph`: a value is the index of a node that computes it."""

    decides = False  # a condition has no truth value before the graph is evaluated
    takes_floats = False

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.functions = _Functions(graph)
        self.one = self.number("1")

    def number(self, text: str) -> int:
        return self.graph.leaf(text, fixed=True)

    def add(self, a: int, b: int) -> int:
        return self.graph.add("add", (a, b))

    def flow(self, a: int, b: int) -> int:
        """The product along an edge, where a factor of 1 is left out and -1 negates."""
        for factor, other in ((a, b), (b, a)):
            if factor == self.one:
                return other
            if self.graph.leaves[factor] == "-1":
                return self.graph.add("neg", (other,))
        return self.graph.add("flow", (a, b))

    def partials(self, function: str, wanted: tuple[int, ...], arguments: Sequence[int], out: int) -> tuple[int | None, ...]:
        """The nodes of the partials by each wanted operand, which stand where the function stands.

        Where the text would be a number beyond the function's domain, `out` stands in: it is nan there, and so are its derivatives.
        """
        graph, count, at = self.graph, len(arguments), self.graph.span(out)
        part = rule(function, count)
        places = dict(zip((*operand_names(function, count), "out"), (*arguments, out), strict=True))
        made = [insert(graph, part, places, at, k) if want else None for k, want in enumerate(wanted)]
        if FUNCTIONS[function].guarded:
            defined = graph.add("eq", (out, out))
            return tuple([graph.add("if", (defined, partial, out)) if partial is not None else None for partial in made])
        return tuple(made)
