"""How the process ends and what it leaves behind, with real processes, pipes, files and signals."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running import chain, environment, finish, run, shell, start

FORMATS = ("table", "json", "jsonl", "csv", "markdown", "latex")
full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")


# Pipes.


@pytest.mark.parametrize("format", FORMATS)
def test_a_closed_pipe_ends_the_process_quietly(format: str) -> None:
    steps = 3000 if format == "csv" else 1000  # more than a pipe holds
    process = start("trace", chain(steps), "--at", "x=1", "--mode", "reverse", "--rows", "10000", "--format", format)
    assert process.stdout and process.stderr
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 141


def test_a_pipe_that_nobody_reads() -> None:
    assert shell('adcli grad x --at x=1 | true; exit "${PIPESTATUS[0]}"') == (141, "", "")
    assert shell('adcli --help | true; exit "${PIPESTATUS[0]}"') == (141, "", "")


def test_messages_that_nobody_reads_change_nothing() -> None:
    assert shell("adcli eval 1/0 2>&-") == (1, "inf\n", "")
    assert shell("adcli eval 1/0 2>/dev/full")[:2] == (1, "inf\n")
    assert shell('{ adcli eval 1/0 2>&1 >&3 | true; } 3>&1; exit "${PIPESTATUS[0]}"').code == 1


# Output that cannot be written.


@full
@pytest.mark.parametrize(
    "words", ["grad x --at x=1", "eval 1", "eval 1 -f json", "functions -f csv", "--help", "--version", "grad x -f json"]
)
def test_a_full_disk(words: str) -> None:
    done = shell(f"adcli {words} > /dev/full")
    assert done == (74, "", "error: cannot write the output: No space left on device\n")


def test_closed_output() -> None:
    assert shell("adcli eval 1 >&-") == (74, "", "error: cannot write the output: not writable\n")
    assert shell("adcli eval -- >&-").code == 2
    assert shell("adcli eval 1 -o /dev/null >&-") == (0, "", "")


def test_closed_input() -> None:
    done = shell("adcli eval - <&-")
    assert done == (2, "", "error: standard input is closed: give the expression itself, or pipe it in\n")
    assert shell("adcli eval 1 <&-") == (0, "1\n", "")


# -o FILE.


def test_a_file_has_what_standard_output_would_have(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    words = ("grad", "μ^2", "--at", "μ=3", "--format", "json")
    assert run(*words, "-o", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8") == run(*words).out
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_file_has_the_permissions_that_it_had_or_those_of_new_files(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("old")
    old.chmod(0o640)
    assert shell(f"umask 027; adcli eval 1 -o {old}; adcli eval 1 -o {new}").code == 0
    assert old.read_text() == new.read_text() == "1\n"
    assert stat.S_IMODE(old.stat().st_mode) == stat.S_IMODE(new.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    assert run("eval", "1", "-o", str(tmp_path / "link")).code == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "1\n"


@full
def test_a_device_stays_a_device() -> None:
    assert run("eval", "1", "-o", "/dev/null") == (0, "", "")
    assert run("eval", "1", "-o", "/dev/full") == (74, "", "error: cannot write /dev/full: No space left on device\n")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode) and stat.S_ISCHR(os.stat("/dev/full").st_mode)
    assert run("eval", "1", "-o", "/dev/stdout").out == run("eval", "1", "-o", "-").out == "1\n"


def test_a_file_keeps_its_content_where_there_is_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("old")
    done = run("grad", "x + ", "--at", "x=1", "--format", "jsonl", "-o", str(file))
    assert done.code == 1
    assert done.out.startswith('{"expr": "x + ", "error": {"kind": "syntax"')
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.json"]


def test_files_that_cannot_be_written(tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "file"
    assert run("eval", "1", "-o", str(missing)) == (74, "", f"error: cannot write {missing}: No such file or directory\n")
    assert run("eval", "1", "-o", str(tmp_path)) == (74, "", f"error: cannot write {tmp_path}: Is a directory\n")
    assert run("eval", "1", "-o", "/proc/file").code == 74
    assert run("eval", "1", "-o", "").err == "error: cannot write a file without a name: Is a directory\n"
    assert run("eval", "1", "-o", str(tmp_path / ("n" * 255))).code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folders_and_files_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    (tmp_path / "file").chmod(0o444)
    assert run("eval", "1", "-o", str(tmp_path / "file")).code == 74
    tmp_path.chmod(0o555)
    assert run("eval", "1", "-o", str(tmp_path / "new")).code == 74
    assert (tmp_path / "file").read_text() == "old"


def _started_writing(folder: Path) -> bool:
    return any(entry.stat().st_size for entry in os.scandir(folder) if entry.name.endswith(".part"))


@pytest.mark.parametrize(("number", "code", "left"), [(signal.SIGKILL, -9, 1), (signal.SIGTERM, 143, 0), (signal.SIGINT, 130, 0)])
def test_a_process_that_is_stopped_leaves_no_half_file(tmp_path: Path, number: int, code: int, left: int) -> None:
    process = start("trace", "-", "--at", "x=1", "--format", "json", "-o", str(tmp_path / "out"), stdin=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(chain(6000).encode())
    process.stdin.close()
    while not _started_writing(tmp_path):
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(number)
    assert process.wait(30) == code
    assert process.stderr and process.stderr.read() == b""
    assert not (tmp_path / "out").exists()
    assert len(os.listdir(tmp_path)) == left  # after kill -9 the spool is left, under a name of its own


# Signals.


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an expression of a million terms."""
    file = tmp_path_factory.mktemp("million") / "expression"
    file.write_text("+".join(["x"] * 1_000_000))
    return file


