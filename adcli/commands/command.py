"""What the commands share: reading the command line, the expression and the point; printing; exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from adcli.build import parse
from adcli.commands.process import output_file, say
from adcli.errors import AdcliError, PointError
from adcli.graph import MAX_NODES, Graph
from adcli.notes import Note
from adcli.parser import MAX_LENGTH
from adcli.point import parse_point, split_commas
from adcli.render.numbers import DIGITS
from adcli.render.options import Options

F = TypeVar("F", bound=Callable[..., Any])

FORMAT_NAMES = ("table", "json", "jsonl", "csv", "markdown", "latex")


class ExpressionCommand(click.Command):
    """A command whose arguments may begin with a minus sign: `adcli grad -x^2 --at x=-1`.

    A word is an option where it is exactly one of the command's options, or is shaped like `--name`; all else is an argument.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_value = {
            name: not (isinstance(p, click.Option) and (p.is_flag or p.count))
            for p in self.get_params(ctx)
            for name in (*p.opts, *p.secondary_opts)
        }
        options: list[str] = []
        arguments: list[str] = []
        words = iter(args)
        for word in words:
            name = word.partition("=")[0]
            if word == "--":
                arguments += words
            elif word in takes_value and word.startswith("-"):
                options.append(word)
                if takes_value[word]:
                    options += [value for value in [next(words, None)] if value is not None]
            elif name.startswith("--") and name[2:3].isalpha() and name[2:].replace("-", "").isalnum():
                options.append(word)
            else:
                arguments.append(word)
        return super().parse_args(ctx, [*options, "--", *arguments])


def shared_options(command: F) -> F:
    """The options about the output that every command has."""
    for option in reversed(
        (
            click.option(
                "--format", "-f", "format", type=click.Choice(FORMAT_NAMES), default="table", show_default=True, help="What to print."
            ),
            click.option(
                "--digits",
                type=click.IntRange(0, 17),
                default=DIGITS,
                show_default=True,
                help="Decimals in tables; data always have all digits.",
            ),
            click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file, whole or not at all."),
            click.option(
                "--color", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True, help="Colour in tables."
            ),
            click.option("--ascii", is_flag=True, help="Only ASCII characters."),
            click.option("--width", type=click.IntRange(min=20), help="Columns to fit tables into.  [default: the terminal's]"),
        )
    ):
        command = option(command)
    return command


def expression_options(command: F) -> F:
    """The expression, its point, and the limits on it."""
    for option in reversed(
        (
            click.argument("expression"),
            click.option(
                "--at", multiple=True, metavar="NAME=VALUE,...", help="Values of the variables; @FILE reads a JSON object. May be repeated."
            ),
            click.option(
                "--max-length", type=click.IntRange(min=1), default=MAX_LENGTH, show_default=True, help="Most characters of an expression."
            ),
            click.option(
                "--max-nodes", type=click.IntRange(min=1), default=MAX_NODES, show_default=True, help="Most steps of a computation."
            ),
        )
    ):
        command = option(command)
    return command


def derivative_options(command: F) -> F:
    """The variables to differentiate by."""
    return click.option("--wrt", multiple=True, metavar="NAME,...", help="Differentiate by these variables only; the others are fixed.")(
        command
    )


def names_list(texts: Sequence[str]) -> list[str] | None:
    """The names of comma-separated lists, or None where there is none."""
    names = [name.strip() for text in texts for name in text.split(",")]
    if any(not name for name in names):
        raise PointError("a name is missing between the commas", advice="write it as in --wrt x1,x2")
    return names or None


def read_expression(text: str) -> str:
    """The expression itself, or standard input for `-`. Raises UsageError where the input is no UTF-8 text."""
    if text != "-":
        return text
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").rstrip("\n")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"standard input is not UTF-8: byte {error.object[error.start]:#04x} at position {error.start}") from None


def read_point(texts: Sequence[str]) -> dict[str, str]:
    """The values of every `--at`, as written; `@FILE` is a JSON object of them."""
    point: dict[str, str] = {}
    for text in texts:
        for piece in [text] if not text.startswith("@") else split_commas(text):
            values = _point_file(piece[1:]) if piece.startswith("@") else parse_point([piece])
            for name, value in values.items():
                if name in point:
                    raise PointError(f"{name} is given twice: {point[name][:20]} and {value[:20]}", advice="give each variable one value")
                point[name] = value
    return point


def _point_file(path: str) -> dict[str, str]:
    import json

    from adcli.names import canonical_name

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [canonical_name(name) for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                raise PointError(f"{name} is given twice in {path}")
        return dict(zip(names, (value for _, value in pairs), strict=True))

    try:
        with sys.stdin.buffer if path == "-" else open(path, "rb") as file:
            text = file.read()
        values = json.loads(text.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=once)
    except OSError as error:
        raise PointError(f"cannot read the point from {path}: {error.strerror}") from None
    except RecursionError:
        raise PointError(f"{path} is nested too deeply for a point") from None
    except ValueError as error:
        raise PointError(f"{path} is no JSON object of values: {error}", advice='write {"x1": 2, "x2": 3}') from None
    if not isinstance(values, dict):
        raise PointError(f"{path} is no JSON object of values", advice='write {"x1": 2, "x2": 3}')
    for name, value in values.items():
        if not isinstance(value, str):
            raise PointError(f"the value of {name} in {path} is no number")
    return {name: value.replace("Infinity", "inf").replace("NaN", "nan") for name, value in values.items()}


def read_graph(expression: str, point: dict[str, str], max_length: int, max_nodes: int) -> Graph:
    """The graph of an expression; names with a value are variables even where they name a constant."""
    return parse(expression, names=point, max_length=max_length, max_nodes=max_nodes)


def say_notes(notes: Sequence[Note], source: str) -> None:
    """Print notes on standard error."""
    if not notes:
        return
    from adcli.render.messages import format_note

    for note in notes:
        say(format_note(note, source))


def run(work: Callable[[], int], *, expression: str, options: Options, output: str | None) -> None:
    """Run a command's work and exit with its code; an error of the user's is told, in JSON as an object too."""
    try:
        code = work()
    except AdcliError as error:
        from adcli.render.messages import format_error

        if options.format in ("json", "jsonl"):
            from adcli.render.json import write_object

            with output_file(output) as file:
                write_object({"expr": expression, "error": error_object(error)}, file, 2 if options.format == "json" else None)
        say(format_error(error))
        code = error.exit_code
    sys.exit(code)


def error_object(error: AdcliError) -> dict[str, Any]:
    """An error as JSON has it."""
    location = error.location
    place = {"line": location.line, "column": location.column} if location and error.source else {"line": None, "column": None}
    return {"kind": error.kind, "message": str(error), **place}
