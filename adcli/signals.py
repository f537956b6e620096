"""Signals that have to wait a moment, where an exception would come at the wrong place."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

ENDING = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}  # what asks a process to end


@contextmanager
def held_signals() -> Iterator[None]:
    """What signals are to do here is done afterwards. In a process that is forked meanwhile they do nothing at all."""
    came: list[int] = []
    handlers = {number: handler for number in ENDING if callable(handler := signal.getsignal(number))}
    try:
        for number in handlers:
            signal.signal(number, lambda number, _: came.append(number))
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number in came:
            handlers[signal.Signals(number)](number, None)
