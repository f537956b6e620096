"""One piece of work in several threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def together(work: Callable[[], None], threads: int) -> None:
    """Call a function in this thread and, at the same time, in others; an error of one of them is raised when all have ended."""
    if threads < 2:
        work()
        return
    with ThreadPoolExecutor(threads - 1) as helpers:
        others = [helpers.submit(work) for _ in range(threads - 1)]
        work()
    for other in others:
        other.result()
