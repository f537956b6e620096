"""What is asked: one expression, where it stands, and the point it brings along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from adcli.errors import NOWHERE, AdcliError, locate


class Request(NamedTuple):
    """One expression of an input, or what is wrong with its record."""

    file: str
    line: int  # where its record begins, from 1
    expr: str
    column: int = 1  # where in its line the expression begins, from 1
    name: str = ""
    id: Any = None
    at: dict[str, str] = {}  # its own values, as written
    columns: dict[str, str] = {}  # values from columns: those of variables that do not occur mean nothing
    wrt: tuple[str, ...] | None = None
    kept: tuple[str, ...] = ()  # cells that are carried along
    error: AdcliError | None = None
    below: int = 0  # on which line of its record, from 0, the expression begins
    flat: bool = False  # whether its line ends are written as escapes, so that all of it stands on one line
    path: str = ""  # the file that it stands in alone
    record: str = ""  # the text that says all this
    find: Callable[[str, str], int | None] | None = None  # where in the record a value stands, or "at" or "wrt"

    @property
    def written(self) -> str:
        """What stands for it in a column: the expression, or the name of its file."""
        return self.path or self.expr

    def place(self, error: AdcliError) -> tuple[int, int]:
        """The line and the column in the file that an error points to: in the expression, or at the value that it is about."""
        offset = self.find(self.record, error.about) if error.about and self.find else None
        if offset is not None:
            value = locate(self.record, offset)
            return self.line + value.line - 1, value.column
        line = self.line + self.below
        if error.span == NOWHERE or not error.source:
            return line, self.column
        location = locate(error.source, error.span.start)
        if location.line == 1:
            return line, self.column + location.column - 1
        return (line, self.column) if self.flat else (line + location.line - 1, location.column)
