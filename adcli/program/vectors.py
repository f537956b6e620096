"""Vectors: elements of one name, counted from 1."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from adcli.errors import NamingError, Span, short
from adcli.language.names import Index

_ELEMENT = re.compile(r"(.+)\[([0-9]+(?:,[0-9]+)*)\]")


class Vector:
    """The elements of a vector by their indices: nodes, or None for an input that was not read yet.

    `open` is whether it may have elements that are not known: an input's, where no values are given.
    """

    __slots__ = ("elements", "name", "open")

    def __init__(self, name: str, *, open: bool = False) -> None:
        self.name = name
        self.elements: dict[Index, int | None] = {}
        self.open = open

    def indices(self, at: Span, wanted_by: str) -> list[Index]:
        """The indices of all elements, in order. Raises NamingError where they are not known, or where one is missing between."""
        if self.open:
            message = f"the elements of '{short(self.name)}' are not known without values, and {wanted_by} needs them all"
            raise NamingError(message, span=at, advice=f"give them, as in --at {short(self.name)}=[1,2,3]")
        found = sorted(self.elements)
        if found and len(found[0]) == 1 and len(found) != found[-1][0]:
            absent = next(k for k in range(1, found[-1][0]) if (k,) not in self.elements)
            message = f"'{short(self.name)}' has no element {absent}, and {wanted_by} needs them all"
            raise NamingError(message, span=at, advice=f"assign {short(self.name)}[{absent}]")
        return found


def input_vectors(names: Collection[str]) -> dict[str, Vector]:
    """The vectors that the names of inputs are elements of."""
    vectors: dict[str, Vector] = {}
    for name in names:
        found = _ELEMENT.fullmatch(name) if name.endswith("]") else None
        if found:
            vector = vectors.setdefault(found[1], Vector(found[1]))
            vector.elements[tuple(map(int, found[2].split(",")))] = None
    return vectors


def in_order(inputs: Mapping[str, int]) -> dict[str, int]:
    """The nodes of inputs, those of a vector's elements together, by their indices, where the first of them stands."""
    groups: dict[str, list[tuple[Index, str]]] = {}
    for name in inputs:
        found = _ELEMENT.fullmatch(name) if name.endswith("]") else None
        group, index = (f"{found[1]}[", tuple(map(int, found[2].split(",")))) if found else (name, ())
        groups.setdefault(group, []).append((index, name))
    return {name: inputs[name] for group in groups.values() for _, name in sorted(group)}
