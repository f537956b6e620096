"""Where `batch` writes, what it refuses to write to, and that the order of its rows is that of its input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.batches import Files, batch, refusal
from tests.killing import run_forked
from tests.running import call, run

FORMATS = ["csv", "jsonl", "npz", *(["parquet"] if find_spec("pyarrow") else [])]


@pytest.mark.parametrize("format", FORMATS)
def test_two_processes_write_what_one_writes(files: Files, format: str) -> None:
    some = [f"log({k}-x)" if k % 5 else f"{k}*(x+ # {'.' * 9000}" for k in range(60)]
    files("f.txt", "\n".join([*some, "x+y; x", "(((("]) + "\n")
    files("p.csv", "x,y,note\n" + "1,2,one\n7,,none\n" * 40)
    ways = {
        "formulas": ("f.txt", "--at", "x=3,y=1"),
        "points": ("--expr", "x*sqrt(y)", "--expr", "1/(x-1)", "p.csv", "--keep", "note"),
        "both": ("f.txt", "--points", "p.csv", "--wrt", "x"),
        "ranges": ("--expr", "x/y", "--at", "x=0:3:0.01,y=0:50"),
    }
    for name, words in ways.items():
        ends = [run_forked(files.folder, "batch", *words, "-o", f"{name}{jobs}.{format}", "--jobs", jobs) for jobs in ("1", "2")]
        assert ends[0] == ends[1]
        assert ends[0].code == 1
        assert Path(f"{name}1.{format}").read_bytes() == Path(f"{name}2.{format}").read_bytes()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_fail_fast_stops_at_the_first_row_that_fails(files: Files, jobs: str) -> None:
    files("f.txt", "1\n2\n1/0\n3\nx+\n")
    done = run("batch", "f.txt", "--fail-fast", "--jobs", jobs)
    assert done.code == 1
    assert [line.split(",")[:4] for line in done.out.splitlines()[1:]] == [
        ["1", "", "1", "ok"],
        ["2", "", "2", "ok"],
        ["3", "", "1/0", "nonfinite"],
    ]
    assert done.err == "f.txt:3:1: a/b needs b != 0, got b = 0\n3 in = 2 ok + 1 failed (1 not finite)\n"
    assert run("batch", "f.txt", "--fail-fast", "--jobs", jobs, "-o", "out.csv") == (1, "", f"{done.err}out.csv is not written\n")
    assert os.listdir() == ["f.txt"]


def test_places_that_cannot_be_written(files: Files) -> None:
    files("f.txt", "1\n")
    files("file", "old")
    for place, shown, reason in (
        ("missing/out.csv", "missing/out.csv", "No such file or directory"),
        ("file/out.csv", "file/out.csv", "Not a directory"),
        ("/proc/out.csv", "/proc/out.csv", "No such file or directory"),
        (".", ".", "Is a directory"),
        ("", "a file without a name", "Is a directory"),
        ("n" * 256, "n" * 256, "File name too long"),
        ("\x1b[1m/out.csv", "\\x1b[1m/out.csv", "No such file or directory"),
    ):
        assert call("batch", "f.txt", "--quiet", "-o", place) == (74, "", f"error: cannot write {shown}: {reason}\n")
    assert sorted(os.listdir()) == ["f.txt", "file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_places_that_may_not_be_written(files: Files) -> None:
    files("f.txt", "1\n")
    files("out.csv", "old")
    os.chmod("out.csv", 0o444)
    assert call("batch", "f.txt", "-o", "out.csv") == (74, "", "error: cannot write out.csv: Permission denied\n")
    os.chmod("out.csv", 0o644)
    os.chmod(".", 0o555)
    assert call("batch", "f.txt", "-o", "out.csv") == (74, "", "error: cannot write out.csv: Permission denied\n")
    os.chmod(".", 0o755)


def test_an_input_is_never_replaced(files: Files) -> None:
    files("f.csv", "expr\n1\n")
    files("p.csv", "x\n1\n")
    files("f.ad", "x^2")
    files("a.json", '{"x": 2}')
    os.symlink("p.csv", "link.csv")
    for words, name in (
        (("f.csv",), "./f.csv"),
        (("--expr", "x", "p.csv"), "link.csv"),
        (("--expr", "f.ad", "p.csv", "--format", "csv"), "f.ad"),
        (("--expr", "x^2", "--at", "@a.json", "--format", "csv"), "a.json"),
    ):
        assert refusal(*words, "-o", name) == f"{name} is an input, and would be replaced by the answers: name another file with -o"
    with open("p.csv", "rb") as stdin:
        words = [sys.executable, "-m", "adcli", "batch", "--expr", "x", "-", "--input-format", "csv", "-o", "p.csv"]
        assert subprocess.run(words, stdin=stdin, capture_output=True, check=False).returncode == 2
    with open("p.csv", "ab") as stdout:
        words = [sys.executable, "-m", "adcli", "batch", "--expr", "x", "p.csv"]
        done = subprocess.run(words, stdout=stdout, stderr=subprocess.PIPE, check=False)
        assert (done.returncode, done.stderr) == (2, b"error: standard output goes into an input: write to another file\n")
    assert [Path(name).read_text() for name in ("f.csv", "p.csv", "f.ad", "a.json")] == ["expr\n1\n", "x\n1\n", "x^2", '{"x": 2}']


@pytest.mark.parametrize("name", ["out.tsv", "out.xlsx", "out.json"])
def test_an_ending_that_tells_no_format_is_refused(files: Files, name: str) -> None:
    message = f"the ending of {name} tells no format (.csv, .jsonl, .npz, .parquet): give --format, as in --format csv"
    assert refusal("--expr", "1", "-o", name) == message
    assert call("batch", "--expr", "1", "-o", name, "--format", "jsonl").code == 0
    assert json.loads(Path(name).read_text())["value"] == 1


def test_a_pipe_with_a_name_is_read_once(files: Files) -> None:
    """As the shell's <(...) is: what was looked at to find the header is not lost."""
    os.mkfifo("pipe.csv")
    for words, rows in ((("--expr", "x"), 3), (("--expr", "x", "--expr", "2*x"), 6)):
        writer = threading.Thread(target=lambda: Path("pipe.csv").write_text("x\n1\n2\n3\n"))
        writer.start()
        assert batch(*words, "pipe.csv").count == f"{rows} in = {rows} ok + 0 failed"
        writer.join()


