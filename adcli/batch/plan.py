"""What a run is asked to do with every expression and point, and what it answers: the shapes that the steps hand on."""

from __future__ import annotations

from typing import Any, NamedTuple

from adcli.limits import DEFAULTS, Limits

OK, NONFINITE, ERROR = "ok", "nonfinite", "error"


class Plan(NamedTuple):
    """The choices that hold for the whole run. Workers get a copy."""

    format: str = "csv"
    at: dict[str, str] = {}  # values for every expression that has the variable and no value of its own
    wrt: tuple[str, ...] | None = None
    order: int = 1  # of derivatives: 0 for values only, 2 for the second ones too
    columns: tuple[str, ...] = ()  # the variables that have columns of derivatives
    carried: tuple[str, ...] = ()  # the names, in the output, of what is carried along
    with_file: bool = False
    with_point: bool = False
    limits: Limits = DEFAULTS


class Problem(NamedTuple):
    """Why a row has no answer, or none that is finite."""

    kind: str
    message: str
    line: int
    column: int

    def as_json(self) -> dict[str, Any]:
        """The problem as JSON has it."""
        return {"kind": self.kind, "message": self.message, "line": self.line, "column": self.column}


class Done(NamedTuple):
    """The answers to one task: what goes into the output, how many there are, and what to tell about those that failed."""

    output: Any  # bytes of a text format, arrays of a binary one
    ok: int
    nonfinite: int
    errors: int
    messages: list[str]
    by: frozenset[str] = frozenset()  # the variables that something was differentiated by
