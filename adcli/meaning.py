"""What the operators and calls of a syntax mean: names, numbers of arguments and kinds are checked here."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from typing import NoReturn

from adcli.errors import ConditionError, LiteralError, NamingError, Span, short
from adcli.functions import ALIASES, FUNCTIONS, OPERATORS, Function, callable_names
from adcli.language.syntax import Syntax


def _meanings() -> dict[tuple[str, int], Function]:
    """The entry of every operator and of every call that users may make, by what the syntax calls it and how many operands it has."""
    found = {key: FUNCTIONS[name] for key, name in OPERATORS.items()}
    for name in (*callable_names(), *ALIASES):
        entry = FUNCTIONS[ALIASES.get(name, name)]
        count = len(entry.names)
        if not entry.variadic:
            found[f"{name}(", count] = entry
        if entry.longer:
            found[f"{name}(", count + 1] = FUNCTIONS[entry.longer]
    return found


MEANINGS = _meanings()
# The names of those that take and give numbers, and have no other form whatever these are.
SIMPLE = {
    key: entry.name for key, entry in MEANINGS.items() if entry.takes == entry.gives == "number" and not entry.given and entry.name != "neg"
}


class Meanings:
    """The meanings of a syntax's nodes; `internal` texts may use the table's helpers, inf and nan."""

    def __init__(self, syntax: Syntax, *, internal: bool = False) -> None:
        self.syntax = syntax
        self.internal = internal

    def at(self, i: int) -> Span:
        """Where a node stands."""
        return Span(self.syntax.starts[i], self.syntax.stops[i])

    def known_names(self) -> Collection[str]:
        """The names that have a value, for advice on a function that has none."""
        return ()

    def check_number(self, i: int) -> None:
        """Raise LiteralError for a number that a double cannot hold."""
        text = self.syntax.leaves[i]
        value = float(text)
        if 0 < value < math.inf:
            return
        if value == math.inf:
            raise LiteralError(f"{short(text)} is beyond the largest number, 1.8e308", span=self.at(i), advice="write a smaller number")
        if text.lower().partition("e")[0].strip("0."):
            raise LiteralError(f"{short(text)} is below the smallest number, 4.9e-324", span=self.at(i), advice="write 0")

    def refuse_condition(self, i: int, indicator: str) -> NoReturn:
        """Raise ConditionError for a condition where a number belongs."""
        from adcli.advice.writing import unwrapped, write

        written = self.syntax.written(i)
        advice = write(indicator.format(unwrapped(written)), otherwise="choose by it, as in a if c else b")
        name, arrow, value = written.partition(" <- ")
        if arrow:
            advice = write(f"{name} = {value}", otherwise="write = to give a name its value")
        raise ConditionError("a condition is no number", span=self.at(i), advice=advice)

    def refuse_number(self, i: int) -> NoReturn:
        """Raise ConditionError for a number where a condition belongs."""
        from adcli.advice.writing import bare, write

        written = bare(self.syntax.written(i))
        always = {"true": "write 1 == 1 for what always holds", "false": "write 1 == 0 for what never holds"}.get(written.lower(), "")
        advice = always or write(f"{written} != 0", otherwise="compare it, as in x != 0")
        raise ConditionError("a condition belongs here, not a number", span=self.at(i), advice=advice)

    def meaning(self, i: int) -> Function:
        """The entry that a node's operator or call means. Raises NamingError for an unknown name or a wrong number of arguments."""
        function, count = self.syntax.functions[i], len(self.syntax.operands[i])
        return MEANINGS.get((function, count)) or self.called(i, function[:-1], count)

    def called(self, i: int, name: str, count: int) -> Function:
        """The entry that a call means. Raises NamingError for an unknown name or a wrong number of arguments."""
        entry = FUNCTIONS.get(ALIASES.get(name, name))
        start = self.syntax.carets[i]
        span = Span(start, start + len(name))
        if entry is None or (entry.helper and not self.internal):
            from adcli.advice.spelling import unknown_function

            raise unknown_function(self.syntax, i, self.known_names())
        names = entry.names
        if entry.variadic:
            wanted = "" if count else "1 or more arguments"
        else:
            longer = FUNCTIONS.get(entry.longer)
            if longer and count == len(longer.names):
                return longer
            wanted = "" if count == len(names) else f"{len(names)} argument{'s' * (len(names) > 1)}"
            if wanted and longer:
                wanted = f"{len(names)} or {len(longer.names)} arguments"
        if wanted:
            raise NamingError(f"{name} takes {wanted}, got {count}", span=span, advice=self.signature(i, name, entry, count))
        return entry

    def signature(self, i: int, name: str, entry: Function, count: int) -> str:
        """What to write for a call with a wrong number of arguments."""
        names = ", ".join(entry.names)
        advice = f"write {name}({names}{', ...' if entry.variadic else ''})"
        if entry.longer:
            advice += f" or {name}({', '.join(FUNCTIONS[entry.longer].names)})"
        decimal = re.search(r"(?<![\w.,])[0-9]+,[0-9]+(?![\w.]|,[0-9])", text := self.syntax.written(i)[:200])
        if decimal and count == len(entry.names) + 1:
            from adcli.advice.writing import write

            return write(text.replace(decimal[0], decimal[0].replace(",", "."), 1), otherwise=advice)
        return advice

    def check_kinds(self, i: int, entry: Function, operands: tuple[int, ...], conditions: Sequence[bool]) -> None:
        """Raise ConditionError where a condition stands for a number or a number for a condition; `conditions` says which are which."""
        for position, (operand, given) in enumerate(zip(operands, conditions, strict=True)):
            wanted = entry.takes == "condition" or (entry.takes == "conditional" and position == 0)
            if wanted and not given:
                self.refuse_number(operand)
            if given and not wanted:
                self.refuse_condition(operand, "(1 if {} else 0)")
