"""What the user chose about the output, and what the place it goes to can take."""

from __future__ import annotations

import os
from typing import IO, NamedTuple

from adcli.render.numbers import DIGITS


class Options(NamedTuple):
    """The choices of the command line that concern what is printed. `width` is None for the terminal's own."""

    format: str = "table"
    digits: int = DIGITS
    notation: str = "plain"
    ascii: bool = False
    color: str = "auto"
    width: int | None = None
    rows: int | None = None


def takes_unicode(file: IO[str] | None) -> bool:
    """Whether a file can be given the characters of the Unicode style."""
    try:
        "v̇₁─┼μ".encode(getattr(file, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def wants_color(choice: str, file: IO[str]) -> bool:
    """Whether to use colour and bold type: as --color says; else as NO_COLOR and FORCE_COLOR say; else on a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return os.environ.get("FORCE_COLOR", "") not in ("", "0") or (file.isatty() and os.environ.get("TERM") != "dumb")
