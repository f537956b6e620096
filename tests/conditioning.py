"""How far the answers for a formula may move by rounding alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from adcli.arithmetic.floats import FLOATS
from adcli.graph import Graph
from adcli.sweep import evaluate, linearize, pull
from adcli.symbolic import gradient_graph

ROUNDINGS = 16  # of each step, in units in the last place


def slack(graph: Graph, point: Mapping[str, float]) -> list[float]:
    """How far value and partials move when every step of their computation is rounded a little differently, to first order."""
    derived = _derived(graph)
    tape = evaluate(derived, {name: point[name] for name in derived.inputs}, FLOATS)
    linearize(tape, derived.inputs.values())
    bounds = []
    for output in derived.outputs:
        adjoints = pull(tape, {output: 1.0})
        moved = [abs(a * v) for a, v in zip(adjoints, tape.values, strict=True) if a is not None and v is not None and a * v]
        bounds.append(sum([ROUNDINGS * 2.0**-52 * number for number in moved]))
    return bounds


@cache
def _derived(graph: Graph) -> Graph:
    return gradient_graph(graph, graph.outputs[0], list(graph.inputs))
