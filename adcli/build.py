"""Syntax to graph: names, arities and kinds are checked here, and syntax ends here."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import NoReturn

from adcli.errors import AdcliError, ConditionError, LiteralError, NamingError, OutputError, Span, short
from adcli.functions import ALIASES, CONSTANTS, FUNCTIONS, OPERATORS, Function, callable_names
from adcli.graph import MAX_NODES, Graph
from adcli.names import canonical_name
from adcli.parser import MAX_LENGTH, parse_syntax, told
from adcli.syntax import Syntax


def _meanings() -> dict[tuple[str, int], Function]:
    """The entry of every operator and of every call that users may make, by what the syntax calls it and how many operands it has."""
    found = {key: FUNCTIONS[name] for key, name in OPERATORS.items()}
    for name in (*callable_names(), *ALIASES):
        entry = FUNCTIONS[ALIASES.get(name, name)]
        count = len(entry.names)
        if not entry.variadic:
            found[f"{name}(", count] = entry
        if entry.longer:
            found[f"{name}(", count + 1] = FUNCTIONS[entry.longer]
    return found


_MEANINGS = _meanings()
_GIVEN = {(entry.name, number): text for entry in FUNCTIONS.values() for number, text in entry.given}


def parse(text: str, *, names: Collection[str] = (), max_length: int = MAX_LENGTH, max_nodes: int = MAX_NODES) -> Graph:
    """The computation graph of an expression, or of several statements.

    `names` are names that have values of their own: they are inputs even where the language has a constant of that name.
    Raises an AdcliError that says what is wrong, where, and what to write instead.
    """
    syntax = parse_syntax(text, max_length=max_length)
    try:
        return Builder(syntax, {canonical_name(name) for name in names}, Graph(text, max_nodes)).build()
    except AdcliError as error:
        raise told(text, error) from None


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
        self.unused: list[int] = []  # the statements that are outputs
        self.conditions = False  # whether there are any

    def build(self) -> Graph:
        """The finished graph, its outputs being the statements that no later statement uses."""
        used: set[int] = set()
        results: list[tuple[str, int]] = []
        for number, (name, first, stop) in enumerate(self.syntax.statements):
            value = self.statement(first, stop, used)
            results.append((name, value))
            if name:
                self.check_unread(name)
                self.assigned[name] = (value, number)
                self.graph.assigned.setdefault(value, name)
        graph = self.graph
        graph.statements = len(results)
        for number, (name, value) in enumerate(results):
            if number not in used:
                self.unused.append(number)
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
        if self.conditions and self.gives(value) == "condition" and not self.internal:
            self.refuse_condition(stop - 1, "1 if {} else 0")
        return value

    def check_unread(self, name: str) -> None:
        """Raise NamingError where a name that is now assigned was read before, as a variable or a constant."""
        graph = self.graph
        if name not in self.assigned and (name in graph.inputs or (name in self.constants and name in graph.leaves)):
            raise NamingError(
                f"'{short(name)}' is used before it is assigned",
                span=graph.span(graph.leaves.index(name)),
                advice="assign it first, or choose another name",
            )

    def refuse_condition(self, i: int, indicator: str) -> NoReturn:
        """Raise ConditionError for a condition where a number belongs."""
        from adcli.advice.writing import unwrapped, write

        advice = write(indicator.format(unwrapped(self.syntax.written(i))), otherwise="choose by it, as in a if c else b")
        raise ConditionError("a condition is no number", span=self.at(i), advice=advice)

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
                raise LiteralError(f"{short(text)} is beyond the largest number, 1.8e308", span=self.at(i), advice="write a smaller number")
            if value == 0 and text.lower().partition("e")[0].strip("0."):
                raise LiteralError(f"{short(text)} is below the smallest number, 4.9e-324", span=self.at(i), advice="write 0")
            return self.graph.leaf(text, fixed=True, start=start, stop=stop)
        if text in self.assigned:
            node, statement = self.assigned[text]
            used.add(statement)
            return node
        constant = text in self.constants and text not in self.names
        return self.graph.leaf(text, fixed=constant, start=start, stop=stop)

    def operation(self, i: int, function: str, operands: tuple[int, ...]) -> int:
        nodes, graph = self.nodes, self.graph
        arguments = (nodes[operands[0]], nodes[operands[1]]) if len(operands) == 2 else tuple([nodes[j] for j in operands])
        start, stop = self.syntax.starts[i], self.syntax.stops[i]
        if function == "+" and len(operands) == 1:
            if self.gives(arguments[0]) == "condition":
                self.refuse_condition(operands[0], "(1 if {} else 0)")
            return arguments[0]
        entry = _MEANINGS.get((function, len(operands))) or self.called(i, function[:-1], len(operands))
        name = entry.name
        if name == "neg":
            leaf = graph.leaves[arguments[0]]
            if leaf and leaf[0] in ".0123456789":  # a number of its own: -2 is no operation on 2
                return graph.leaf("-" + leaf, fixed=True, start=start, stop=stop)
        if entry.gives == "condition":
            self.conditions = True
        if self.conditions or entry.takes != "number":
            self.check_kinds(i, entry, operands, arguments)
        if entry.given and (text := _GIVEN.get((name, graph.leaves[arguments[-1]]))):
            return insert(graph, template(text, entry.names), dict(zip(entry.names, arguments, strict=True)), self.at(i))
        return graph.add(name, arguments, start, stop)

    def called(self, i: int, name: str, count: int) -> Function:
        """The entry that a call means. Raises NamingError for an unknown name or a wrong number of arguments."""
        entry = FUNCTIONS.get(ALIASES.get(name, name))
        start = self.syntax.carets[i]
        span = Span(start, start + len(name))
        if entry is None or (entry.helper and not self.internal):
            from adcli.advice.spelling import unknown_function

            raise unknown_function(self.syntax, i, {*self.assigned, *self.graph.inputs, *self.names})
        names = entry.names
        if entry.variadic:
            wanted = "" if count else "1 or more arguments"
        else:
            longer = FUNCTIONS.get(entry.longer)
            if longer and count == len(longer.names):
                return longer
            wanted = "" if count == len(names) else f"{len(names)} argument{'s' * (len(names) > 1)}"
            if wanted and longer:
                wanted = f"{len(names)} or {len(longer.names)} arguments"
        if wanted:
            raise NamingError(f"{name} takes {wanted}, got {count}", span=span, advice=self.signature(i, name, entry, count))
        return entry

    def signature(self, i: int, name: str, entry: Function, count: int) -> str:
        """What to write for a call with a wrong number of arguments."""
        names = ", ".join(entry.names)
        advice = f"write {name}({names}{', ...' if entry.variadic else ''})"
        if entry.longer:
            advice += f" or {name}({', '.join(FUNCTIONS[entry.longer].names)})"
        decimal = re.search(r"(?<![\w.,])[0-9]+,[0-9]+(?![\w.]|,[0-9])", text := self.syntax.written(i)[:200])
        if decimal and count == len(entry.names) + 1:
            from adcli.advice.writing import write

            return write(text.replace(decimal[0], decimal[0].replace(",", "."), 1), otherwise=advice)
        return advice

    def check_kinds(self, i: int, entry: Function, operands: tuple[int, ...], arguments: tuple[int, ...]) -> None:
        """Raise ConditionError where a condition stands for a number or a number for a condition."""
        for position, (operand, node) in enumerate(zip(operands, arguments, strict=True)):
            condition = entry.takes == "condition" or (entry.takes == "conditional" and position == 0)
            if condition == (self.gives(node) == "condition"):
                continue
            if condition:
                from adcli.advice.writing import bare, write

                advice = write(f"{bare(self.syntax.written(operand))} != 0", otherwise="compare it, as in x != 0")
                raise ConditionError("a condition belongs here, not a number", span=self.at(operand), advice=advice)
            self.refuse_condition(operand, "(1 if {} else 0)")


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
    span, continued = _second_output(graph)
    raise OutputError(
        f"{command} wants one output, and there are {len(graph.outputs)} ({shown}{more})",
        source=graph.source,
        span=span,
        advice="put a formula of several lines in parentheses" if continued else "write one formula, or use the command jacobian",
    )


def _second_output(graph: Graph) -> tuple[Span, bool]:
    """Where the statement of the second output stands, and whether it looks like the rest of the line before."""
    builder = Builder(parse_syntax(graph.source), graph.inputs, Graph(graph.source))
    builder.build()
    statement = builder.syntax.statements[builder.unused[1]]
    span = builder.at(statement.stop - 1)
    return span, re.search(r"\n\s*[+\-−]$", graph.source[: span.start + 1]) is not None
