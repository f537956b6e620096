"""Answers with many right digits: the same graph evaluated with more and more digits of work, until those that are asked for stay.

Two evaluations that agree are not enough where something has vanished: 1 - cos(1e-100) is 0 with 50 digits and with 100. So where a
result depends on a difference that may be a rounding error, or is not finite, the digits of work grow up to a limit, and a note says
what was taken as 0 even then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from adcli.arithmetic.multiprecision_special import TooFewDigitsError
from adcli.arithmetic.precise import Precise
from adcli.errors import NOWHERE
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.notes import Note, finite
from adcli.sweep import COMPARISONS, CONDITIONS, Tape

_GUARD = 15  # the digits of work beyond those asked for, at first
_LIMIT = 1000  # the digits of work at last, or four times those asked for
# What is exact for exact operands, where its digits end long before those of the work do.
_EXACT = {"if", "pow"} | {name for name, entry in FUNCTIONS.items() if entry.rounding <= 1 and not entry.home}
_EXACT_TO = 1e-9  # a term is in a sum where it can be had back to so many of its digits


class Found(Protocol):
    """An answer that more digits of work make better, and what has to stay the same until it is settled."""

    @property
    def notes(self) -> list[Note]:
        """What to know about it."""

    @property
    def finite(self) -> bool:
        """Whether all that was asked for is a finite number."""

    @property
    def tapes(self) -> Sequence[Tape]:
        """The evaluations behind it."""

    @property
    def swept(self) -> Iterable[Any]:
        """The numbers that came of them, those that are told at least."""

    @property
    def zeros(self) -> Iterable[str]:
        """Its derivatives that are 0 although they may be other than that: how a sentence calls them."""

    def _replace(self, *, notes: list[Note]) -> Any:
        """The same with other notes."""


T = TypeVar("T", bound=Found)


def settled(find: Callable[[Precise], T], graph: Graph, given: Iterable[Any], digits: int) -> T:
    """What `find` finds, with so many right digits; its numbers are mpmath's and print with these. `given` are the values given.

    Decimals are exact: 0.1 is 1/10. Raises LimitError where mpmath is not installed or the digits of work end before the point of an
    angle, else what `find` raises.
    """
    work = _first_work(graph, given, digits)
    limit = max(_LIMIT, 4 * digits, 2 * work)
    before: T | None = None
    while True:
        numbers = Precise(work, digits)
        try:
            now = find(numbers)
        except TooFewDigitsError:
            if work == limit:
                raise
            before, work = None, min(2 * work, limit)
            continue
        agreed = before is not None and _agree(before, now, digits)
        if agreed and work < limit and not _in_doubt(now, numbers):
            return now
        if work == limit:
            told: T = now._replace(notes=[*now.notes, *_doubts_told(now, numbers, agreed, limit)])
            return told
        before, work = now, min(2 * work, limit)


def _first_work(graph: Graph, given: Iterable[Any], digits: int) -> int:
    """Digits enough for every number as it was written, and for those asked for."""
    written = [leaf for leaf, fixed in zip(graph.leaves, graph.fixed, strict=True) if fixed]
    written += [value for value in given if isinstance(value, str)]
    return digits + _GUARD + max(map(len, written), default=0)


def _agree(before: Found, now: Found, digits: int) -> bool:
    """Whether all that the two found is the same to so many digits: values, partials and sweeps, of the same branches."""
    if [tape.taken for tape in before.tapes] != [tape.taken for tape in now.tapes]:
        return False
    bits = int(3.33 * digits) + 4
    return all(_same(a, b, bits) for a, b in zip(_numbers(before), _numbers(now), strict=True))


def _numbers(result: Found) -> Iterator[Any]:
    for tape in result.tapes:
        yield from tape.values
        for partials in tape.partials:
            yield from partials
    yield from result.swept


def _same(a: Any, b: Any, bits: int) -> bool:
    if a is None or b is None or a is b or a is True or a is False or a == b:
        return a is b or bool(a == b)
    gap = b - a
    if not finite(gap):
        return repr(a) == repr(b)
    return bool(abs(gap) <= abs(b) * b.context.ldexp(1, -bits))


def _in_doubt(result: Found, numbers: Precise) -> bool:
    """Whether something may have vanished, or been decided, within the rounding errors."""
    if numbers.doubtful or numbers.cancelled or not result.finite:
        return True
    return any(next(_vanished(tape, _exact(tape, numbers)), None) is not None for tape in result.tapes)


def _exact(tape: Tape, numbers: Precise) -> bytearray:
    """For each node whether its value is known to be exact: made of exact numbers by exact steps, with room left for more digits."""
    functions, operands, values = tape.graph.functions, tape.graph.operands, tape.values
    exact = bytearray(len(functions))
    for i in (*tape.graph.inputs.values(), *tape.order):  # the order has no inputs where something branches
        if functions[i] in CONDITIONS:
            exact[i] = all(exact[j] for j in operands[i] if values[j] is not None)
        elif not functions[i] or (functions[i] in _EXACT and all(exact[j] for j in operands[i] if values[j] is not None)):
            exact[i] = numbers.is_short(values[i]) and not _absorbs(tape, i)
    return exact


def _absorbs(tape: Tape, i: int) -> bool:
    """Whether a node's value may lack what an operand is: a sum that is one of the terms, as 1 + 1e-100 is, or 2^1e-100, which is 1."""
    function, operands = tape.graph.functions[i], [tape.values[j] for j in tape.graph.operands[i]]
    if function in ("add", "sub"):
        a, b = operands
        rest = tape.values[i] - a if function == "add" else a - tape.values[i]
        back = tape.values[i] - b if function == "add" else tape.values[i] + b
        return bool(abs(rest - b) > abs(b) * _EXACT_TO or abs(back - a) > abs(a) * _EXACT_TO)
    return function == "pow" and bool(operands[1] != tape.numbers.functions["floor"](operands[1]))


