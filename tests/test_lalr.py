"""The short loop over Lark's table: whatever the text, it comes to what Lark's own parser comes to."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcli.errors import AdcliError
from adcli.language.lalr import Refused, Table
from adcli.language.parser import _parser, parse_syntax
from tests.strategies import expressions

TOKENS = [
    *("x", "y2", "α", "x₁", "é", "iffy", "pi", "2", "2.5", ".5", "1e3", "1e", "1..2", "0x1", "1_0", "²", "⁻²", "½"),
    *("+", "-", "−", "*", "·", "**", "^", "/", "(", ")", "(x)", "(2", ",", "√", "sin", "sin(", "max(x,", "where(", "if("),
    *("if", "else", "and", "or", "not", "<", "<=", "≠", "==", "=", "a =", ";", "\n", "\t", "\u2009", "# no\n", "#", "$", "'"),
]
token_sequences = st.lists(st.sampled_from(TOKENS), max_size=12).map(" ".join) | st.lists(st.sampled_from(TOKENS), max_size=12).map("".join)


def found(text: str) -> Any:
    """Everything about a text's syntax, or about the error it is."""
    try:
        s = parse_syntax(text)
    except AdcliError as error:
        return type(error), error.message, error.span, error.advice
    return s.functions, s.operands, s.leaves, s.starts, s.stops, s.carets, s.statements


def refuse(self: Table, text: str) -> None:
    raise Refused


def found_by_lark(text: str) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Table, "parse", refuse)
        return found(text)


@given(token_sequences)
def test_tokens_in_any_order(text: str) -> None:
    assert found(text) == found_by_lark(text)


@given(expressions, st.sampled_from(TOKENS), st.integers(0, 40))
def test_expressions_and_what_a_stray_token_makes_of_them(text: str, token: str, place: int) -> None:
    for changed in (text, text[:place] + token + text[place:]):
        assert found(changed) == found_by_lark(changed)


@pytest.mark.parametrize("text", ["", " ", "x", "f(x)", "2x(y)", "a = x; a", "(x\n+1)", "1 if not x < 2 else 3", "x y", "x²^2", "x +", "$"])
def test_lark_is_asked_only_about_what_is_wrong(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parse_syntax("x")
    asked: list[str] = []
    monkeypatch.setattr(_parser.lark, "parse", asked.append)
    with contextlib.suppress(AdcliError):
        parse_syntax(text)
    assert asked == ([text] if text in ("x y", "x²^2", "x +", "$") else [])


def test_patterns_alone_tell_the_tokens_apart() -> None:
    """Lark compares words with names afterwards where a name's pattern would take them; the loop does not."""
    with pytest.raises(AdcliError):
        parse_syntax("x $")
    assert _parser.lark.parser.lexer.callback == {}


def test_what_changes_no_value_takes_no_step() -> None:
    """From a name straight to the sum that a sign adds to, or to the statement that the text's end completes."""
    parse_syntax("x + 1; x")
    start = _parser.table.first
    row = start["expression__NAME"][3]
    assert row["expression__PLUS"][0] == -1
    assert row["END"][:2] == (1, _parser.reductions.result)
