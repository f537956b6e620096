"""What rounding alone may do to a value and to its derivatives."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from adcli.arithmetic.floats import FLOATS
from adcli.graph import Graph
from adcli.sweep import evaluate, linearize, pull
from adcli.symbolic import gradient_graph

ROUNDINGS = 8  # of each step, in units in the last place: twice what the functions promise


def rounding_bounds(graph: Graph, output: int, wrt: Sequence[str], point: Mapping[str, float]) -> list[float]:
    """How far rounding may move the value and each partial: the sum over all steps of |adjoint|·|value| units in the last place.

    Inf where that is no number. A first-order bound: Griewank and Walther 2008, section 2.3.
    """
    derived = _derived(graph, output, tuple(wrt))
    tape = evaluate(derived, {name: point[name] for name in derived.inputs}, FLOATS)
    numbers = [i for i in range(len(derived)) if not derived.functions[i] and derived.fixed[i]]
    bounds = [math.inf] * len(derived.outputs)
    # With what is computed of numbers only; but numbers may have no slope (the exponent of a negative base), and then without.
    for leaves in ([*derived.inputs.values(), *numbers], [*derived.inputs.values()]):
        linearize(tape, leaves)
        for k, root in enumerate(derived.outputs):
            if bounds[k] == math.inf:
                moved = [abs(a * v) for a, v in zip(pull(tape, {root: 1.0}), tape.values, strict=True) if a and v]
                bound = ROUNDINGS * 2.0**-52 * sum(moved)
                bounds[k] = bound if bound == bound else math.inf
    return bounds


@lru_cache(maxsize=8)
def _derived(graph: Graph, output: int, wrt: tuple[str, ...]) -> Graph:
    """Value and partials as one graph: many points are asked about the same formula."""
    return gradient_graph(graph, output, wrt)
