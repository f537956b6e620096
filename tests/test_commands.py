"""The commands: their own options, their exit codes and their help."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from adcli.commands import COMMANDS
from tests.running import ROOT, call, refused


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


def test_the_name_alone_prints_help() -> None:
    assert call().code == 0
    assert call().out == call("--help").out == call("-h").out
    assert all(f"  {command} " in call().out for command in COMMANDS)


def test_the_version_is_printed() -> None:
    assert re.fullmatch(r"adcli \d+\.\d+\.\d+\n", call("--version").out)
    assert call("-V") == call("--version")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_examples_of_the_help_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    words = [command] if command else []
    text = call(*words, "--help").out
    assert text == call(*words, "-h").out
    examples = re.findall(r"^ +(adcli .*)$", text.partition("Examples:")[2].partition("\n\n")[0], re.MULTILINE)
    assert len(examples) >= 2
    for example in examples:
        done = call(*shlex.split(example)[1:])
        assert (done.code, re.sub(r"[0-9,]+ in = [0-9,]+ ok \+ 0 failed\n", "", done.err)) == (0, ""), example
        assert done.out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_fits_a_terminal(command: str) -> None:
    assert max(map(len, call(*command.split(), "--help").out.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command: str) -> None:
    from importlib import import_module

    import click

    for parameter in import_module(f"adcli.commands.{command}").command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help and parameter.help[0].isupper()
