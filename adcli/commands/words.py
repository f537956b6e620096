"""The words of a command line: which are options, and which is the expression.

`adcli grad -x^2 --at x=-1` works without `--`: a word is an option where it is exactly one of the command's options, or is shaped
like `--name`; all else is an argument, as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import click

from adcli.errors import short

_OPTION_SHAPED = re.compile(r"--[^\W\d_][\w-]*")


def option_words(words: Sequence[str]) -> list[str]:
    """The words before `--`."""
    return list(words[: words.index("--")] if "--" in words else words)


def asked_format(words: Sequence[str]) -> str:
    """The format that a command line names, also where the rest of it is wrong."""
    found = ""
    before = ""
    for word in option_words(words):
        if before in ("-f", "--format"):
            found = word
        elif word.startswith("--format="):
            found = word.partition("=")[2]
        before = word
    return found


class Command(click.Command):
    """A command whose arguments may begin with a minus sign."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        parameters = self.get_params(ctx)
        options = {name: p for p in parameters if isinstance(p, click.Option) for name in (*p.opts, *p.secondary_opts)}
        found, arguments = self._split(ctx, args, options)
        takes = [p.nargs for p in parameters if isinstance(p, click.Argument)]
        if len(arguments) > len(takes) and -1 not in takes and not ctx.resilient_parsing:
            raise click.UsageError(self._too_many(ctx, arguments, options), ctx)
        return super().parse_args(ctx, [*found, "--", *arguments])

    def _split(self, ctx: click.Context, args: list[str], options: dict[str, click.Option]) -> tuple[list[str], list[str]]:
        """The options, each as one word with its value, and the arguments."""
        found: list[str] = []
        arguments: list[str] = []
        words = iter(args)
        for word in words:
            name = word.partition("=")[0]
            option = options.get(word)
            if word == "--":
                arguments += words
            elif option is not None:
                long = max(option.opts, key=len)
                if option.is_flag or option.count:
                    found.append(long)
                    continue
                value = next(words, None)
                if value is None or value == "--" or value in options or _OPTION_SHAPED.fullmatch(value.partition("=")[0]):
                    if ctx.resilient_parsing:
                        break
                    raise click.UsageError(_no_value(ctx, word, value, option), ctx)
                found.append(f"{long}={value}")
            elif _OPTION_SHAPED.fullmatch(name):
                if name not in options and not ctx.resilient_parsing:
                    raise click.UsageError(_unknown(ctx, name, options), ctx)
                found += [word] if name in options else []
            else:
                arguments.append(word)
        return found, arguments

    def _too_many(self, ctx: click.Context, arguments: list[str], options: dict[str, click.Option]) -> str:
        """What to say about more words than the command takes."""
        shown = ", ".join(f"'{short(word, 30)}'" for word in arguments[:4]) + (", ..." if len(arguments) > 4 else "")
        message = f"{ctx.command_path} takes one {self._argument()}, and here are {len(arguments)} words: {shown}"
        for word in arguments:
            if word in options:
                return f"{message}: write the options before --"
            if "-" + word in options:
                return f"{message}: did you mean -{word}?"
            if word[:2] in options:
                return f"{message}: write {word[:2]} {word[2:]}, with a space, for the option {word[:2]}"
        if self._argument() != "expression":
            return message
        values = [word for word in arguments[1:] if re.match(r"[^\W\d]\w*=[^=]", word)]
        if values and len(values) == len(arguments) - 1:
            return f"{message}: give values with --at {short(','.join(values), 60)}"
        import shlex

        return f"{message}: put the expression in quotes, as in {ctx.command_path} {shlex.quote(short(' '.join(arguments), 60))}"

    def _argument(self) -> str:
        return next((p.human_readable_name.lower() for p in self.params if isinstance(p, click.Argument)), "argument")


def _no_value(ctx: click.Context, word: str, value: str | None, option: click.Option) -> str:
    """What to say about an option whose value is missing."""
    what = f"{word} wants a value"
    if value and value != "--":
        what += f", and {short(value, 30)} is an option"
    form = (option.metavar or option.make_metavar(ctx)).strip("[]")
    return f"{what}: write {word} {form}" + (f"; the expression {word} is written ({word})" if len(word) == 2 else "")


def _unknown(ctx: click.Context, name: str, options: dict[str, click.Option]) -> str:
    """What to say about an option that the command does not have."""
    from adcli.advice.spelling import suggest

    name = short(name, 40)
    if name == "--at" and "--wrt" in options:
        return f"{ctx.command_path} takes no --at: it writes a formula for all points; adcli grad and adcli eval answer at one"
    close = suggest(name, [option for option in options if len(option) > 2])
    hint = f"did you mean {close}?" if close else f"{ctx.command_path} --help lists them; the expression {name} is written ({name})"
    return f"there is no option {name}: {hint}"


class OneOf(click.Choice[str]):
    """One of some words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            raise click.BadParameter(f"is one of {', '.join(self.choices)}, not '{short(value, 40)}'", ctx, param)
        return str(value)


class Whole(click.ParamType):  # type: ignore[type-arg]  # older versions of click have it without one
    """A whole number within bounds."""

    name = "number"

    def __init__(self, least: int, most: int | None = None) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if re.fullmatch("[0-9]{1,18}", text) and self.least <= int(text) <= (self.most or int(text)):
            return int(text)
        bounds = f"from {self.least} to {self.most}" if self.most else f"from {self.least} up"
        raise click.BadParameter(f"is a whole number {bounds}, not '{short(text, 40)}'", ctx, param)


class Positive(click.ParamType):  # type: ignore[type-arg]  # likewise
    """A positive number."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        text = str(value)
        if re.fullmatch(r"[0-9]*\.?[0-9]*(e[+-]?[0-9]+)?", text, re.IGNORECASE) and re.search("[0-9]", text.lower().partition("e")[0]):
            number = float(text)
            if 0 < number < float("inf"):
                return number
        raise click.BadParameter(f"is a positive number, not '{short(text, 40)}'", ctx, param)
