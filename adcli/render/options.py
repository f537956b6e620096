"""What the user chose about the output."""

from __future__ import annotations

from typing import NamedTuple

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
