"""Which pass of which loop a node of a graph was made in."""

from __future__ import annotations

from array import array
from bisect import bisect_right


class Passes:
    """The passes of all loops, in the order they were run; nodes are numbered as they are made, so a pass is a stretch of them.

    A label is a pass inside of another one: its loop's name (a variable, or "pass" of a `while`), its number, and the label around it
    (-1 for none). `starts` has the first node of each stretch, `labels` its label.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.numbers: list[int] = []
        self.outer = array("q")
        self.starts = array("q")
        self.labels = array("q")

    def enter(self, node: int, name: str, number: int, outer: int) -> int:
        """A new pass, whose first node will be `node`; its label."""
        self.names.append(name)
        self.numbers.append(number)
        self.outer.append(outer)
        return self.resume(node, len(self.names) - 1)

    def resume(self, node: int, label: int) -> int:
        """Let the nodes from `node` on belong to a label, or to none (-1)."""
        if self.starts and self.starts[-1] == node:
            self.labels[-1] = label
        else:
            self.starts.append(node)
            self.labels.append(label)
        return label

    def label(self, node: int) -> int:
        """The label of a node, or -1."""
        place = bisect_right(self.starts, node) - 1
        return self.labels[place] if place >= 0 else -1

    def text(self, label: int) -> str:
        """A label as people read it: "i = 3, j = 1" or "pass 2"; "" for none."""
        parts: list[str] = []
        while label >= 0 and len(parts) < 4:
            name, number = self.names[label], self.numbers[label]
            parts.append(f"pass {number}" if name == "pass" else f"{name}={number}")
            label = self.outer[label]
        return ", ".join(reversed(parts))
