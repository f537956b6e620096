"""What names mean while a program runs: variables, vectors, inputs and constants, and which values are still unused.

A function has names of its own and reads those of the program around it; what it gives a value to is its own.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from adcli.build import used_before
from adcli.errors import NamingError, Span, locate, short
from adcli.functions import CONSTANTS
from adcli.graph import Graph
from adcli.language.names import Index, element_name
from adcli.program.code import Code
from adcli.program.vectors import Vector, input_vectors

Scope = dict[Any, Any]  # a name's node; under the name with "[" its vector, under the name alone in a tuple what a loop counts


class Scopes:
    """The names at hand: `scope` has the values of the function that runs (or of the program), `names` all that it assigns somewhere.

    `unused` are the values that no later statement has used or replaced: the outputs of a program that returns nothing.
    """

    def __init__(self, code: Code, graph: Graph, given: Collection[str]) -> None:
        self.code = code
        self.graph = graph
        self.given = given
        self.outermost: Scope = {}
        self.scope: Scope = self.outermost
        self.names = code.names
        self.unused: dict[Any, tuple[int, str, Span]] = {}
        self.alone = 0  # expressions that stood alone so far
        self.inputs = input_vectors(given)
        self.whole: dict[int, int] = {}  # the nodes that are whole numbers, written or counted

    def number(self, value: int) -> int:
        """The node of a whole number."""
        node = self.graph.leaf(str(value), fixed=True)
        self.whole[node] = value
        return node

    def counted(self, name: str, number: int) -> None:
        """Let a loop's variable be the number of the pass; its node is made when it is read."""
        self.scope.pop(name, None)
        self.scope[(name,)] = number

    def uncounted(self, name: str) -> None:
        """Forget a loop's variable."""
        self.scope.pop(name, None)
        self.scope.pop((name,), None)

    def read(self, name: str, i: int) -> int:
        """The node of a name that has no node in the scope at hand. Raises NamingError where it should have one."""
        if (name,) in self.scope:
            node = self.scope[name] = self.number(self.scope[(name,)])
            return node
        if name in self.names:
            raise self._without_value(name, i)
        if self.scope is not self.outermost:
            if name in self.outermost:
                self.unused.pop(name, None)
                return int(self.outermost[name])
            if (name,) in self.outermost:
                return self.number(self.outermost[(name,)])
            if name in self.code.names:
                raise self._without_value(name, i)
        at = self.code.at(i)
        if f"{name}[" in self.scope or f"{name}[" in self.names or (name in self.inputs and name not in self.given):
            raise NamingError(
                f"'{short(name)}' is a vector", span=at, advice=f"write {short(name)}[1] for an element, or sum({short(name)})"
            )
        if name in self.code.functions and name not in self.given:
            raise NamingError(f"'{short(name)}' is a function of the program", span=at, advice=f"write {short(name)}(...) for its value")
        return self.graph.leaf(name, fixed=name in CONSTANTS and name not in self.given, start=at.start, stop=at.stop)

    def argument(self, name: str, i: int) -> int | Vector:
        """What a name stands for as an argument: its node, or its vector."""
        if name in self.scope:
            self.unused.pop(name, None)
            return int(self.scope[name])
        vector = self._vector(name) if (name,) not in self.scope else None
        return self.read(name, i) if vector is None or (name in self.given and name not in self.names) else vector

    def _without_value(self, name: str, i: int) -> NamingError:
        """The error for a name whose value is assigned elsewhere."""
        syntax = self.code.syntax
        statement = next(s for s in syntax.statements if s.name == name and s.kind in ("assign", "for", "element"))
        start = syntax.starts[statement.operands[-1]]
        at = self.code.at(i)
        if statement.kind == "for":
            return NamingError(
                f"'{short(name)}' has a value only inside of its loop", span=at, advice="give it another name inside, as in last = i"
            )
        if start > at.start or syntax.starts[i] == start:
            return used_before(name, at)
        line = locate(syntax.text, start).line
        advice = f"give it one before, as in {short(name)} = 0"
        return NamingError(f"'{short(name)}' has no value here: what assigns it, in line {line}, was not run", span=at, advice=advice)

    def assign(self, name: str, node: int, at: Span) -> None:
        """Give a name its value. Raises NamingError for the variable of a loop that runs."""
        if (name,) in self.scope:
            raise NamingError(f"'{short(name)}' counts the passes of a loop", span=at, advice="assign to another name")
        self.scope[name] = node
        self.graph.assigned.setdefault(node, name)
        if self.scope is self.outermost:
            self.unused.pop(name, None)
            self.unused[name] = node, name, at

    def result(self, node: int, at: Span) -> None:
        """Note the value of an expression that stands alone."""
        self.alone += 1
        self.unused[self.alone] = node, "", at

    def bind(self, name: str, i: int) -> None:
        """Check that a loop's or a sum's variable has no other meaning. Raises NamingError where it has."""
        valued = name in self.scope or (name,) in self.scope
        if valued or name in self.graph.inputs:
            what = "has a value already" if valued else "is an input already"
            raise NamingError(f"'{short(name)}' {what}, and cannot count here", span=self.code.at(i), advice="count by another name")

    def _vector(self, name: str) -> Vector | None:
        key = f"{name}["
        vector = self.scope.get(key)
        if vector is None and key not in self.names:
            vector = self.outermost.get(key)
            if vector is None and key not in self.code.names:
                vector = self.inputs.get(name)
        return vector

    def vector(self, name: str, i: int) -> Vector:
        """The vector of a name. Raises NamingError where it has none."""
        vector = self._vector(name)
        if vector is not None:
            return vector
        at = self.code.at(i)
        if name in self.inputs:
            raise NamingError(
                f"'{short(name)}' is an input, and elements of it are assigned", span=at, advice="assign those of another name"
            )
        if f"{name}[" in self.names or f"{name}[" in self.code.names:
            raise NamingError(f"'{short(name)}' has no elements yet", span=at, advice=f"assign {short(name)}[1] first")
        if name in self.scope or name in self.names:
            raise NamingError(f"'{short(name)}' is a number, and has no elements", span=at, advice=f"write {short(name)} alone")
        return self.inputs.setdefault(name, Vector(name, open=True))

    def element(self, name: str, index: Index, i: int) -> int:
        """The node of a vector's element. Raises NamingError where there is none."""
        vector = self.vector(name, i)
        node = vector.elements.get(index)
        if node is not None:
            self.unused.pop(element_name(vector.name, index), None)
            return node
        written = element_name(vector.name, index)
        at = self.code.at(i)
        if index not in vector.elements and not vector.open:
            counted = f"{len(vector.elements)} element{'s' * (len(vector.elements) != 1)}"
            if vector.sizes and len(index) != len(vector.sizes):
                counted += f" of {len(vector.sizes)} ind{'ices' if len(vector.sizes) > 1 else 'ex'} each"
            raise NamingError(
                f"'{short(written)}' has no value: {short(vector.name)} has {counted}", span=at, advice="ask for one that it has"
            )
        node = self.graph.leaf(written, fixed=False, start=at.start, stop=at.stop)
        vector.set(index, node)
        return node

    def elements(self, name: str, i: int, wanted_by: str) -> list[int]:
        """The nodes of all elements of a vector, in order."""
        return [self.element(name, index, i) for index in self.vector(name, i).indices(self.code.at(i), wanted_by)]

    def _copied(self, name: str, vector: Vector | None) -> Vector:
        """A vector of the scope at hand with the elements of another one, which are used by that."""
        if vector is None:
            return Vector(name)
        for index in vector.elements:
            self.unused.pop(element_name(vector.name, index), None)
        return vector.copied(name)

    def set_element(self, name: str, index: Index, node: int, i: int) -> None:
        """Give an element of a vector its value; a vector of the scope around is copied first, the inputs' are not assigned to."""
        key, at = f"{name}[", self.code.at(i)
        if name in self.inputs and key not in self.scope:
            raise NamingError(f"'{short(name)}' is an input", span=at, advice="assign the elements of another name")
        vector = self.scope.get(key)
        if vector is None or vector.name != name:
            vector = self.scope[key] = self._copied(name, vector)
        vector.set(index, node)
        written = element_name(name, index)
        if vector.mixed:
            told = f"'{short(written)}' has another number of indices than the elements of '{short(name)}' before it"
            raise NamingError(told, span=at, advice="choose another name")
        self.graph.assigned.setdefault(node, written)
        if self.scope is self.outermost:
            self.unused.pop(written, None)
            self.unused[written] = node, written, at
