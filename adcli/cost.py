"""What a derivative costs, counted in operations.

An addition or a multiplication counts 1, a table function 1 for its value and 1 for each partial that is used, its product with
the tangent or adjoint included; a function of k > 2 operands counts k - 1. Partials of 1 and -1 are free. So counted, value and
gradient together cost at most 4 times the value in reverse mode, whatever the number of inputs, and a forward sweep at most 3
times the value (Griewank and Walther 2008, section 3.4).
"""

from __future__ import annotations

from typing import NamedTuple

from adcli.graph import Graph
from adcli.sweep import CONDITIONS, Tape

_FREE = frozenset({"add", "sub", "neg"})  # partials of 1 and -1
_UNCOUNTED = frozenset({"if", "and", "or", "not"})


class Cost(NamedTuple):
    """Counted operations: of the value, of one forward sweep and of one reverse sweep; and the sweeps that the derivatives need.

    There is a forward sweep for each input and a reverse sweep for each output, or fewer where a sweep serves several.
    """

    value: int
    forward_sweep: int
    reverse_sweep: int
    inputs: int
    outputs: int = 1

    @property
    def forward(self) -> int:
        """The operations of all derivatives in forward mode, the value not included."""
        return self.forward_sweep * self.inputs

    @property
    def reverse(self) -> int:
        """The operations of all derivatives in reverse mode, the value not included."""
        return self.reverse_sweep * self.outputs

    @property
    def cheaper(self) -> str:
        """The mode that costs less; reverse where they cost the same."""
        return "forward" if self.forward < self.reverse else "reverse"

    def ratio(self, mode: str) -> float:
        """Value and derivatives together, over the value alone."""
        derivatives = self.forward if mode == "forward" else self.reverse
        return (self.value + derivatives) / self.value if self.value else 1.0


def operations(graph: Graph, i: int) -> int:
    """The operations that a node's own value counts; none where it is made of numbers only."""
    function = graph.functions[i]
    if not function or graph.fixed[i] or function in _UNCOUNTED:
        return 0
    return max(1, len(graph.operands[i]) - 1)


def count(tape: Tape, inputs: int, outputs: int = 1) -> Cost:
    """The cost of a linearized tape whose derivatives need so many sweeps in forward and in reverse mode."""
    graph, active = tape.graph, tape.active
    value = forward = products = arrivals = receivers = 0
    received = bytearray(len(graph))
    for i in tape.order:
        function = graph.functions[i]
        if not function or graph.fixed[i]:
            continue
        value += operations(graph, i)
        if not active[i] or function in CONDITIONS:
            continue
        edges = tape.edges(i)
        if function not in _FREE and function != "if":
            products += len(edges)
            forward += len(edges)
        forward += max(0, len(edges) - 1)
        arrivals += len(edges)
        for j in edges:
            receivers += not received[j]
            received[j] = 1
    return Cost(value, forward, products + arrivals - receivers, inputs, outputs)
