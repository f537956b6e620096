"""Seeds of sweeps: tangents and directions by the names of variables, cotangents by the names or the order of outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, SupportsFloat

from adcli.arithmetic import Arithmetic
from adcli.errors import PointError, short
from adcli.graph import Graph
from adcli.language.names import canonical_name
from adcli.notes import finite
from adcli.point import Point, value_of

Cotangent = Mapping[str, "str | SupportsFloat"] | Sequence["str | SupportsFloat"]


def tangent_of(graph: Graph, wrt: Sequence[str], given: Point, numbers: Arithmetic, what: str = "tangent") -> dict[str, Any]:
    """The tangent of each variable of `wrt` in a kind of number; 0 where none is given.

    Raises PointError for the name of no variable, for one that is fixed, and for what is no finite number.
    """
    found = dict.fromkeys(wrt, numbers.number("0"))
    for name, number in _numbers(given, numbers, what).items():
        if name not in found:
            if name in graph.inputs:
                raise PointError(f"{short(name, 40)} has a {what}, and --wrt leaves it fixed", advice="leave off one of the two")
            raise _unknown(name, what, "variable", list(wrt))
        found[name] = number
    return found


def cotangent_of(graph: Graph, given: Cotangent, numbers: Arithmetic) -> dict[str, Any]:
    """The cotangent of each output in a kind of number, by name or in their order; by name, those that are not given are 0.

    Raises PointError for the name of no output, a wrong number of them, and for what is no finite number.
    """
    names = graph.output_names()
    if isinstance(given, Mapping):
        found = dict.fromkeys(names, numbers.number("0"))
        for name, number in _numbers(given, numbers, "cotangent").items():
            if name not in found:
                raise _unknown(name, "cotangent", "output", names)
            found[name] = number
        return found
    if len(given) != len(names):
        shown = ", ".join(short(name, 20) for name in names[:4]) + (", ..." if len(names) > 4 else "")
        outputs = f"there {'is 1 output' if len(names) == 1 else f'are {len(names)} outputs'} ({shown})"
        raise PointError(f"{len(given)} cotangent{'s' * (len(given) != 1)} given, and {outputs}", advice="give one for each output")
    return _numbers(dict(zip(names, given, strict=True)), numbers, "cotangent")


def values_given(cotangent: Cotangent) -> list[Any]:
    """The cotangents, however they were given."""
    return list(cotangent.values() if isinstance(cotangent, Mapping) else cotangent)


def _numbers(given: Point, numbers: Arithmetic, what: str) -> dict[str, Any]:
    """The values in a kind of number, by the one spelling of each name."""
    found: dict[str, Any] = {}
    for written, value in given.items():
        name = canonical_name(written)
        if name in found:
            raise PointError(f"{short(name, 40)} has two {what}s", advice="give it one")
        number = value_of(name, value, numbers)
        if not finite(number):
            raise PointError(f"the {what} of {short(name, 40)} is {number!r}", advice="give a finite number")
        found[name] = number
    return found


def _unknown(name: str, what: str, kind: str, known: Sequence[str]) -> PointError:
    from adcli.advice.spelling import suggest

    close = suggest(name, list(known))
    shown = ", ".join(short(other, 30) for other in known[:6]) + (", ..." if len(known) > 6 else "")
    are = f"the {kind}{'s are' if len(known) > 1 else ' is'} {shown}" if known else "the formula has none"
    advice = f"did you mean {short(close, 40)}?" if close else are
    return PointError(f"there is no {kind} {short(name, 40)} to give a {what}", advice=advice)
