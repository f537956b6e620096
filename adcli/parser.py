"""Text to syntax: the Lark grammar, and the list of nodes that its reductions write.

Lark reduces bottom-up, so the callbacks below append nodes with their operands before them. A syntax is that flat list; nothing
here or later walks a tree, and 100,000 nested parentheses are ordinary input.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable
from typing import Any

from lark import Lark, Token, UnexpectedInput

from adcli.errors import AdcliError, LimitError, ParseError, Span
from adcli.grammar import load_grammar
from adcli.juxtaposition import judge_juxtaposition
from adcli.names import PLAIN_DIGITS, checked_name
from adcli.syntax import Statement, Syntax

MAX_LENGTH = 100_000_000  # characters of source text

_SYMBOLS = {"**": "^", "−": "-", "·": "*", "×": "*", "⋅": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}


class _Reductions:
    """The grammar's callbacks: each appends to the syntax at hand and returns the index of what it appended."""

    def __init__(self) -> None:
        self.syntax = Syntax("")
        self.statement_start = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        # Lark prefixes what program.lark imports; the callbacks are the same.
        if name.startswith("expression__") and name.islower():
            method: Callable[..., Any] = getattr(self, name.removeprefix("expression__"))
            return method
        raise AttributeError(name)

    def _operator(self, token: Token, *operands: int) -> int:
        s = self.syntax
        caret = token.start_pos
        assert caret is not None
        start = min(caret, s.starts[operands[0]])
        return s.add(_SYMBOLS.get(token, sys.intern(str(token))), operands, "", start, s.stops[operands[-1]], caret)

    def number(self, children: list[Token]) -> int:
        (token,) = children
        start: int = token.start_pos  # type: ignore[assignment]
        return self.syntax.add("", (), str(token), start, start + len(token), start)

    def name(self, children: list[Token]) -> int:
        (token,) = children
        start: int = token.start_pos  # type: ignore[assignment]
        return self.syntax.add("", (), checked_name(str(token), start, self.syntax.text), start, start + len(token), start)

    def group(self, children: list[Any]) -> int:
        opening, inner, closing = children
        self.syntax.starts[inner] = opening.start_pos
        self.syntax.stops[inner] = closing.start_pos + 1
        return int(inner)

    def first(self, children: list[int]) -> list[int]:
        return children

    def further(self, children: list[Any]) -> list[int]:
        arguments: list[int] = children[0]
        arguments.append(children[2])
        return arguments

    def call(self, children: list[Any]) -> int:
        name, *_, closing = children
        arguments = tuple(children[2]) if len(children) == 4 else ()
        called = "sqrt" if name == "√" else checked_name(str(name), name.start_pos, self.syntax.text)
        return self.syntax.add(sys.intern(called + "("), arguments, "", name.start_pos, closing.start_pos + 1, name.start_pos)

    def binary(self, children: list[Any]) -> int:
        left, token, right = children
        return self._operator(token, left, right)

    comparison = disjunction = conjunction = binary

    def prefix(self, children: list[Any]) -> int:
        token, operand = children
        return self._operator(token, operand)

    negation = prefix

    def superscript(self, children: list[Any]) -> int:
        base, token = children
        start, stop = token.start_pos, token.start_pos + len(token)
        exponent = str(token).translate(PLAIN_DIGITS)
        number = self.syntax.add("", (), sys.intern(exponent.lstrip("+-")), start, stop, start)
        if exponent.startswith("-"):
            number = self.syntax.add("-", (number,), "", start, stop, start)
        return self.syntax.add("^", (base, number), "", self.syntax.starts[base], stop, start)

    def conditional(self, children: list[Any]) -> int:
        value, token, condition, _, otherwise = children
        s = self.syntax
        return s.add("if", (condition, value, otherwise), "", s.starts[value], s.stops[otherwise], token.start_pos)

    def chain(self, children: list[Any]) -> int:
        left, token, right = children
        s = self.syntax
        if s.grouped(left):
            return self.binary(children)  # (a < b) == c: refused later, as a condition compared
        from adcli.advice.statements import chained

        raise chained(s, left, str(token), token.start_pos, right)

    def juxtaposition(self, children: list[int]) -> int:
        left, right = children
        judge_juxtaposition(self.syntax, left, right)
        s = self.syntax
        return s.add("*", (left, right), "", s.starts[left], s.stops[right], s.starts[right])

    def _statement(self, name: str) -> None:
        s = self.syntax
        s.statements.append(Statement(name, self.statement_start, len(s)))
        self.statement_start = len(s)

    def result(self, children: list[int]) -> None:
        if children:
            self._statement("")

    def assignment(self, children: list[Any]) -> None:
        target, token, value = children
        s = self.syntax
        if s.functions[target] or not s.leaves[target][0].isidentifier() or s.text[s.starts[target]] == "(":
            from adcli.advice.statements import bad_assignment

            raise bad_assignment(s, target, token.start_pos, value)
        self.statement_start = target + 1  # the target is no part of the value
        self._statement(s.leaves[target])

    def start(self, children: list[Any]) -> None:
        return None

    def line(self, children: list[Any]) -> None:
        return None


class _Parser(threading.local):
    """One Lark parser a thread, built when first needed."""

    def __init__(self) -> None:
        self.reductions = _Reductions()
        self.lark: Lark | None = None

    def run(self, text: str) -> Syntax:
        if self.lark is None:
            self.lark = load_grammar(self.reductions)
        self.reductions.syntax = syntax = Syntax(text)
        self.reductions.statement_start = 0
        try:
            self.lark.parse(_join_lines_in_brackets(text))
        finally:
            self.reductions.syntax = Syntax("")  # let go of what may be large
        return syntax


_BRACKETS = re.compile(r"[()\n]|#[^\n]*")


def _join_lines_in_brackets(text: str) -> str:
    """The text with newlines and comments inside parentheses as spaces, so that offsets stay as they are."""
    if "\n" not in text:
        return text
    depth = 0
    pieces: list[str] = []
    kept = 0
    for found in _BRACKETS.finditer(text):
        mark = text[found.start()]
        if mark == "(":
            depth += 1
        elif mark == ")":
            depth = max(0, depth - 1)
        elif depth:
            pieces += text[kept : found.start()], " " * (found.end() - found.start())
            kept = found.end()
    return "".join(pieces) + text[kept:]


_parser = _Parser()


def parse_syntax(text: str, *, max_length: int = MAX_LENGTH) -> Syntax:
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
