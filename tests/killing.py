"""Runs of adcli that are killed: forked from this process, which has everything loaded, so that a hundred of them start at once."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from adcli.__main__ import main
from tests.running import Ended, call

_FORMATS = ["csv", "jsonl", "npz", *(["parquet"] if find_spec("pyarrow") else [])]
_TOUCHES = {"open", "os.mkdir", "os.rmdir", "os.remove", "os.rename", "os.truncate", "os.listdir", "os.chmod"}


@cache
def load() -> None:
    """Load what batches need, tables and all, by one of each kind: formulas, of which one is wrong and one not finite, and points."""
    with TemporaryDirectory() as folder:
        formulas, points = Path(folder, "f.txt"), Path(folder, "p.csv")
        formulas.write_text("".join([f"{k}*sin(x)+y^{k}\n" for k in range(9)]) + "2*(x+\nlog(-x)\n")
        points.write_text("x,y\n1,2\n")
        for format in _FORMATS:
            for words in (("--at", "x=1,y=2"), ("--points", str(points))):
                call("batch", str(formulas), *words, "-o", str(Path(folder, f"out.{format}")))


def forked(folder: Path, *words: str, stdin: int | None = None, before: Callable[[], None] = lambda: None) -> int:
    """Start adcli in a folder, in a process group of its own. What it prints goes into the folder's files `stdout` and `stderr`."""
    load()
    pid = os.fork()
    if pid:
        with suppress(OSError):  # it has ended already
            os.setpgid(pid, pid)  # as it does itself; whoever is first
        return pid
    code: Any = 70
    try:
        gc.freeze()  # what is here already need not be walked again and again
        os.setpgid(0, 0)
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_RDONLY) if stdin is None else stdin, 0)
        for number, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), number)
        sys.stdin, sys.stdout, sys.stderr = open(0, closefd=False), open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = ["adcli", *words]
        before()
        main()
    except SystemExit as stop:
        code = stop.code or 0
    finally:
        os._exit(code)


def ended(folder: Path, pid: int) -> Ended:
    """How the process ended, when it has."""
    status = os.waitpid(pid, 0)[1]
    return Ended(os.waitstatus_to_exitcode(status), (folder / "stdout").read_text(), (folder / "stderr").read_text())


def run_forked(folder: Path, *words: str, stdin: int | None = None, before: Callable[[], None] = lambda: None) -> Ended:
    """Run adcli until it ends."""
    return ended(folder, forked(folder, *words, stdin=stdin, before=before))


def dies_at(number: int, only: str = "") -> Callable[[], None]:
    """For `before`: the process kills itself just before it touches the output or its spool for the `number`-th time."""

    def begin() -> None:
        seen = 0

        def watch(event: str, details: tuple[Any, ...]) -> None:
            nonlocal seen
            if event == (only or event) and event in _TOUCHES and (isinstance(details[0], int) or "out." in os.fsdecode(details[0])):
                seen += 1
                if seen == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)

    return begin


def group(leader: int) -> list[int]:
    """The processes of a group that have not ended."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError):
                state, _, members = Path(entry.path, "stat").read_text().rpartition(") ")[2].split()[:3]
                if int(members) == leader and state != "Z":
                    found.append(int(entry.name))
    return found
