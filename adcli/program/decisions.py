"""What a program decided at the point: which way it went, and how far that was from another one."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from adcli.errors import Span


class Decision(NamedTuple):
    """A condition, or a number that a program counts by, whose value the inputs decided.

    `node` is its node in the graph, and `after` how many nodes there were when it was decided; `label` is the pass of a loop it was
    decided in (-1 for none). `held` is whether the condition holds, None for a number, which `number` is then. `margin` is how far the
    condition was from being decided otherwise, None where there is no such distance.
    """

    node: int
    after: int
    held: bool | None
    margin: Any
    at: Span
    label: int
    number: int | None = None


class Decider(Protocol):
    """What knows the values of a graph's nodes at a point."""

    def value(self, graph: Any, node: int) -> Any:
        """The value of a node: a number, or the truth of a condition. Raises PointError where an input has none."""

    def margin(self, graph: Any, node: int) -> Any:
        """How far a condition is from being decided otherwise, or None."""