@pytest.mark.parametrize(
    ("number", "code", "delay"), [(signal.SIGINT, 130, 0.3), (signal.SIGINT, 130, 2), (signal.SIGTERM, 143, 0.5), (signal.SIGHUP, 129, 0.5)]
)
def test_a_signal_ends_a_long_parse_within_a_second(million: Path, number: int, code: int, delay: float) -> None:
    with million.open("rb") as file:
        process = start("grad", "-", "--at", "x=1", stdin=file)
    time.sleep(delay)
    assert process.poll() is None
    sent = time.monotonic()
    process.send_signal(number)
    assert finish(process) == (code, "", "")
    assert time.monotonic() - sent < 1


def test_a_signal_ends_waiting_for_input() -> None:
    process = start("grad", "-", "--at", "x=1", stdin=subprocess.PIPE)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 130


def test_a_signal_ends_waiting_for_a_reader() -> None:
    process = start("trace", chain(3000), "--at", "x=1", "--mode", "reverse", "--format", "csv")
    time.sleep(1.5)  # the pipe is full now
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 143


def test_signals_that_are_ignored_stay_ignored() -> None:
    process = start("eval", "-", stdin=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    time.sleep(0.5)
    process.send_signal(signal.SIGHUP)
    assert finish(process, b"1+1") == (0, "2\n", "")


# Errors in adcli itself, and too little memory.


def test_a_bug_is_one_line_and_has_a_code_of_its_own() -> None:
    script = "import adcli.reading, sys; adcli.reading.parse = None; sys.argv[1:] = ['eval', '1']; from adcli.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, text=True)
    assert done.returncode == 70
    assert done.stderr.startswith("error: this is a bug in adcli (TypeError ")
    assert done.stderr.count("\n") == 1
    shown = subprocess.run([sys.executable, "-X", "dev", "-c", script], env=environment(), capture_output=True, text=True)
    assert "Traceback" in shown.stderr


def test_too_little_memory_is_told() -> None:
    done = shell("ulimit -v 100000; adcli eval - --at x=1 < <(yes x+ | head -c 4000000 | tr -d '\\n'; echo x)")
    assert done == (1, "", "error: there is not enough memory for this; --max-length and --max-nodes limit what is tried\n")


# The program by its other names, and what shells complete.


def test_the_module_and_the_command_are_the_same() -> None:
    assert run("--version").out.startswith("adcli ")
    installed = Path(sys.executable).with_name("adcli")
    if installed.exists():
        assert subprocess.run([installed, "--help"], capture_output=True, text=True, env=environment()).stdout == run("--help").out


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_shells_complete_commands_and_options(name: str) -> None:
    def complete(line: str) -> str:
        words = line.split(" ")
        where = words[-1] if name == "fish" else str(len(words) - 1)
        return run(env={"_ADCLI_COMPLETE": f"{name}_complete", "COMP_WORDS": line, "COMP_CWORD": where}).out

    assert "grad" in complete("adcli gr") and "eval" not in complete("adcli gr")
    assert "--mode" in complete("adcli grad -x --mo")
    assert "reverse" in complete("adcli grad x --mode re")
    assert "tanh" in complete("adcli functions tan")


def test_bash_takes_the_completion() -> None:
    source = run(env={"_ADCLI_COMPLETE": "bash_source"}).out
    done = subprocess.run(["bash", "--norc", "-c", f"{source}\ncomplete -p adcli"], capture_output=True, text=True)
    assert "_adcli_completion adcli" in done.stdout
