"""The table's partial derivatives as graphs, one rule for a function with so many operands."""

from __future__ import annotations

from functools import cache

from adcli.build import insert, template
from adcli.errors import NOWHERE
from adcli.functions import FUNCTIONS
from adcli.graph import Graph


def operand_names(function: str, count: int) -> tuple[str, ...]:
    """What a rule calls the operands: the entry's parameters, numbered in a variadic one."""
    entry = FUNCTIONS[function]
    return tuple(f"{entry.names[0]}{k}" for k in range(1, count + 1)) if entry.variadic else entry.names


@cache
def rule(function: str, count: int) -> Graph:
    """A graph of the operands' names and `out` whose outputs are the partials by each of `count` operands."""
    entry = FUNCTIONS[function]
    names = operand_names(function, count)
    graph = Graph()
    places = {name: graph.leaf(name, fixed=False) for name in (*names, "out")}
    for k, name in enumerate(names):
        text = entry.partials[0].format(x=name, all=", ".join(names)) if entry.variadic else entry.partials[k]
        graph.outputs.append(insert(graph, template(text, (*names, "out")), places, NOWHERE))
    return graph
