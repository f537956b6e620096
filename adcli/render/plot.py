"""Curves drawn with characters, for a terminal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

DECADES_PER_ROW = 2
NAME = "  h"  # of the horizontal axis, behind its numbers


class Curve(NamedTuple):
    """Points of a curve, the sign that it is drawn with, and the sign of its best point."""

    points: Sequence[tuple[float, float]]
    sign: str
    best_sign: str
    best: tuple[float, float]


def plot(curves: Sequence[Curve], width: int, *, ascii_only: bool) -> list[str]:
    """The curves in a double logarithmic picture at most `width` columns wide; what is 0 or less stands on the floor."""
    vertical, corner, horizontal, tick = "|+-+" if ascii_only else "│└─┴"
    xs = [math.log10(x) for curve in curves for x, _ in curve.points]
    ys = [math.log10(y) for curve in curves for _, y in curve.points if 0 < y < math.inf]
    if not xs or not ys:
        return []
    left, right = min(xs), max(xs)
    top = min(4, DECADES_PER_ROW * math.ceil(max(ys) / DECADES_PER_ROW))
    floor = max(min(ys), -17.0)
    rows = max(1, math.ceil((top - floor) / DECADES_PER_ROW)) + 1
    label = 6
    columns = min(width - label - 2, len({round(x, 6) for x in xs}))
    cells: dict[tuple[int, int], str] = {}

    def put(point: tuple[float, float], sign: str, over: str = "") -> None:
        x, y = point
        if y != y or y == math.inf:
            return
        row = min(rows - 1, max(0, round((top - math.log10(y)) / DECADES_PER_ROW))) if y > 0 else rows - 1
        column = round((math.log10(x) - left) / (right - left or 1) * (columns - 1))
        if over or (row, column) not in cells:
            cells[row, column] = sign

    for curve in reversed(curves):  # the first one is drawn over the others
        for point in curve.points:
            put(point, curve.sign, over="yes")
    for curve in curves:
        put(curve.best, curve.best_sign, over="yes")
    lines = []
    for row in range(rows):
        drawn = "".join(cells.get((row, column), " ") for column in range(columns)).rstrip()
        lines.append(f"{_power(top - DECADES_PER_ROW * row):>{label}} {vertical}{drawn}".rstrip())
    ticks = _ticks(left, right, columns)
    axis = "".join(tick if column in ticks else horizontal for column in range(columns))
    lines.append(" " * (label + 1) + corner + axis)
    lines.append(_tick_labels(ticks, label + 2, width))
    return lines


def _power(exponent: int) -> str:
    return f"1e{exponent}" if exponent else "1"


def _ticks(left: float, right: float, columns: int) -> dict[int, int]:
    """The columns of every second or fourth power of ten."""
    every = 2 if columns >= 56 else 4
    powers = [k for k in range(math.ceil(left - 1e-9), math.floor(right + 1e-9) + 1) if k % every == 0]
    return {round((power - left) / (right - left or 1) * (columns - 1)): power for power in powers}


def _tick_labels(ticks: Mapping[int, int], indent: int, width: int) -> str:
    line = [" "] * width
    for column, power in ticks.items():
        text = _power(power)
        start = max(1, min(indent + column - len(text) // 2, width - len(text) - len(NAME)))
        if line[start - 1] == " ":
            line[start : start + len(text)] = text
    return "".join(line).rstrip() + NAME
