"""A short loop that runs Lark's table, for texts without an error.

Lark reads the grammar and builds the LALR(1) table (Aho, Lam, Sethi and Ullman, Compilers, 2nd ed. 2007, section 4.7). Most of what a
plain run of it does with a formula is to call a `term` a `sum`, and that an `expression`. Such a reduction changes no value, so the
rows here go through as many of them as the next token asks for at once; a token that is a whole value is one step too. All tokens
are found by one pattern, whose alternatives are Lark's, in Lark's order.

What is refused here is parsed again by Lark, which knows what to say about it. Nothing here needs Lark itself, which takes longer to
import than most formulas to differentiate.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

# What to do: how many values the reduction takes (-1 for a shift), the callback that makes one of them (None: the token is the value),
# the state that is left behind, and where the parse stands then: a row, or for a reduction the row by the state that it uncovers.
Step = tuple[int, Callable[..., Any] | None, int, Any]


class Refused(Exception):  # noqa: N818 - it is no error before Lark has said so
    """The text is not well formed."""


class Rule(NamedTuple):
    """A rule of the grammar."""

    origin: str  # the symbol that it makes
    name: str  # of what it calls
    length: int  # how many symbols it is made of
    idle: bool  # whether it hands on its only value, as `?sum: term` does


class Rules(NamedTuple):
    """What Lark makes of the grammar, in plain numbers and texts."""

    states: dict[int, dict[str, int]]  # by symbol the state that follows, or -1 - k where rule k is reduced by
    rules: list[Rule]
    first: int  # the state where a parse begins
    last: int  # and where it ends
    tokens: str  # the pattern of them all


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
        row = self[below] = _Row(self.table, below, self.table.states[below][self.symbol])
        return row


class Table:
    """The table, and what each of its rules calls.

    `callback` gives the function for a rule's name; it is called with the rule's values, a token being the match of its pattern.
    """

    def __init__(self, made: Rules, callback: Callable[[str], Callable[..., Any]]) -> None:
        self.states, self.rules, self.last = made.states, made.rules, made.last
        self.callback = callback
        self.after: dict[str, _After] = {}
        self.first = _Row(self, -1, made.first)
        self.tokens = re.compile(made.tokens)

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
                if count == 3:  # the usual case: an operator between its operands
                    right, operator = values.pop(), values.pop()
                    values[-1] = callback(values[-1], operator, right)
                    del below[-2:]
                else:
                    cut = len(values) - count
                    if count:
                        del below[cut + 1 :]
                    else:
                        below.append(state)
                    values[cut:] = [callback(*values[cut:])]
                row = after[below[-1]]
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
                target = self.states[state]["$END" if kind == "END" else kind]
            except KeyError:
                raise Refused from None
            if target >= 0:
                return self._shift(state, kind, target)
            rule = self.rules[-1 - target]
            if not rule.idle:
                return rule.length, self.callback(rule.name), state, self._after(rule)
            state = self.states[below][rule.origin]

    def _shift(self, state: int, kind: str, target: int) -> Step:
        """The step that takes a token; where it can only be a value of its own, that value is made at once."""
        follows = set(self.states[target].values())
        only = next(iter(follows))
        if len(follows) == 1 and only < 0 and self.rules[-1 - only].length == 1:
            rule = self.rules[-1 - only]
            return -1, None if rule.idle else self.callback(rule.name), state, self._after(rule)[state]
        return -1, None, state, self.after.setdefault(kind, _After(self, kind))[state]

    def _after(self, rule: Rule) -> _After:
        return self.after.setdefault(rule.origin, _After(self, rule.origin))
