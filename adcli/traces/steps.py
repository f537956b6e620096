"""The record of a trace: what is known about one step. Every view of a trace renders these and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, overload

from adcli.errors import Span
from adcli.traces.chain_rule import Formula

Use = tuple[int, int]  # a consumer, and the position among its operands


class Quantity(NamedTuple):
    """A value with the formula it comes from and the same formula in numbers (None for a seed)."""

    value: float
    formula: Formula | None = None
    numbers: Formula | None = None


class Contribution(NamedTuple):
    """What one consumer sends back: its step's number and operation (0 for the seed of the output), and the quantity."""

    consumer: int
    operation: str
    quantity: Quantity


class Partial(NamedTuple):
    """The partial of a step by one of its operands."""

    operand: int
    quantity: Quantity


class Contributions(Sequence[Contribution]):
    """What the consumers of a step send back, each made when it is asked for: an input of a long computation has many."""

    def __init__(self, uses: list[Use], contribution: Callable[[Use], Contribution]) -> None:
        self._uses, self._contribution = uses, contribution

    def __len__(self) -> int:
        return len(self._uses)

    @overload
    def __getitem__(self, k: int) -> Contribution: ...

    @overload
    def __getitem__(self, k: slice) -> list[Contribution]: ...

    def __getitem__(self, k: int | slice) -> Contribution | list[Contribution]:
        return [self._contribution(use) for use in self._uses[k]] if isinstance(k, slice) else self._contribution(self._uses[k])


class Step(NamedTuple):
    """One line of the trace. A condition's line has number 0 and the value True or False."""

    number: int
    name: str  # an input's name, or the name a statement gave the value
    operation: str  # the table's name; "input" for an input
    span: Span
    primal: Quantity
    output: str  # the name of the output that it is, or ""
    tangents: list[Quantity]  # one for each forward sweep
    adjoint: float | None
    contributions: Sequence[Contribution]
    partials: list[Partial]
    consumers: list[int]
    place: str = ""  # the line of a program, and the passes of the loops it was made in
    error: float | None = None  # what its own rounding may add to the error of the output, where that was asked for
    margin: float | None = None  # how far a condition of a program is from being decided otherwise
