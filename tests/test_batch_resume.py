"""Runs of `batch` that are killed, at any moment and again and again, and gone on with: nothing is lost, nothing is there twice."""

from __future__ import annotations

import gzip
import os
import random
import signal
import stat
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from adcli.errors import short
from tests.killing import dies_at, ended, forked, load, run_forked
from tests.running import Ended, call, refused

FORMATS = ["csv", "jsonl", "npz", *(["parquet"] if find_spec("pyarrow") else [])]
AT = "x=2,y=3"
KILLS = 15  # of each kind of run


def formula(k: int) -> str:
    """A formula in x and y that no other has; some have no finite answer, and some are wrong."""
    return f"log({k}-{k}*x)" if k % 50 == 7 else f"{k}*(x+" if k % 50 == 9 else f"{k}*sin(x)+y^{k % 9}"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that are cut into some hundred tasks each: long comments, and every formula at every point."""
    load()  # so that a first run takes as long as the others
    folder = tmp_path_factory.mktemp("inputs")
    text = "".join([f"{formula(k)} # {'.' * 8000}\n" for k in range(120)]).encode()
    (folder / "formulas.txt").write_bytes(text)
    (folder / "formulas.txt.gz").write_bytes(gzip.compress(text, 1))
    (folder / "few.txt").write_text("".join([f"{formula(k)}\n" for k in range(50)]))
    (folder / "formulas.csv").write_text("expr,note\n" + "".join([f"{formula(k)},{'.' * 8000}\n" for k in range(120)]))
    (folder / "points.csv").write_text("x,y\n" + "".join([f"{k / 3},{k}\n" for k in range(9)]) + "1,\n")
    (folder / "points.csv.gz").write_bytes(gzip.compress((folder / "points.csv").read_bytes()))
    return folder


def words_for(source: str, inputs: Path) -> list[str]:
    if source.startswith("points"):
        return ["batch", str(inputs / "few.txt"), "--points", str(inputs / source)]
    if source == "expressions":
        many = [word for k in range(50) for word in ("--expr", f"{k}*sin(x)+y^{k % 9}")]
        return ["batch", *many, str(inputs / "points.csv")]
    if source.startswith("<"):
        return ["batch", "-", "--input-format", source.rpartition(".")[2], "--at", AT]
    return ["batch", str(inputs / source), "--at", AT]


def run_once(folder: Path, source: str, inputs: Path, *more: str, seconds: float = 60) -> Ended:
    """Run a source's words into a folder, killed after some seconds unless it ends before."""
    feed = subprocess.Popen(["cat", inputs / source[1:]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) if source[0] == "<" else None
    pid = forked(folder, *words_for(source, inputs), *more, stdin=feed.stdout.fileno() if feed and feed.stdout else None)
    end = time.monotonic() + seconds
    while time.monotonic() < end and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    if feed:
        feed.kill()
        feed.communicate()
    return ended(folder, pid)


def last_line(done: Ended) -> str:
    return done.err.splitlines()[-1]


def only_output(folder: Path, name: str) -> bytes:
    """The output, beside which nothing is left."""
    assert sorted(os.listdir(folder)) == [name, "stderr", "stdout"]
    return (folder / name).read_bytes()


@pytest.mark.parametrize(
    ("source", "format", "jobs"),
    [
        ("formulas.txt", "csv", "2"),
        ("formulas.txt.gz", "jsonl", "1"),
        ("<formulas.txt", "npz", "1"),
        ("<formulas.csv", "jsonl", "2"),
        ("points.csv", "npz", "2"),
        ("points.csv.gz", "jsonl", "1"),
        ("expressions", "csv", "1"),
        *([("points.csv", "parquet", "1")] if find_spec("pyarrow") else []),
    ],
)
def test_runs_that_are_killed_at_random_moments(tmp_path: Path, inputs: Path, source: str, format: str, jobs: str) -> None:
    name, dice = f"out.{format}", random.Random(source)
    more = ("-o", name, "--jobs", jobs)
    begun = time.monotonic()
    undisturbed = run_once(tmp_path, source, inputs, *more)
    longest = (time.monotonic() - begun) * 0.6
    wanted = only_output(tmp_path, name)
    kills = 0
    while kills < KILLS:
        os.remove(tmp_path / name)
        done = run_once(tmp_path, source, inputs, *more, seconds=dice.uniform(0, longest))
        while done.code == -signal.SIGKILL:
            kills += 1
            done = run_once(tmp_path, source, inputs, *more, "--resume", seconds=dice.uniform(0, longest))
        assert (done.code, last_line(done)) == (undisturbed.code, last_line(undisturbed))
        assert only_output(tmp_path, name) == wanted


# Exact moments: before every single thing that a run does to its files, and at every length of the journal.


@pytest.fixture
def small(tmp_path: Path) -> list[str]:
    """A run of six tasks."""
    (tmp_path / "f.txt").write_text("".join([f"{k}*x^2\n" for k in range(5)]) + "1/x\n")
    (tmp_path / "p.csv").write_text("x\n0\n1\n")
    return ["batch", "f.txt", "--points", "p.csv", "-o"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_kill_before_everything_that_is_done_to_files(tmp_path: Path, small: list[str], format: str) -> None:
    name = f"out.{format}"
    undisturbed = run_forked(tmp_path, *small, name)
    wanted = (tmp_path / name).read_bytes()
    number, survived = 0, False
    while not survived:
        number += 1
        (tmp_path / name).unlink()
        survived = run_forked(tmp_path, *small, name, before=dies_at(number)).code == 1
        whole = (tmp_path / name).exists()
        assert not whole or (tmp_path / name).read_bytes() == wanted
        done = run_forked(tmp_path, *small, name, "--resume")
        assert (done.code, last_line(done)) == (1, last_line(undisturbed)) == (1, "12 in = 11 ok + 1 failed (1 not finite)")
        assert (tmp_path / name).read_bytes() == wanted
        assert sorted(os.listdir(tmp_path)) == ["f.txt", name, "p.csv", "stderr", "stdout"]
    assert number > 8


def spool_before_the_end(folder: Path, small: list[str], name: str) -> Path:
    """The spool of a run that was killed just before its output was put in place."""
    assert run_forked(folder, *small, name, before=dies_at(1, only="os.rename")).code == -signal.SIGKILL
    return folder / f".{name}.adcli"


@pytest.mark.parametrize("format", FORMATS)
def test_a_journal_that_is_cut_anywhere(tmp_path: Path, small: list[str], format: str) -> None:
    name = f"out.{format}"
    run_forked(tmp_path, *small, name)
    wanted = (tmp_path / name).read_bytes()
    journal = (spool_before_the_end(tmp_path, small, name) / "journal").read_bytes()
    for length in range(0, len(journal), len(journal) // 11):
        spool_before_the_end(tmp_path, small, name)
        os.truncate(tmp_path / f".{name}.adcli" / "journal", length)
        assert run_forked(tmp_path, *small, name, "--resume", before=dies_at(1, only="os.rename")).code == -signal.SIGKILL
        assert run_forked(tmp_path, *small, name, "--resume").code == 1
        assert (tmp_path / name).read_bytes() == wanted


# What is gone on with.


def test_only_the_same_run_is_gone_on_with(tmp_path: Path, small: list[str]) -> None:
    spool_before_the_end(tmp_path, small, "out.csv")
    again = "run the same command again, or leave off --resume to begin anew"
    other = f"what is there of {short(str(tmp_path / 'out.csv'))} comes from other expressions, options or another version: {again}"
    for words in (("--hessian",), ("--wrt", "x"), ("--keep", "x"), ("--format", "jsonl"), ("--at", "y=1")):
        refused(run_forked(tmp_path, *small, "out.csv", "--resume", *words), other)
    refused(run_forked(tmp_path, "batch", "--expr", "x", "p.csv", "-o", "out.csv", "--resume"), other)
    for file, text, how in (("p.csv", "x\n0\n2\n", "not what it was"), ("f.txt", "x\n", "shorter than it was")):
        before = (tmp_path / file).read_text()
        (tmp_path / file).write_text(text)
        done = run_forked(tmp_path, *small, "out.csv", "--resume")
        assert done.code == 2
        assert done.err.startswith(f"error: the input is {how}"), done.err
        (tmp_path / file).write_text(before)
    (tmp_path / "f.txt").write_text((tmp_path / "f.txt").read_text() + "x\n")
    longer = "the input is longer than it was when the run was stopped: leave off --resume to begin anew"
    refused(run_forked(tmp_path, *small, "out.csv", "--resume"), longer)
    assert run_forked(tmp_path, *small, "out.csv").err.endswith("14 in = 13 ok + 1 failed (1 not finite)\n")


def test_columns_in_another_order_are_another_input(tmp_path: Path) -> None:
    words = ("batch", "--expr", "x-y", "p.csv", "-o", "out.csv")
    (tmp_path / "p.csv").write_text("x,y\n1,2\n")
    run_forked(tmp_path, *words, before=dies_at(1, only="os.rename"))
    (tmp_path / "p.csv").write_text("y,x\n1,2\n")
    assert run_forked(tmp_path, *words, "--resume").code == 2


def test_formulas_that_are_changed_are_another_input(tmp_path: Path, small: list[str]) -> None:
    spool_before_the_end(tmp_path, small, "out.csv")
    formulas = tmp_path / "f.txt"
    formulas.write_text(formulas.read_text().replace("x", "2*x"))
    assert run_forked(tmp_path, *small, "out.csv", "--resume").err.startswith("error: the input is not what it was")


def test_columns_that_are_carried_along_are_input_too(tmp_path: Path) -> None:
    words = ("batch", "--expr", "x", "p.npz", "--keep", "run", "-o", "out.csv")
    np.savez(tmp_path / "p.npz", x=np.ones(3), run=np.arange(3))
    run_forked(tmp_path, *words, before=dies_at(1, only="os.rename"))
    np.savez(tmp_path / "p.npz", x=np.ones(3), run=np.arange(1, 4))
    assert run_forked(tmp_path, *words, "--resume").code == 2


def test_nothing_to_go_on_with_is_a_beginning(tmp_path: Path, small: list[str]) -> None:
    assert run_forked(tmp_path, *small, "out.csv", "--resume").err.endswith("12 in = 11 ok + 1 failed (1 not finite)\n")
    assert run_forked(tmp_path, *small, "out.csv", "--resume").err.endswith("12 in = 11 ok + 1 failed (1 not finite)\n")
    assert run_forked(tmp_path, *small, "-", "--resume").code in (1, 2)
    refused(run_forked(tmp_path, "batch", "f.txt", "--resume"), "--resume goes on with an output file: name it with -o FILE")


def test_without_resume_what_is_left_over_is_replaced(tmp_path: Path, small: list[str]) -> None:
    spool_before_the_end(tmp_path, small, "out.csv")
    assert run_forked(tmp_path, "batch", "--expr", "x", "p.csv", "-o", "out.csv").code == 0
    assert (tmp_path / "out.csv").read_text().splitlines()[1:] == ["2,,x,ok,0.0,1.0,", "3,,x,ok,1.0,1.0,"]
    assert ".out.csv.adcli" not in os.listdir(tmp_path)


# The output's place.


def test_an_output_is_untouched_until_it_is_replaced_with_its_permissions(tmp_path: Path, small: list[str]) -> None:
    (tmp_path / "out.real.csv").write_text("old")
    (tmp_path / "out.real.csv").chmod(0o604)
    (tmp_path / "out.csv").symlink_to("out.real.csv")
    assert run_forked(tmp_path, *small, "out.csv", before=dies_at(1, only="os.rename")).code == -signal.SIGKILL
    assert (tmp_path / "out.real.csv").read_text() == "old"
    assert stat.S_IMODE((tmp_path / ".out.real.csv.adcli").stat().st_mode) == 0o700
    assert run_forked(tmp_path, *small, "out.csv", "--resume").code == 1
    assert (tmp_path / "out.csv").is_symlink()
    assert (tmp_path / "out.real.csv").read_text().startswith("line,")
    assert stat.S_IMODE((tmp_path / "out.real.csv").stat().st_mode) == 0o604


@pytest.mark.parametrize("format", FORMATS)
def test_a_new_file_has_the_permissions_of_new_files(tmp_path: Path, small: list[str], format: str) -> None:
    run_forked(tmp_path, *small, f"out.{format}", before=lambda: (os.umask(0o027), None)[1])
    assert stat.S_IMODE((tmp_path / f"out.{format}").stat().st_mode) == 0o640


def test_two_runs_into_one_file(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    words = ("batch", "-", "--input-format", "txt", "-o", "out.csv", "--value-only")
    first = forked(tmp_path, *words, stdin=reading, before=lambda: os.close(writing))
    while not (tmp_path / ".out.csv.adcli" / "rows").exists():
        time.sleep(0.005)
    message = f"another run is writing {short(str(tmp_path / 'out.csv'))} just now: wait for it, or write elsewhere"
    for more in ((), ("--resume",)):
        refused(call("batch", "--expr", "1", "-o", str(tmp_path / "out.csv"), *more), message)
    os.write(writing, b"6*7\n")
    os.kill(first, 0)
    os.close(writing)
    os.close(reading)
    assert ended(tmp_path, first).code == 0
    assert (tmp_path / "out.csv").read_text() == "line,name,expr,status,value,error\n1,,6*7,ok,42.0,\n"
