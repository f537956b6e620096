"""Printed tables held against files; `pytest --update-snapshots` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "snapshots"


class Snapshot:
    """Compares a text with the file of that name."""

    def __init__(self, update: bool) -> None:
        self.update = update

    def check(self, name: str, text: str) -> None:
        """Fail where the text is not what the file holds."""
        file = FOLDER / name
        if self.update:
            file.write_text(text, encoding="utf-8")
        if not file.exists():
            pytest.fail(f"{file} is missing: look at the output, then run pytest --update-snapshots\n{text}")
        assert text == file.read_text(encoding="utf-8")
