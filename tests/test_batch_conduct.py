"""How a run of `batch` behaves while it runs: in pipes, with signals, on a full disk, with several processes."""

from __future__ import annotations

import errno
import os
import re
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.killing import ended, forked, group, load, run_forked
from tests.running import ADCLI, environment, finish, shell, start

FORMATS = ["csv", "jsonl", "npz", *(["parquet"] if find_spec("pyarrow") else [])]
JOBS = pytest.mark.parametrize("jobs", ["1", "2"])
LONG = ("batch", "long.txt", "--at", "x=2,y=3")
DROPPED = re.compile(r"\Anote: [1-9][\d,]* rows of an earlier run that was stopped are dropped; --resume goes on with them\n")
GO_ON = re.compile(r"stopped after [1-9][\d,]* rows, which are kept: the same command with --resume goes on\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file that is cut into hundreds of tasks, and with a few formulas and points."""
    (tmp_path / "long.txt").write_text("".join([f"{k}*sin(x)+y^{k % 9} # {'.' * 8000}\n" for k in range(400)]))
    (tmp_path / "f.txt").write_text("x^2\nlog(x)\nx+\ny*x\n")
    (tmp_path / "p.csv").write_text("x,y\n1,2\n0,1\n,2\n3,4\n")
    return tmp_path


def when(folder: Path, path: str, size: int = 1) -> None:
    """Wait until a file in the folder has so many bytes."""
    end = time.monotonic() + 30
    while not (folder / path).exists() or (folder / path).stat().st_size < size:
        assert time.monotonic() < end
        time.sleep(0.002)


# Signals.


@JOBS
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_says_how_to_go_on(folder: Path, jobs: str, number: int, code: int) -> None:
    pid = forked(folder, *LONG, "-o", "out.csv", "--jobs", jobs)
    when(folder, ".out.csv.adcli/rows", 500)
    begun = time.monotonic()
    os.killpg(pid, number)
    done = ended(folder, pid)
    assert (done.code, done.out) == (code, "")
    assert GO_ON.fullmatch(done.err)
    assert time.monotonic() - begun < 1
    assert group(pid) == []
    assert not (folder / "out.csv").exists()
    assert run_forked(folder, *LONG, "-o", "out.csv", "--jobs", jobs, "--resume").err == "400 in = 400 ok + 0 failed\n"


@JOBS
def test_signals_at_any_moment_make_no_noise(folder: Path, jobs: str) -> None:
    load()
    begun = time.monotonic()
    run_forked(folder, *LONG, "-o", "out.csv", "--jobs", jobs)
    whole = time.monotonic() - begun
    for k in range(12):
        pid = forked(folder, *LONG, "-o", "out.csv", "--jobs", jobs)
        when(folder, "stderr", 0)
        time.sleep(0.02 + whole * k / 12)
        os.killpg(pid, signal.SIGINT)
        done = ended(folder, pid)
        assert done.code in (130, 0)
        told = DROPPED.sub("", done.err)
        assert not told or GO_ON.fullmatch(told) or told == "400 in = 400 ok + 0 failed\n"


def test_a_run_without_rows_leaves_nothing(folder: Path) -> None:
    pid = forked(folder, *LONG, "-o", "out.csv", stdin=None)
    when(folder, ".out.csv.adcli/journal", 0)
    os.kill(pid, signal.SIGINT)
    assert ended(folder, pid).code == 130
    kept = (folder / ".out.csv.adcli").exists()
    assert bool(GO_ON.fullmatch((folder / "stderr").read_text())) == kept


def test_workers_end_with_a_parent_that_is_killed(folder: Path) -> None:
    pid = forked(folder, *LONG, "-o", "out.csv", "--jobs", "2")
    when(folder, ".out.csv.adcli/rows", 500)
    assert len(group(pid)) == 3
    os.kill(pid, signal.SIGKILL)
    ended(folder, pid)
    resumed = run_forked(folder, *LONG, "-o", "out.csv", "--jobs", "2", "--resume")  # at once
    assert resumed.err == "400 in = 400 ok + 0 failed\n"
    end = time.monotonic() + 1
    while group(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert group(pid) == []


def test_a_worker_that_is_killed(folder: Path) -> None:
    pid = forked(folder, *LONG, "-o", "out.csv", "--jobs", "2")
    when(folder, ".out.csv.adcli/rows", 500)
    os.kill(next(worker for worker in group(pid) if worker != pid), signal.SIGKILL)
    done = ended(folder, pid)
    message, told = done.err.splitlines(keepends=True)
    assert (done.code, message) == (1, "error: a process that shared the work was killed: where memory is short, use fewer --jobs\n")
    assert GO_ON.fullmatch(told)
    assert run_forked(folder, *LONG, "-o", "out.csv", "--resume").code == 0


# Pipes.


@JOBS
def test_a_pipe_that_is_closed_ends_the_run_quietly(folder: Path, jobs: str) -> None:
    script = f"cd {folder}; adcli batch long.txt --at x=2,y=3 --jobs {jobs} %s | head -1; exit ${{PIPESTATUS[0]}}"
    for more in ("", "-o /dev/stdout"):
        assert shell(script % more) == (141, "line,name,expr,status,value,d_x,d_y,error\n", "")


@pytest.mark.parametrize(
    ("words", "texts", "rows"),
    [
        (("-", "--input-format", "txt", "--value-only"), ("6*7\n", "1/2\n"), ("1,,6*7,ok,42.0,", "2,,1/2,ok,0.5,")),
        (("-", "--input-format", "txt", "--format", "jsonl"), ("6*7\n", "1/2\n"), ('{"line": 1, ', '{"line": 2, ')),
        (("-", "--input-format", "csv", "--value-only"), ("expr\n6*7\n", "1/2\n"), ("2,,6*7,ok,42.0,", "3,,1/2,ok,0.5,")),
        (("--expr", "x^2", "-", "--input-format", "csv"), ("x\n3\n", "4\n"), ("2,,x^2,ok,9.0,6.0,", "3,,x^2,ok,16.0,8.0,")),
    ],
)
def test_rows_of_a_slow_pipe_come_out_before_its_end(words: tuple[str, ...], texts: tuple[str, str], rows: tuple[str, str]) -> None:
    process = start("batch", *words, stdin=subprocess.PIPE)
    assert process.stdin and process.stdout
    seen = ""
    for text, row in zip(texts, rows, strict=True):
        os.write(process.stdin.fileno(), text.encode())
        while row not in seen:
            assert select.select([process.stdout], [], [], 30)[0]
            seen += os.read(process.stdout.fileno(), 65536).decode()
    assert finish(process) == (0, "", "2 in = 2 ok + 0 failed\n")


def peak(rows: int) -> int:
    """The most memory, in kB, that a run needs for so many points out of a pipe."""
    source = f"(echo x,y; yes 0.5,1.5 | head -n {rows})"
    measure = "import resource, subprocess, sys; print(subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL), "
    measure += "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    words = [*ADCLI, "batch", "--expr", "x*y", "-", "--input-format", "csv", "--value-only", "--quiet"]
    with subprocess.Popen(["bash", "-c", source], stdout=subprocess.PIPE) as pipe:
        told = subprocess.run([sys.executable, "-c", measure, *words], stdin=pipe.stdout, capture_output=True, env=environment()).stdout
    code, size = map(int, told.split())
    assert code == 0
    return size


def test_memory_does_not_grow_with_the_number_of_points() -> None:
    assert peak(1_000_000) - peak(100_000) < 30_000


# Full disks.


@JOBS
def test_a_stream_that_is_full(folder: Path, jobs: str) -> None:
    done = shell(f"cd {folder}; adcli batch f.txt --at x=1,y=1 --jobs {jobs} --quiet > /dev/full")
    assert done == (74, "", "error: cannot write the output: No space left on device\n")
    done = shell(f"cd {folder}; adcli batch f.txt --at x=1,y=1 --jobs {jobs} --quiet -o /dev/full")
    assert done == (74, "", "error: cannot write /dev/full: No space left on device\n")
    assert shell(f"cd {folder}; adcli batch f.txt >&-") == (74, "", "error: cannot write the output: not writable\n")


class Disk:
    """A folder with room for some kilobytes: a file system of that size; where nobody may mount one, a limit on what a run may write."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        self.mounted = False

    def resize(self, kilobytes: int) -> None:
        """Give the disk another size."""
        self.limit = kilobytes * 1024
        options = f"{'remount,' * self.mounted}size={kilobytes}k"
        mounting = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.place]
        self.mounted = subprocess.run(mounting, capture_output=True).returncode == 0
        self.reason = os.strerror(errno.ENOSPC if self.mounted else errno.EFBIG)

    def before(self) -> None:
        """What a run does before anything else."""
        if not self.mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit // 4, resource.RLIM_INFINITY))  # a run writes several files


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk")
    yield made
    if made.mounted:
        subprocess.run(["umount", made.place], check=True)


@JOBS
@pytest.mark.parametrize("format", FORMATS)
def test_a_disk_that_gets_full(folder: Path, disk: Disk, format: str, jobs: str) -> None:
    disk.resize(60 if format in ("npz", "parquet") else 24)
    words = (*LONG, "-o", f"disk/out.{format}", "--jobs", jobs)
    done = run_forked(folder, *words, before=disk.before)
    message, told = done.err.splitlines(keepends=True)
    assert (done.code, done.out) == (74, "")
    assert message.startswith(f"error: cannot write disk/out.{format}: ") and disk.reason in message
    assert GO_ON.fullmatch(told)
    assert os.listdir(disk.place) == [f".out.{format}.adcli"]
    assert run_forked(folder, *words, "--resume", before=disk.before).code == 74
    disk.resize(4096)
    assert run_forked(folder, *words, "--resume", before=disk.before).err == "400 in = 400 ok + 0 failed\n"
    assert run_forked(folder, *LONG, "-o", f"whole.{format}").code == 0
    assert (disk.place / f"out.{format}").read_bytes() == (folder / f"whole.{format}").read_bytes()
    assert os.listdir(disk.place) == [f"out.{format}"]
