"""What the grammar's rules for expressions do: each appends a node to the syntax at hand and returns its index.

A parser reduces bottom-up, so operands are there before the node that uses them. A token comes as the match of its pattern.
"""

from __future__ import annotations

from re import Match
from sys import intern
from typing import Any

from adcli.language.blocks import Blocks
from adcli.language.forms import FORMS
from adcli.language.juxtaposition import judge_juxtaposition
from adcli.language.names import PLAIN_DIGITS, checked_name

Token = Match[str]

_WRITTEN = {"**": "^", "−": "-", "·": "*", "×": "*", "⋅": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}
_SYMBOLS = {symbol: symbol for symbol in ("+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or", "not")} | _WRITTEN


class Reductions(Blocks):
    """The rules' callbacks for expressions, under the rules' names."""

    def number(self, token: Token) -> int:
        start, stop = token.span()
        return self.syntax.add("", (), token[0], start, stop, start)

    def name(self, token: Token) -> int:
        start, stop = token.span()
        name = token[0]
        return self.syntax.add("", (), intern(name) if name.isascii() else checked_name(name, start, self.syntax.text), start, stop, start)

    def group(self, opening: Token, inner: int, closing: Token) -> int:
        self.syntax.starts[inner] = opening.start()
        self.syntax.stops[inner] = closing.end()
        return inner

    def element(self, name: Token, _: Token, indices: list[int], closing: Token) -> int:
        start = name.start()
        self.syntax.plain = False
        return self.syntax.add("[", tuple(indices), checked_name(name[0], start, self.syntax.text), start, closing.end(), start)

    def first(self, argument: int) -> list[int]:
        return [argument]

    def further(self, arguments: list[int], _: Token, argument: int) -> list[int]:
        arguments.append(argument)
        return arguments

    def call(self, name: Token, _: Token, *rest: Any) -> int:
        *arguments, closing = rest
        called = "sqrt" if name[0] == "√" else checked_name(name[0], name.start(), self.syntax.text)
        operands = tuple(arguments[0]) if arguments else ()
        if called in FORMS:
            self.syntax.plain = False
        return self.syntax.add(intern(called + "("), operands, "", name.start(), closing.end(), name.start())

    def binary(self, left: int, token: Token, right: int) -> int:
        s = self.syntax
        return s.add(_SYMBOLS[token[0]], (left, right), "", s.starts[left], s.stops[right], token.start())

    comparison = disjunction = conjunction = binary

    def prefix(self, token: Token, operand: int) -> int:
        start = token.start()
        return self.syntax.add(_SYMBOLS[token[0]], (operand,), "", start, self.syntax.stops[operand], start)

    negation = prefix

    def superscript(self, base: int, token: Token) -> int:
        start, stop = token.span()
        exponent = token[0].translate(PLAIN_DIGITS)
        number = self.syntax.add("", (), intern(exponent.lstrip("+-")), start, stop, start)
        if exponent.startswith("-"):
            number = self.syntax.add("-", (number,), "", start, stop, start)
        return self.syntax.add("^", (base, number), "", self.syntax.starts[base], stop, start)

    def conditional(self, value: int, token: Token, condition: int, _: Token, otherwise: int) -> int:
        s = self.syntax
        return s.add("if", (condition, value, otherwise), "", s.starts[value], s.stops[otherwise], token.start())

    def chain(self, left: int, token: Token, right: int) -> int:
        s = self.syntax
        if s.grouped(left):
            return self.binary(left, token, right)  # (a < b) == c: refused later, as a condition compared
        from adcli.advice.statements import chained

        raise chained(s, left, token[0], token.start(), right)

    def juxtaposition(self, left: int, right: int) -> int:
        judge_juxtaposition(self.syntax, left, right)
        s = self.syntax
        return s.add("*", (left, right), "", s.starts[left], s.stops[right], s.starts[right])
