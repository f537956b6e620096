"""How the process ends: one exit code for each way, and never a traceback."""

from __future__ import annotations

import os
import sys

import click

from adcli.commands import cli
from adcli.commands.streams import OUTPUT_FAILED, abandon, prepare_streams, say
from adcli.commands.words import asked_format, option_words

PROGRAM = "adcli"
BUG = 70  # EX_SOFTWARE of sysexits.h; no input is known to lead there
INTERRUPTED, PIPE_CLOSED = 130, 141  # 128 and the signal's number


def serve(words: list[str]) -> int:
    """Run a command line; the exit code."""
    words = [_decoded(word) for word in words]
    prepare_streams(ascii_only="--ascii" in option_words(words))
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        if sys.stderr and sys.stderr.isatty():
            say("")  # the terminal has written ^C on this line
        return INTERRUPTED
    except BrokenPipeError:
        abandon(sys.stdout)
        return PIPE_CLOSED
    except OSError as error:
        abandon(sys.stdout)
        say(f"error: cannot write the output: {error.strerror or error}")
        return OUTPUT_FAILED
    except MemoryError:
        say("error: there is not enough memory for this; --max-length and --max-nodes limit what is tried")
        return 1
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        say(f"error: this is a bug in adcli ({_brief(error)}): please report it with the command line")
        return BUG


def _run(words: list[str]) -> int:
    if os.environ.get(f"_{PROGRAM.upper()}_COMPLETE"):
        cli.main(words, prog_name=PROGRAM)  # tells the shell its completions, and exits
    try:
        with cli.make_context(PROGRAM, words) as context:
            return int(cli.invoke(context) or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        from adcli.commands.usage import usage_message, usage_object

        message = usage_message(error)
        if asked_format(words) in ("json", "jsonl"):
            from adcli.render.json import write_object

            write_object(usage_object(message), sys.stdout, lines=asked_format(words) == "json")
        say(f"error: {message}")
        return error.exit_code


def _decoded(word: str) -> str:
    """A word in UTF-8 also where the locale has another encoding or none."""
    if word.isascii():
        return word
    try:
        return os.fsencode(word).decode()
    except UnicodeError:
        return word


def _brief(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__} {str(error)[:80]!r}{place}"
