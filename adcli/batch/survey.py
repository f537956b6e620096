"""Which variables have columns of derivatives, where formulas differ in them: a first pass over files of formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adcli.batch.inputs import Inputs
from adcli.batch.plan import Plan
from adcli.batch.requests import Request
from adcli.batch.solve import graph_of, telling_names
from adcli.errors import AdcliError, DataError
from adcli.functions import CONSTANTS
from adcli.language.names import canonical_name
from adcli.language.syntax import KEYWORDS

_BYTES = 1 << 20  # of a file at a time
_NAMES = re.compile(r"(?:[^\W\d]\w*)(?!\w)(?!\s*\()")  # those of functions stand before a parenthesis


def variables_in(inputs: Inputs, plan: Plan) -> list[str]:
    """The variables of all formulas, in order of first appearance. Only formulas that bring new names are parsed."""
    found: dict[str, None] = {}
    constants, given = frozenset(CONSTANTS), inputs.given
    for request in _requests(inputs):
        own = telling_names({*request.at, *request.columns, *given})
        unknown = {canonical_name(name) for name in _NAMES.findall(request.expr)} - found.keys() - frozenset(KEYWORDS) - (constants - own)
        if not unknown or request.error:
            continue
        try:
            graph = graph_of(request.expr, plan, own)
        except AdcliError:
            continue  # its row will say why
        for name in graph.inputs if request.wrt is None else request.wrt:
            found.setdefault(canonical_name(name))
    return list(found)


def _requests(inputs: Inputs) -> Iterator[Request]:
    """The requests of all files, as far as these can be read: the run itself tells where one cannot any more."""
    for sheet in inputs.sheets:
        begun = False
        try:
            for stretch, _ in sheet.stretches(_BYTES):
                yield from stretch.requests()
                begun = True
        except DataError:
            if not begun:
                raise
