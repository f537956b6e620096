"""Where expressions and points come from: the command line, standard input and files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.running import call, refused, value


@pytest.mark.parametrize("stdin", [b"x^2", b"x^2\n", b"\xef\xbb\xbfx^2\r\n", b"x^2\r\n\r\n", b"a = x\r\na^2", b"(x\n)^2", b"x^2 # note"])
def test_an_expression_is_read_from_standard_input(stdin: bytes) -> None:
    assert value("-", "--at", "x=3", stdin=stdin) == 9


def test_the_expression_in_json_is_the_text_that_was_read() -> None:
    done = call("eval", "-", "--at", "x=3,μ=1", "--format", "jsonl", stdin="\ufeffa = x\r\na*μ\r\n".encode())
    assert json.loads(done.out)["expr"] == "a = x\na*μ"


def test_standard_input_that_is_no_text_is_refused() -> None:
    assert call("eval", "-", stdin=b"x\xff") == (1, "", "error: standard input is not UTF-8: it has the byte 0xff\n")
    assert call("eval", "-", stdin=b"").err == 'error: there is no expression: give one, as in "sin(x1) + x1*x2"\n'
    assert call("eval", "-", "--max-length", "5", stdin=b"x" * 1000).err.startswith("error: standard input has more than 5 characters")


def test_the_name_of_a_file_is_no_expression(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my-formula.txt").write_text("x^2")
    answer = "my-formula.txt is a file, and no expression: write - < my-formula.txt to read it, or end its name in .ad"
    refused(call("eval", "my-formula.txt"), answer)
    Path("x").touch()  # a name alone is always a variable
    assert value("x", "--at", "x=3") == 3


def test_errors_in_standard_input_name_the_line() -> None:
    assert call("eval", "-", "--at", "x=1", stdin=b"a = x\nb = sni(x)\na*b").err.startswith("error: unknown function 'sni'")
    assert "(line 2, column 5)\n  b = sni(x)\n      ^^^\n" in call("eval", "-", "--at", "x=1", stdin=b"a = x\nb = sni(x)\na*b").err


def test_points_repeat_mix_and_nest(tmp_path: Path) -> None:
    file = tmp_path / "point.json"
    file.write_text('\ufeff{"x": 2, "y": "pi/4", "x₂": 1e3}', encoding="utf-8")
    assert value("x", "--at", f"@{file}") == 2
    assert value("x + z", "--at", f"@{file}", "--at", "z=-1") == 1
    assert value("x + z", "--at", f"z=-1,@{file}") == value("x + z", "--at", f"@{file},z=-1") == 1
    assert value("x2", "--at", f"@{file}") == 1000
    assert value("x", "--at", "x=atan2(0, 1),y=2", "--at", "z=3") == 0
    assert value("x", "--at", "@-", stdin=b'{"x": -1.5e0}') == -1.5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "is no JSON object of values"),
        ("{", "is no JSON object of values"),
        ('{"x": null}', "the value of x in"),
        ('{"x": true}', "the value of x in"),
        ('{"x": {"y": 1}}', "the value of x in"),
        ('{"x": 1, "x": 2}', "x is given twice in"),
        ('{"x1": 1, "x₁": 2}', "x1 is given twice in"),
        ('{"x y": 1}', "'x y' in"),
        ("[" * 100_000, "is nested too deeply"),
    ],
)
def test_bad_files_of_points_are_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "point.json").write_text(text)
    done = call("eval", "x", "--at", f"@{tmp_path}/point.json")
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_json_has_names_for_nan_and_infinity(tmp_path: Path) -> None:
    (tmp_path / "point.json").write_text('{"x": NaN, "y": -Infinity}')
    done = call("eval", "x", "--at", f"@{tmp_path}/point.json", "--format", "jsonl")
    assert json.loads(done.out)["value"] == "nan"
    assert call("eval", "y", "--at", f"@{tmp_path}/point.json").out == "-inf\n"


def test_files_that_cannot_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused(call("eval", "x", "--at", "@nowhere.json"), "cannot read the point from nowhere.json: No such file or directory")
    refused(call("eval", "x", "--at", "@."), "cannot read the point from .: Is a directory")
    (tmp_path / "point.json").write_bytes(b"\xff")
    refused(call("eval", "x", "--at", "@point.json"), "point.json is not UTF-8: it has the byte 0xff")


def test_standard_input_is_read_once() -> None:
    assert call("eval", "-", "--at", "@-", stdin=b"x").err == "error: standard input is closed, or read already\n"


@pytest.mark.parametrize("at", ["x", "x=", "=1", "x=1,", "1=2", "x=foo(", "é=1", "x=1,x=2", "x=1,y=foo(", "-x=1"])
def test_bad_points_are_refused(at: str) -> None:
    done = call("eval", "x", "--at", at)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ")
