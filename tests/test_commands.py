"""The command line: what is an option and what is an expression, where expressions and points come from, what is refused."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from adcli.commands import COMMANDS
from tests.running import Ended, call


def value(*words: str, stdin: bytes = b"") -> float:
    done = call("eval", "--format", "jsonl", *words, stdin=stdin)
    assert done.code == 0, done.err
    return float(json.loads(done.out)["value"])


def refused(done: Ended, message: str) -> None:
    """The command line was refused, in one line, with nothing on standard output."""
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: {message}\n"


# What begins with a minus sign.


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("-1", -1),
        ("-x", -2),
        ("-x^2", -4),
        ("-x*-x", 4),
        ("--x^2", 4),
        ("-(x)", -2),
        ("-2^2", -4),
        ("-.5", -0.5),
        ("-e", -2.718281828459045),
    ],
)
def test_an_expression_may_begin_with_a_minus_sign(expression: str, expected: float) -> None:
    assert value(expression, "--at", "x=2") == expected
    assert value("--at", "x=2", expression) == expected
    assert value("--at", "x=2", "--", expression) == expected


def test_the_expression_is_never_changed() -> None:
    for expression in ("-x^2", "- x ^ 2", "-x  # note", "(-o)", "-o*x", "-f + h"):
        done = call("eval", expression, "--at", "x=2,o=1,f=1,h=1", "--format", "jsonl")
        assert json.loads(done.out)["expr"] == expression


def test_a_word_that_is_exactly_an_option_is_an_option() -> None:
    assert "Usage: adcli eval" in call("eval", "-h", "--at", "h=1").out
    assert value("--at", "h=1", "--", "-h") == value("(-h)", "--at", "h=1") == -1


def test_an_option_does_not_swallow_another_one() -> None:
    formats = "table|json|jsonl|csv|markdown|latex"
    refused(
        call("eval", "-f", "--at", "f=2"), f"-f wants a value, and --at is an option: write -f {formats}; the expression -f is written (-f)"
    )
    refused(call("eval", "x", "--at"), "--at wants a value: write --at NAME=VALUE,...")
    refused(call("eval", "x", "--output", "--ascii"), "--output wants a value, and --ascii is an option: write --output FILE")


def test_options_may_stand_anywhere_and_have_equals_signs() -> None:
    one = call("grad", "-x^2", "--at", "x=-1", "--format", "jsonl")
    assert one == call("grad", "--format=jsonl", "--at=x=-1", "-x^2") == call("grad", "-f", "jsonl", "-x^2", "--at", "x=-1")


def test_unknown_options_are_refused() -> None:
    refused(call("grad", "x", "--formt", "json"), "there is no option --formt: did you mean --format?")
    refused(call("grad", "x", "--qqq"), "there is no option --qqq: adcli grad --help lists them; the expression --qqq is written (--qqq)")
    refused(call("grad", "--x", "--at", "x=1"), "there is no option --x: adcli grad --help lists them; the expression --x is written (--x)")


def test_two_words_are_no_expression() -> None:
    begin = "adcli grad takes one expression, and here are"
    refused(call("grad", "x", "+1"), f"{begin} 2 words: 'x', '+1': put the expression in quotes, as in adcli grad 'x +1'")
    refused(call("grad", "x", "-at", "x=1"), f"{begin} 3 words: 'x', '-at', 'x=1': did you mean --at?")
    refused(call("grad", "x", "-fjson"), f"{begin} 2 words: 'x', '-fjson': write -f json, with a space, for the option -f")
    refused(call("grad", "--", "x", "--at", "x=1"), f"{begin} 3 words: 'x', '--at', 'x=1': write the options before --")


# Choices and numbers.


def test_bad_values_of_options_are_refused() -> None:
    refused(call("grad", "x", "--mode", "both"), "--mode is one of auto, forward, reverse, not 'both'")
    refused(call("eval", "x", "--digits", "99"), "--digits is a whole number from 0 to 17, not '99'")
    refused(call("eval", "x", "--digits", "-1"), "--digits is a whole number from 0 to 17, not '-1'")
    refused(call("eval", "x", "--width", "wide"), "--width is a whole number from 20 up, not 'wide'")
    refused(call("eval", "x", "--ascii=yes"), "--ascii takes no value")


def test_a_missing_command_or_expression_is_named() -> None:
    refused(call("grad"), 'the expression is missing: give one, as in adcli grad "sin(x1) + x1*x2" --at x1=2,x2=3')
    refused(call("gard", "x"), "there is no command 'gard': did you mean grad?")
    refused(call("x^2", "--at", "x=1"), "a command comes first: write adcli grad 'x^2'")
    refused(call("-x^2", "--at", "x=1"), "a command comes first: write adcli grad '-x^2'")
    refused(call("--width", "80"), "a command comes first, and there is no option --width before it: adcli --help lists both")
    refused(call("functions", "tanhh"), "there is no function 'tanhh': did you mean 'tanh'?")
    refused(call("functions", "sin", "cos"), "adcli functions takes one name, and here are 2 words: 'sin', 'cos'")


# Expressions from standard input.


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


def test_errors_in_standard_input_name_the_line() -> None:
    assert call("eval", "-", "--at", "x=1", stdin=b"a = x\nb = sni(x)\na*b").err.startswith("error: unknown function 'sni'")
    assert "(line 2, column 5)\n  b = sni(x)\n      ^^^\n" in call("eval", "-", "--at", "x=1", stdin=b"a = x\nb = sni(x)\na*b").err


# Points.


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


@pytest.mark.parametrize("at", ["x", "x=", "=1", "x=1,", "1=2", "x=foo(", "é=1", "x=1,x=2", "-x=1"])
def test_bad_points_are_refused(at: str) -> None:
    done = call("eval", "x", "--at", at)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ")


# The commands' own options.


def gradient(*words: str) -> dict[str, float]:
    done = call("grad", *words, "--format", "jsonl")
    assert done.code == 0, done.err
    found: dict[str, float] = json.loads(done.out)["gradient"]
    return found


def test_wrt_chooses_the_variables() -> None:
    words = ("x*y*z", "--at", "x=2,y=3,z=5")
    assert gradient(*words) == {"x": 15, "y": 10, "z": 6}
    assert gradient(*words, "--wrt", "z,x") == gradient(*words, "--wrt", "z", "--wrt", "x") == {"z": 6, "x": 15}
    assert list(gradient(*words, "--wrt", "z,x")) == ["z", "x"]
    assert call("grad", *words, "--wrt", "q").code == call("grad", *words, "--wrt", "x,").code == 2


@pytest.mark.parametrize("mode", ["auto", "forward", "reverse"])
def test_all_modes_agree(mode: str) -> None:
    assert gradient("x*y + sin(x)", "--at", "x=0,y=3", "--mode", mode) == {"x": 4, "y": 0}


def test_seed_chooses_the_forward_sweeps() -> None:
    words = ("trace", "x*y", "--at", "x=2,y=3", "--format", "jsonl")
    assert json.loads(call(*words, "--mode", "forward", "--seed", "y").out)["seeds"] == [{"x": 0, "y": 1}]
    assert len(json.loads(call(*words, "--seed", "x,y").out)["seeds"]) == 2
    assert call(*words, "--seed", "z").code == 2
    refused(call(*words[:4], "--wrt", "x", "--seed", "y"), "there is no sweep towards y: --wrt leaves it fixed")
    refused(
        call(*words[:4], "--mode", "reverse", "--seed", "y"),
        "a reverse sweep has no seeds to choose: leave off --seed, or use --mode forward or both",
    )


def test_notation_digits_rows_and_width_change_the_table() -> None:
    trace = ("trace", "log(x1) + x1*x2 - sin(x2)", "--at", "x1=2,x2=5")
    assert "v₋₁" in call(*trace, "--notation", "baydin").out
    assert "11.65" in call(*trace, "--digits", "2").out and "11.652" not in call(*trace, "--digits", "2").out
    assert "more steps" in call(*trace, "--rows", "4").out
    assert max(map(len, call(*trace, "--width", "40").out.splitlines())) <= 40


def test_eval_prints_all_digits_unless_told_otherwise() -> None:
    assert call("eval", "pi").out == "3.141592653589793\n"
    assert call("eval", "pi", "--digits", "4").out == "3.1416\n"
    assert call("eval", "2*3").out == "6\n"


def test_limits_are_options() -> None:
    assert call("eval", "1+1+1", "--max-length", "3").err.startswith("error: the text has 5 characters, and the limit is 3")
    assert call("grad", "x+1", "--at", "x=1", "--max-nodes", "2").err.startswith("error: the computation has more than 2 steps")


# Exit codes of answers.


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("eval", "x", "--at", "x=1"), 0),
        (("eval", "1/0"), 1),
        (("eval", "log(x)", "--at", "x=-1"), 1),
        (("grad", "sqrt(x)", "--at", "x=0"), 1),
        (("grad", "abs(x)", "--at", "x=0"), 0),
        (("eval", "x +"), 1),
        (("trace", "x; y", "--at", "x=1,y=2"), 1),
        (("eval", "x"), 2),
        (("eval", "x", "--at", "x=nan"), 1),
    ],
)
def test_exit_codes(words: tuple[str, ...], code: int) -> None:
    done = call(*words)
    assert done.code == code
    assert bool(done.err) == (code != 0 or "abs" in words[1])


# Help.


def test_the_name_alone_prints_help() -> None:
    assert call().code == 0
    assert call().out == call("--help").out == call("-h").out
    assert all(f"  {command} " in call().out for command in COMMANDS)


def test_the_version_is_printed() -> None:
    assert re.fullmatch(r"adcli \d+\.\d+\.\d+\n", call("--version").out)
    assert call("-V") == call("--version")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_examples_of_the_help_run(command: str) -> None:
    words = [command] if command else []
    text = call(*words, "--help").out
    assert text == call(*words, "-h").out
    examples = re.findall(r"^ +(adcli .*)$", text.partition("Examples:")[2].partition("\n\n")[0], re.MULTILINE)
    assert len(examples) >= 2
    for example in examples:
        done = call(*shlex.split(example)[1:])
        assert (done.code, done.err) == (0, ""), example
        assert done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command: str) -> None:
    from importlib import import_module

    import click

    for parameter in import_module(f"adcli.commands.{command}").command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help and parameter.help[0].isupper()
