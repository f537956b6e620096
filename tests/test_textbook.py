"""Formulas as textbooks have them, at ordinary and at extreme points: every number is right, or something says why it may not be."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from mpmath import mp, mpf

import adcli
from adcli.accuracy.caution import cautions
from adcli.accuracy.estimates import error_at
from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import gradient_at
from tests.formulas import exact

FORMULAS = (Path(__file__).parent / "textbook_formulas.txt").read_text(encoding="utf-8").split("\n")[:-1]
EXTREMES = (
    -0.0,
    *(1e-310, 1e-300, 1e-160, 1e-8, 1e8, 1e16, 1e22, 1e160, 1e300, 0.0, 1.0, -1.0, -1e-5, 0.9999999999999999, 1.0000000000000002),
    *(0.5, 2.0, 3.0, 30.0, 40.0, -40.0, 700.0, 800.0, -800.0, math.pi / 2, math.pi),
)
SLOW = {"normcdf", "erfinv", "gamma", "beta", "lbeta", "digamma", "trigamma", "j0", "j1", "y0", "y1", "lambertw"}  # in mpmath
CONVENTIONS = {"kink", "zero-times-infinity"}


def points(text: str, names: list[str]) -> list[dict[str, float]]:
    """Points by dice: one ordinary, two with one extreme value, and one with nothing else."""
    dice = random.Random(text)
    made = [{name: dice.uniform(0.2, 2.5) for name in names} for _ in range(3)]
    for point in made[1:]:
        point[dice.choice(names)] = dice.choice(EXTREMES)
    return [*made, {name: dice.choice(EXTREMES) for name in names}]


def truth(graph: adcli.Graph, point: Mapping[str, float]) -> list[mpf | None]:
    """Value and partials, on which 700 and 1500 digits agree; None where there is no real number, or where they do not.

    A difference of 0 is none: it may be that of numbers with too few digits.
    """
    runs: list[list[mpf | None]] = []
    for digits in (700, 1500) if set(graph.functions).isdisjoint(SLOW) else (300, 600):
        with mp.workdps(digits):
            function = exact(graph)
            at = [mpf(value) for value in point.values()]
            found = [_real(lambda at=at, function=function: function(*at)[0])]
            for k, x in enumerate(at):
                step = (abs(x) or mpf(1)) * mpf(10) ** -(digits // 3)
                low, high = [*at[:k], x - step, *at[k + 1 :]], [*at[:k], x + step, *at[k + 1 :]]
                found.append(_real(lambda low=low, high=high, step=step, f=function: (f(*high)[0] - f(*low)[0]) / (2 * step)))
            runs.append(found)
    agree = [a is not None and b is not None and abs(a - b) <= abs(b) * mpf(10) ** -25 for a, b in zip(*runs, strict=True)]
    return [b if same and (b or not k) else None for k, (b, same) in enumerate(zip(runs[1], agree, strict=True))]


def _real(compute: object) -> mpf | None:
    try:
        found = compute()  # type: ignore[operator]
    except (ArithmeticError, ValueError, TypeError, AttributeError, LookupError, mp.NoConvergence):
        return None
    return found if isinstance(found, mpf) and mp.isfinite(found) else None


@pytest.mark.parametrize("text", FORMULAS)
def test_every_number_is_right_or_something_says_why_not(text: str) -> None:
    graph = adcli.parse(text)
    for point in points(text, list(graph.inputs)):
        found = gradient_at(graph, point)
        estimate = error_at(graph, point, partials=found.gradient)
        bounds = [estimate.value, *estimate.gradient.values()]
        kinds = {note.kind for note in [*found.notes, *cautions(found, point)]}
        for got, true, bound in zip((found.value, *found.gradient.values()), truth(graph, point), bounds, strict=True):
            if true is None or CONVENTIONS & kinds:
                continue
            off = not math.isfinite(got) or abs(got - true) > abs(true) / 1000 + mpf(10) ** -300
            assert kinds or not off, f"at {point}: {got} for {mp.nstr(true, 17)}, and no note"
            if not math.isfinite(got):
                continue
            if not bound.doubt:
                assert abs(got - true) <= bound.total * 1.000001 + 5e-324 + abs(true) * mpf(10) ** -24, f"at {point}: {got}, not {true}"
            elif found.tape.numbers is FLOATS:
                assert any([note.kind == "doubtful" for note in estimate.notes])
