"""Syntax to graph: names, arities and kinds are checked here, and syntax ends here."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from adcli.errors import AdcliError, ConditionError, LiteralError, NamingError, OutputError, Span, short
from adcli.functions import ALIASES, CONSTANTS, FUNCTIONS, OPERATORS, Function, callable_names
from adcli.graph import MAX_NODES, Graph
from adcli.parser import MAX_LENGTH, parse_syntax
from adcli.syntax import Syntax


def parse(text: str, *, names: Collection[str] = (), max_length: int = MAX_LENGTH, max_nodes: int = MAX_NODES) -> Graph:
    """The computation graph of an expression, or of several statements.

    `names` are names that have values of their own: they are inputs even where the language has a constant of that name.
    Raises an AdcliError that says what is wrong, where, and what to write instead.
    """
    syntax = parse_syntax(text, max_length=max_length)
    try:
        return Builder(syntax, names, Graph(text, max_nodes)).build()
    except AdcliError as error:
        error.source = text
        raise


class Builder:
    """Writes the statements of a syntax into a graph; `internal` texts may use the table's helpers, inf and nan."""

    def __init__(self, syntax: Syntax, names: Collection[str], graph: Graph, *, internal: bool = False) -> None:
        self.syntax = syntax
        self.names = names
        self.graph = graph
        self.internal = internal
        self.constants = {*CONSTANTS, "inf", "nan"} if internal else CONSTANTS
        self.assigned: dict[str, tuple[int, int]] = {}  # a name's value, and the statement that gave it
        self.nodes: list[int] = [-1] * len(syntax)

    def build(self) -> Graph:
        """The finished graph, its outputs being the statements that no later statement uses."""
        used: set[int] = set()
        results: list[tuple[str, int]] = []
        for number, (name, first, stop) in enumerate(self.syntax.statements):
            value = self.statement(first, stop, used)
            results.append((name, value))
            if name:
                if name in self.graph.inputs and name not in self.assigned:
                    raise NamingError(
                        f"'{short(name)}' is used before it is assigned",
                        span=self.at(first),
                        advice="assign it first, or choose another name",
                    )
                self.assigned[name] = (value, number)
                self.graph.assigned.setdefault(value, name)
        graph = self.graph
        graph.statements = len(results)
        for number, (name, value) in enumerate(results):
            if number not in used:
                graph.outputs.append(value)
                graph.labels.append(name)
        graph.release()
        return graph

    def statement(self, first: int, stop: int, used: set[int]) -> int:
        """The node of one statement's value."""
        syntax, nodes = self.syntax, self.nodes
        functions, operands = syntax.functions, syntax.operands
        for i in range(first, stop):
            nodes[i] = self.operation(i, functions[i], operands[i]) if functions[i] else self.leaf(i, used)
            operands[i] = ()  # read for the last time: a large syntax shrinks as its graph grows
        value = nodes[stop - 1]
        if self.gives(value) == "condition" and not self.internal:
            raise ConditionError("a condition is no number", span=self.at(stop - 1), advice="choose by it: a if c else b")
        return value

    def at(self, i: int) -> Span:
        return Span(self.syntax.starts[i], self.syntax.stops[i])

    def gives(self, node: int) -> str:
        function = self.graph.functions[node]
        return FUNCTIONS[function].gives if function else "number"

    def leaf(self, i: int, used: set[int]) -> int:
        text, start, stop = self.syntax.leaves[i], self.syntax.starts[i], self.syntax.stops[i]
        if text[0] in ".0123456789":
            value = float(text)
            if value == float("inf"):
                raise LiteralError(f"{short(text)} is beyond the largest number, 1.8e308", span=self.at(i))
            if value == 0 and text.lower().partition("e")[0].strip("0."):
                raise LiteralError(f"{short(text)} is below the smallest number, 4.9e-324, and would be 0", span=self.at(i))
            return self.graph.leaf(text, fixed=True, start=start, stop=stop)
        if text in self.assigned:
            node, statement = self.assigned[text]
            used.add(statement)
            return node
        constant = text in self.constants and text not in self.names
        return self.graph.leaf(text, fixed=constant, start=start, stop=stop)

    def operation(self, i: int, function: str, operands: tuple[int, ...]) -> int:
        nodes = self.nodes
        arguments = tuple([nodes[j] for j in operands])
        if function == "+" and len(operands) == 1:
            return arguments[0]
        entry = self.called(i, function[:-1], len(operands)) if function[-1] == "(" else FUNCTIONS[OPERATORS[function, len(operands)]]
        if entry.name == "neg":
            leaf = self.graph.leaves[arguments[0]]
            if leaf and leaf[0] in ".0123456789":  # a number of its own: -2 is no operation on 2
                return self.graph.leaf("-" + leaf, fixed=True, start=self.syntax.starts[i], stop=self.syntax.stops[i])
        self.check_kinds(i, entry, operands, arguments)
        if entry.given and self.graph.fixed[arguments[-1]]:
            text = dict(entry.given).get(self.graph.leaves[arguments[-1]])
            if text:
                return insert(self.graph, template(text, entry.names), dict(zip(entry.names, arguments, strict=True)), self.at(i))
        return self.graph.add(entry.name, arguments, self.syntax.starts[i], self.syntax.stops[i])

    def called(self, i: int, name: str, count: int) -> Function:
        """The entry that a call means. Raises NamingError for an unknown name or a wrong number of arguments."""
        entry = FUNCTIONS.get(ALIASES.get(name, name))
        start = self.syntax.carets[i]
        span = Span(start, start + len(name))
        if entry is None or (entry.helper and not self.internal):
            raise unknown_function(name, span, {*self.assigned, *self.graph.inputs, *self.constants})
        names = entry.names
        if entry.variadic:
            wanted = "" if count else "1 or more arguments"
        else:
            if entry.longer and count == len(names) + 1:
                return FUNCTIONS[entry.longer]
            wanted = "" if count == len(names) else f"{len(names)} argument{'s' * (len(names) > 1)}"
            if wanted and entry.longer:
                wanted = f"{len(names)} or {len(names) + 1} arguments"
        if wanted:
            raise NamingError(
                f"{name} takes {wanted}, got {count}",
                span=span,
                advice=f"write {name}({', '.join(names)}{', ...' if entry.variadic else ''})",
            )
        return entry

    def check_kinds(self, i: int, entry: Function, operands: tuple[int, ...], arguments: tuple[int, ...]) -> None:
        """Raise ConditionError where a condition stands for a number or a number for a condition."""
        for position, (operand, node) in enumerate(zip(operands, arguments, strict=True)):
            condition = entry.takes == "condition" or (entry.takes == "conditional" and position == 0)
            if condition == (self.gives(node) == "condition"):
                continue
            if condition:
                raise ConditionError("a condition belongs here, not a number", span=self.at(operand), advice="compare it, as in x != 0")
            what = short(self.syntax.written(operand), 40)
            raise ConditionError(
                "a condition is no number", span=self.at(operand), advice=f"write 1 if {what.strip('()')} else 0 for its indicator"
            )


