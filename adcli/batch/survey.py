"""Which variables have columns of derivatives, where formulas differ in them: a first pass over files of formulas."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from adcli.batch.inputs import Inputs
from adcli.batch.plan import Plan
from adcli.batch.readers.sheets import Stretch
from adcli.batch.solve import graph_of, telling_names
from adcli.errors import AdcliError, DataError
from adcli.functions import CONSTANTS
from adcli.language.names import canonical_name
from adcli.language.syntax import KEYWORDS

_BYTES = 1 << 16  # of a file at a time
# Names, but those of functions, which stand before a parenthesis, of keys in JSON, and exponents of numbers.
_NAMES = re.compile(r'[^\W\d](?<![0-9.][eE](?=[+-]?[0-9]))\w*+(?![^\S\n]*+\(|"[^\S\n]*+:)')
_CONSTANT_GIVEN = re.compile(rf'(?<!\w)(?:{"|".join(CONSTANTS)})"?\s*[=:]')


def variables_in(inputs: Inputs, plan: Plan) -> list[str]:
    """The variables of all formulas, in order of first appearance. Only formulas that bring new names are parsed."""
    found: dict[str, None] = {}
    given = inputs.given
    for stretch in _stretches(inputs):
        columns = stretch.layout.variables if stretch.layout else ()
        if _brings_nothing(stretch.data, found, telling_names({*given, *columns})):
            continue
        for request in stretch.requests():
            own = telling_names({*request.at, *request.columns, *given})
            unknown = {canonical_name(name) for name in _NAMES.findall(request.expr)} - _harmless(own) - found.keys()
            if request.error or not (unknown or "[" in request.expr or _has_elements(own)):
                continue
            try:
                graph = graph_of(request.expr, plan, own)
            except AdcliError:
                continue  # its row will say why
            for name in graph.inputs if request.wrt is None else request.wrt:
                found.setdefault(canonical_name(name))
    return list(found)


def _harmless(given: Collection[str]) -> set[str]:
    """The names that are no variables."""
    return {*KEYWORDS, *CONSTANTS} - set(given)


def _has_elements(given: Collection[str]) -> bool:
    """Whether elements of vectors are given: a known name may then have others."""
    return any([name.endswith("]") for name in given])


def _brings_nothing(data: bytes, known: Collection[str], given: Collection[str]) -> bool:
    """Whether it is plain to see that all names in some lines are known, so that these need not be taken apart."""
    if not data.isascii() or b"\\" in data or b"[" in data or _has_elements(given):
        return False
    text = data.decode()
    return not (set(_NAMES.findall(text)) - _harmless(given)).difference(known) and not _CONSTANT_GIVEN.search(text)


def _stretches(inputs: Inputs) -> Iterator[Stretch]:
    """The lines of all files, as far as these can be read: the run itself tells where one cannot any more."""
    for sheet in inputs.sheets:
        begun = False
        try:
            for stretch, _ in sheet.stretches(_BYTES):
                yield stretch
                begun = True
        except DataError:
            if not begun:
                raise
