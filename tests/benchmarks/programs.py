"""Programs: how running and sweeping grow with the steps, and points that go two ways against the same formula with a choice.

    python -m tests.benchmarks.programs

Processor time; the peak memory is that of the whole process so far.
"""

from __future__ import annotations

import gc
import resource
import statistics
import time

import numpy as np

import adcli
from adcli.derivatives import gradient_at
from adcli.point import graph_at

LOOP = "y = x\nfor i in 1..{passes} {{\n  y = y + sin(y)/i\n}}\ny"
WAYS = "if x > y { z = sin(x*y) + x } else { z = exp(-x)*y }; z^2"
CHOICE = "(sin(x*y) + x if x > y else exp(-x)*y)^2"
POINTS = 10**6


def growth() -> None:
    """A loop of three steps a pass: from text to graph, then value and gradient."""
    for passes in (33_333, 333_333):
        start = time.process_time()
        graph = graph_at(LOOP.format(passes=passes), {"x": 0.5})
        built = time.process_time()
        gradient_at(graph, {"x": 0.5}, mode="reverse")
        swept = time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(f"{3 * passes:>9,} steps: run in {built - start:.2f} s, value and gradient in {swept - built:.2f} s, {peak:,.0f} MB")


def ways(rounds: int = 7) -> None:
    """Points that go two ways through a program, against a formula that is one kernel."""
    chance = np.random.default_rng(1)
    x, y = chance.uniform(-2, 2, POINTS), chance.uniform(-2, 2, POINTS)
    out = np.empty(POINTS), np.empty((2, POINTS))
    program, choice = adcli.compile(WAYS), adcli.compile(CHOICE)
    seconds: dict[str, list[float]] = {"program": [], "choice": []}
    for _ in range(rounds + 1):
        for name, compiled in (("program", program), ("choice", choice)):
            start = time.perf_counter()
            compiled(x, y, out=out)
            seconds[name].append(time.perf_counter() - start)
    a, b = (statistics.median(seconds[name][1:]) for name in ("program", "choice"))
    print(f"{POINTS:,} points, two ways: {a:.3f} s, the formula with a choice {b:.3f} s: {a / b:.1f} times")


if __name__ == "__main__":
    gc.disable()
    growth()
    ways()
