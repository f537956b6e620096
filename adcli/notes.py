"""Notes on an answer: what it was asked at, where it is not finite, what was taken by convention."""

from __future__ import annotations

from typing import Any, NamedTuple

from adcli.errors import NOWHERE, Span, locate

MOST_NOTES = 20  # of one kind of question


class Note(NamedTuple):
    """One thing to know about an answer. `kind` is kink, domain, pole, overflow, zero-times-infinity,
    precision, input, constant, unused, branch (what the point decides), lost-digits, doubtful (an error estimate), or more (how
    many were left out)."""

    kind: str
    message: str
    span: Span = NOWHERE
    node: int = -1

    def as_json(self, source: str) -> dict[str, Any]:
        """The note as JSON has it, with line and column where it is about a place."""
        place = {}
        if self.span != NOWHERE:
            location = locate(source, self.span.start)
            place = {"line": location.line, "column": location.column}
        return {"kind": self.kind, "message": self.message, **place}


def finite(value: Any) -> bool:
    """Whether a value is a number that is neither nan nor infinite."""
    return value is None or value - value == 0


def bounded(notes: list[Note], total: int = 0) -> list[Note]:
    """So many notes as people read, and how many more there are (of `total`, where not all were made)."""
    more = max(len(notes), total) - MOST_NOTES
    return notes if more <= 0 else [*notes[:MOST_NOTES], Note("more", f"and {more:,} more notes")]
