"""The sweeps that a trace shows, beside those that the answer was found by."""

from __future__ import annotations

from collections.abc import Sequence

from adcli.accuracy.widening import as_double, settles, sweep_left_range
from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import Gradient, forward_sweep, gradient_at, wide_numbers
from adcli.sweep import pull


def with_sweeps(result: Gradient, seeded: Sequence[str], reverse: bool) -> Gradient:
    """A gradient with forward sweeps towards the inputs named, and a reverse sweep if that is wanted.

    Where one of them leaves the range of doubles, though the answer's own did not, all is done with wide exponents, as the answer would be.
    """
    shown = _added(result, seeded, reverse)
    if result.tape.numbers is FLOATS and _left_range(shown):
        wider = gradient_at(result.graph, result.point, result.wrt, result.mode, numbers=wide_numbers())
        widely = _added(wider, seeded, reverse)
        if settles(_ends(shown), _ends(widely)):
            return result._replace(tape=widely.tape, tangents=widely.tangents, adjoints=widely.adjoints)
    return shown


def _added(result: Gradient, seeded: Sequence[str], reverse: bool) -> Gradient:
    tape = result.tape
    tangents = result.tangents or [forward_sweep(tape, result.graph.inputs[name]) for name in seeded]
    adjoints = result.adjoints
    if adjoints is None and reverse:
        adjoints = pull(tape, {result.output: tape.numbers.number("1")})
    return result._replace(tangents=tangents, adjoints=adjoints)


def _left_range(shown: Gradient) -> bool:
    back = [shown.adjoints] if shown.adjoints else []
    return any([sweep_left_range(shown.tape, sweep, forward=True) for sweep in shown.tangents]) or any(
        [sweep_left_range(shown.tape, sweep, forward=False) for sweep in back]
    )


def _ends(shown: Gradient) -> list[float]:
    """What the sweeps end with."""
    inputs = [shown.graph.inputs[name] for name in shown.wrt]
    ends = [sweep[shown.output] for sweep in shown.tangents] + [shown.adjoints[i] for i in inputs if shown.adjoints]
    return [0.0 if end is None else as_double(end) for end in ends]
