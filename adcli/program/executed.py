"""What a program executed, as its trace tells it: the place of each node, and what was decided."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from adcli.graph import Graph


class Executed:
    """The places and decisions of a graph; of a formula there is nothing to tell."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.lines = [0, *(found.end() for found in re.finditer("\n", graph.source))] if graph.passes is not None else []
        self.decisions = {decision.node: decision for decision in graph.decisions}

    def place(self, i: int) -> str:
        """The line a node was made in, where there are several, and the passes of its loops."""
        passes = self.graph.passes
        if passes is None or not self.graph.functions[i]:
            return ""
        line = str(bisect_right(self.lines, self.graph.starts[i])) if len(self.lines) > 1 else ""
        return ", ".join(filter(None, (line, passes.text(passes.label(i)))))

    def value(self, i: int, evaluated: Any) -> Any:
        """A node's value: of a condition that was decided while the program ran its truth, else what was evaluated."""
        return self.decisions[i].held if i in self.decisions else evaluated

    def margin(self, i: int) -> Any:
        """How far a condition was from being decided otherwise; None for any other node."""
        return self.decisions[i].margin if i in self.decisions else None
