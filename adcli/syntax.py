"""What a parsed text is: a flat list of nodes, still as written, with the place of each."""

from __future__ import annotations

from array import array
from typing import NamedTuple


class Statement(NamedTuple):
    """One statement: the name it assigns ("" for none), the syntax nodes [first, stop) it is made of, the last being its value."""

    name: str
    first: int
    stop: int


class Syntax:
    """A parsed text, as parallel lists with one entry a node; operands come before the node that uses them.

    `functions[i]` is "" for a number or a name (then `leaves[i]` says which), an operator's symbol, or a called name followed
    by "(". `starts`, `stops` and `carets` are offsets into `text`: the node's stretch, and its operator or first character.
    """

    __slots__ = ("carets", "functions", "leaves", "operands", "starts", "statements", "stops", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.functions: list[str] = []
        self.operands: list[tuple[int, ...]] = []
        self.leaves: list[str] = []
        self.starts = array("i")
        self.stops = array("i")
        self.carets = array("i")
        self.statements: list[Statement] = []

    def __len__(self) -> int:
        return len(self.functions)

    def grouped(self, i: int) -> bool:
        """Whether the node stands in parentheses of its own."""
        start = self.starts[i]
        return self.text[start] == "(" and not (self.operands[i] and self.starts[self.operands[i][0]] == start)

    def written(self, i: int) -> str:
        """The node as it stands in the text."""
        return self.text[self.starts[i] : self.stops[i]]

    def add(self, function: str, operands: tuple[int, ...], leaf: str, start: int, stop: int, caret: int) -> int:
        """Append a node; its index."""
        index = len(self.functions)
        self.functions.append(function)
        self.operands.append(operands)
        self.leaves.append(leaf)
        self.starts.append(start)
        self.stops.append(stop)
        self.carets.append(caret)
        return index
