"""Running `adcli batch` on files written for the moment, and reading back what it says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

from tests.running import call


class Batch(NamedTuple):
    """How a run ended: its exit code, its rows by column, and what it told."""

    code: int
    rows: list[dict[str, str]]
    told: list[str]

    def column(self, name: str) -> list[str]:
        """The cells of a column."""
        return [row[name] for row in self.rows]

    @property
    def count(self) -> str:
        """The last line told, which counts the rows."""
        return self.told[-1]


def batch(*words: object, stdin: bytes = b"") -> Batch:
    """Run a batch that writes CSV."""
    done = call("batch", *map(str, words), stdin=stdin)
    assert done.code < 3, done.err
    return Batch(done.code, list(csv.DictReader(io.StringIO(done.out, newline=""), strict=True)), done.err.splitlines())


def objects(*words: object, stdin: bytes = b"") -> list[dict[str, Any]]:
    """The objects of a batch that writes JSON Lines."""
    done = call("batch", *map(str, words), "--format", "jsonl", stdin=stdin)
    assert done.code in (0, 1), done.err
    return [json.loads(line) for line in done.out.splitlines()]


def refusal(*words: object, stdin: bytes = b"") -> str:
    """What a batch says that does not even begin."""
    done = call("batch", *map(str, words), stdin=stdin)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    return done.err.removeprefix("error: ").removesuffix("\n")


class Files:
    """A folder to write files into; messages name them without it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name
