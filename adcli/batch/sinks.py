"""Where answers go as they come: straight into a stream, or into a spool until the output is whole."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import IO, Any, Protocol

from adcli.batch.job import Job
from adcli.batch.plan import Plan
from adcli.batch.spool import Spool
from adcli.errors import DataError, PointError
from adcli.signals import held_signals
from adcli.version import __version__

_ROWS = "rows"
TEXT = ("csv", "jsonl")


class UnfitError(DataError):
    """Answers that the format of the output cannot hold: going on would meet them again."""


class Sink(Protocol):
    """What a run writes to. `state` is what the last `commit` said, in this run or in one that this run goes on with."""

    state: dict[str, Any]

    def write(self, output: Any) -> None:
        """Take the answers to a task."""

    def commit(self, state: dict[str, Any]) -> None:
        """Say that everything up to here counts."""

    def finish(self) -> None:
        """Put the whole output in its place."""


class Stream:
    """A text format written to a pipe, a terminal or a device as it comes."""

    def __init__(self, stream: IO[bytes], head: bytes) -> None:
        self.stream = stream
        self.state: dict[str, Any] = {}
        stream.write(head)

    def write(self, output: bytes) -> None:
        self.stream.write(output)

    def commit(self, state: dict[str, Any]) -> None:
        self.state = state
        self.stream.flush()  # who reads a pipe sees what is done

    def finish(self) -> None:
        self.stream.flush()


class Kept:
    """A format whose answers are kept in a spool until all are there; of a text format, the spool's file becomes the output."""

    def __init__(self, spool: Spool, plan: Plan) -> None:
        self.spool = spool
        self.state = spool.state
        if not spool.state:
            self.begin(plan)
            self.commit({"tasks": 0})

    @property
    def rows(self) -> int:
        """How many rows are kept."""
        return sum(self.state.get("counts", ()))

    def begin(self, plan: Plan) -> None:
        """Write what stands before all rows."""
        self.spool.append(_ROWS, import_module(f"adcli.batch.writers.{plan.format}").head(plan))

    def write(self, output: Any) -> None:
        self.spool.append(_ROWS, output)

    def commit(self, state: dict[str, Any]) -> None:
        self.spool.commit(state)
        self.state = self.spool.state

    def finish(self) -> None:
        self.spool.finish(_ROWS)


@contextmanager
def open_sink(job: Job, path: str | None, *, resume: bool) -> Iterator[Sink]:
    """The sink for a job: standard output for None, a stream for a device, else a spool beside the file."""
    plan = job.plan
    if path is None or is_device(path):
        if plan.format not in TEXT:
            raise PointError(f"{plan.format} is no text", advice=f"write it to a file: -o answers.{plan.format}")
        head: bytes = import_module(f"adcli.batch.writers.{plan.format}").head(plan)
        if path is None:
            if not sys.stdout.writable():
                raise io.UnsupportedOperation("not writable")
            yield Stream(sys.stdout.buffer, head)
        else:
            with open(path, "wb") as stream:
                yield Stream(stream, head)
        return
    kind: type[Kept] = Kept if plan.format in TEXT else import_module(f"adcli.batch.writers.{plan.format}").Kept
    with ExitStack() as stack:
        with held_signals():  # a folder that is made is known to `_leave`, whatever comes
            spool = Spool(path, asked_for(job), resume=resume)
            stack.callback(_leave, spool)
        try:
            yield kind(spool, plan)
        except UnfitError:
            spool.remove()
            raise


def _leave(spool: Spool) -> None:
    """Let go of a spool, and remove it where there is nothing to go on with."""
    with held_signals():
        if not any(spool.state.get("counts", ())):
            spool.remove()
        spool.close()


def is_device(path: str) -> bool:
    """Whether what is written there is gone at once: a pipe, a terminal."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def asked_for(job: Job) -> str:
    """What a run is about, so that only the same one goes on with it; its input is known by a checksum of its own."""
    asked = job.asked
    files = asked.files if job.plan.with_file else ()  # a single one may be called otherwise now
    inputs = job.inputs
    columns = (
        [file.format for file in inputs.files],
        [sheet.layout for sheet in inputs.sheets],
        [list(each.names) for each in inputs.places],
    )
    return json.dumps([__version__, job.plan, asked.expressions, files, asked.paired, columns])


def missing_extra(what: str, extra: str, error: ImportError) -> DataError:
    """The error for a package that is not installed."""
    return DataError(f"{what} needs {error.name}", advice=f"install it with pip install 'adcli[{extra}]'")
