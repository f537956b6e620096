"""Errors and notes as people read them: what is wrong, where, the source line with a caret, and what to write instead."""

from __future__ import annotations

import unicodedata

from adcli.errors import NOWHERE, AdcliError, Span, locate, short
from adcli.notes import Note
from adcli.transliteration import in_ascii

_EXCERPT = 72  # the columns of a source line that are shown
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10)))  # letters that show nothing
_LONGEST = 220  # the characters of a message


def format_error(error: AdcliError, *, ascii_only: bool = False) -> str:
    """The error in at most three lines."""
    return _message("error", str(error), error.source, error.span, error.file, ascii_only)


def format_note(note: Note, source: str, *, file: str = "", caret: bool = True, ascii_only: bool = False) -> str:
    """The note, with the place it is about, which may be in a file."""
    return _message("note", note.message, source if caret else "", note.span if caret else NOWHERE, file, ascii_only)


def _message(kind: str, message: str, source: str, span: Span, file: str, ascii_only: bool) -> str:
    text = f"{kind}: {short(visible(message), _LONGEST)}"
    if span == NOWHERE or not source:
        return text
    location = locate(source, span.start)
    place = (
        f"column {location.column}" if "\n" not in source.strip("\n") and not file else f"line {location.line}, column {location.column}"
    )
    where = f"{visible(file)}:{location.line}:{location.column}: " if file else ""
    length = max(1, min(span.stop, span.start - location.column + 1 + len(location.text)) - span.start)
    excerpt, caret = _excerpt(location.text, location.column - 1, length, ascii_only)
    return f"{where}{text}{'' if file else f' ({place})'}\n  {excerpt}\n  {caret}"


def _excerpt(line: str, start: int, length: int, ascii_only: bool) -> tuple[str, str]:
    """The part of a line around a place, and a line with carets under it."""

    def shown(text: str) -> str:
        return in_ascii(visible(text)) if ascii_only else visible(text)

    first = last = start = min(start, len(line))  # the part is widened to both sides, first to the left
    room = _EXCERPT
    while first > 0 and room - max(1, columns(shown(line[first - 1]))) >= _EXCERPT // 2:
        first -= 1
        room -= max(1, columns(shown(line[first])))
    while last < len(line) and (room := room - max(1, columns(shown(line[last])))) >= 0:
        last += 1
    while first > 0 and (room := room - max(1, columns(shown(line[first - 1])))) >= 0:
        first -= 1
    stop = min(start + length, last)
    before = shown("…" * (first > 0) + line[first:start])
    marked, after = shown(line[start:stop]), shown(line[stop:last] + "…" * (last < len(line)))
    return before + marked + after, " " * columns(before) + "^" * max(1, columns(marked))


def columns(text: str) -> int:
    """The columns that a text takes in a terminal: wide characters two, combining ones none."""
    total = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        total += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return total


def visible(text: str) -> str:
    """The text with control, bidirectional and other invisible characters shown as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join([c if c.isprintable() and c not in _BLANK else _escaped(c) for c in text])


def _escaped(character: str) -> str:
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
