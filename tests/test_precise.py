"""Many digits: each entry of the table against the outside witness, at ordinary points and at those where results are no numbers."""

from __future__ import annotations

import itertools
import math

import pytest
from mpmath import mp

from adcli.arithmetic.precise import Precise
from adcli.functions import Function
from adcli.reading import parse
from adcli.rules import operand_names
from adcli.sweep import evaluate, linearize, pull, push
from tests.reference import slope, value
from tests.sampling import points
from tests.test_functions import CASES, SPECIAL, condition

P = Precise(60)


@pytest.mark.parametrize(("entry", "count"), CASES)
def test_value_and_partials_have_thirty_digits(entry: Function, count: int) -> None:
    inside = condition(entry, entry.domain or "0 == 0", count)
    kink = condition(entry, entry.kink.where if entry.kink else "0 != 0", count)
    compared = 0
    wrong: list[str] = []

    def compare(what: str, got: object, true: object) -> None:
        nonlocal compared
        compared += 1
        if not abs(mp.mpf(got) - true) <= abs(true) * mp.mpf(10) ** -28:  # type: ignore[arg-type, operator, call-overload]
            wrong.append(f"{what} at {point}: {got} for {true}")

    with mp.workdps(60):
        for point in itertools.islice(points(entry.name, count, 120), 0, None, (25 if entry.home == "bessel" else 11) if count == 1 else 2):
            if not all(1e-30 < abs(x) < 700 for x in point) or not inside(*point, 0.0):
                continue
            exact = [P.context.mpf(x) for x in point]
            out = P.functions[entry.name](*exact)
            true = value(entry.name, point)
            if not true or kink(*point, float(out)):
                continue
            compare("value", out, true)
            partials = P.partials(entry.name, (1,) * count, exact, out)
            for k, name in enumerate(operand_names(entry.name, count)) if entry.orders else ():
                true = slope(entry.name, k, point)
                if true:
                    compare(f"partial by {name}", partials[k], true)
    assert not wrong, "\n".join(wrong[:10])
    assert compared > 3


# mpmath has no -0, and these doubles are not what they are written as.
DECIMALS = [
    case
    for case in SPECIAL
    if not any((math.copysign(1, x) < 0 and x == 0) or x in (5e-324, math.pi / 2, -math.exp(-1)) for x in case[1].values())
]


@pytest.mark.parametrize(("text", "point", "out", "slopes"), DECIMALS)
def test_special_points_follow_the_conventions(text: str, point: dict[str, float], out: float, slopes: dict[str, float]) -> None:
    graph = parse(text)
    output = graph.outputs[0]
    tape = evaluate(graph, {name: P.number(repr(x)) for name, x in point.items()}, P)
    linearize(tape, [graph.inputs[name] for name in point])
    adjoints = pull(tape, {output: P.number("1")})
    assert float(tape.values[output]) == pytest.approx(out, rel=2e-15, abs=0, nan_ok=True)
    for name, true in slopes.items():
        i = graph.inputs[name]
        forward = push(tape, {i: P.number("1")})[output]
        assert repr(forward) == repr(adjoints[i]) or abs(forward - adjoints[i]) < 1e-50
        assert float(forward or 0) == pytest.approx(true, rel=2e-15, abs=0, nan_ok=True)
