"""JSON: one object, indented for people or on one line for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from adcli.render.options import Options
from adcli.render.reports import Report


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Write the report's object; lists given as iterators are written as they come."""
    indent = 2 if options.format == "json" else None
    write_object(report.as_json(), file, indent)


def write_object(entries: dict[str, Any], file: IO[str], indent: int | None) -> None:
    """Write one JSON object and a newline."""
    if not any(isinstance(value, Iterator) for value in entries.values()):
        file.write(json.dumps(entries, ensure_ascii=False, indent=indent) + "\n")
        return
    outer, inner = ("\n  ", "\n    ") if indent else (" ", " ")
    file.write("{")
    for k, (key, value) in enumerate(entries.items()):
        file.write(("," if k else "") + (outer if indent or k else "") + json.dumps(key) + ": ")
        if isinstance(value, Iterator):
            file.write("[")
            for n, item in enumerate(value):
                file.write(("," if n else "") + (inner if indent or n else "") + json.dumps(item, ensure_ascii=False))
            file.write((outer if indent else "") + "]")
        else:
            file.write(json.dumps(value, ensure_ascii=False))
    file.write(("\n" if indent else "") + "}\n")
