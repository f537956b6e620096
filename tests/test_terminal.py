"""What reaches a terminal: colours only where they are wanted, only characters it can show, and no text of a user's that it would obey."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import termios
from collections.abc import Mapping

import pytest

from adcli.functions import callable_names
from tests.running import Ended, call, chain, run, shell, start

GRAD = ("grad", "sin(x1) + x1*x2", "--at", "x1=2,x2=3")
ASCII = {"PYTHONIOENCODING": "ascii"}


def in_terminal(*words: str, columns: int = 80, keys: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
    """Run adcli with a terminal for all three streams; what it showed is `out`."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = start(*words, env={"TERM": "xterm"} | dict(env or {}), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    os.write(ours, keys)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # Linux's way to say that the other end is closed
        pass
    os.close(ours)
    return Ended(process.wait(30), shown.decode().replace("\r\n", "\n"), "")


# Colour.


def test_a_terminal_gets_bold_type_and_a_pipe_does_not() -> None:
    assert "\x1b[1m" in in_terminal(*GRAD).out
    assert "\x1b" not in run(*GRAD).out + call(*GRAD).out


@pytest.mark.parametrize(
    ("words", "env", "wanted"),
    [
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, True),
        ((), {"TERM": "dumb"}, False),
        (("--color", "never"), {}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
    ],
)
def test_who_decides_about_colour_in_a_terminal(words: tuple[str, ...], env: dict[str, str], wanted: bool) -> None:
    assert ("\x1b" in in_terminal(*GRAD, *words, env=env).out) == wanted


@pytest.mark.parametrize(
    ("words", "env", "wanted"),
    [
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "always"), {}, True),
        (("--color", "always", "--format", "json"), {}, False),
    ],
)
def test_who_decides_about_colour_in_a_pipe(words: tuple[str, ...], env: dict[str, str], wanted: bool) -> None:
    assert ("\x1b" in run(*GRAD, *words, env=env).out) == wanted


# Size, and the keyboard.


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_tables_fit_the_terminal(columns: int) -> None:
    lines = in_terminal(*GRAD, "--color", "never", columns=columns).out.splitlines()
    assert max(map(len, lines)) - 8 <= columns  # dots and bars are characters that take no column


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_list_of_functions_fits_the_terminal(columns: int) -> None:
    shown = in_terminal("functions", "--color", "never", columns=columns).out
    assert max(map(len, shown.splitlines())) <= columns
    assert all(f"{name}(" in shown for name in callable_names())
    assert ("1/cosh(x)^2" in shown) == (columns >= 120)  # a derivative


def test_a_block_of_numbers_says_what_the_first_one_is() -> None:
    shown = call("trace", "x*y", "--at", "x=1,y=2", "--cost", "--width", "40").out
    assert " inputs: 1,000,000\n   outputs: 1\n" in shown


def test_an_expression_is_typed_in() -> None:
    assert in_terminal("eval", "-", keys=b"6*7\n\x04").out == "6*7\n42\n"


# Characters.


@pytest.mark.parametrize("format", ["table", "csv", "markdown", "latex", "json", "jsonl"])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_every_encoding_takes_every_answer(format: str, encoding: str) -> None:
    done = call("grad", "√(μ²)·α₁/ΔT", "--at", "μ=2,α1=3,ΔT=4", "--format", format, encoding=encoding)
    assert done.code == 0
    assert done.err == ""
    assert done.out.isascii() or encoding != "ascii"


def test_ascii_tables_spell_greek_letters() -> None:
    done = call("grad", "μ²", "--at", "μ=2", encoding="ascii")
    assert "v1 = mu  2" in done.out
    assert "dy/dmu = 4" in done.out


def test_only_ascii_where_it_is_asked_for() -> None:
    for words in (
        ("grad", "μ²·x", "--at", "μ=2,x=1"),
        ("grad", "1/(1+exp(-μ))", "--at", "μ=-800"),
        ("trace", "μ²·x", "--at", "μ=2,x=1", "--format", "markdown"),
        ("grad", "μ²", "--at", "μ=2", "--format", "csv"),
        ("grad", "μ²", "--at", "μ=2", "--format", "json"),
        ("grad", "μ²·", "--format", "json"),
        ("eval", "x+\u202ey"),
        ("eval", "μ", "--ωωω"),
        ("functions",),
    ):
        done = call(*words, "--ascii")
        assert (done.out + done.err).isascii(), words


def test_carets_stand_right_under_text_that_is_spelled() -> None:
    done = call("eval", "μ²·sni(μ)", "--at", "μ=1", "--ascii")
    assert done.err.splitlines()[1:] == ["  mu^2*sni(mu)", "       ^^^"]


def test_a_locale_without_utf8() -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert run("eval", "μ²", "--at", "μ=3", env=env) == (0, "9\n", "")
    assert "mu" in run("eval", "μ²", env=env).err
    assert '{"\\u03bc": 3.0}' in run("eval", "μ²", "--at", "μ=3", "--format", "json", env=env).out
    assert run("grad", "μ²", "--at", "μ=3", env=ASCII).code == 0


# Hostile text.

HOSTILE = (
    "\x1b[31mred",
    "a\x07b",
    "x\u202ey",
    "\x9b2J",
    "[red]x[/red]",
    "[link=http://a]b[/link]",
    ":smile:",
    "\udcff",
    "x\x01",
)


def harmless(text: str) -> bool:
    return all(character.isprintable() or character == "\n" for character in text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_escaped(text: str) -> None:
    for words in (
        ("grad", text),
        ("eval", "x", "--at", f"{text}=1"),
        ("eval", "x", "--at", f"x={text}"),
        ("eval", "x", "--at", f"@{text}"),
        ("eval", "x", "--at", "x=1", "-o", f"missing/{text}"),
        ("eval", "x", text),
        ("eval", "x", f"--{text}"),
        ("eval", "x", "--format", text),
        ("grad", "x", "--at", "x=1", "--wrt", text),
        ("functions", text),
        (text,),
        ("grad", text, "--format", "json"),
    ):
        done = call(*words)
        assert done.code in (1, 2, 74), words
        assert harmless(done.err), words
        assert harmless(done.out), words


def test_markup_of_rich_is_text() -> None:
    assert call("eval", "[red]x[/red]").err.splitlines()[1] == "  [red]x[/red]"
    assert "missing/[red]x[/red]" in call("eval", "1", "-o", "missing/[red]x[/red]").err


def test_a_long_expression_makes_no_long_message() -> None:
    for words in (
        ("eval", chain(20_000) + "+?"),
        ("eval", "x" * 100_000),
        ("eval", "x", "y" * 100_000),
        ("eval", "x", "--at", "y" * 100_000),
    ):
        assert len(call(*words).err) < 1000


def test_output_and_messages_keep_apart() -> None:
    assert shell("adcli eval 'log(x)' --at x=-1 2>/dev/null") == (1, "nan\n", "")
    assert shell("adcli eval 'log(x)' --at x=-1 2>&1 >/dev/null").out.startswith("note: log(x) needs x > 0, got -1")
