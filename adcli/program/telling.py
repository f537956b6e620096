"""What a program decided, told as notes: what is valid how far, and where the point stands on a switch itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from adcli.errors import Span, listed, short
from adcli.graph import Graph
from adcli.notes import MOST_NOTES, Note, bounded
from adcli.program.decisions import Decision


def told_decisions(graph: Graph, wrt: Collection[str]) -> list[Note]:
    """A note for each place in the program that the inputs decided, of many the kinks and the first ones; `wrt` are the inputs that
    something is differentiated by."""
    sites: dict[Span, list[Decision]] = {}
    for decision in graph.decisions:
        sites.setdefault(decision.at, []).append(decision)
    if not sites:
        return []
    active = _depending(graph, wrt)
    notes = [note for at, decisions in sites.items() for note in _told(graph, at, decisions, active)]
    notes += _only_deciding(graph, wrt, {at: decisions for at, decisions in sites.items() if len(decisions) > 1})
    return notes if len(notes) <= MOST_NOTES else bounded(sorted(notes, key=lambda note: note.kind != "kink"))


def _only_deciding(graph: Graph, wrt: Collection[str], loops: dict[Span, list[Decision]]) -> Iterator[Note]:
    """A note on inputs that loops only compare, as a bisection does: derivatives by them are 0, though the answer moves."""
    used = _leading(graph, graph.outputs)
    names = [name for name in wrt if not used[graph.inputs[name]]]
    active = _depending(graph, names)
    for at, decisions in loops.items():
        found = [decision.node for decision in decisions if decision.held is not None and active[decision.node]]
        if found:
            deciding = _leading(graph, found)
            shown = listed([name for name in names if deciding[graph.inputs[name]]])
            told = f"the derivative by {shown} is 0: the answer depends on it only by what is decided here"
            yield Note("branch", told, at, found[0])
            return


def _leading(graph: Graph, nodes: Collection[int]) -> bytearray:
    """1 for each node that one of these is computed from."""
    leads = bytearray(len(graph))
    for i in nodes:
        leads[i] = 1
    for i in reversed(range(len(graph))):
        if leads[i]:
            for j in graph.operands[i]:
                leads[j] = 1
    return leads


def _depending(graph: Graph, wrt: Collection[str]) -> bytearray:
    """1 for each node that depends on one of these inputs."""
    active = bytearray(len(graph))
    for name in wrt:
        active[graph.inputs[name]] = 1
    for i, operands in enumerate(graph.operands):
        if operands and 1 in [active[j] for j in operands]:
            active[i] = 1
    return active


def _told(graph: Graph, at: Span, decisions: list[Decision], active: bytearray) -> Iterator[Note]:
    written = short(" ".join(graph.source[at.start : at.stop].split()), 60)
    first = decisions[0]
    if first.held is None:
        if any(active[decision.node] for decision in decisions):
            yield Note("branch", f"{written} counts here, and derivatives take it as fixed", at, first.node)
        return
    exact = [decision for decision in decisions if decision.margin == 0 and active[decision.node]]
    if exact:
        where = _where(graph, exact[0])
        yield Note("kink", f"the point stands on the switch {written}{where}: the derivative is that of the way taken", at, exact[0].node)
        return
    with_margin = [decision for decision in decisions if decision.margin is not None]
    nearest = min(with_margin, key=lambda decision: float(decision.margin), default=None)
    held = sum(1 for decision in decisions if decision.held)
    if len(decisions) == 1:
        told = f"valid while {written}" if first.held else f"valid while not ({written})"
    else:
        told = f"{written} held {held:,} of {len(decisions):,} times"
    if nearest is not None:
        smallest = "margin" if len(decisions) == 1 else "smallest margin"
        told += f": {smallest} {float(nearest.margin):.6g}{_where(graph, nearest) if len(decisions) > 1 else ''}"
    yield Note("branch", told, at, first.node)


def _where(graph: Graph, decision: Decision) -> str:
    """The pass of a loop a decision was made in, in parentheses; "" outside of loops."""
    text = graph.passes.text(decision.label) if graph.passes else ""
    return f" ({text})" if text else ""
