"""Text to graph: formulas are written down as they are, programs are run on nodes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from adcli.build import Builder
from adcli.errors import AdcliError
from adcli.graph import Graph
from adcli.limits import DEFAULTS, Limits
from adcli.names import canonical_name
from adcli.parser import parse_syntax, told

if TYPE_CHECKING:
    from adcli.program.decisions import Decider


def parse(text: str, *, names: Collection[str] = (), limits: Limits = DEFAULTS, decider: Callable[[], Decider] | None = None) -> Graph:
    """The computation graph of an expression, of several statements, or of a program.

    `names` are names that have values of their own: they are inputs even where the language has a constant of that name. `decider`
    makes what knows these values, for programs that decide by them; the graph is then what was executed at that point.
    Raises an AdcliError that says what is wrong, where, and what to write instead.
    """
    syntax = parse_syntax(text, max_length=limits.length)
    graph = Graph(text, limits.nodes)
    given = {canonical_name(name) for name in names}
    try:
        if syntax.plain:
            return Builder(syntax, given, graph).build()
        from adcli.program.code import Code
        from adcli.program.deciding import At
        from adcli.program.machine import Machine

        return Machine(Code(syntax), graph, given, decider() if decider else At(None), limits).run()
    except AdcliError as error:
        raise told(text, error) from None
