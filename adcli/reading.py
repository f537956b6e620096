"""Text to graph: formulas are written down as they are, programs are run on nodes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from adcli.build import Builder
from adcli.errors import AdcliError, DecisionError
from adcli.graph import Graph
from adcli.language.names import canonical_name
from adcli.language.parser import parse_syntax, told
from adcli.limits import DEFAULTS, Limits

if TYPE_CHECKING:
    from adcli.program.decisions import Decider
    from adcli.program.recorder import Recorder


def parse(
    text: str,
    *,
    names: Collection[str] = (),
    limits: Limits = DEFAULTS,
    decider: Callable[[], Decider] | None = None,
    command: str = "parse",
) -> Graph:
    """The computation graph of an expression, of several statements, or of a program.

    `names` are names that have values of their own: they are inputs even where the language has a constant of that name. `decider`
    makes what knows these values, for programs that decide by them; the graph is then what was executed at that point. Without it,
    the `command` wants one graph for all points.
    Raises an AdcliError that says what is wrong, where, and what to write instead.
    """
    found = read(text, names=names, limits=limits)
    if isinstance(found, Graph):
        return found
    from adcli.program.deciding import At

    return found.run(decider() if decider else At(None, command=command))


def read_once(text: str, *, names: Collection[str] = (), limits: Limits = DEFAULTS) -> Graph | Recorder:
    """The one graph for all points, or a program that needs another one from point to point."""
    found = read(text, names=names, limits=limits)
    if isinstance(found, Graph):
        return found
    from adcli.program.deciding import At

    try:
        return found.run(At(None))
    except DecisionError:
        return found


def read(text: str, *, names: Collection[str] = (), limits: Limits = DEFAULTS) -> Graph | Recorder:
    """The graph of a formula, or a program that is still to be run. Raises an AdcliError for what is wrong with the text."""
    syntax = parse_syntax(text, max_length=limits.length)
    given = set(map(canonical_name, names))
    if not syntax.plain:
        from adcli.program.recorder import Recorder

        return Recorder(syntax, given, limits)
    try:
        return Builder(syntax, given, Graph(text, limits.nodes)).build()
    except AdcliError as error:
        raise told(text, error) from None
