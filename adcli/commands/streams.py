"""What the process writes to: standard output and error, or a file that is written whole or not at all."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import adcli.transliteration  # noqa: F401, for the error handler of the streams

OUTPUT_FAILED = 74  # EX_IOERR of sysexits.h


def prepare_streams(*, ascii_only: bool) -> None:
    """Make the standard streams take any text; those beyond their encoding are transliterated."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull)  # noqa: SIM115, closed: writing fails, as it should
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="ascii" if ascii_only else None, errors="transliterate")


def say(text: str) -> None:
    """Print a message on standard error."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)  # nobody listens; the exit code still tells


def abandon(stream: Any) -> None:
    """Point a stream at nothing, so that the interpreter's last flush finds nothing to complain about."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def output_file(path: str | None, *, ascii_only: bool) -> Iterator[IO[str]]:
    """Standard output (for None and "-"), or the file in UTF-8. Exits with 74 where the file cannot be written."""
    if path is None or path == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    try:
        with _whole_file(path, "ascii" if ascii_only else "utf-8") as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        from adcli.render.messages import visible

        say(f"error: cannot write {visible(path) or 'a file without a name'}: {error.strerror or error}")
        raise SystemExit(OUTPUT_FAILED) from None


@contextmanager
def _whole_file(path: str, encoding: str) -> Iterator[IO[str]]:
    """A spool beside the file that takes its place, and its permissions, when everything is written. A device is written to directly."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "w", encoding=encoding, errors="transliterate", newline="") as file:
            yield file
        return
    target = os.path.realpath(path)  # a link stays a link
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")
    spool = os.path.join(os.path.dirname(target), f".adcli-{os.urandom(6).hex()}.part")
    try:
        with open(spool, "x", encoding=encoding, errors="transliterate", newline="") as file:
            if mode is not None:
                os.chmod(spool, stat.S_IMODE(mode))
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(spool, target)
    except BaseException:
        if os.path.exists(spool):
            os.remove(spool)
        raise
