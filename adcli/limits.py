"""How large a computation may be: what protects against a text that never ends, and what option raises each limit."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """The most of everything: characters of a text, steps of a computation, passes of all loops and calls, passes of one `while`
    (which may never end), calls inside calls."""

    length: int = 100_000_000
    nodes: int = 20_000_000
    passes: int = 1_000_000
    repeats: int = 100_000
    depth: int = 1_000


DEFAULTS = Limits()
