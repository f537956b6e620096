"""What a long run of `batch` shows on a terminal, and only there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.running import ADCLI, Ended, environment

POINT = ("--at", "x=2,y=3")
FAILURE = "f.txt:4001:3: a value is missing after '+': write one, or remove '+'"

IMPATIENT = "from adcli.commands import progress; progress._PATIENCE = 0; from adcli.__main__ import main; main()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with formulas for a second or two, two of which are wrong."""
    lines = ["x+" if k % 4000 == 0 else f"{k}*sin(x)+y^{k % 9}*exp(-x/{k})" for k in range(8000)]
    (tmp_path / "f.txt").write_text("\n".join(lines))
    return tmp_path


def watched(folder: Path, *words: str, interrupt: str = "", all_on_terminal: bool = False, impatient: bool = False) -> Ended:
    """Run `batch` with a terminal for standard error, and press Ctrl-C there when it shows some text. `err` is what it showed.

    An `impatient` run shows its progress from the beginning, as a long one does later.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    with open(folder / "stdout", "wb") as file:
        out = theirs if all_on_terminal else file
        program = [sys.executable, "-c", IMPATIENT] if impatient else ADCLI
        process = subprocess.Popen(
            [*program, "batch", *words],
            env=environment(TERM="xterm"),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=theirs,
            cwd=folder,
            start_new_session=True,
        )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
            if interrupt and interrupt.encode() in shown:
                os.killpg(process.pid, signal.SIGINT)
                interrupt = ""
    except OSError:  # Linux's way to say that the other end is closed
        pass
    os.close(ours)
    return Ended(process.wait(30), (folder / "stdout").read_text(), shown.decode())


def screen(shown: str) -> list[str]:
    """The lines that stay on a terminal."""
    lines, row, column = [""], 0, 0
    for token in re.findall(r"\x1b\[\??[\d;]*[A-Za-z]|[^\x1b\r\n]+|.", shown, re.DOTALL):
        if token == "\n":
            row += 1
            lines += [""] * (row == len(lines))
        elif token == "\r":
            column = 0
        elif token == "\x1b[2K":
            lines[row] = ""
        elif token == "\x1b[1A":
            row -= 1
        elif not token.startswith("\x1b"):
            lines[row] = lines[row][:column].ljust(column) + token + lines[row][column + len(token) :]
            column += len(token)
    return [line.rstrip() for line in lines]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_progress_is_shown_and_gone_at_the_end(folder: Path, jobs: str) -> None:
    done = watched(folder, "f.txt", *POINT, "-o", "out.csv", "--jobs", jobs)
    assert (done.code, done.out) == (1, "")
    assert re.search(r"\d+%", done.err) and re.search(r"[\d,]+ rows [\d,]+ rows/s", done.err) and re.search(r"\d:\d\d:\d\d", done.err)
    counted = "8,000 in = 7,998 ok + 2 failed (2 in error)"
    assert screen(done.err) == [FAILURE.replace("4001", "1"), FAILURE, counted, ""]


def test_progress_does_not_touch_what_goes_into_a_pipe(folder: Path) -> None:
    done = watched(folder, "f.txt", *POINT)
    assert "rows/s" in done.err
    assert "\x1b" not in done.out
    assert len(done.out.splitlines()) == 8001


def test_ctrl_c_takes_the_progress_away(folder: Path) -> None:
    done = watched(folder, *["f.txt"] * 4, *POINT, "-o", "out.csv", interrupt="rows/s")
    assert done.code == 130
    *_, told, empty, _ = screen(done.err)
    assert re.fullmatch(r"stopped after [\d,]+ rows, which are kept: the same command with --resume goes on", told)
    assert empty == ""  # the terminal may have written ^C
    assert "rows/s" not in "".join(screen(done.err))


def test_where_no_progress_is_shown(folder: Path) -> None:
    (folder / "short.txt").write_text("x*y")
    assert "rows/s" not in watched(folder, "short.txt", *POINT, "-o", "short.csv").err
    (folder / "f.txt").write_text("\n".join((folder / "f.txt").read_text().splitlines()[:2000]))
    assert "rows/s" in watched(folder, "f.txt", *POINT, "-o", "out.csv", impatient=True).err
    assert "rows/s" not in watched(folder, "f.txt", *POINT, all_on_terminal=True, impatient=True).err  # the rows show it
    assert watched(folder, "f.txt", *POINT, "-o", "out.csv", "--quiet", impatient=True).err == ""
    with (folder / "stderr").open("wb") as file:
        subprocess.run(
            [sys.executable, "-c", IMPATIENT, "batch", "f.txt", *POINT, "-o", "out.csv"], env=environment(), stderr=file, cwd=folder
        )
    assert (folder / "stderr").read_text() == f"{FAILURE.replace('4001', '1')}\n2,000 in = 1,999 ok + 1 failed (1 in error)\n"
