"""Statements and comparisons that parse, and yet say nothing: wrong targets of '=', chains of comparisons."""

from __future__ import annotations

import re

from adcli.advice.writing import bare, one_line, write
from adcli.errors import ParseError, Span, short
from adcli.functions import ALIASES, FUNCTIONS
from adcli.language.syntax import Syntax

_NO_NUMBERS = ("if", "and", "or", "not", "<", "<=", ">", ">=", "==", "!=")


def bad_assignment(s: Syntax, target: int, equals: int, value: int) -> ParseError:
    """The error for `2*x = 3` and `3 = x`."""
    span = Span(equals, equals + 1)
    left, right = one_line(s.written(target)), one_line(s.written(value))
    message = "only a name can stand before '='"
    if not s.functions[target] and s.leaves[value][:1].isalpha() and not s.leaves[target][:1].isalpha():
        return ParseError(message, span=span, advice=write(f"{right} = {left}", otherwise="write the name first"))
    otherwise = "write the difference of both sides"
    if s.functions[target] in _NO_NUMBERS or s.functions[value] in _NO_NUMBERS:
        return ParseError(message, span=span, advice=otherwise)
    code = f"{bare(left)} - {right if right.isalnum() else bare(f'({right})')}"
    return ParseError(message, span=span, advice=write(code, otherwise=otherwise, tail=", the difference of both sides"))


def chained(s: Syntax, left: int, symbol: str, at: int, right: int) -> ParseError:
    """The error for `a < b < c`; the second symbol stands at an offset."""
    a, b = (s.written(i) for i in s.operands[left])
    code = f"{a} {s.functions[left]} {b} and {b} {symbol} {s.written(right)}"
    advice = write(code, otherwise="write and between two comparisons")
    return ParseError("comparisons do not chain", span=Span(at, at + len(symbol)), advice=advice)


def bad_parameters(s: Syntax, target: int, equals: int, value: int) -> ParseError:
    """The error for `f(2) = x` and `f(x, x) = x`: the definition of a function by what is no list of names."""
    called = s.functions[target][:-1]
    if value >= 0 and (called in FUNCTIONS or called in ALIASES or called == "if"):
        return bad_assignment(s, target, equals, value)
    strange = next((i for i in s.operands[target] if s.functions[i] or not s.leaves[i][0].isidentifier()), s.operands[target][-1])
    at = Span(s.starts[strange], s.stops[strange])
    return ParseError("a function is defined with a different name for each argument", span=at, advice=f"write {short(called)}(x, y) = ...")


def inner_function(s: Syntax, target: int) -> ParseError:
    """The error for a function that is defined inside of a block."""
    at = Span(s.starts[target], s.stops[target])
    return ParseError("a function is defined outside of all blocks", span=at, advice="move it up, before the block")


def block_assigned(s: Syntax, target: int, equals: int) -> ParseError:
    """The error for `a = { ... }`."""
    name = one_line(s.written(target))
    advice = f"write {name}(x) = {{ ... }} for a function" if not s.functions[target] else "write f(x) = { ... } for a function"
    return ParseError("braces hold the statements of a function, an if, a for or a while", span=Span(equals, equals + 1), advice=advice)


def strange_brace(text: str, at: int) -> ParseError:
    """The error for a `{` behind an expression that is no head of a block."""
    from adcli.advice.pasted import unexpected_character
    from adcli.advice.spelling import misplaced_word

    start = max(0, at - 100)
    alone = re.search(r"(?:^|[;\n{}])\s*([^\W\d]\w*)\s*$", text[start:at])
    if alone and (word := misplaced_word(alone[1], start + alone.start(1))):
        return word
    called = re.search(r"(?:^|[;\n])\s*([^\W\d]\w*\([^()]*\))\s*$", text[max(0, at - 100) : at])
    if called:
        message = "the body of a function stands after '='"
        return ParseError(message, span=Span(at, at + 1), advice=f"write {called[1]} = {{ ... }}")
    return unexpected_character(text, at, value_before=True)


def after_else(text: str, at: int) -> ParseError:
    """The error for a branch behind an else that has no condition."""
    return ParseError("no branch can follow an else without a condition", span=Span(at, at + 1), advice="write else if c { ... } before it")
