"""Text to syntax: the table that Lark makes of the grammar, and the list of nodes that its reductions write.

A syntax is a flat list; nothing here or later walks a tree, and 100,000 nested parentheses are ordinary input.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from adcli.errors import AdcliError, LimitError, ParseError, Span
from adcli.language.grammar import load_rules
from adcli.language.lalr import Refused, Table
from adcli.language.reductions import Reductions
from adcli.language.syntax import Syntax
from adcli.limits import DEFAULTS

if TYPE_CHECKING:
    from lark import Lark

_NOTHING = Syntax("")


class _Parser(threading.local):
    """One parser a thread, built when first needed."""

    def __init__(self) -> None:
        self.reductions = Reductions(_NOTHING)
        self.joined = ""  # the text, its lines joined in brackets

    def run(self, text: str) -> Syntax:
        """The syntax of a text. Raises the AdcliError of a reduction, or Refused with what Lark says of a token."""
        self.joined = _join_lines(text)
        try:
            syntax = self.reductions.begin(text)
            try:
                self.table.parse(self.joined)
            except (Refused, AdcliError):  # what is wrong, and comes first, is for Lark to find
                from adcli.language.rereading import reread

                syntax = self.reductions.begin(text)
                reread(self.lark, self.joined)
            return syntax
        finally:
            self.joined, self.reductions.syntax = "", _NOTHING  # let go of what may be large

    @cached_property
    def table(self) -> Table:
        """What parses a text without an error."""
        return Table(load_rules(), self.reduction)

    @cached_property
    def lark(self) -> Lark:
        """What parses a text again to say what is wrong with it."""
        from adcli.language.rereading import reader

        return reader(self.reduction, lambda start: self.table.tokens.match(self.joined, start))

    def reduction(self, rule: str) -> Callable[..., Any]:
        """What to call for a rule; Lark prefixes what program.lark imports."""
        method: Callable[..., Any] = getattr(self.reductions, rule.removeprefix("expression__"))
        return method


_BRACKETS = re.compile(r"[()\[\]\n]|#[^\n]*|\}(?:[ \t\r]*(?:#[^\n]*)?\n)+[ \t\r]*(?=else(?!\w))")


def _join_lines(text: str) -> str:
    """The text with newlines and comments inside brackets, and between `}` and `else`, as spaces, so that offsets stay as they are."""
    if "\n" not in text:
        return text
    depth = 0
    pieces: list[str] = []
    kept = 0
    for found in _BRACKETS.finditer(text):
        mark = text[found.start()]
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif depth or mark == "}":
            start = found.start() + (mark == "}")
            pieces += text[kept:start], " " * (found.end() - start)
            kept = found.end()
    return "".join(pieces) + text[kept:]


_parser = _Parser()


def parse_syntax(text: str, *, max_length: int = DEFAULTS.length) -> Syntax:
    """The syntax of a text. Raises ParseError where it is no expression or program, LimitError where it is too long."""
    if not isinstance(text, str):
        raise TypeError(f"an expression is a text, not of type {type(text).__name__}")
    if len(text) > max_length:
        raise LimitError(
            f"the text has {len(text):,} characters, and the limit is {max_length:,}", advice="raise it with --max-length", source=text
        )
    try:
        syntax = _parser.run(text)
    except Refused as refused:
        from adcli.advice.tokens import unexpected

        raise told(text, unexpected(text, refused.args[0])) from None
    except AdcliError as error:
        raise told(text, error) from None
    if not syntax.statements:
        raise ParseError("there is no expression", source=text, span=Span(0, 0), advice='give one, as in "sin(x1) + x1*x2"')
    return syntax


def told(text: str, error: AdcliError) -> AdcliError:
    """The error with its source; advice that shows what to write is kept only where that is an expression."""
    error.source = text
    if type(error.advice) is not str:
        from adcli.advice.writing import Rewritten

        assert isinstance(error.advice, Rewritten)
        error.advice = error.advice.settled(_reads)
    return error


def _reads(text: str) -> bool:
    """Whether a text is an expression or a statement, as far as its syntax goes."""
    try:
        return bool(_parser.run(text).statements)
    except (Refused, AdcliError):
        return False
