"""Bytes as lines of text; a byte that is not UTF-8 spoils its own line only."""

from __future__ import annotations

import re

from adcli.errors import DataError

_BROKEN = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of a byte that is not UTF-8


def text_lines(data: bytes) -> tuple[list[str], dict[int, DataError]]:
    """The lines with their ends as `\\n`, and what is wrong with those, by position, that are not UTF-8. These are emptied."""
    try:
        text, broken = data.decode(), False
    except UnicodeDecodeError:
        text, broken = data.decode(errors="surrogateescape"), True
    lines = [line + "\n" for line in text.replace("\r\n", "\n").split("\n")]
    if lines[-1] == "\n":
        lines.pop()
    problems: dict[int, DataError] = {}
    if broken:
        for k, line in enumerate(lines):
            found = _BROKEN.search(line)
            if found:
                message = f"this line is not UTF-8: it has the byte {ord(found[0]) - 0xDC00:#04x}"
                problems[k] = DataError(message, advice="save the file as UTF-8")
                lines[k] = "\n"
    return lines, problems
