"""Processes that answer tasks; they end with the process that started them, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress

from adcli.batch.plan import Done, Plan
from adcli.batch.tasks import Task, answer
from adcli.errors import DataError
from adcli.signals import ENDING, held_signals

_PATIENCE = 0.1  # seconds until a signal is answered
_plan = Plan()
_fail_fast = False


class Pool:
    """Some processes, and what they are to do. An exception from a signal comes between these calls, and never inside their locks."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def submit(self, task: Task) -> Future[Done]:
        """Hand a task to one of the processes."""
        with held_signals():
            return self._executor.submit(_answer, task)

    def is_done(self, future: Future[Done]) -> bool:
        """Whether an answer is there."""
        with held_signals():
            return future.done()

    def result(self, future: Future[Done]) -> Done:
        """Wait for an answer."""
        while True:
            with held_signals(), suppress(TimeoutError):
                return future.result(_PATIENCE)


@contextmanager
def pool(jobs: int, plan: Plan, fail_fast: bool) -> Iterator[Pool]:
    """So many processes that answer tasks. Raises DataError where one of them is killed."""
    # Forked before any thread runs, where that is safe: a worker then has everything loaded.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn")
    executor = ProcessPoolExecutor(jobs, context, _begin, (plan, fail_fast, os.getpid()))
    try:
        yield Pool(executor)
    except BrokenProcessPool:
        advice = "where memory is short, use fewer --jobs"
        raise DataError("a process that shared the work was killed", advice=advice) from None
    except BaseException:
        for worker in multiprocessing.active_children():
            worker.kill()  # nobody waits for its answer
        raise
    finally:
        with held_signals():
            executor.shutdown(wait=True, cancel_futures=True)


def _begin(plan: Plan, fail_fast: bool, parent: int) -> None:
    global _plan, _fail_fast
    _plan, _fail_fast = plan, fail_fast
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent ends its workers
    for number in ENDING - {signal.SIGINT}:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when its parent is gone: a parent that is killed cannot tell its workers."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _answer(task: Task) -> Done:
    return answer(_plan, task, 1, _fail_fast)
