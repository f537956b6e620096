"""Which outputs depend on which inputs, and which rows or columns of a matrix one sweep can compute together.

A sweep may seed several inputs at once where no output depends on two of them: each entry of its result then belongs to one.
Finding few such groups is colouring (Curtis, Powell and Reid 1974; Coleman and Moré 1983). A row that touches many columns keeps
them all apart; given by a reverse sweep of its own, it need not (Coleman and Verma 1998).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from adcli.sweep import Tape


def dependencies(tape: Tape, outputs: Sequence[int], inputs: Sequence[int]) -> list[list[int]]:
    """For each output the positions of the inputs that it depends on along the edges of a linearized tape, in order.

    A node that only one other node collects (an output, or a node with several consumers) is no set of its own: what it depends
    on is put directly into that of its collector, so that a sum of many terms, or a chain, is walked once.
    """
    collector = _collectors(tape, outputs)
    position = {i: k for k, i in enumerate(inputs)}
    gathered: dict[int, list[set[int]]] = {}
    found: dict[int, set[int]] = {i: {k} for i, k in position.items()}
    for i in tape.order:
        own = collector[i]
        if own < 0 or i in position:
            continue
        parts = gathered.setdefault(own, [])
        parts += [found[j] for j in tape.edges(i) if j in found]
        if own == i:
            found[i] = _union(gathered.pop(i))
    return [sorted(found.get(i, ())) for i in outputs]


def _collectors(tape: Tape, outputs: Sequence[int]) -> list[int]:
    """For each node the one output, or node with several collectors, through which all outputs see it; -1 where none does."""
    collector = [-1] * len(tape.graph)
    for i in outputs:
        collector[i] = i
    for i in reversed(tape.order):
        own = collector[i]
        for j in tape.edges(i) if own >= 0 else ():
            collector[j] = own if collector[j] in (-1, own) else j
    return collector


def _union(parts: Sequence[set[int]]) -> set[int]:
    """The union of sets; one of them where it has all of the others, so that nodes share what they depend on."""
    distinct = list({id(part): part for part in parts}.values())
    largest = max(distinct, key=len, default=set())
    missing = [part for part in distinct if part is not largest and not part <= largest]
    return largest.union(*missing) if missing else largest


def transposed(rows: Iterable[Iterable[int]], count: int) -> list[list[int]]:
    """For each of so many columns the rows that have it."""
    columns: list[list[int]] = [[] for _ in range(count)]
    for r, row in enumerate(rows):
        for c in row:
            columns[c].append(r)
    return columns


def groups(lines: Sequence[Sequence[int]], crossings: int) -> list[list[int]]:
    """The lines of a pattern (its columns, or its rows) in groups whose members have no crossing in common.

    `lines[k]` lists the crossings of line k, `crossings` is how many there are. Lines with many come first, each into the first
    group that it fits; those without any need no group.
    """
    present = [k for k, line in enumerate(lines) if line]
    met = [0] * crossings
    for k in present:
        for crossing in lines[k]:
            met[crossing] += 1
    if max(met, default=0) == len(present):  # where one crossing has all of them, as the one output of a sum has
        return [[k] for k in present]
    used = [0] * crossings  # for each crossing the groups that have it, as bits
    members: list[list[int]] = []
    for k in sorted(present, key=lambda k: -len(lines[k])):
        taken = 0
        for crossing in lines[k]:
            taken |= used[crossing]
        group = (~taken & (taken + 1)).bit_length() - 1
        if group == len(members):
            members.append([])
        members[group].append(k)
        for crossing in lines[k]:
            used[crossing] |= 1 << group
    return members


class Split(NamedTuple):
    """Long lines of a pattern in groups of their own, and its crossings in groups that give all the other lines."""

    apart: frozenset[int]
    lines: list[list[int]]
    crossings: list[list[int]]


def split(lines: Sequence[Sequence[int]], crossings: int, line_cost: int, crossing_cost: int) -> Split | None:
    """The longest lines apart, as many as save more sweeps along crossings than they cost; None where that is none or all.

    `line_cost` and `crossing_cost` are what a sweep costs along a line and along a crossing. A crossing needs a sweep other than
    those of all that it shares a line with, so at least as many are needed as the longest line is long.
    """
    order = sorted(range(len(lines)), key=lambda k: -len(lines[k]))
    lengths = [len(lines[k]) for k in order] + [0]
    count = min(range(len(lengths)), key=lambda count: count * line_cost + lengths[count] * crossing_cost)
    if count == 0 or lengths[count] == 0:
        return None
    apart = frozenset(order[:count])
    long = [line if k in apart else [] for k, line in enumerate(lines)]
    rest = [[] if k in apart else line for k, line in enumerate(lines)]
    return Split(apart, groups(long, crossings), groups(transposed(rest, crossings), len(lines)))


def symmetric_groups(rows: Sequence[Sequence[int]]) -> tuple[list[list[int]], int]:
    """Groups of columns that give every entry of a symmetric pattern, and how many of them, the first ones, are single columns.

    A variable that meets many others would keep all of them apart. It gets a sweep of its own, which by symmetry gives its row
    too, and the others are grouped without it (in the manner of Powell and Toint 1979).
    """
    order = sorted(range(len(rows)), key=lambda k: -len(rows[k]))
    degrees = [len(rows[k]) for k in order] + [0]
    singles = min(range(len(order) + 1), key=lambda count: count + degrees[count])
    apart = set(order[:singles])
    rest = [[] if k in apart else [c for c in row if c not in apart] for k, row in enumerate(rows)]
    return [[k] for k in order[:singles]] + groups(rest, len(rows)), singles
