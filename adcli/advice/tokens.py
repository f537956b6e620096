"""Tokens that cannot stand where they stand.

Lark names the token it cannot take, and its stack tells what was read before: values, and the operators and parentheses that
wait for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from lark import Token, UnexpectedCharacters, UnexpectedInput

from adcli.advice.numerals import decimal_comma
from adcli.advice.operators import foreign_operator
from adcli.advice.pasted import prefix_if, unexpected_character
from adcli.advice.programs import begins_statement, kind_of, refused_statement
from adcli.advice.writing import PLAIN_DIGITS, write
from adcli.errors import ParseError, Span, short
from adcli.language.forms import FORMS

_VALUES = ("NUMBER", "NAME", "RPAR", "SUPERSCRIPT")  # the tokens that end a value
_BEFORE_A_CONDITION = ("AND", "OR", "NOT", "IF", "WHILE")
_CHOICE = "write a if c else b"


class Place(NamedTuple):
    """A token that cannot stand where it stands, and what was read before it."""

    text: str
    at: int
    token: str  # "" at the end of the text
    stack: list[Any]  # Lark's: the tokens that wait, and anything else for what is complete

    @property
    def last(self) -> Token | None:
        """The token before, where it waits for a value."""
        top = self.stack[-1] if self.stack else None
        return top if isinstance(top, Token) and kind_of(top) not in (*_VALUES, "SEPARATOR") else None

    @property
    def begins(self) -> bool:
        """Whether a statement begins here."""
        return not self.stack or self.stack[-1] is None or begins_statement(self.text, self.at)

    @property
    def opening(self) -> int:
        """Where on the stack the last open parenthesis is, or -1."""
        return next((i for i in range(len(self.stack) - 1, -1, -1) if kind_of(self.stack[i]) == "LPAR"), -1)

    @property
    def called(self) -> str:
        """The name of the function whose arguments are being read, or ""."""
        before = self.stack[self.opening - 1] if self.opening > 0 else None
        return str(before) if kind_of(before) in ("FUNCTION", "ROOT") else ""

    @property
    def choosing(self) -> Token | None:
        """The `if` that waits for its else, in the argument or parentheses at hand."""
        for item in reversed(self.stack):
            if kind_of(item) in ("IF", "CHOICE", "ELSE", "LPAR", "COMMA", "SEPARATOR"):
                return item if kind_of(item) in ("IF", "CHOICE") else None
        return None

    def error(self, message: str, advice: str = "", at: Token | None = None) -> ParseError:
        """The error at this token, or at another one."""
        start, length = (at.start_pos or 0, len(at)) if at is not None else (self.at, len(self.token))
        return ParseError(message, span=Span(start, start + max(1, length)), advice=advice)


def unexpected(text: str, refused: UnexpectedInput) -> ParseError:
    """The error for a text that Lark refused."""
    stack: list[Any] = refused.interactive_parser.parser_state.value_stack
    if isinstance(refused, UnexpectedCharacters):
        at = refused.pos_in_stream or 0
        place = Place(text, at, text[at], stack)
        if text[at] == ":" and any(kind_of(item) == "LSQB" for item in stack):
            return place.error("there are no ranges of elements", "write sum(i, 1, n, x[i]), or a loop")
        return unexpected_character(text, at, value_before=not place.begins and place.last is None)
    token: Token = refused.token  # type: ignore[attr-defined]
    kind = kind_of(token)
    place = Place(text, len(text) if kind == "$END" else token.start_pos or 0, str(token), stack)
    foreign = foreign_operator(text, place.at)
    if foreign:
        return foreign
    if statement := refused_statement(place, kind):
        return statement
    if place.begins or place.last is not None:
        return _missing(place, kind)
    return _RULES[kind](place) if kind in _RULES else place.error(f"'{short(place.token)}' cannot stand here")


def _missing(place: Place, kind: str) -> ParseError:
    """A value is wanted, and something else stands there."""
    last = place.last
    before = kind_of(last)
    if kind == "RPAR" and place.opening < 0:
        return _closing(place)
    if kind == "SUPERSCRIPT":
        return _superscript(place, before)
    if kind == "NOT":
        return place.error("'not' stands before a condition, and a number belongs here", "write (1 if not c else 0)")
    if last is None:
        return _nothing_before(place, kind)
    if before == "ROOT":
        found = re.match(r"\s*([0-9.]+|[^\W\d][^\W⁰¹²³⁴-⁹]*)(?!\s*[\w(^√.])", place.text[place.at : place.at + 60])
        advice = write(f"√({found[1]})", otherwise="write √(...)") if found else "write √(...)"
        return place.error("√ needs its argument in parentheses", advice, at=last)
    if kind in ("$END", "SEPARATOR") and place.opening >= 0:
        return _ended(place)
    if before == "LPAR":
        return _nothing_inside(place, kind)
    if kind in ("IF", "CHOICE") and before in ("ASSIGN", "RETURN"):
        return prefix_if(place.text, place.at)
    what = "a condition" if before in _BEFORE_A_CONDITION else "an argument" if before == "COMMA" else "a value"
    if kind not in ("$END", "SEPARATOR", "RPAR", "COMMA"):
        return place.error(f"{what} is missing between '{last}' and '{short(place.token)}'", "write one, or remove one of the two")
    after = Token("", " ", (last.start_pos or 0) + len(last))
    advice = "put a formula of several lines in parentheses" if place.token == "\n" else f"write one, or remove '{last}'"
    return place.error(f"{what} is missing after '{last}'", advice, at=after)


def _nothing_before(place: Place, kind: str) -> ParseError:
    """A statement begins with what cannot begin one."""
    if kind == "ASSIGN":
        return place.error("a formula has no '=' before it", "remove it")
    if kind == "ELSE":
        return place.error("'else' has no 'if' before it", _CHOICE)
    what = "an argument" if kind == "COMMA" else "a condition" if kind in ("AND", "OR") else "a value"
    return place.error(f"{what} is missing before '{short(place.token)}'", f"write one, or remove '{short(place.token)}'")


def _nothing_inside(place: Place, kind: str) -> ParseError:
    """What follows a '(' is no value."""
    if kind != "RPAR":
        what = "an argument" if kind == "COMMA" else "a value"
        return place.error(f"{what} is missing before '{short(place.token)}'", f"write one, or remove '{short(place.token)}'")
    if len(place.stack) > 1 and kind_of(place.stack[-2]) == "CHOICE":
        return place.error("if takes 3 arguments, got 0", "write if(c, a, b)", at=place.stack[-2])
    return place.error("there is nothing in these parentheses", "write a value between them", at=place.last)


def _superscript(place: Place, before: str) -> ParseError:
    if place.text[place.at + len(place.token) :].lstrip().startswith("√"):
        advice = "write cbrt(...)" if place.token == "³" else f"write (...)^(1/{place.token.translate(PLAIN_DIGITS)})"
        return place.error(f"'{place.token}√' is not read", advice)
    digits = short(place.token, 30).translate(PLAIN_DIGITS)
    advice = f"write {digits} after the ^" if before == "POWER" else "write it after a value, as in x²"
    return place.error(f"'{short(place.token, 30)}' raises nothing here", advice)


def _ended(place: Place) -> ParseError:
    """The statement ends before it is complete."""
    if place.opening < 0:
        return _without_else(place) or place.error("the expression is not finished")
    if place.token == ";":
        if place.called or kind_of(place.stack[place.opening - 1]) == "CHOICE":
            return place.error("';' does not separate arguments", "write , between them")
        return place.error("';' separates statements, and a '(' is open", "add ')' before it")
    count = sum(1 for item in place.stack if kind_of(item) == "LPAR")
    missing = f"'{')' * count}'" if count < 4 else f"{count:,} ')'"
    return place.error("this '(' is never closed", f"add {missing}", at=place.stack[place.opening])


def _without_else(place: Place) -> ParseError | None:
    return place.error("this 'if' has no else", _CHOICE, at=place.choosing) if place.choosing is not None else None


def _closing(place: Place) -> ParseError:
    if place.opening < 0:
        return place.error("this ')' closes nothing", "remove it, or add the '(' it belongs to")
    return _without_else(place) or place.error("')' cannot stand here")


def _comma(place: Place) -> ParseError:
    before = place.stack[place.opening - 1] if place.opening > 0 else None
    if kind_of(before) == "CHOICE":
        return place.error("if(...) is never multiplied by what stands beside it", "write * between them", at=before)
    if place.called:
        return _without_else(place) or place.error("',' cannot stand here")
    if place.choosing is not None:
        return place.error("',' has no place in a choice", _CHOICE)
    number = re.search(r"[0-9][0-9.,]*$", place.text[max(0, place.at - 30) : place.at])
    rest = re.match(r",[0-9][0-9.,]*", place.text[place.at : place.at + 30])
    if number and rest:
        numbers = decimal_comma(number[0] + rest[0])
        otherwise = "write 1.5 for a number, and ; between statements"
        return place.error("',' is no decimal point", write(*numbers, otherwise=otherwise) if numbers else otherwise)
    names = re.search(r"(?:^|[;\n{}])[\s\w\[\]]*$", place.text[max(0, place.at - 100) : place.at])
    if place.opening < 0 and names and re.match(r",[^;\n=()]*=(?!=)", place.text[place.at : place.at + 200]):
        return place.error("one name gets a value at a time", "write a = 1; b = 2")
    if place.opening > 0 and kind_of(before) == "RETURN":
        return place.error("several outputs need no parentheses", "write return a, b")
    advice = "write the function's name before the '('" if place.opening >= 0 else "write ; between statements"
    return place.error("',' separates only the arguments of a function", advice)


def _equals(place: Place) -> ParseError:
    if place.called in FORMS and FORMS[place.called].over_numbers:
        return place.error(f"{place.called} counts by a variable, which stands first", f"write {FORMS[place.called].signature}")
    if place.opening >= 0 or place.choosing is not None:
        return place.error("'=' gives a name its value, at the start of a statement", "write == to compare")
    return place.error("a second '=' stands in this statement", "write ; between statements, == to compare")


def _power(place: Place) -> ParseError:
    found = re.search(r"([^\W\d]\w*?|[0-9]+)([⁰¹²³⁴-⁹]+)\s*$", place.text[max(0, place.at - 40) : place.at])
    after = re.match(r"(?:\^|\*\*)\s*(\w+)(?![\w(.])", place.text[place.at : place.at + 40])
    base, raised, exponent = (found[1], found[2], after[1]) if found and after else ("x", "²", "3")
    codes = (f"({base}{raised})^{exponent}", f"{base}^({raised.translate(PLAIN_DIGITS)}^{exponent})")
    return place.error("a superscript cannot be raised again", write(*codes, otherwise="write parentheses"))


def _else(place: Place) -> ParseError:
    if place.opening >= 0 and any(kind_of(item) in ("IF", "CHOICE") for item in place.stack):
        return place.error("this '(' is not closed before 'else'", "add ')'", at=place.stack[place.opening])
    start = max(0, place.at - 200)
    found = re.search(r"(?:^|[;\n=(,])\s*(if)\b[^;\n=]*$", place.text[start : place.at])
    return prefix_if(place.text, start + found.start(1)) if found else place.error("'else' has no 'if' before it", _CHOICE)


_RULES: dict[str, Callable[[Place], ParseError]] = {
    "$END": _ended,
    "SEPARATOR": _ended,
    "RPAR": _closing,
    "COMMA": _comma,
    "ASSIGN": _equals,
    "POWER": _power,
    "ELSE": _else,
    "SUPERSCRIPT": lambda place: place.error("two superscripts stand side by side", "write (x²)³ or x²³"),
    **dict.fromkeys(
        ("IF", "CHOICE"),
        lambda place: place.error("a second 'if' stands before the else of the first", "write a if c else (b if d else f)"),
    ),
    "NOT": lambda place: place.error("'not' cannot follow a value", "write and not, or or not"),
}
