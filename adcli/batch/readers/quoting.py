"""Rows of CSV: where each begins and ends, cells that go on over lines, and quotes that are never closed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

DELIMITERS = {"csv": ",", "tsv": "\t"}
_REASONS = {
    "unexpected end of data": "a quote opens here and is never closed",
    "expected after": "a quoted cell goes on after its closing quote",
    "new-line character": "a carriage return stands inside the row",
}

_QUOTED = re.compile(r'"(?:[^"]|"")*"')

csv.field_size_limit(1 << 31)  # a cell may hold a long formula; files.py limits lines


class Record(NamedTuple):
    """One row of CSV: the lines [first, stop) it stands on, and its cells, or what is wrong with it."""

    first: int
    stop: int
    cells: list[str]
    problem: str = ""


class _Lines:
    """An iterator over lines that knows where it is, and whether it was asked for more than there are."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.next = 0
        self.exhausted = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.next == len(self.lines):
            self.exhausted = True
            raise StopIteration
        self.next += 1
        return self.lines[self.next - 1]


def records(lines: list[str], delimiter: str) -> Iterator[Record]:
    """The rows on some lines; blank lines are left out. After a row that is wrong, the line behind its first one begins the next."""
    source = _Lines(lines)
    first = 0
    while first < len(lines):
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                if len(cells) > 1 or (cells and cells[0].strip()):
                    yield Record(first, source.next, cells)
                first = source.next
            return
        except csv.Error as error:
            reason = next((text for sign, text in _REASONS.items() if sign in str(error)), str(error))
            yield Record(first, first + 1, [], reason)
            first = source.next = first + 1


def open_end(data: bytes, delimiter: str) -> int:
    """Where in some lines of CSV a last row begins that is not ended there; the length of the data where all are ended."""
    lines = data.decode("latin-1").split("\n")[:-1]  # only quotes, delimiters and line ends matter, which are ASCII
    source = _Lines([line + "\n" for line in lines])
    first = 0
    wrong: list[tuple[int, int]] = []  # where rows that are wrong begin, and behind which lines that shows
    while first < len(lines):
        try:
            for _ in csv.reader(source, delimiter=delimiter, strict=True):
                first = source.next
            break
        except csv.Error:
            if source.exhausted:
                for begin, shown in reversed(wrong):
                    first = begin if shown > first else first
                return sum(len(line) + 1 for line in lines[:first])
            wrong.append((first, source.next))
            first = source.next = first + 1
    return len(data)


def cell_start(text: str, delimiter: str, k: int) -> int:
    """Where in the text of a row its k-th cell's own text begins."""
    start = 0
    for _ in range(k):
        if text.startswith('"', start):
            start = _QUOTED.match(text, start).end()  # type: ignore[union-attr]
        start = text.find(delimiter, start) + 1
    start += text.startswith('"', start)
    return len(text) - len(text[start:].lstrip(" "))


def counted(cells: int) -> str:
    """So many cells, in words."""
    return f"{cells} cell{'s' * (cells != 1)}"
