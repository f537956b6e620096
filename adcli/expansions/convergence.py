"""How far a Taylor series reaches: what its formula proves, and what its coefficients let one estimate.

Near the singularity a that limits convergence, a function behaves as (1 - t/a)^-s does, whose coefficients have the ratios
(1 + (s - 1)/k)/a: a straight line in 1/k, which meets the axis at 1/a (Domb and Sykes 1957). Where two singularities are equally near,
most often conjugate ones, the coefficients follow a recurrence of three terms, k·c_k = (u·k + p)·c_(k-1) + (w·k + q)·c_(k-2), and the
roots of z² = u·z + w are 1/a (Chang and Corliss 1980). Either is believed only where it gives the same over half of the coefficients,
where these do not fall faster than that allows, and where a is no zero of the function, which such laws do not tell from a pole but
by its power.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from adcli.functions import FUNCTIONS
from adcli.graph import Graph

_AGREE = 0.005  # how far the estimates may differ, relative to the smallest
_NOISE = 1e-13  # a coefficient is 0 where it is so much smaller than the geometric mean of its neighbours
_FADED = math.log(1e-10)  # coefficients that have fallen so far below the law they are to follow are rounding errors
_NEAR_WHOLE = 0.05  # a power that is so near a whole number is one
_STEEP = 5  # s is above -5 or so: coefficients that fall faster than k^-6·a^-k follow another law


def degree(graph: Graph, active: Sequence[int], coefficients: Sequence[Sequence[Any]], output: int) -> float | None:
    """The degree in t of the polynomial that a node is; infinite for other functions without singularities; None where there may be some.

    `active` are the nodes that vary with t.
    """
    found: list[float | None] = []
    for i in range(output + 1):
        operands = graph.operands[i]
        if not active[i]:
            found.append(0)
        elif not operands:
            found.append(1)
        else:
            values = [float(coefficients[j][0]) for j in operands]
            found.append(_of_step(graph.functions[i], [found[j] for j in operands], values))
    return found[output]


def _of_step(function: str, degrees: list[float | None], values: list[float]) -> float | None:
    if None in degrees:
        return None
    known = [d for d in degrees if d is not None]
    if function in ("add", "sub", "neg"):
        return max(known)
    if function == "mul":
        return sum(known)
    if function == "div":
        return None if known[1] else known[0]
    if function == "pow":
        base, exponent = values
        if known[1]:
            return math.inf if not known[0] and base > 0 else None
        return known[0] * int(exponent) if 0 < exponent < math.inf and exponent == int(exponent) else None
    return math.inf if FUNCTIONS[function].entire else None


def radius(coefficients: Sequence[Any]) -> float | None:
    """About how far from the point the series with such coefficients converges; None where they do not tell."""
    numbers: list[float] = [float(c) for c in coefficients]
    if not all(map(math.isfinite, numbers)):
        return None
    step, first, series = _compressed(numbers)
    for estimates_of, least in ((_single, 3), (_pair, 4)):
        estimates = estimates_of(series, first / step)
        latest = estimates[-max(least, len(estimates) // 2) :]
        if len(latest) >= least and all(map(math.isfinite, latest)) and min(latest) * max(latest) > 0:
            found = [abs(estimate) ** (1 / step) for estimate in latest]
            if max(found) <= min(found) * (1 + _AGREE) and _follows(series, found[-1] ** step, first / step):
                return float(found[-1])
    return None


def _compressed(numbers: list[float]) -> tuple[int, int, list[float]]:
    """The series in t^m, from its first term on, where only every m-th coefficient is there: m, the first exponent, coefficients."""
    sizes = [0.0, *(math.sqrt(abs(c)) for c in numbers[1:]), 0.0]
    present = [k for k in range(1, len(numbers)) if sizes[k] ** 2 > _NOISE * sizes[k - 1] * sizes[k + 1]]
    step = math.gcd(*(b - a for a, b in pairwise(present)))
    if not step:
        return 1, 1, []
    there = set(present)
    return step, present[0], [numbers[k] if k in there else 0.0 for k in range(present[0], len(numbers), step)]


def _single(series: list[float], first: float) -> list[float]:
    """Estimates of the one singularity, with its sign: where lines through neighbouring ratios meet the axis."""
    found = []
    for k in range(2, len(series)):
        a, b, c = series[k - 2 : k + 1]
        inverse = (k + first) * (c / b) - (k + first - 1) * (b / a) if a and b else 0.0
        s = (k + first) * (c / b / inverse - 1) + 1 if inverse else 0.0
        found.append(math.inf if not inverse or _is_zero(-s) else 1 / inverse)
    return found


def _pair(series: list[float], first: float) -> list[float]:
    """Estimates of the distance of two singularities, from the recurrence that six coefficients fit."""
    found = []
    for last in range(5, len(series)):
        six = series[last - 5 : last + 1]
        start, end = abs(six[0]) + abs(six[1]), abs(six[4]) + abs(six[5])
        growth = (end / start) ** 0.25 if start and end else 0.0
        if not 0 < growth < math.inf:
            found.append(math.inf)
            continue
        scaled = [c / start / growth**k for k, c in enumerate(six)]  # all of about one size
        rows = []
        for k in range(2, 6):
            place = (last - 5 + k + first) / (last + first)
            a, b, c = scaled[k - 2 : k + 1]
            rows.append([place * b, b, place * a, a, place * c])
        u, p, w, q = _solved(rows) or [0.0] * 4
        root = cmath.sqrt(u * u / 4 + w)
        inverse = u / 2 + (root if u > 0 else -root)  # of the nearer one
        if not inverse or not root:
            found.append(math.inf)
            continue
        scale = last + first
        power = (u + p * scale + (2 * w + q * scale) / inverse) / -(u + 2 * w / inverse)  # of t - a in the solution of its equation
        found.append(math.inf if _is_zero(power) else 1 / (abs(inverse) * growth))
    return found


def _is_zero(power: complex) -> bool:
    """Whether t - a to such a power is a zero of the function, and no singularity; 0 is the power that a logarithm seems to have."""
    return power.real > 0.5 and abs(power - round(power.real)) < _NEAR_WHOLE


def _solved(rows: list[list[float]]) -> list[float] | None:
    """The solution of linear equations, each row ending with its right side; None where they do not determine one."""
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        if abs(rows[pivot][i]) < 1e-12:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(size):
            factor = rows[r][i] / rows[i][i] if r != i else 0.0
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[-1] / row[i] for i, row in enumerate(rows)]


def _follows(series: list[float], distance: float, first: float) -> bool:
    """Whether the coefficients fall as those of a singularity at such a distance do, to their end, and not faster."""
    heights = [math.log(abs(c)) + k * math.log(distance) for k, c in enumerate(series) if c]
    part = max(2, len(heights) // 4)
    end, before = max(heights[-part:]), max(heights[-2 * part : -part])
    return end > _FADED + max(heights) and end - before > -part * _STEEP / (len(series) - 1 + first)
