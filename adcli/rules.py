"""The table's partial derivatives as graphs, one rule for a function with so many operands."""

from __future__ import annotations

from functools import lru_cache

from adcli.build import insert, template
from adcli.errors import NOWHERE
from adcli.functions import FUNCTIONS
from adcli.graph import Graph


def operand_names(function: str, count: int) -> tuple[str, ...]:
    """What a rule calls the operands: the entry's parameters, numbered in a variadic one."""
    entry = FUNCTIONS[function]
    return tuple(f"{entry.names[0]}{k}" for k in range(1, count + 1)) if entry.variadic else entry.names


@lru_cache(maxsize=1024)
def rule(function: str, count: int) -> Graph:
    """A graph of the operands' names and `out` whose outputs are the partials by each of `count` operands."""
    entry = FUNCTIONS[function]
    texts = entry.partials * count if entry.variadic else entry.partials
    return _written(function, count, texts)


@lru_cache(maxsize=1024)
def book_rule(function: str, count: int) -> Graph:
    """The graph of the partials as books write them."""
    entry = FUNCTIONS[function]
    texts = entry.books or entry.partials
    return _written(function, count, texts * count if entry.variadic else texts)


@lru_cache(maxsize=1024)
def condition(function: str, text: str, count: int) -> Graph:
    """A graph of the operands' names and `out` whose output is one of an entry's conditions."""
    return _written(function, count, (text,))


def _written(function: str, count: int, texts: tuple[str, ...]) -> Graph:
    """The graph of texts of an entry; in a variadic one the k-th text's `x` is the k-th operand."""
    entry = FUNCTIONS[function]
    names = operand_names(function, count)
    graph = Graph()
    places = {name: graph.leaf(name, fixed=False) for name in (*names, "out")}
    known = (*names, "out")
    if entry.variadic:
        known = (entry.names[0], "out", "ties", "others")
        places["ties"] = graph.add("ties", tuple([places[name] for name in ("out", *names)]))
    for name, text in zip(names, texts, strict=False):
        written = template(text, known)
        if entry.variadic:
            places[entry.names[0]] = places[name]
        if "others" in written.inputs and count > 1:
            others = tuple([places[other] for other in names if other != name])
            places["others"] = others[0] if count == 2 else graph.add(function, others)
        graph.outputs.append(insert(graph, written, places, NOWHERE))
    return graph
