"""Where the answers of `adcli batch` go: the format that a file's ending tells, and files that would be lost."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress

from adcli.batch.readers.files import File
from adcli.batch.sinks import is_device
from adcli.errors import PointError, short

# What to write, and the endings of files that say so.
FORMATS = {"csv": (".csv",), "jsonl": (".jsonl", ".ndjson"), "npz": (".npz",), "parquet": (".parquet", ".pq")}


def format_for(output: str | None, stated: str | None) -> str:
    """What to write: what is stated, or what the file's ending tells. Raises PointError where it tells none."""
    ending = os.path.splitext(output or "")[1].lower()
    if output and ending == ".gz":
        advice = f"write {short(output[:-3])}, or leave off -o and pipe the answers through gzip"
        raise PointError("answers are not written compressed", advice=advice)
    found = stated or next((format for format, endings in FORMATS.items() if ending in endings), "")
    if not found and output and ending and not is_device(output):
        known = ", ".join(ending for endings in FORMATS.values() for ending in endings[:1])
        raise PointError(f"the ending of {short(output)} tells no format ({known})", advice="give --format, as in --format csv")
    return found or "csv"


def refuse_inputs(output: str | None, files: Iterable[File], others: Iterable[str]) -> None:
    """Raise PointError where the answers would go into a file that is read, that other words name, or that standard input comes from."""
    target = _target(output)
    if target is None:
        return
    sources = [os.stat(path) for path in others if os.path.exists(path)]
    for file in files:
        with suppress(OSError):  # standard input may be no file
            sources.append(os.stat(file.path) if file.pipe is None else os.fstat(file.pipe.fileno()))
    if any([os.path.samestat(target, source) for source in sources]):
        if output in (None, "-"):
            raise PointError("standard output goes into an input", advice="write to another file")
        raise PointError(f"{short(output or '')} is an input, and would be replaced by the answers", advice="name another file with -o")


def _target(output: str | None) -> os.stat_result | None:
    """The file on disk that the answers go to, if there is one already."""
    with suppress(OSError, AttributeError):  # AttributeError: a closed standard output
        status = os.fstat(sys.stdout.fileno()) if output is None or output == "-" else os.stat(output)
        return status if stat.S_ISREG(status.st_mode) else None
    return None
