"""Where in its record a value stands that is wrong; looked for only when an error is told.

What is looked for is a variable, or "at" or "wrt" for all that is said there. The answer is an offset into the record's text, or None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from adcli.batch.readers.quoting import cell_start


def in_line(text: str, about: str) -> int | None:
    """In `expression @ x=1,y=2  # comment`."""
    written, _, _ = text.partition("#")
    start = written.rfind("@") + 1
    if not start or about == "at":
        return start + len(written[start:]) - len(written[start:].lstrip(" \t")) if start else None
    return _value(written, start, about)


@dataclass(frozen=True)
class InRow:
    """In a row of CSV: in its list of values, which come first, else in a column of its own."""

    delimiter: str
    columns: Mapping[str, int]

    def __call__(self, text: str, about: str) -> int | None:
        if "at" in self.columns:
            start = cell_start(text, self.delimiter, self.columns["at"])
            cell = re.compile(r'(?:[^"]|"")*' if text[:start].endswith('"') else rf"[^{self.delimiter}\n]*").match(text, start)
            found = _value(text[: cell.end()] if cell else "", start, about)
            if found is not None:
                return found
        return cell_start(text, self.delimiter, self.columns[about]) if about in self.columns else None


def in_object(text: str, about: str) -> int | None:
    """In a line of JSON: the value of a name within "at" or beside it, or of "at" or "wrt"."""
    key = re.search(rf'"{"wrt" if about == "wrt" else "at"}"\s*:\s*', text)
    start = key.end() if key else 0
    if about in ("at", "wrt"):
        return start
    found = _value(text, start, about)
    return _value(text, 0, about) if found is None else found


def _value(text: str, start: int, name: str) -> int | None:
    """Where behind an offset the value of a variable is written, or of the vector that it is an element of."""
    for known in dict.fromkeys((name, name.partition("[")[0])):
        found = re.compile(rf'(?<!\w){re.escape(known)}"?\s*[=:]\s*').search(text, start)
        if found:
            return found.end()
    return None
