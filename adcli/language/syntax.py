"""What a parsed text is: a flat list of nodes, still as written, with the place of each, and the statements made of them."""

from __future__ import annotations

from array import array
from typing import NamedTuple

KEYWORDS = ("if", "else", "and", "or", "not", "for", "while", "return")  # names that nothing can have


class Statement(NamedTuple):
    """One statement, or one end of a block: the syntax nodes [first, stop) that it is made of, and those whose values it wants.

    `kind` is "result" (an expression alone), "assign" (`name` gets the value), "element" (an element of a vector does), "return",
    "define" (the function `name`, its body being the statements up to `to`), "end" (of that body), "if" and "while" (go on at `to`
    unless a condition holds), "for" (`name` takes the next number, or go on at `to`), or "go" (on at `to`).
    """

    kind: str
    name: str
    first: int
    stop: int
    operands: tuple[int, ...] = ()
    to: int = -1


class Syntax:
    """A parsed text, as parallel lists with one entry a node; operands come before the node that uses them.

    `functions[i]` is "" for a number or a name (then `leaves[i]` says which), an operator's symbol, a called name followed by "(",
    or "[" for an element of the vector `leaves[i]`. `starts`, `stops` and `carets` are offsets into `text`: the node's stretch, and
    its operator or first character. `plain` is whether the text is formulas only: no blocks, functions of its own, vectors or sums.
    """

    __slots__ = ("carets", "functions", "leaves", "operands", "plain", "starts", "statements", "stops", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = True
        self.functions: list[str] = []
        self.operands: list[tuple[int, ...]] = []
        self.leaves: list[str] = []
        self.starts = array("i")
        self.stops = array("i")
        self.carets = array("i")
        self.statements: list[Statement] = []

    def __len__(self) -> int:
        return len(self.functions)

    def closed(self, i: int) -> bool:
        """Whether the node ends and begins with signs of its own: a call, or an element."""
        return self.functions[i].endswith(("(", "["))

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
