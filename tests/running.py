"""Running adcli: in this process where only words and texts matter, as a process of its own where streams and signals do."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from adcli.commands.process import serve

ROOT = Path(__file__).parent.parent
ADCLI = [sys.executable, "-m", "adcli"]
_LOOKS = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "_ADCLI_COMPLETE")


class Ended(NamedTuple):
    """How a run of adcli ended: its exit code, and what it printed."""

    code: int
    out: str
    err: str


def call(*words: str, stdin: bytes = b"", encoding: str = "utf-8", together: bool = False) -> Ended:
    """Run a command line in this process, its standard streams being pipes with that encoding, or `together` one pipe for both."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(stdin)),
        "stdout": io.TextIOWrapper(out, encoding=encoding),
        "stderr": io.TextIOWrapper(out if together else err, encoding=encoding, line_buffering=True),
    }
    with mock.patch.multiple(sys, **streams), mock.patch.dict(os.environ):
        for name in _LOOKS:
            os.environ.pop(name, None)
        try:
            code = serve(list(words))
        except SystemExit as stop:
            code = int(stop.code or 0)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    return Ended(code, out.getvalue().decode(encoding), err.getvalue().decode(encoding))


def environment(**changes: str) -> dict[str, str]:
    """The environment for a process: this one's, without what decides about colour and width, in UTF-8. Byte code is kept for the next."""
    kept = {name: value for name, value in os.environ.items() if name not in (*_LOOKS, "PYTHONDONTWRITEBYTECODE")}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **changes}


def start(*words: str, env: Mapping[str, str] | None = None, **options: Any) -> subprocess.Popen[bytes]:
    """Start adcli as a process, its output in pipes unless `options` say otherwise."""
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.Popen([*ADCLI, *words], env=environment(**env or {}), **options)


def finish(process: subprocess.Popen[bytes], stdin: bytes | None = None) -> Ended:
    """Wait for a process."""
    out, err = process.communicate(stdin, timeout=30)
    return Ended(process.returncode, (out or b"").decode(), (err or b"").decode())


def run(*words: str, env: Mapping[str, str] | None = None, **options: Any) -> Ended:
    """Run adcli as a process."""
    return finish(start(*words, env=env, **options))


def shell(script: str, **changes: str) -> Ended:
    """Run a shell script in which `adcli` is this checkout's."""
    begin = f'set -o pipefail; adcli() {{ "{sys.executable}" -m adcli "$@"; }}\n'
    done = subprocess.run(["bash", "-c", begin + script], env=environment(**changes), capture_output=True, timeout=60)
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def chain(steps: int) -> str:
    """An expression of x whose trace has about so many steps."""
    return "+".join(f"{k}*x" for k in range(1, steps // 2 + 1))


def value(*words: str, stdin: bytes = b"") -> float:
    """The value that `eval` finds."""
    done = call("eval", "--format", "jsonl", *words, stdin=stdin)
    assert done.code == 0, done.err
    return float(json.loads(done.out)["value"])


def refused(done: Ended, message: str) -> None:
    """Check that a command line was refused, in one line, with nothing on standard output."""
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: {message}\n"
