"""Vectors: elements of one name, counted from 1."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import product
from math import prod

from adcli.errors import NamingError, Span, short
from adcli.language.names import Index

_ELEMENT = re.compile(r"(.+)\[([0-9]+(?:,[0-9]+)*)\]")


class Vector:
    """The elements of a vector by their indices: nodes, or None for an input that was not read yet.

    `sizes` are the largest indices. `open` is whether it may have elements that are not known: an input's, where no values are given;
    `mixed` whether some elements have more indices than others.
    """

    __slots__ = ("elements", "mixed", "name", "open", "sizes")

    def __init__(self, name: str, *, open: bool = False) -> None:
        self.name = name
        self.elements: dict[Index, int | None] = {}
        self.sizes: Index = ()
        self.open = open
        self.mixed = False

    def set(self, index: Index, node: int | None) -> None:
        """Give an element its node."""
        if index not in self.elements:
            self.mixed |= len(index) != len(self.sizes or index)
            self.sizes = tuple(map(max, self.sizes or index, index))
        self.elements[index] = node

    def copied(self, name: str) -> Vector:
        """Another vector with the same elements."""
        other = Vector(name)
        other.elements |= self.elements
        other.sizes, other.mixed = self.sizes, self.mixed
        return other

    def length(self, at: Span) -> int:
        """How many elements, or rows of a matrix, there are. Raises NamingError as `indices` does; rows may be of different lengths."""
        self._check(at, "len", complete=len(self.sizes) == 1)
        return self.sizes[0] if self.sizes else 0

    def indices(self, at: Span, wanted_by: str) -> list[Index]:
        """The indices of all elements, in order. Raises NamingError where they are not known, or where one is missing between."""
        self._check(at, wanted_by, complete=True)
        return sorted(self.elements)

    def _check(self, at: Span, wanted_by: str, *, complete: bool) -> None:
        name = short(self.name)
        if self.open:
            message = f"the elements of '{name}' are not known without values, and {wanted_by} needs them all"
            raise NamingError(message, span=at, advice=f"give them, as in --at {name}=[1,2,3]")
        if self.mixed:
            message = f"some elements of '{name}' have more indices than others, and {wanted_by} needs a vector or a matrix"
            raise NamingError(message, span=at, advice="choose another name for some")
        if complete and self.elements and len(self.elements) != prod(self.sizes):
            wanted = product(*[range(1, size + 1) for size in self.sizes])
            absent = next((index for index in wanted if index not in self.elements), None)
            if absent is None:
                raise NamingError(f"'{name}' has an element of index 0", span=at, advice=f"count from 1: name the first one {name}[1]")
            written = ",".join(map(str, absent))
            raise NamingError(
                f"'{name}' has no element {written}, and {wanted_by} needs them all", span=at, advice=f"assign {name}[{written}]"
            )


def input_vectors(names: Collection[str]) -> dict[str, Vector]:
    """The vectors that the names of inputs are elements of."""
    vectors: dict[str, Vector] = {}
    for name in names:
        found = _ELEMENT.fullmatch(name) if name.endswith("]") else None
        if found:
            vector = vectors.setdefault(found[1], Vector(found[1]))
            vector.set(tuple(map(int, found[2].split(","))), None)
    return vectors


def in_order(inputs: Mapping[str, int]) -> dict[str, int]:
    """The nodes of inputs, those of a vector's elements together, by their indices, where the first of them stands."""
    groups: dict[str, list[tuple[Index, str]]] = {}
    for name in inputs:
        found = _ELEMENT.fullmatch(name) if name.endswith("]") else None
        group, index = (f"{found[1]}[", tuple(map(int, found[2].split(",")))) if found else (name, ())
        groups.setdefault(group, []).append((index, name))
    return {name: inputs[name] for group in groups.values() for _, name in sorted(group)}
