"""Lark's own parse of a text that the short loop refused: it finds what is wrong and comes first.

Nothing here is imported before a text is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from re import Match
from typing import Any

from lark import Lark, Token, UnexpectedInput

from adcli.language.grammar import load_grammar
from adcli.language.lalr import Refused


def reader(reduction: Callable[[str], Callable[..., Any]], token: Callable[[int], Match[str] | None]) -> Lark:
    """The Lark parser that calls the reductions; `token` gives the match of the token that begins at an offset."""
    return load_grammar(_Callbacks(reduction, token))


def reread(lark: Lark, text: str) -> None:
    """Parse a text. Raises the AdcliError of a reduction, or Refused with the UnexpectedInput that Lark makes of a token."""
    try:
        lark.parse(text)
    except UnexpectedInput as error:
        raise Refused(error) from None


class _Callbacks:
    """The reductions as Lark calls them: with a list of values, tokens being Lark's own."""

    def __init__(self, reduction: Callable[[str], Callable[..., Any]], token: Callable[[int], Match[str] | None]) -> None:
        self._reduction, self._token = reduction, token

    def __getattr__(self, rule: str) -> Callable[[list[Any]], Any]:
        reduction, token = self._reduction(rule), self._token
        return lambda values: reduction(*[token(value.start_pos or 0) if isinstance(value, Token) else value for value in values])
