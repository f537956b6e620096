"""The text of a program above what is told about it: its lines with their numbers, which the steps refer to."""

from __future__ import annotations

from adcli.graph import Graph
from adcli.render.messages import visible
from adcli.transliteration import in_ascii

MOST_LINES, TAIL = 40, 8  # of a program that are shown, and how many of them are its end


def listing(graph: Graph, *, ascii_only: bool, more: str) -> list[str]:
    """The lines of a program; none for a formula, or for sums that are one."""
    source = graph.source
    if graph.passes is None or not (set("{;\n") & set(source)):
        return []
    lines = source.split("\n")
    if len(lines) == 1:
        return [_shown(source, ascii_only)]
    width = len(str(len(lines)))
    numbered = [f"{number:{width}}  {_shown(line, ascii_only)}".rstrip() for number, line in enumerate(lines, 1)]
    left_out = len(lines) - MOST_LINES
    if left_out <= 0:
        return numbered
    return [*numbered[: MOST_LINES - TAIL], f"{more:>{width}}  {left_out:,} more lines", *numbered[-TAIL:]]


def _shown(line: str, ascii_only: bool) -> str:
    line = visible(line.expandtabs(4))
    return in_ascii(line) if ascii_only else line
