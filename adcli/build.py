"""Syntax to graph, for formulas: statements of expressions. Syntax ends here."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from adcli.errors import NamingError, OutputError, Span, short
from adcli.functions import CONSTANTS, FUNCTIONS, Function
from adcli.graph import Graph
from adcli.language.parser import parse_syntax
from adcli.language.syntax import Syntax
from adcli.meaning import MEANINGS, SIMPLE, Meanings

_GIVEN = {(entry.name, number): text for entry in FUNCTIONS.values() for number, text in entry.given}


class Builder(Meanings):
    """Writes the statements of a syntax into a graph."""

    def __init__(self, syntax: Syntax, names: Collection[str], graph: Graph, *, internal: bool = False) -> None:
        super().__init__(syntax, internal=internal)
        self.names = names
        self.graph = graph
        self.constants = {*CONSTANTS, "inf", "nan"} if internal else CONSTANTS
        self.assigned: dict[str, tuple[int, int]] = {}  # a name's value, and the statement that gave it
        self.nodes: list[int] = [-1] * len(syntax)
        self.conditions = False  # whether there are any

    def build(self) -> Graph:
        """The finished graph, its outputs being the statements that no later statement uses or replaces."""
        used: set[int] = set()
        results: list[tuple[str, int, int]] = []
        for number, statement in enumerate(self.syntax.statements):
            name = statement.name
            value = self.statement(statement.first, statement.stop, used)
            results.append((name, value, statement.stop - 1))
            if name:
                self.check_unread(name)
                if name in self.assigned:
                    used.add(self.assigned[name][1])
                self.assigned[name] = (value, number)
                self.graph.assigned.setdefault(value, name)
        graph = self.graph
        graph.statements = len(results)
        for number, (name, value, last) in enumerate(results):
            if number not in used:
                graph.add_output(value, name, self.at(last))
        graph.release()
        return graph

    def statement(self, first: int, stop: int, used: set[int]) -> int:
        """The node of one statement's value."""
        syntax, nodes, add = self.syntax, self.nodes, self.graph.add
        functions, operands, starts, stops = syntax.functions, syntax.operands, syntax.starts, syntax.stops
        for i in range(first, stop):
            function = functions[i]
            if not function:
                nodes[i] = self.leaf(i, used)
                continue
            arguments = operands[i]
            if len(arguments) == 2:  # the usual case, without a loop
                a, b = arguments
                arguments = nodes[a], nodes[b]
            else:
                arguments = tuple([nodes[j] for j in arguments])
            simple = SIMPLE.get((function, len(arguments)))
            if simple and not self.conditions:
                nodes[i] = add(simple, arguments, starts[i], stops[i])
            else:
                nodes[i] = self.operation(i, function, operands[i], arguments)
            operands[i] = ()  # read for the last time: a large syntax shrinks as its graph grows
        value = nodes[stop - 1]
        if self.conditions and self.gives(value) == "condition" and not self.internal:
            self.refuse_condition(stop - 1, "1 if {} else 0")
        return value

    def check_unread(self, name: str) -> None:
        """Raise NamingError where a name that is now assigned was read before, as a variable or a constant."""
        graph = self.graph
        if name not in self.assigned and (name in graph.inputs or (name in self.constants and name in graph.leaves)):
            raise used_before(name, graph.span(graph.leaves.index(name)))

    def known_names(self) -> Collection[str]:
        return {*self.assigned, *self.graph.inputs, *self.names}

    def gives(self, node: int) -> str:
        function = self.graph.functions[node]
        return FUNCTIONS[function].gives if function else "number"

    def leaf(self, i: int, used: set[int]) -> int:
        syntax = self.syntax
        text = syntax.leaves[i]
        if text[0] in ".0123456789":
            self.check_number(i)
            fixed = True
        elif text in self.assigned:
            node, statement = self.assigned[text]
            used.add(statement)
            return node
        else:
            fixed = text in self.constants and text not in self.names
        return self.graph.leaf(text, fixed=fixed, start=syntax.starts[i], stop=syntax.stops[i])

    def operation(self, i: int, function: str, operands: tuple[int, ...], arguments: tuple[int, ...]) -> int:
        if function == "+" and len(operands) == 1:
            if self.gives(arguments[0]) == "condition":
                self.refuse_condition(operands[0], "(1 if {} else 0)")
            return arguments[0]
        entry = MEANINGS.get((function, len(operands))) or self.called(i, function[:-1], len(operands))
        if entry.gives == "condition":
            self.conditions = True
        if self.conditions or entry.takes != "number":
            self.check_kinds(i, entry, operands, [self.gives(node) == "condition" for node in arguments])
        return apply(self.graph, entry, arguments, self.syntax.starts[i], self.syntax.stops[i])


def apply(graph: Graph, entry: Function, arguments: tuple[int, ...], start: int, stop: int) -> int:
    """The node of an entry of the table for nodes; a number with a sign is a number, and a power by one may have a form of its own."""
    if entry.name == "neg":
        leaf = graph.leaves[arguments[0]]
        if leaf and leaf[0] in ".0123456789":  # -2 is no operation on 2
            return graph.leaf("-" + leaf, fixed=True, start=start, stop=stop)
    if entry.given and (text := _GIVEN.get((entry.name, graph.leaves[arguments[-1]]))):
        return insert(graph, template(text, entry.names), dict(zip(entry.names, arguments, strict=True)), Span(start, stop))
    return graph.add(entry.name, arguments, start, stop)


def used_before(name: str, at: Span) -> NamingError:
    """The error for a name that is read where its value is still to come."""
    advice = "assign it first, or choose another name"
    return NamingError(f"'{short(name)}' is used before it is assigned", span=at, advice=advice)


@cache
def template(text: str, names: tuple[str, ...]) -> Graph:
    """The graph of one of the table's own texts, its inputs being `names`."""
    return Builder(parse_syntax(text), names, Graph(text), internal=True).build()


def insert(graph: Graph, part: Graph, arguments: dict[str, int], at: Span, output: int = 0) -> int:
    """Write an output of a small graph into a graph, each of its inputs replaced by a node; the node of that output."""
    places: dict[int, int] = {}
    root = part.outputs[output]
    for i in part.needed([root]):
        function = part.functions[i]
        if function:
            places[i] = graph.add(function, tuple([places[j] for j in part.operands[i]]), *at)
        else:
            leaf = part.leaves[i]
            places[i] = graph.leaf(leaf, fixed=True) if part.fixed[i] else arguments[leaf]
    return places[root]


def single_output(graph: Graph, command: str) -> int:
    """The graph's one output. Raises OutputError where it has several."""
    if len(graph.outputs) == 1:
        return graph.outputs[0]
    shown = ", ".join(short(label, 20) or f"output {k}" for k, label in enumerate(graph.labels[:4], 1))
    more = ", ..." if len(graph.outputs) > 4 else ""
    span = graph.output_spans[1]
    continued = re.search(r"\n\s*[+\-−]$", graph.source[: span.start + 1]) is not None  # it looks like the rest of the line before
    one = "end with return and what is wanted" if graph.passes else "write one formula"
    raise OutputError(
        f"{command} wants one output, and there are {len(graph.outputs)} ({shown}{more})",
        source=graph.source,
        span=span,
        advice="put a formula of several lines in parentheses" if continued else f"{one}, or use the command jacobian",
    )
