"""The record of an error estimate: how far answers may be off by rounding, and which steps it comes from."""

from __future__ import annotations

import math
from collections.abc import Container
from typing import NamedTuple

from adcli.notes import Note, finite
from adcli.sweep import Tape


class Bound(NamedTuple):
    """How far a number may be off: `estimate` to first order, and `margin` for the higher ones; nan where there is no telling.

    `doubt` says why neither can be trusted, and is "" where they can.
    """

    value: float
    estimate: float
    margin: float
    doubt: str = ""

    @property
    def total(self) -> float:
        """What the true error stays within, unless there is a doubt."""
        return self.estimate + self.margin

    @property
    def ulps(self) -> float:
        """The total in units in the last place of the value."""
        return self.total / math.ulp(self.value) if finite(self.value) else math.nan

    @property
    def digits(self) -> int | None:
        """How many significant digits can be trusted, up to the 17 of a double; None where there is no telling."""
        if self.doubt or not finite(self.total):
            return None
        if self.total == 0:
            return 17
        return max(0, min(17, math.floor(-math.log10(self.total / abs(self.value))))) if abs(self.value) > self.total else 0


class ErrorEstimate(NamedTuple):
    """How far the value and each partial derivative may be off, the formula at the numbers as written being the truth.

    `condition` says how many times a relative change of an input changes the value relatively, |x*(dy/dx)/y|. `contributions` has one
    number for each node of the graph: what its own rounding may add to the value's error; they add up to the estimate.
    """

    value: Bound
    gradient: dict[str, Bound]
    condition: dict[str, float]
    contributions: list[float]
    notes: list[Note]

    def by_step(self, tape: Tape, steps: Container[int]) -> dict[int, float]:
        """The contributions of those nodes that are steps of a trace; a step has those of the numbers in its formula too."""
        graph, home = tape.graph, dict[int, int]()
        for i in reversed(tape.order):
            if i in steps:
                home[i] = i
            if i in home:
                for j in graph.operands[i]:
                    home.setdefault(j, home[i])
        shares = {i: self.contributions[i] for i in graph.inputs.values() if i in steps}
        for i in tape.order:
            if graph.functions[i] or graph.fixed[i]:
                step = home.get(i, i)
                shares[step] = shares.get(step, 0.0) + self.contributions[i]
        return shares
