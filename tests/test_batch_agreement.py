"""Many points at once and one point alone: the same status and reason, numbers as close as the formula's conditioning lets them be."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from adcli.batch.plan import Plan
from adcli.batch.readers.columns import Columns
from adcli.batch.requests import Request
from adcli.batch.solve import Row, answer_at
from adcli.batch.table import Table, solve_table
from adcli.graph import Graph
from adcli.reading import parse
from tests.conditioning import slack
from tests.strategies import VARIABLES, expressions

# Kinks, ends of domains, poles, ties and what overflows; among each other and among ordinary numbers.
SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, 3.0, -2.0, 1e-8, 710.0, -745.5, 1e160, 1e-310, math.inf, -math.inf, math.nan]
coordinates = st.sampled_from(SPECIAL) | st.floats(-4, 4).map(lambda x: round(x, 3)) | st.floats()
rows = st.lists(st.tuples(*[coordinates] * len(VARIABLES)), min_size=1, max_size=12)


def together(graph: Graph, points: list[tuple[float, ...]]) -> Table:
    """The answers that arrays give."""
    columns = {name: np.array(column) for name, column in zip(VARIABLES, zip(*points, strict=True), strict=True)}
    found = Columns("p", np.arange(1, len(points) + 1), {name: columns[name] for name in graph.inputs})
    return solve_table(Request("", 1, graph.source), Plan(), graph, list(graph.inputs), {}, found)


def alike(one: float, other: float, bound: float) -> bool:
    if not (math.isfinite(one) and math.isfinite(other)):
        return one == other or (one != one and other != other)
    return not abs(one - other) > bound + 1e-320


@settings(max_examples=150)
@given(expressions, rows)
def test_batch_says_what_grad_says(expression: str, points: list[tuple[float, ...]]) -> None:
    graph = parse(expression)
    table = together(graph, points)
    for i, coordinates in enumerate(points):
        point = {name: x for name, x in zip(VARIABLES, coordinates, strict=True) if name in graph.inputs}
        alone = answer_at(Request("", 1, expression), Plan(), graph, point)
        row = table.rows.get(i, Row(table.request, "ok"))
        assert (row.status, row.problem and row.problem.message) == (alone.status, alone.problem and alone.problem.message), point
        expected = [alone.value, *alone.gradient.values()]
        bounds = slack(graph, point)
        for one, other, bound in zip(table.numbers[i].tolist(), expected, bounds, strict=True):
            assert alike(one, other, bound), (point, one, other, bound)
