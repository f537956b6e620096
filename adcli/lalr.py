"""A short loop that runs Lark's table, for texts without an error.

Lark reads the grammar and builds the LALR(1) table (Aho, Lam, Sethi and Ullman, Compilers, 2nd ed. 2007, section 4.7). Most of what a
plain run of it does with a formula is to call a `term` a `sum`, and that an `expression`. Such a reduction changes no value, so the
rows here go through as many of them as the next token asks for at once; a token that is a whole value is one step too. All tokens
are found by one pattern, whose alternatives are Lark's, in Lark's order.

What is refused here is parsed again by Lark, which knows what to say about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lark import Lark
from lark.grammar import Rule
from lark.parsers.lalr_analysis import Shift

# What to do: how many values the reduction takes (-1 for a shift), the callback that makes one of them (None: the token is the value),
# the state that is left behind, and where the parse stands then: a row, or for a reduction the row by the state that it uncovers.
Step = tuple[int, Callable[..., Any] | None, int, Any]


class Refused(Exception):  # noqa: N818 - it is no error before Lark has said so
    """The text is not well formed."""


class _Row(dict[str, Step]):
    """What to do with each kind of token where the parse stands, found out when first asked for."""

    def __init__(self, table: Table, below: int, state: int) -> None:
        super().__init__()
        self.table, self.below, self.state = table, below, state

    def __missing__(self, kind: str) -> Step:
        step = self[kind] = self.table.step(self.below, self.state, kind)
        return step


class _After(dict[int, _Row]):
    """Where the parse stands after a symbol, by the state that was there before it."""

    def __init__(self, table: Table, symbol: str) -> None:
        super().__init__()
        self.table, self.symbol = table, symbol

    def __missing__(self, below: int) -> _Row:
        row = self[below] = _Row(self.table, below, self.table.states[below][self.symbol][1])
        return row


class Table:
    """The table and the tokens of a Lark parser, and what each of its rules calls.

    `callback` gives the function for a rule's name; it is called with the rule's values, a token being the match of its pattern.
    """

    def __init__(self, lark: Lark, callback: Callable[[str], Callable[..., Any]]) -> None:
        table = lark.parser.parser.parser.parse_table
        self.states: dict[int, dict[str, tuple[Any, Any]]] = table.states
        self.last = table.end_states["start"]
        self.callback = callback
        self.after: dict[str, _After] = {}
        self.first = _Row(self, -1, table.start_states["start"])
        ignored = lark.parser.lexer.ignore_types
        patterns = [(terminal.name, terminal.pattern.to_regexp()) for terminal in lark.parser.lexer.terminals]
        groups = [f"(?:{pattern})" if name in ignored else f"(?P<{name}>{pattern})" for name, pattern in patterns]
        self.tokens = re.compile("|".join([*groups, r"(?P<END>\Z)", "(?P<NONE>(?s:.))"]))

    def parse(self, text: str) -> None:
        """Call the callbacks of the rules that make up the text, in order. Raises Refused where there are none."""
        below: list[int] = []  # the states under the one at hand
        values: list[Any] = []
        row: Any = self.first
        for found in self.tokens.finditer(text):
            kind = found.lastgroup
            if kind is None:
                continue
            count, callback, state, after = row[kind]
            while count >= 0:
                cut = len(values) - count
                if count:
                    del below[cut + 1 :]
                else:
                    below.append(state)
                values[cut:] = [callback(*values[cut:])]
                row = after[below[cut]]
                count, callback, state, after = row[kind]
            below.append(state)
            values.append(callback(found) if callback else found)
            row = after

    def step(self, below: int, state: int, kind: str) -> Step:
        """What to do with a token of a kind in a state that lies on top of another one."""
        while True:
            if kind == "END" and state == self.last:
                return -1, None, state, self.first
            try:
                action, target = self.states[state]["$END" if kind == "END" else kind]
            except KeyError:
                raise Refused from None
            if action is Shift:
                return self._shift(state, kind, target)
            if not _changes_nothing(target):
                return len(target.expansion), self._called(target), state, self._after(target)
            state = self.states[below][target.origin.name][1]

    def _shift(self, state: int, kind: str, target: int) -> Step:
        """The step that takes a token; where it can only be a value of its own, that value is made at once."""
        follows = set(self.states[target].values())
        action, rule = next(iter(follows))
        if len(follows) == 1 and action is not Shift and len(rule.expansion) == 1:
            return -1, None if _changes_nothing(rule) else self._called(rule), state, self._after(rule)[state]
        return -1, None, state, self.after.setdefault(kind, _After(self, kind))[state]

    def _called(self, rule: Rule) -> Callable[..., Any]:
        return self.callback(rule.alias or rule.origin.name)

    def _after(self, rule: Rule) -> _After:
        return self.after.setdefault(rule.origin.name, _After(self, rule.origin.name))


def _changes_nothing(rule: Rule) -> bool:
    """Whether a rule hands on its only value, as `?sum: term` does."""
    return rule.options.expand1 and not rule.alias and len(rule.expansion) == 1
