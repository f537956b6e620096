"""Text to syntax: the table that Lark makes of the grammar, and the list of nodes that its reductions write.

A syntax is a flat list; nothing here or later walks a tree, and 100,000 nested parentheses are ordinary input.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any

from lark import Lark, Token, UnexpectedInput

from adcli.errors import AdcliError, LimitError, ParseError, Span
from adcli.grammar import load_grammar
from adcli.lalr import Refused, Table
from adcli.limits import DEFAULTS
from adcli.reductions import Reductions
from adcli.syntax import Syntax

_NOTHING = Syntax("")


class _Parser(threading.local):
    """One parser a thread, built when first needed."""

    def __init__(self) -> None:
        self.reductions = Reductions(_NOTHING)
        self.joined = ""  # the text, its lines joined in brackets

    def run(self, text: str) -> Syntax:
        """The syntax of a text. Raises the AdcliError of a reduction, or the UnexpectedInput that Lark makes of a token."""
        self.joined = _join_lines(text)
        try:
            syntax = self.reductions.begin(text)
            try:
                self.table.parse(self.joined)
            except (Refused, AdcliError):  # what is wrong, and comes first, is for Lark to find
                syntax = self.reductions.begin(text)
                self.lark.parse(self.joined)
            return syntax
        finally:
            self.joined, self.reductions.syntax = "", _NOTHING  # let go of what may be large

    @cached_property
    def table(self) -> Table:
        """What parses a text without an error."""
        return Table(self.lark, self.reduction)

    @cached_property
    def lark(self) -> Lark:
        """What the table comes from, and what parses a text again to say what is wrong with it."""
        return load_grammar(_LarkCallbacks(self))

    def reduction(self, rule: str) -> Callable[..., Any]:
        """What to call for a rule; Lark prefixes what program.lark imports."""
        method: Callable[..., Any] = getattr(self.reductions, rule.removeprefix("expression__"))
        return method


class _LarkCallbacks:
    """The reductions as Lark calls them: with a list of values, tokens being Lark's own."""

    def __init__(self, parser: _Parser) -> None:
        self._parser = parser

    def __getattr__(self, rule: str) -> Callable[[list[Any]], Any]:
        parser, reduction = self._parser, self._parser.reduction(rule)

        def called(values: list[Any]) -> Any:
            match, text = parser.table.tokens.match, parser.joined
            return reduction(*[match(text, value.start_pos or 0) if isinstance(value, Token) else value for value in values])

        return called


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
    if len(text) > max_length:
        raise LimitError(
            f"the text has {len(text):,} characters, and the limit is {max_length:,}", advice="raise it with --max-length", source=text
        )
    try:
        syntax = _parser.run(text)
    except UnexpectedInput as error:
        from adcli.advice.tokens import unexpected

        raise told(text, unexpected(text, error)) from None
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
    except (UnexpectedInput, AdcliError):
        return False
