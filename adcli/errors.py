"""What can go wrong, as exceptions that carry the place they are about.

AdcliError                      everything below; `kind` names it in JSON
├── ParseError       "syntax"      the text is no expression
├── NamingError      "name"        an unknown function, a wrong number of arguments, a name used before it has a value
├── ConditionError   "condition"   a condition where a number belongs, or a number where a condition belongs
├── LiteralError     "literal"     a number that a double cannot hold
├── OutputError      "outputs"     several outputs where one is wanted
├── DecisionError    "decision"    the point decides what a program does, where one formula for all points is wanted
├── LimitError       "limit"       larger than the limits allow
├── PointError       "point"       a value missing, given twice, or not a number; a bad choice of variables
└── DataError        "data"        a file that is not what it should be, or a row of one
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, Self


class Span(NamedTuple):
    """A stretch of a source text, in characters: from `start` up to but not including `stop`."""

    start: int
    stop: int


NOWHERE = Span(-1, -1)


class Location(NamedTuple):
    """Where a span begins, as people count: line and column from 1, columns in characters."""

    line: int
    column: int
    text: str  # the whole source line


def locate(source: str, offset: int) -> Location:
    """The line, the column and the source line of a character offset."""
    offset = max(0, min(offset, len(source)))
    start = source.rfind("\n", 0, offset) + 1
    stop = source.find("\n", offset)
    text = source[start : stop if stop >= 0 else len(source)]
    return Location(source.count("\n", 0, start) + 1, offset - start + 1, text.rstrip("\r"))


def short(text: str, limit: int = 60) -> str:
    """The text, or its beginning and end where it is longer than `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 20]}…{text[-19:]}"


def listed(names: Sequence[str], most: int = 4) -> str:
    """The names as a sentence has them, `x, y and z`; of more than `most` the first ones, and how many more there are."""
    shown = [short(name, 30) for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most:,} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


class AdcliError(Exception):
    """Something the user can mend. `message` is one line; `advice`, where known, says what to write instead."""

    kind: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, span: Span = NOWHERE, advice: str = "", source: str = "", file: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.advice = advice
        self.source = source
        self.file = file
        self.about = ""  # the variable whose value is wrong, or "at" or "wrt"

    def concerning(self, about: str) -> Self:
        """This error, about the value of a variable, or about all values ("at") or choices ("wrt") given."""
        self.about = about
        return self

    @property
    def location(self) -> Location | None:
        """Where in the source the error is, or None when it is about no place in it."""
        return locate(self.source, self.span.start) if self.span != NOWHERE else None

    def __str__(self) -> str:
        return f"{self.message}: {self.advice}" if self.advice else self.message


class ParseError(AdcliError):
    """The text is no expression."""

    kind = "syntax"


class NamingError(AdcliError):
    """An unknown function, a wrong number of arguments, or a name used before it has a value."""

    kind = "name"


class ConditionError(AdcliError):
    """A condition where a number belongs, or a number where a condition belongs."""

    kind = "condition"


class LiteralError(AdcliError):
    """A number that a double cannot hold."""

    kind = "literal"


class OutputError(AdcliError):
    """Several outputs where one is wanted."""

    kind = "outputs"


class DecisionError(AdcliError):
    """The point decides what a program does, where one formula for all points is wanted."""

    kind = "decision"


class LimitError(AdcliError):
    """Something larger than the limits allow."""

    kind = "limit"


class PointError(AdcliError):
    """A value missing, given twice or not a number, or a bad choice of variables."""

    kind = "point"
    exit_code = 2


class DataError(AdcliError):
    """A file that is not what it should be, or a row of one."""

    kind = "data"
    exit_code = 2
