"""The table: everything adcli knows about a function stands in its one entry, in the file of its family.

Values, partial derivatives, domains, kinks and spellings are data, and the texts among them are written in adcli's own
language. Scalar and array evaluation, both modes, derivative graphs, traces, LaTeX, the function list and the tests read
this table; to add a function, add an entry and run the tests.

In a text the names are the entry's parameters, `out` is the function's own value, and `inf` and `nan` are constants. In a
variadic entry `x` is the argument differentiated by, and `ties` is how many arguments equal `out`. Texts are written for accuracy, and
so that they survive being differentiated themselves; nobody simplifies them.
"""

from __future__ import annotations

from adcli.functions import (
    bessel,
    circular,
    conditions,
    error_functions,
    exponential,
    gamma,
    hyperbolic,
    operators,
    pieces,
    powers,
    statistics,
)
from adcli.functions.entry import Function as Function
from adcli.functions.entry import Kink as Kink

CONSTANTS = {"pi": "the circle's circumference over its diameter", "e": "the base of the natural logarithm", "tau": "2·pi"}

_FAMILIES = (operators, circular, hyperbolic, exponential, powers, pieces, statistics, error_functions, gamma, bessel, conditions)

FUNCTIONS: dict[str, Function] = {entry.name: entry for family in _FAMILIES for entry in family.ENTRIES}

ALIASES: dict[str, str] = {alias: entry.name for entry in FUNCTIONS.values() for alias in entry.aliases.split()}

# What the grammar's operators and symbols stand for, by spelling and number of operands.
OPERATORS: dict[tuple[str, int], str] = {
    (entry.infix, len(entry.names)): entry.name for entry in reversed(FUNCTIONS.values()) if entry.infix
}


def callable_names() -> list[str]:
    """The names a user can call, aliases left out, in the order of the table."""
    return [name for name, entry in FUNCTIONS.items() if not entry.helper]
