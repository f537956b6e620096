"""JSON: one object, with a line for each entry or on one line in all; lists that come as iterators are written as they come."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from adcli.render.options import Options, takes_unicode
from adcli.render.reports import Report

# What a terminal or an editor would obey or hide: controls, bidirectional marks, invisible spaces, halves of characters.
_INVISIBLE = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Write the report's object."""
    write_object(report.as_json(), file, lines=options.format == "json")


def write_object(entries: dict[str, Any], file: IO[str], *, lines: bool) -> None:
    """Write one JSON object and a newline: with a line for each entry and each item of an iterator, or on one line in all."""
    encode = json.JSONEncoder(ensure_ascii=not takes_unicode(file), allow_nan=False).encode
    outer, inner, end = ("\n  ", "\n    ", "\n") if lines else ("", "", "")
    space = "" if lines else " "
    for k, (key, value) in enumerate(entries.items()):
        file.write((f",{space}" if k else "{") + f"{outer}{encode(key)}: ")
        if not isinstance(value, Iterator):
            file.write(_safe(encode(value)))
            continue
        n = -1
        for n, item in enumerate(value):
            file.write((f",{space}" if n else "[") + inner + _safe(encode(item)))
        file.write("[]" if n < 0 else f"{outer}]")
    file.write(f"{end}}}\n")


def _safe(text: str) -> str:
    return text if text.isascii() and "\x7f" not in text else _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
