"""One piece of work in several threads.

`threading.Thread.start` waits until the other thread runs, which takes a twentieth of the time of a short formula at a million points. So
threads are begun as that module itself begins them, and are waited for by a lock each.
"""

from __future__ import annotations

from _thread import LockType, allocate_lock, start_new_thread
from collections.abc import Callable


def together(work: Callable[[], None], threads: int) -> None:
    """Call a function in this thread and, at the same time, in others; the first error is raised when all have ended."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # told by the caller's thread
            failed.append(error)

    def help_out(ended: LockType) -> None:
        run()
        ended.release()

    helpers: list[LockType] = []
    for _ in range(threads - 1):
        ended = allocate_lock()
        ended.acquire()
        start_new_thread(help_out, (ended,))
        helpers.append(ended)
    run()
    for ended in helpers:
        ended.acquire()
    if failed:
        raise failed[0]
