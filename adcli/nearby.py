"""Points near a point, each with its sweeps: where a claim about a derivative is put to the test."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import Gradient, forward_sweep
from adcli.graph import Graph
from adcli.noise import rounding_bounds
from adcli.point import inputs_at
from adcli.sweep import Tape, evaluate, linearize, pull

POINTS = 8  # beside the point itself
TRIES = 60
REACH = (0.4, 0.1, 0.02)  # how far a variable is moved, in its own size


class Scene(NamedTuple):
    """A point with everything that the sweeps find there, and what is claimed about the derivative by `name`."""

    point: dict[str, float]
    tape: Tape
    adjoints: list[Any]
    tangents: list[Any]  # of the sweep towards `name`
    gradient: dict[str, float]
    name: str
    claimed: float
    slack: float  # what rounding may put between the claim and the derivative

    @property
    def derivative(self) -> float:
        """The derivative that the claim is about."""
        return self.gradient[self.name]

    def is_claimed(self, value: float) -> bool:
        """Whether a value is the one claimed, but for rounding."""
        return abs(value - self.claimed) <= self.slack + 1e-10 * max(abs(value), abs(self.claimed))


def scene_at(result: Gradient, point: Mapping[str, float], name: str, claim: Graph, slack: float | None = None) -> Scene | None:
    """The scene of a claim at a point; None where the derivative is no finite number or another branch is taken than in `result`.

    `slack` is how far off a number as it is written may be; without one, the rounding of both formulas is estimated.
    """
    graph, output = result.graph, result.output
    tape = evaluate(graph, point, FLOATS)
    if tape.taken != result.tape.taken:
        return None
    linearize(tape, [graph.inputs[other] for other in graph.inputs])
    adjoints = pull(tape, {output: 1.0})
    gradient = {other: _number(adjoints[i]) for other, i in graph.inputs.items()}
    if not math.isfinite(gradient[name]):
        return None
    claimed = evaluate(claim, inputs_at(claim, point, FLOATS), FLOATS).values[claim.outputs[0]]
    if slack is None:
        slack = rounding_bounds(graph, output, [name], point)[1] + rounding_bounds(claim, claim.outputs[0], [], point)[0]
    return Scene(dict(point), tape, adjoints, forward_sweep(tape, graph.inputs[name]), gradient, name, claimed, slack)


def _number(adjoint: Any) -> float:
    return 0.0 if adjoint is None else adjoint + 0.0


def nearby_scenes(result: Gradient, make: Callable[[Mapping[str, float]], Scene | None]) -> list[Scene]:
    """Scenes at random points near the one of `result`, the same in every run; those that rounding leaves undecided are left out."""
    scenes: list[Scene] = []
    for point in _points_near(result.point):
        scene = make(point)
        if scene is not None and scene.slack <= 1e-4 * max(abs(scene.derivative), abs(scene.claimed), 1e-12):
            scenes.append(scene)
        if len(scenes) == POINTS:
            break
    return scenes


def _points_near(point: Mapping[str, float]) -> Iterator[dict[str, float]]:
    """Points in which some or all variables are moved, by less where more would leave the domain."""
    dice = random.Random(1)
    names: Sequence[str] = list(point)
    for k in range(TRIES if names else 0):
        moved = names if k % 3 else dice.sample(names, 1 + k % len(names))
        reach = REACH[k % len(REACH)] if k >= POINTS else REACH[0]
        yield {name: value + (abs(value) or 1.0) * reach * dice.uniform(-1, 1) if name in moved else value for name, value in point.items()}
