"""Processes that answer tasks; they end with the process that started them, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from adcli.batch.plan import Done, Plan
from adcli.batch.tasks import Task, answer
from adcli.errors import DataError

_plan = Plan()
_fail_fast = False


@contextmanager
def pool(jobs: int, plan: Plan, fail_fast: bool) -> Iterator[Callable[[Task], Future[Done]]]:
    """A function that hands a task to one of so many processes. Raises DataError where one of them is killed."""
    # Forked before any thread runs, where that is safe: a worker then has everything loaded.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn")
    executor = ProcessPoolExecutor(jobs, context, _begin, (plan, fail_fast, os.getpid()))
    try:
        yield lambda task: executor.submit(_answer, task)
    except BrokenProcessPool:
        advice = "where memory is short, use fewer --jobs"
        raise DataError("a process that shared the work was killed", advice=advice) from None
    except BaseException:
        for worker in multiprocessing.active_children():
            worker.kill()  # nobody waits for its answer
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin(plan: Plan, fail_fast: bool, parent: int) -> None:
    global _plan, _fail_fast
    _plan, _fail_fast = plan, fail_fast
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when its parent is gone: a parent that is killed cannot tell its workers."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _answer(task: Task) -> Done:
    return answer(_plan, task, 1, _fail_fast)
