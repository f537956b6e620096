"""The report of `functions`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.formula import BARE_CALL, LEAF, PLAIN, Label, Style, write
from adcli.functions import ALIASES, Function
from adcli.graph import Graph
from adcli.render.reports import Cell
from adcli.traces.chain_rule import branches_taken, shown_rule


class FunctionsReport(NamedTuple):
    """Entries of the function table."""

    entries: list[Function]
    single: bool = False

    def as_json(self) -> dict[str, Any]:
        return describe(self.entries[0]) if self.single else {"functions": map(describe, self.entries)}

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        rows: list[list[Cell]] = []
        for entry in self.entries:
            told = describe(entry)
            rows.append([told["call"], ", ".join(told["derivatives"]), told["domain"], told["about"]])
        return ["function", "derivative", "domain", "description"], rows


def describe(entry: Function) -> dict[str, Any]:
    """What the function list tells about an entry."""
    names = entry.names
    arguments = f"{names[0]}, ..." if entry.variadic else ", ".join(names)
    partials = general_partials(entry)
    if entry.variadic:
        partials = ("1 for the argument chosen, 0 for the others",)
    elif entry.kink and any([" if " in text for text in entry.partials]):
        partials = entry.partials  # relu and clamp are their branches
    elif entry.name == "if":
        partials = ("that of the branch taken",)
    return {
        "name": entry.name,
        "call": f"{entry.name}({arguments})",
        "about": entry.about,
        "derivatives": list(partials),
        "domain": entry.domain.replace("abs(x) < inf", "finite x") or "all",
        "kink": entry.kink.note if entry.kink else None,
        "aliases": sorted(alias for alias, name in ALIASES.items() if name == entry.name),
    }


def general_partials(entry: Function, style: Style = PLAIN) -> tuple[str, ...]:
    """The texts of the partials as they are away from special points, the function's own value written out."""
    names = entry.names
    if not entry.partials or entry.variadic:
        return entry.partials
    values = [0.5 + k for k in range(len(names))]
    part = shown_rule(entry.name, ("",) * len(names), branches_taken(entry.name, values, FLOATS.functions[entry.name](*values), FLOATS))
    binding = LEAF if style is PLAIN else BARE_CALL
    labels = {part.inputs["out"]: Label(call_text(entry, style), binding)} if "out" in part.inputs else None
    return tuple(write(part, output, style, labels) for output in part.outputs)


def call_text(entry: Function, style: Style) -> str:
    """A call of the function with its parameters."""
    if style is PLAIN:
        return f"{entry.name}({', '.join(entry.names)})"
    graph = Graph()
    return write(graph, graph.add(entry.name, tuple([graph.leaf(name, fixed=False) for name in entry.names])), style)
