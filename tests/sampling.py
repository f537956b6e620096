"""Points at which functions are tested: awkward ones, and random ones of many kinds, the same in every run."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from adcli.functions import FUNCTIONS

INF = math.inf
LEAST_NORMAL, LARGEST = 2.0**-1022, math.nextafter(INF, 0)

Point = tuple[float, ...]

LANDMARKS = (
    0.5,
    1,
    2,
    3,
    10,
    100,
    math.pi / 2,
    math.pi,
    100 * math.pi,
    2.0**-53,
    2.0**-26,
    18.7,
    36.7,
    354.9,
    709.78,
    710.47,
    745.13,
    1e22,
    1.34e154,
    LEAST_NORMAL,
)
NEAR_QUARTER_TURNS = (115689413.36222704, 6381956970095103 * 2.0**797, 1.5986289000543612e74, 1.2853022199154463e174)
EXTREMES = (0, 5e-324, 1e-310, 1e-300, 1e-154, 1e154, 1e300, LARGEST / 2, LARGEST, INF)
AWKWARD = [
    sign * x
    for x in (*(y for x in LANDMARKS for y in (math.nextafter(x, 0), x, math.nextafter(x, INF))), *NEAR_QUARTER_TURNS, *EXTREMES)
    for sign in (1.0, -1.0)
]


def draw(dice: random.Random) -> float:
    """A number of one of the kinds that matter: any magnitude, a range, a whole number, close to 1, an awkward one."""
    sign = dice.choice((1, -1))
    magnitude = dice.choice(
        (
            lambda: math.ldexp(dice.random(), dice.randint(-1073, 1024)),
            lambda: math.ldexp(dice.random(), dice.randint(-60, 60)),
            lambda: dice.uniform(0, 750),
            lambda: dice.uniform(0, 40),
            lambda: dice.uniform(0, 2),
            lambda: float(dice.randint(0, 30)),
            lambda: 1 + dice.choice((1, -1)) * math.ldexp(dice.random(), -dice.randint(1, 52)),
            lambda: abs(dice.choice(AWKWARD)),
        )
    )
    return sign * magnitude()


def points(name: str, count: int, drawn: int = 0) -> Iterator[Point]:
    """Many points of so many arguments, the same ones in every run; several arguments are also drawn close to each other.

    The benchmark of accuracy draws more: `drawn` instead of a number that keeps the tests short.
    """
    dice = random.Random(name)
    if count == 1:
        yield from ((x,) for x in AWKWARD)
    for _ in range(drawn or (50 if FUNCTIONS[name].home else 100)):
        first, *others = [draw(dice) for _ in range(count)]
        kind = dice.random()
        if kind < 0.2:
            others = [first * dice.choice((1, -1)) * (1 + math.ldexp(dice.random(), -dice.randint(0, 60))) for _ in others]
        elif kind < 0.4 and first > 0 and first not in (1, INF):
            others = [dice.uniform(-745, 710) / math.log(first) for _ in others]  # so that first^other is neither 0 nor inf
        if "n" in FUNCTIONS[name].names:
            first = float(dice.randint(0, 12))
        yield tuple(x + 0.0 for x in (first, *others))  # no -0.0, which mpmath does not know
