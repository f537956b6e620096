"""How the process speaks and ends: messages, output that fails, exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import click

OUTPUT_FAILED = 74  # EX_IOERR of sysexits.h
INTERRUPTED, PIPE_CLOSED, TERMINATED = 130, 141, 143  # 128 and the signal's number


def say(text: str) -> None:
    """Print a message on standard error."""
    try:
        click.echo(text, err=True)
    except OSError:
        pass  # nobody listens; the exit code still tells


@contextmanager
def guarded_output() -> Iterator[None]:
    """End the process as others expect where standard output is closed or full."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_output()
        raise SystemExit(PIPE_CLOSED) from None
    except OSError as error:
        _abandon_output()
        say(f"error: cannot write the output: {error.strerror}")
        raise SystemExit(OUTPUT_FAILED) from None


def _abandon_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush finds nothing to complain about."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def output_file(path: str | None) -> Iterator[IO[str]]:
    """Standard output, or a file that appears when everything is written. Exits with 74 where it cannot be written."""
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    folder, name = os.path.split(path)
    spool = os.path.join(folder, f".{name}.{os.getpid()}.part")
    try:
        with open(spool, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(spool, path)
    except OSError as error:
        say(f"error: cannot write {path}: {error.strerror}")
        raise SystemExit(OUTPUT_FAILED) from None
    finally:
        if os.path.exists(spool):
            os.remove(spool)