def unknown_function(name: str, span: Span, variables: Collection[str]) -> NamingError:
    """The error for a call of a name that the table does not have."""
    shown = short(name, 40)
    from adcli.advice import suggest

    close = suggest(name, [*callable_names(), *ALIASES])
    for known in callable_names():
        if close != known and name.endswith(known) and name[: -len(known)] in variables:
            return NamingError(f"unknown function '{shown}'", span=span, advice=f"write {name[: -len(known)]}*{known}(...) to multiply")
    if name in variables or (len(name) <= 2 and not close) or name in CONSTANTS:
        return NamingError(f"'{shown}' is no function", span=span, advice=f"write {shown}*(...) to multiply")
    return NamingError(
        f"unknown function '{shown}'", span=span, advice=f"did you mean '{close}'?" if close else "`adcli functions` lists them"
    )


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
    shown = ", ".join(short(label, 20) or f"statement {k}" for k, label in enumerate(graph.labels[:4], 1))
    more = ", ..." if len(graph.outputs) > 4 else ""
    raise OutputError(
        f"{command} wants one output, and there are {len(graph.outputs)} ({shown}{more})",
        source=graph.source,
        span=graph.span(graph.outputs[1]),
        advice="the derivatives of several outputs are a Jacobian: adcli jacobian",
    )