def _vanished(tape: Tape, exact: bytearray) -> Iterator[int]:
    """The nodes that are 0 though their operands are not, and comparisons of equal values, where not all of that is exact."""
    graph, values = tape.graph, tape.values
    for i in tape.order:
        function, operands = graph.functions[i], graph.operands[i]
        if not function or all([exact[j] for j in operands]):
            continue
        if function in COMPARISONS:
            if operands[0] != operands[1] and values[operands[0]] == values[operands[1]]:  # x == x asks whether x is a number
                yield i
        elif values[i] == 0 and _is_smooth(function) and all([values[j] != 0 for j in operands]):
            yield i


def _is_smooth(function: str) -> bool:
    """Whether a function is 0 at points only, not in whole intervals as floor is."""
    return function not in CONDITIONS and function != "if" and FUNCTIONS[function].kink is None


def _doubts_told(result: Found, numbers: Precise, agreed: bool, limit: int) -> list[Note]:
    """What to say about an answer that not even the most digits of work have made certain."""
    found: dict[tuple[str, Any], Note] = {}  # a derivative written down evaluates steps of the formula again
    all_exact = True
    for tape in result.tapes:
        exact = _exact(tape, numbers)
        all_exact &= all(exact[i] for i in tape.order)
        for i in _vanished(tape, exact):
            if tape.graph.functions[i] not in COMPARISONS:
                span = tape.graph.span(i)
                what = "a sum in the derivative is " if span == NOWHERE else ""  # which the formula does not show
                note = Note("precision", f"{what}0 to {limit:,} digits of work: taken as 0", span, i)
                found.setdefault((note.message, note.span), note)
    notes = list(found.values())
    if numbers.cancelled and not all_exact:
        notes += [Note("precision", f"{zero} is 0 to {limit:,} digits of work: taken as 0") for zero in result.zeros]
    if not agreed:
        notes.append(Note("precision", f"{limit:,} digits of work have not settled all digits shown: the last ones may be wrong"))
    return notes
