"""Ranges in `--at`: x=0:10:0.01 and y=linspace(0,1,11), as a grid or in pairs, made a piece at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod
from typing import Any, NamedTuple

import numpy as np

from adcli.arithmetic.floats import FLOATS
from adcli.batch.numerals import FloatArray
from adcli.batch.readers.columns import Columns
from adcli.errors import PointError, short
from adcli.point import split_commas, value_of

MOST_POINTS = 10**12
_LINSPACE = re.compile(r"(linspace|logspace)\s*\((.*)\)")
_NEARLY = Fraction(1, 2**50)  # so far from a whole number of steps the end still counts, as 0:pi:pi/7 means to meet it
_EXACT = 2**53  # whole numbers up to here are doubles


class Axis(NamedTuple):
    """The values first, first + step, ..., each the double nearest to the exact sum; of a logspace, 10 to that power."""

    first: Fraction
    step: Fraction
    length: int
    powers: bool = False

    def at(self, places: Any) -> FloatArray:
        """The values at some places of the range, counted from 0."""
        scale = self.first.denominator * self.step.denominator
        start, stride = int(self.first * scale), int(self.step * scale)
        if scale < _EXACT and abs(start) + abs(stride) * self.length < _EXACT:
            values = (start + stride * places.astype(np.int64)) / np.float64(scale)  # rounded once, by the division
        else:
            values = np.array([float(self.first + self.step * k) for k in places.tolist()])
        return np.array([10.0**x for x in values.tolist()]) if self.powers else values


def is_range(text: str) -> bool:
    """Whether a value is a range."""
    return _LINSPACE.fullmatch(text.strip()) is not None or len(_parts(text)) > 1


def _parts(text: str) -> list[str]:
    """The parts between colons, those inside brackets not counting."""
    swapped = text.translate(str.maketrans(":,", ",:"))
    return [part.translate(str.maketrans(":,", ",:")).strip() for part in split_commas(swapped)]


def axis(name: str, text: str) -> Axis:
    """The range that a text means: start:stop:step (stop included where a step meets it) or linspace(start, stop, count).

    Raises PointError where there is no such range.
    """
    name, text = short(name, 40), text.strip()
    spaced = _LINSPACE.fullmatch(text)
    parts = [part.strip() for part in split_commas(spaced[2])] if spaced else _parts(text)
    if len(parts) not in ((3,) if spaced else (2, 3)) or not all(parts):
        raise PointError(f"{short(text, 40)} for {name} is no range", advice=f"write {name}=0:10:0.5 or {name}=linspace(0,10,21)")
    numbers = [_exact(name, part) for part in parts]
    if spaced:
        first, last, count = numbers
        if count.denominator != 1 or not 1 <= count <= MOST_POINTS:
            raise PointError(f"{spaced[1]} for {name} wants a whole number of points, got {short(parts[2], 20)}")
        step = (last - first) / (count - 1) if count > 1 else Fraction(0)
        powers = spaced[1] == "logspace"
        if powers and not all(-307 <= power <= 308 for power in (first, last)):
            raise PointError(
                f"{short(text, 40)} for {name} leaves the range of numbers", advice="its bounds are powers of 10 from -307 to 308"
            )
        return Axis(first, step, int(count), powers)
    first, last = numbers[:2]
    step = numbers[2] if len(numbers) == 3 else Fraction(1)
    if step == 0 or (last - first) / step < 0:
        why = "its step is 0" if step == 0 else "its step leads away from its end"
        raise PointError(f"the range {short(text, 40)} for {name} has no end: {why}", advice=f"write {name}=start:stop:step")
    ratio = (last - first) / step
    if abs(ratio - round(ratio)) <= ratio * _NEARLY:
        step = (last - first) / max(1, round(ratio))
    length = (last - first) // step + 1 if step else 1
    if length > MOST_POINTS:
        raise PointError(f"the range {short(text, 40)} for {name} has more than {MOST_POINTS:,} points")
    return Axis(first, step, length)


def _exact(name: str, text: str) -> Fraction:
    """A bound or a step without rounding, where it is a plain number; else its double."""
    value = value_of(name, text, FLOATS)
    if value != value or abs(value) == float("inf"):
        raise PointError(f"{short(text, 40)} is no bound for a range of {name}")
    try:
        return Fraction(text)
    except ValueError:
        return Fraction(value)


class Grid(NamedTuple):
    """Points from ranges: every combination, the last variable running fastest, or pairs (`zip`)."""

    axes: Mapping[str, Axis]
    paired: bool = False

    @property
    def total(self) -> int:
        """How many points there are."""
        counts = [axis.length for axis in self.axes.values()]
        return counts[0] if self.paired else prod(counts)

    def check(self) -> None:
        """Raise PointError where there are too many points, or ranges of different lengths are to be paired."""
        counts = {name: axis.length for name, axis in self.axes.items()}
        if self.paired and len(set(counts.values())) > 1:
            told = ", ".join(f"{short(name, 20)} has {count}" for name, count in counts.items())
            raise PointError(f"--zip pairs ranges of one length, and {told}", advice="leave off --zip for every combination")
        if self.total > MOST_POINTS:
            raise PointError(f"the ranges make {self.total:,} points, and the limit is {MOST_POINTS:,}")

    def pieces(self, rows: int) -> Iterator[Columns]:
        """The points, so many at a time, each variable carried along."""
        for start in range(0, self.total, rows):
            flat = np.arange(start, min(start + rows, self.total), dtype=np.int64)
            values = self._values(flat)
            yield Columns("", flat + 1, values, list(values.values()))

    def _values(self, flat: Any) -> dict[str, FloatArray]:
        if self.paired:
            return {name: axis.at(flat) for name, axis in self.axes.items()}
        found: dict[str, FloatArray] = {}
        for name, each in reversed(list(self.axes.items())):
            found[name] = each.at(flat % each.length)
            flat = flat // each.length
        return {name: found[name] for name in self.axes}


def split_ranges(point: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Axis]]:
    """The single values and the ranges of a point."""
    ranges = {name: axis(name, text) for name, text in point.items() if is_range(text)}
    return {name: text for name, text in point.items() if name not in ranges}, ranges