def test_a_folder_for_the_answers_that_cannot_be_made(files: Files) -> None:
    os.symlink("/nonexistent", ".out.csv.adcli")
    assert "is wanted for the answers, and cannot be made: move away what is there" in refusal("--expr", "1", "-o", "out.csv")


@pytest.mark.parametrize(
    "name", ["a b.csv", "-.csv", "[red]x[b].csv", "a\nb.csv", "\x1b]0;t.csv", "ü.csv", "\udcff.csv", "n" * 251 + ".csv"]
)
def test_files_with_odd_names(files: Files, name: str) -> None:
    for format in FORMATS:
        with open(name, "w") as file:
            file.write("expr\n1/0\n6*7\n")
        output = name.replace(".csv", f".{format[:3]}")
        output = "out" + output[3:] if len(output) > 200 else f"out{output}"
        done = call("batch", f"./{name}", "-o", f"./{output}", "--format", format)
        assert done.code == 1
        assert done.err.count("\n") == 2 and all(character.isprintable() or character == "\n" for character in done.err)
        assert os.path.getsize(output) > 0
        assert sorted(os.listdir()) == sorted([name, output])
        os.remove(output)


def test_two_files_with_odd_names_are_told_apart(files: Files) -> None:
    for name in ('a,"b".txt', "\udcff.txt"):
        with open(name, "w") as file:
            file.write("6*7\n")
    done = batch('a,"b".txt', "./\udcff.txt")
    assert done.code == 0
    assert done.column("file") == ['a,"b".txt', "./?.txt"]
    for format in FORMATS:
        assert call("batch", 'a,"b".txt', "./\udcff.txt", "-o", f"out.{format}").code == 0


@pytest.mark.parametrize("format", FORMATS)
def test_half_a_character(files: Files, format: str) -> None:
    files("f.jsonl", '{"expr": "x+\\ud800", "name": "\\udfff"}\n')
    done = call("batch", "f.jsonl", "-o", f"out.{format}")
    assert done.code == 1
    assert done.err.endswith("1 in = 0 ok + 1 failed (1 in error)\n")


def test_a_very_long_line_is_one_row(files: Files) -> None:
    files("f.txt", "1\n" + "1+" * 100_000 + "1\n" + "# " + "." * 3_000_000 + "\n2\n")
    done = batch("f.txt", "--value-only", "--max-length", "1000")
    assert (done.code, done.column("line"), done.column("status")) == (1, ["1", "2", "4"], ["ok", "error", "ok"])
    assert len(done.told[0]) < 300
    assert done.count == "3 in = 2 ok + 1 failed (1 in error)"


def test_rows_of_a_run_that_was_stopped_are_not_dropped_without_a_word(files: Files) -> None:
    files("f.txt", "1\n2\n")
    os.mkdir(".out.csv.adcli")
    files(".out.csv.adcli/journal", '{"asked": "something else"}\n{"tasks": 1, "counts": [7, 2, 0], "lengths": {}}\n')
    done = run("batch", "f.txt", "-o", "out.csv")
    assert done.err.splitlines() == [
        "note: 9 rows of an earlier run that was stopped are dropped; --resume goes on with them",
        "2 in = 2 ok + 0 failed",
    ]


def test_a_folder_of_somebody_else_is_left_alone(files: Files) -> None:
    files("f.txt", "1\n2\n")
    os.mkdir(".out.csv.adcli")
    files(".out.csv.adcli/mine", "precious")
    done = run("batch", "f.txt", "-o", "out.csv")
    assert (done.code, os.listdir(".out.csv.adcli")) == (2, ["mine"])
    assert done.err.endswith(".out.csv.adcli is wanted for the answers, and holds something else: move it away\n")
    assert run("batch", "f.txt", "-o", "out.csv.gz").err == (
        "error: answers are not written compressed: write out.csv, or leave off -o and pipe the answers through gzip\n"
    )
