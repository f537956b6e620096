"""Statements and comparisons that parse, and yet say nothing: wrong targets of '=', chains of comparisons."""

from __future__ import annotations

from adcli.advice.writing import bare, one_line, write
from adcli.errors import ParseError, Span
from adcli.syntax import Syntax

_NO_NUMBERS = ("if", "and", "or", "not", "<", "<=", ">", ">=", "==", "!=")


def bad_assignment(s: Syntax, target: int, equals: int, value: int) -> ParseError:
    """The error for `2*x = 3`, `f(x) = x^2` and `3 = x`."""
    span = Span(equals, equals + 1)
    left, right = one_line(s.written(target)), one_line(s.written(value))
    message = "only a name can stand before '='"
    if s.functions[target].endswith("("):
        advice = write(right, otherwise="write the formula alone", tail=" alone")
        return ParseError("functions of your own cannot be defined", span=span, advice=advice)
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
