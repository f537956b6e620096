"""The computation graph: nodes in evaluation order, equal ones shared. Values live elsewhere."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from adcli.errors import NOWHERE, LimitError, Span, short
from adcli.limits import DEFAULTS

if TYPE_CHECKING:
    from adcli.program.decisions import Decider, Decision
    from adcli.program.passes import Passes

_BRANCHING = frozenset(("if", "and", "or"))
_FEW = 1000  # nodes


class Node(NamedTuple):
    """One line of the evaluation trace: v3 = mul(v1, v2)."""

    function: str  # a name in FUNCTIONS; "" for a leaf
    operands: tuple[int, ...] = ()
    leaf: str = ""  # a number as it was written, a constant's name, or an input's name
    at: Span = NOWHERE  # where in the source, for the caret


class Graph:
    """Nodes in evaluation order (operands first), kept as columns so that a million of them stay small.

    `inputs` maps each input's name to its node, in order of first appearance; `outputs` are the nodes asked for and `labels`
    their names ("" where the source gives none); `assigned` has the names that statements gave to nodes. `fixed[i]` is 1 where
    a node is made of numbers only; `kinds` are the functions that occur. The graph of a program is what it executed: `decisions`
    tell what the point decided, `passes` in which pass of a loop each node was made; where there are decisions, `again` runs the
    program for another decider.
    """

    def __init__(self, source: str = "", max_nodes: int = DEFAULTS.nodes) -> None:
        self.source = source
        self.functions: list[str] = []
        self.operands: list[tuple[int, ...]] = []
        self.leaves: list[str] = []
        self.starts = array("i")
        self.stops = array("i")
        self.fixed = bytearray()
        self.kinds: set[str] = set()
        self.inputs: dict[str, int] = {}
        self.outputs: list[int] = []
        self.labels: list[str] = []
        self.output_spans: list[Span] = []
        self.assigned: dict[int, str] = {}
        self.statements = 1
        self.decisions: list[Decision] = []
        self.passes: Passes | None = None
        self.again: Callable[[Decider], Graph] | None = None
        self.max_nodes = max_nodes
        self._index: dict[str, dict[object, int]] = {}  # equal nodes, by function; leaves by their text

    def __len__(self) -> int:
        return len(self.functions)

    def __getitem__(self, i: int) -> Node:
        return Node(self.functions[i], self.operands[i], self.leaves[i], self.span(i))

    def __repr__(self) -> str:
        return f"<Graph of {short(self.source)!r}: {len(self):,} nodes, inputs {short(', '.join(self.inputs)) or 'none'}>"

    def __iter__(self) -> Iterator[Node]:
        return (self[i] for i in range(len(self)))

    def span(self, i: int) -> Span:
        """Where in the source a node stands; NOWHERE for a sum or a product that a sweep wrote."""
        return Span(self.starts[i], self.stops[i])

    def add_output(self, node: int, label: str, at: Span) -> None:
        """Ask for the value of a node; its label ("" for none), and where it is written."""
        self.outputs.append(node)
        self.labels.append(label)
        self.output_spans.append(at)

    def leaf(self, text: str, *, fixed: bool, start: int = -1, stop: int = -1) -> int:
        """The node of a number or constant (`fixed`), or of an input."""
        kind = "fixed" if fixed else ""
        index = self._index.get(kind)
        if index is None:
            index = self._index[kind] = {}
        found = index.get(text)
        if found is None:
            found = index[text] = self._append("", (), text, fixed, start, stop)
            if not fixed:
                self.inputs[text] = found
        return found

    def add(self, function: str, operands: tuple[int, ...], start: int = -1, stop: int = -1) -> int:
        """The node of a function of nodes; an equal one is used again."""
        index = self._index.get(function)
        if index is None:
            index = self._index[function] = {}
            self.kinds.add(function)
        found = index.get(operands)
        if found is None:
            fixed = self.fixed[operands[0]] and 0 not in [self.fixed[i] for i in operands]
            found = index[operands] = self._append(function, operands, "", fixed, start, stop)
        return found

    def _append(self, function: str, operands: tuple[int, ...], leaf: str, fixed: int, start: int, stop: int) -> int:
        index = len(self.functions)
        if index >= self.max_nodes:
            raise LimitError(
                f"the computation has more than {self.max_nodes:,} steps", advice="raise the limit with --max-nodes", source=self.source
            )
        self.functions.append(function)
        self.operands.append(operands)
        self.leaves.append(leaf)
        self.starts.append(start)
        self.stops.append(stop)
        self.fixed.append(fixed)
        return index

    def output_names(self) -> list[str]:
        """What each output is called: its label, or y (of several y1, y2, ...; or with another letter) where none has that name."""
        taken = {*self.inputs, *self.assigned.values(), *self.labels}
        numbers = [str(k) for k in range(1, len(self.outputs) + 1)] if len(self.outputs) > 1 else [""]
        letter = next((x for x in ("y", "f", "z", "result") if taken.isdisjoint([x + k for k in numbers])), "output")
        names: dict[str, None] = {}
        for label, number in zip(self.labels, numbers, strict=True):
            names[label if label and label not in names else letter + number] = None
        return list(names)

    @property
    def branches(self) -> bool:
        """Whether some of the nodes may not be run."""
        return not _BRANCHING.isdisjoint(self.kinds)

    def release(self) -> None:
        """Forget the index of equal nodes, once the graph is complete; memory is all it costs."""
        self._index = {}

    def needed(self, roots: Iterable[int]) -> list[int]:
        """The nodes that the roots depend on, themselves included, in evaluation order."""
        operands, roots = self.operands, set(roots)
        last = max(roots, default=-1)
        if last < _FEW and len(roots.union(*operands[: last + 1])) == last + 1:  # each is used by another or asked for: the usual case
            return list(range(last + 1))
        marked = bytearray(len(self))
        for root in roots:
            marked[root] = 1
        for i in range(last, -1, -1):
            if marked[i]:
                for j in operands[i]:
                    marked[j] = 1
        return list(compress(range(last + 1), marked))
