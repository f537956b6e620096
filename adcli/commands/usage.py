"""What to say about a command line that is wrong: one line in the voice of the other messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from adcli.errors import short
from adcli.render.messages import visible


def usage_message(error: click.UsageError) -> str:
    """What is wrong, and what to write instead or where to read."""
    path = error.ctx.command_path if error.ctx else "adcli"
    if isinstance(error, click.MissingParameter):
        message = f'the expression is missing: give one, as in {path} "sin(x1) + x1*x2" --at x1=2,x2=3'
    elif isinstance(error, click.BadParameter) and error.param:
        message = f"{max(error.param.opts, key=len)} {error.message}"
    elif isinstance(error, click.BadOptionUsage):
        message = f"{error.option_name} takes no value"
    else:
        message = error.format_message()
    return visible(message)


def usage_object(message: str) -> dict[str, Any]:
    """The same as JSON has it."""
    return {"expr": None, "error": {"kind": "usage", "message": message, "line": None, "column": None}}


def unknown_command(word: str, commands: Sequence[str]) -> str:
    """What to say about a word that stands where a command should."""
    from adcli.advice.spelling import suggest

    if word.startswith("--"):
        return f"a command comes first, and there is no option {short(word, 40)} before it: adcli --help lists both"
    if not word.isidentifier():
        import shlex

        return f"a command comes first: write adcli grad {shlex.quote(short(word, 60))}"
    close = suggest(word, list(commands))
    return f"there is no command '{short(word, 40)}': " + (f"did you mean {close}?" if close else f"the commands are {', '.join(commands)}")
