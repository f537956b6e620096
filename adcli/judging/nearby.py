"""Points near a point, each with its sweeps: where a claim about a derivative is put to the test."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import Gradient, forward_sweep
from adcli.graph import Graph
from adcli.judging.noise import rounding_bounds
from adcli.program.deciding import same_way
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


class Place(NamedTuple):
    """A point with the sweeps that all claims share, and how far rounding may move each derivative."""

    point: dict[str, float]
    tape: Tape
    adjoints: list[Any]
    gradient: dict[str, float]
    bounds: dict[str, float]


class Surroundings:
    """The point of a gradient and random points near it, the same in every run; each is computed once for all claims."""

    def __init__(self, result: Gradient) -> None:
        self.result = result
        self._places: list[Place] = []
        self._more = self._found()

    def _found(self) -> Iterator[Place]:
        """The places where the branches are those of the point itself, which comes first."""
        result = self.result
        graph, output = result.graph, result.output
        for point in (result.point, *_points_near(result.point)):
            if not same_way(graph, point):
                continue
            tape = evaluate(graph, point, FLOATS)
            if tape.taken != result.tape.taken:
                continue
            linearize(tape, graph.inputs.values())
            adjoints = pull(tape, {output: 1.0})
            gradient = {name: _number(adjoints[i]) for name, i in graph.inputs.items()}
            bounds = rounding_bounds(graph, output, result.wrt, point)[1:]
            yield Place(dict(point), tape, adjoints, gradient, dict(zip(result.wrt, bounds, strict=True)))

    def _all(self) -> Iterator[Place]:
        k = 0
        while True:
            if k == len(self._places):
                place = next(self._more, None)
                if place is None:
                    return
                self._places.append(place)
            yield self._places[k]
            k += 1

    def here(self, name: str, claim: Graph) -> Scene | None:
        """The scene of a claim at the point itself; None where the derivative is no finite number."""
        return _scene(next(self._all()), name, claim)

    def near(self, name: str, claim: Graph) -> list[Scene]:
        """The scenes of a claim at points near; those that rounding leaves undecided are left out."""
        scenes: list[Scene] = []
        for place in islice(self._all(), 1, None):
            scene = _scene(place, name, claim)
            if scene is not None and scene.slack <= 1e-4 * max(abs(scene.derivative), abs(scene.claimed), 1e-12):
                scenes.append(scene)
            if len(scenes) == POINTS:
                break
        return scenes


def _scene(place: Place, name: str, claim: Graph) -> Scene | None:
    if not math.isfinite(place.gradient[name]):
        return None
    given = {other: place.point[other] for other in claim.inputs}
    claimed = evaluate(claim, given, FLOATS).values[claim.outputs[0]]
    slack = place.bounds[name] + rounding_bounds(claim, claim.outputs[0], [], given)[0]
    tangents = forward_sweep(place.tape, place.tape.graph.inputs[name])
    return Scene(place.point, place.tape, place.adjoints, tangents, place.gradient, name, claimed, slack)


def _number(adjoint: Any) -> float:
    return 0.0 if adjoint is None else adjoint + 0.0


def _points_near(point: Mapping[str, float]) -> Iterator[dict[str, float]]:
    """Points in which some or all variables are moved, by less where more would leave the domain."""
    dice = random.Random(1)
    names: Sequence[str] = list(point)
    for k in range(TRIES if names else 0):
        moved = names if k % 3 else dice.sample(names, 1 + k % len(names))
        reach = REACH[k % len(REACH)] if k >= POINTS else REACH[0]
        yield {name: value + (abs(value) or 1.0) * reach * dice.uniform(-1, 1) if name in moved else value for name, value in point.items()}
