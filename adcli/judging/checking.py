"""What independent methods find for a derivative: the other mode of AD, differences, and the complex step.

The modes read the same table of partials, so that their agreement says little about the table; differences and the complex step
ask for values only. Each method is held to the error that it can know of itself, and to what rounding does to the formula.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from adcli.derivatives import Gradient, forward_sweep
from adcli.errors import LimitError
from adcli.judging.complex_step import unsupported
from adcli.judging.differences import Estimate, Slopes, along, complex_step, precise_numbers, precise_slope, size_of, slopes
from adcli.judging.noise import ROUNDINGS, rounding_bounds

FORWARD, COMPLEX, DIFFERENCES, PRECISE = "forward mode", "complex step", "differences", "50 digits"
ALL_DIGITS = 17  # of a double
CAUTION = 8  # how often its own estimate of error a method may be off
LOOSE = 1e-3  # a slope whose error is more than this part of it decides nothing
SMALL = 1e-6  # of value over variable: a slope below that is as good as 0
UNKNOWN = 1e-9  # of a derivative: what rounding may do to it where that cannot be estimated

AGREE, DISAGREE, LOST = "agree", "disagree", "digits lost"
KINK, NOT_FINITE, UNDECIDED = "kink", "not finite", "undecided"


class Finding(NamedTuple):
    """What one method finds for one derivative: value, error it may have, digits in common with the derivative, and the verdict."""

    method: str
    value: float
    error: float
    digits: float
    agrees: bool | None  # None where the method decides nothing here
    step: float = math.nan  # of a difference


class Line(NamedTuple):
    """One derivative and what the methods find; the slopes of either side where they differ, or where there is one side only."""

    name: str
    derivative: float
    findings: list[Finding]
    verdict: str
    left: float | None = None
    right: float | None = None


def check_lines(result: Gradient) -> tuple[list[Line], dict[str, str]]:
    """What the methods find for each derivative of a gradient with adjoints; and for each method that is not asked, why."""
    noise, *bounds = rounding_bounds(result.graph, result.output, result.wrt, result.point)
    missing = unsupported(result.graph)
    unasked = {COMPLEX: f"no complex values for {', '.join(missing)}"} if missing else {}
    try:
        precise_numbers()
    except LimitError as error:
        unasked[PRECISE] = f"no mpmath: {error.advice}"
    methods = {FORWARD, COMPLEX, DIFFERENCES, PRECISE} - unasked.keys()
    return [_line(result, name, noise, bound, methods) for name, bound in zip(result.wrt, bounds, strict=True)], unasked


def _line(result: Gradient, name: str, noise: float, bound: float, methods: set[str]) -> Line:
    graph, output, point, value = result.graph, result.output, result.point, abs(result.value)
    derivative = result.gradient[name]
    if not math.isfinite(bound):
        bound = UNKNOWN * abs(derivative)
    noise = noise / ROUNDINGS if noise < math.inf else 2.0**-52 * value
    # A slope of this size changes little; where it is 0, of what is summed to nothing.
    unit = SMALL * (value if derivative else 2.0**52 * noise) / max(1.0, size_of(point[name]))
    found = slopes(along(graph, output, point, name), point[name], noise)
    sides = _Sides(found, unit)
    tangent = forward_sweep(result.tape, graph.inputs[name])[output]
    forward = Estimate(0.0 if tangent is None else tangent + 0.0, 0.0, math.nan)
    findings = [_finding(FORWARD, forward, derivative, bound, unit)]
    if COMPLEX in methods:
        findings.append(_finding(COMPLEX, complex_step(graph, output, point, name), derivative, bound, unit, sides.smooth))
    findings.append(_finding(DIFFERENCES, sides.difference, derivative, bound, unit, not sides.kink))
    verdict = _verdict(derivative, findings, sides)
    if verdict == AGREE and bound > LOOSE * max(abs(derivative), unit):
        verdict = UNDECIDED
    if PRECISE in methods:
        precise = precise_slope(graph, output, point, name)
        finding = _finding(PRECISE, precise, derivative, bound, unit, sides.smooth)
        exact = precise.error <= max(1e-9 * max(abs(precise.value), unit), 1e-20)
        if sides.smooth and exact and math.isfinite(derivative):
            told = _by_precise(derivative, precise, bound, unit)
            finding = finding._replace(agrees=told == AGREE)
            verdict = told if verdict in (AGREE, UNDECIDED) else verdict
        findings.append(finding)
    return Line(name, derivative, findings, verdict, *sides.shown)


class _Sides:
    """What the slopes of the two sides tell about a point."""

    def __init__(self, found: Slopes, unit: float) -> None:
        self.found, self.unit = found, unit
        left, right = (self.exists(slope) for slope in (found.left, found.right))
        self.margin = CAUTION * (found.left.error + found.right.error)
        self.kink = left and right and abs(found.left.value - found.right.value) > self.margin
        self.one = not self.kink and not self.exists(found.central) and left != right
        self.difference = (found.left if left else found.right) if self.one else found.central
        edge = (found.left.error == math.inf) != (found.right.error == math.inf)  # the domain ends here
        self.smooth = not (self.kink or self.one or edge)
        self.shown: tuple[float | None, float | None] = (None, None)
        if self.kink or self.one:
            self.shown = (found.left.value if left else None, found.right.value if right else None)

    def exists(self, slope: Estimate) -> bool:
        """Whether an estimate is good enough to speak of a slope."""
        return slope.error <= LOOSE * max(abs(slope.value), self.unit)


def _finding(method: str, estimate: Estimate, derivative: float, bound: float, unit: float, smooth: bool = True) -> Finding:
    value, error = estimate.value, CAUTION * estimate.error + bound
    apart = abs(value - derivative) if value != derivative else 0.0
    agrees: bool | None = None
    if smooth and math.isfinite(value) and math.isfinite(derivative) and error <= LOOSE * max(abs(value), abs(derivative), unit):
        agrees = apart <= error
    return Finding(method, value, error, digits_in_common(value, derivative), agrees, estimate.step)


def digits_in_common(value: float, derivative: float) -> float:
    """The significant digits in which two numbers agree, at most 17; behind the point where the derivative is 0."""
    apart = abs(value - derivative) if value != derivative else 0.0
    if not math.isfinite(apart):
        return 0.0
    size = abs(derivative) or 1.0
    return min(float(ALL_DIGITS), max(0.0, -math.log10(apart / size))) if apart else float(ALL_DIGITS)


def _verdict(derivative: float, findings: Sequence[Finding], sides: _Sides) -> str:
    if not math.isfinite(derivative):
        return NOT_FINITE
    if any(finding.agrees is False for finding in findings):
        return DISAGREE
    if sides.kink:
        low, high = sorted((sides.found.left.value, sides.found.right.value))
        return KINK if low - sides.margin <= derivative <= high + sides.margin else DISAGREE
    return AGREE if any(finding.agrees for finding in findings if finding.method != FORWARD) else UNDECIDED


def _by_precise(derivative: float, precise: Estimate, bound: float, unit: float) -> str:
    """The verdict from the derivative with all its digits: rounding may have left none of them."""
    apart, explained = abs(precise.value - derivative), bound + 4 * precise.error
    if apart <= explained:
        return AGREE if apart <= LOOSE * max(abs(precise.value), unit, 1e-17) else LOST
    return DISAGREE
