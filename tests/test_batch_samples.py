"""The samples for batch, by the real command: every formula against 150-digit differences, at its point and others in its ranges."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import mpmath
import numpy as np
import pytest

import adcli
from adcli.point import parse_point
from adcli.reading import parse
from tests.batches import Batch, batch
from tests.conditioning import slack
from tests.test_samples import FOLDER, central_difference, number, witness

FORMULAS = FOLDER / "physics_formulas.csv"
MORE = 2  # random points for each formula


class Formula(NamedTuple):
    """One row of the samples, with points as texts: its own, and random ones in its ranges."""

    name: str
    expr: str
    points: list[dict[str, str]]
    about: str


def read() -> Iterator[Formula]:
    with FORMULAS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = parse_point([row["at"]])
            ranges = {name: list(map(number, text.split(":"))) for name, text in parse_point([row["ranges"]]).items()}
            assert list(ranges) == list(point), row["name"]
            for name, (low, high) in ranges.items():
                assert low <= number(point[name]) <= high, (row["name"], name)
            chance = random.Random(row["name"])
            others = [{name: repr(chance.uniform(low, high)) for name, (low, high) in ranges.items()} for _ in range(MORE)]
            yield Formula(row["name"], row["expr"], [point, *others], row["about"])


ALL = list(read())


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """The answers to every formula at every point, from one run."""
    path = tmp_path_factory.mktemp("samples") / "formulas.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "expr", "at"])
        for formula in ALL:
            for point in formula.points:
                writer.writerow([formula.name, formula.expr, ",".join([f"{name}={text}" for name, text in point.items()])])
    return batch(path)


def test_every_row_of_the_file_is_ok() -> None:
    done = batch(FORMULAS)
    assert (done.code, set(done.column("status"))) == (0, {"ok"})
    assert done.count == f"{len(ALL)} in = {len(ALL)} ok + 0 failed"
    assert done.column("name") == [formula.name for formula in ALL]


def test_there_are_enough_formulas_and_each_says_what_it_is() -> None:
    assert len(ALL) == len({formula.name for formula in ALL}) >= 300
    assert len({formula.expr for formula in ALL}) == len(ALL)
    assert all(formula.about and formula.name.isidentifier() for formula in ALL)


@pytest.mark.parametrize("k", range(len(ALL)), ids=[formula.name for formula in ALL])
def test_value_and_partials_are_right(k: int, answers: Batch) -> None:
    """At single points and as arrays, within what rounding may do."""
    formula = ALL[k]
    graph = parse(formula.expr, names=formula.points[0])
    points = [{name: number(text) for name, text in point.items()} for point in formula.points]
    value, gradient = adcli.compile(graph)(**{name: np.array([point[name] for point in points]) for name in graph.inputs})
    for i, point in enumerate(points):
        row = answers.rows[(1 + MORE) * k + i]
        assert (row["name"], row["status"]) == (formula.name, "ok"), point
        single = [float(row["value"]), *[float(row[f"d_{name}"]) for name in graph.inputs]]
        with mpmath.workdps(150):  # a saturated tanh has a slope of 1e-95
            exact = {name: mpmath.mpf(x) for name, x in point.items()}
            true = [witness(graph, exact), *[central_difference(graph, exact, name) for name in graph.inputs]]
        for one, other, right, bound in zip(single, [value[i], *gradient[:, i]], true, slack(graph, point), strict=True):
            assert abs(one - right) <= bound and abs(other - right) <= bound, (point, one, other, right)


def test_points_of_a_spring() -> None:
    """Damping beyond 1 is outside the formula's domain, and one number is missing: the others are right."""
    path = FOLDER / "spring_points.csv"
    done = batch("--expr", "A*exp(-zeta*omega*t)*cos(omega*sqrt(1-zeta^2)*t)", path, "--keep", "run,t")
    assert done.count == "200 in = 198 ok + 2 failed (1 in error, 1 not finite)"
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    assert done.column("run") == [line.rpartition(",")[2] for line in lines[1:]]
    row = done.rows[3]
    t, amplitude, zeta, omega = map(float, lines[4].split(",")[:4])

    def spring(t: float) -> mpmath.mpf:
        return amplitude * mpmath.exp(-zeta * omega * t) * mpmath.cos(omega * mpmath.sqrt(1 - zeta**2) * t)

    assert float(row["value"]) == pytest.approx(float(spring(t)), rel=1e-14)
    assert float(row["d_t"]) == pytest.approx(float(mpmath.diff(spring, t)), rel=1e-13)
