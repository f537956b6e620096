"""The loop: tasks in order, by one process or several, their answers into the sink, and where it stands if it is stopped."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any, NamedTuple

from adcli.batch.job import Job, Step
from adcli.batch.plan import Done
from adcli.batch.readers.sheets import Stretch
from adcli.batch.requests import Request
from adcli.batch.sinks import Sink
from adcli.batch.tasks import Points, Single, Task, answer
from adcli.errors import DataError

_AHEAD = 3  # tasks for each process that are read before their answers are wanted


class Counts(NamedTuple):
    """How many rows there were, and how they ended."""

    ok: int = 0
    nonfinite: int = 0
    errors: int = 0

    @property
    def failed(self) -> int:
        """The rows without a finite answer."""
        return self.nonfinite + self.errors

    @property
    def rows(self) -> int:
        """All rows."""
        return self.ok + self.failed


class StoppedError(Exception):
    """A row failed, and the run was to stop there."""


class ChangedError(DataError):
    """A run cannot go on: its input is another one than before."""

    def __init__(self, how: str) -> None:
        super().__init__(f"the input is {how} when the run was stopped", advice="leave off --resume to begin anew")


Report = Callable[[Done, Counts, int], None]


def run(job: Job, sink: Sink, jobs: int, report: Report, *, fail_fast: bool = False) -> Counts:
    """Answer every task. Raises ChangedError where the input differs from that of the run that this one goes on with, and StoppedError."""
    state: dict[str, Any] = sink.state
    counts = Counts(*state.get("counts", ()))
    tasks = int(state.get("tasks", 0))
    steps = _remaining(job, tasks, int(state.get("input", 0)), complete="complete" in state)
    with closing(_answers(job, steps, jobs, fail_fast)) as answers:  # workers end before anything is told
        for number, (step, checksum, done) in enumerate(answers, tasks + 1):
            sink.write(done.output)
            counts = Counts(counts.ok + done.ok, counts.nonfinite + done.nonfinite, counts.errors + done.errors)
            if fail_fast and done.nonfinite + done.errors:
                report(done, counts, step.done)
                raise StoppedError
            sink.commit({"tasks": number, "input": checksum, "counts": counts})
            report(done, counts, step.done)
    return counts


def _remaining(job: Job, skipped: int, expected: int, *, complete: bool) -> Iterator[tuple[Step, int]]:
    """The steps behind those that are done, each with a checksum of all input up to it."""
    checksum, number = 0, 0
    for number, step in enumerate(job.steps(), 1):
        checksum = zlib.crc32(_content(step.task), checksum)
        if number == skipped and checksum != expected:
            raise ChangedError("not what it was")
        if number > skipped:
            if complete:
                raise ChangedError("longer than it was")
            yield step, checksum
    if number < skipped:
        raise ChangedError("shorter than it was")


def _content(task: Task) -> bytes:
    """What a task reads, for the checksum."""
    if isinstance(task, Single):
        return _asked(task.request)
    if isinstance(task, Stretch):
        return task.data
    data = task.data
    if not isinstance(data, bytes):
        carried = [repr(column).encode(errors="replace") if isinstance(column, list) else column.tobytes() for column in data.carried]
        data = b"".join([*(column.tobytes() for column in data.values.values()), *carried, repr(sorted(data.bad)).encode()])
    return _asked(task.question.request) + data


def _asked(request: Request) -> bytes:
    return repr(request[:10]).encode(errors="replace")  # from its file to what it carries along


def _answers(job: Job, steps: Iterator[tuple[Step, int]], jobs: int, fail_fast: bool) -> Generator[tuple[Step, int, Done]]:
    """Each step with its answer, in order. Text is shared out to processes; for arrays the kernel has threads."""
    first = next(steps, None)
    if first is None:
        return
    textual = not isinstance(first[0].task, Points) or isinstance(first[0].task.data, bytes)
    if jobs == 1 or not textual:
        step, checksum = first
        yield step, checksum, answer(job.plan, step.task, jobs, fail_fast)
        for step, checksum in steps:
            yield step, checksum, answer(job.plan, step.task, jobs, fail_fast)
        return
    from adcli.batch.workers import pool

    with pool(jobs, job.plan, fail_fast) as workers:
        waiting = deque([(*first, workers.submit(first[0].task))])
        for step, checksum in steps:
            waiting.append((step, checksum, workers.submit(step.task)))
            while len(waiting) > _AHEAD * jobs or (waiting and workers.is_done(waiting[0][2])):
                step, checksum, future = waiting.popleft()
                yield step, checksum, workers.result(future)
        while waiting:
            step, checksum, future = waiting.popleft()
            yield step, checksum, workers.result(future)
