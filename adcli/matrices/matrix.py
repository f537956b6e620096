"""Matrices of derivatives: of each row the entries that can be other than 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from adcli.notes import finite


class Matrix(NamedTuple):
    """A matrix with named rows and columns. `entries[r]` has a value for each column that row `r` depends on, in order; others are 0."""

    rows: list[str]
    columns: list[str]
    entries: list[dict[int, float]]
    zero: float = 0.0  # in their kind of number

    @property
    def nonzeros(self) -> int:
        """How many entries can be other than 0."""
        return sum(map(len, self.entries))

    @property
    def finite(self) -> bool:
        """Whether all entries are finite numbers."""
        return next(self.not_finite(), None) is None

    def not_finite(self) -> Iterator[tuple[int, int]]:
        """The places of the entries that are no finite numbers."""
        return ((r, c) for r, row in enumerate(self.entries) for c, value in row.items() if not finite(value))

    def row(self, r: int) -> list[float]:
        """A whole row, zeros included."""
        found = [self.zero] * len(self.columns)
        for c, value in self.entries[r].items():
            found[c] = value
        return found

    def dense(self) -> list[list[float]]:
        """All rows, zeros included."""
        return [self.row(r) for r in range(len(self.rows))]

    def triples(self) -> Iterator[tuple[str, str, float]]:
        """Row, column and value of every entry that can be other than 0."""
        for name, entries in zip(self.rows, self.entries, strict=True):
            for c, value in entries.items():
                yield name, self.columns[c], value
