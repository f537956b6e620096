"""Derivatives that somebody worked out by hand, and the judgement on each: right, or by what mistake wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from adcli.derivatives import Gradient
from adcli.errors import AdcliError, PointError, short
from adcli.graph import Graph
from adcli.judging.explaining import Reason, explain
from adcli.judging.nearby import Scene, Surroundings
from adcli.language.elements import NAME, spelled
from adcli.point import split_commas
from adcli.reading import parse

_NUMBER = re.compile(r"[+-]?(?P<digits>[0-9]+(?:\.(?P<decimals>[0-9]*))?|\.(?P<only>[0-9]+))(?:[eE](?P<exponent>[+-]?[0-9]+))?")
_NAMED = re.compile(rf"\s*({NAME})\s*=(?!=)(.*)", re.DOTALL)
_FEW = 3  # so few digits make no rounded whole number: 3 is 3


class Claim(NamedTuple):
    """What is claimed to be the derivative by a variable."""

    name: str
    text: str
    graph: Graph


class Judgement(NamedTuple):
    """A claim with its value and the derivative at the point; whether it is right; the kind of mistake, and in words why.

    `points` are those it was tried at: 1 for a number, which can be right at one point only.
    """

    claim: Claim
    value: float
    derivative: float
    right: bool
    kind: str
    why: str
    points: int


def parse_claims(text: str, result: Gradient) -> list[Claim]:
    """The claims of a list such as `2*x, 1` (in the order of `result.wrt`) or `x=2*x, y=1`.

    Raises PointError for what is no such list, or is about another variable.
    """
    names = result.wrt
    pieces = [piece.strip() for piece in split_commas(text)]
    named = [_NAMED.fullmatch(piece) for piece in pieces]
    claims: list[Claim] = []
    if not any(named):
        if len(pieces) != len(names):
            have = f"{len(pieces)} claim{'s' * (len(pieces) != 1)} for {len(names)} variable{'s' * (len(names) != 1)}"
            raise PointError(f"there {'is' if len(pieces) == 1 else 'are'} {have} ({short(', '.join(names), 40)})", advice=_form(names))
        return [_claim(name, piece, result) for name, piece in zip(names, pieces, strict=True)]
    for piece, found in zip(pieces, named, strict=True):
        if found is None:
            raise PointError(f"'{short(piece, 40)}' does not say which derivative it is, and others do", advice=_form(names))
        name = spelled(found[1])
        if name not in names:
            raise PointError(f"there is no derivative by {short(name, 40)} here", advice=_form(names))
        if any(claim.name == name for claim in claims):
            raise PointError(f"the derivative by {short(name, 40)} is claimed twice", advice="claim it once")
        claims.append(_claim(name, found[2].strip(), result))
    return claims


def _form(names: Sequence[str]) -> str:
    shown = ", ".join(f"{name}=..." for name in names[:3]) + (", ..." if len(names) > 3 else "")
    return f"write --claim '{shown}'" if names else "there is nothing to claim"


def _claim(name: str, text: str, result: Gradient) -> Claim:
    if not text:
        raise PointError(f"the claim for {short(name, 40)} is missing", advice=_form(result.wrt))
    try:
        graph = parse(text, names=result.point)
    except AdcliError as error:
        message = f"in the claim for {short(name, 40)}: {error.message}"
        raise PointError(message, span=error.span, source=error.source, advice=error.advice) from None
    if len(graph.outputs) != 1:
        raise PointError(f"the claim for {short(name, 40)} is more than one formula", advice="write one")
    for unknown in graph.inputs.keys() - result.point.keys():
        message = f"the claim for {short(name, 40)} has {short(unknown, 40)}, which the expression has not"
        raise PointError(message, span=graph.span(graph.inputs[unknown]), source=text, advice="use its variables")
    return Claim(name, text, graph)


def judge(claims: Sequence[Claim], result: Gradient) -> list[Judgement]:
    """The judgement on each claim, from the gradient at the point, and for formulas at random points near it too."""
    surroundings = Surroundings(result)
    return [_judged(claim, result, surroundings) for claim in claims]


def _judged(claim: Claim, result: Gradient, surroundings: Surroundings) -> Judgement:
    number = _NUMBER.fullmatch(claim.text)
    here = surroundings.here(claim.name, claim.graph)
    if here is None:
        told = f"the derivative is {result.gradient[claim.name]!r} here, no finite number: choose another point"
        return Judgement(claim, math.nan, result.gradient[claim.name], False, "not finite", told, 0)

    def judgement(right: bool, reason: Reason, points: int) -> Judgement:
        return Judgement(claim, here.claimed, here.derivative, right, reason.kind, reason.why, points)

    if not math.isfinite(here.claimed):
        near = surroundings.near(claim.name, claim.graph)
        right_near = bool(near) and all(scene.is_claimed(scene.derivative) for scene in near)
        told = "the claim has no value here" + (f", though it is right at {len(near)} points near" if right_near else "")
        return judgement(False, Reason("no value", told), 1 + len(near))
    if number:
        return judgement(*_judge_number(number, here, result), 1)
    others = surroundings.near(claim.name, claim.graph) if claim.graph.inputs else []
    scenes = [here, *others]
    wrong = [scene for scene in scenes if not scene.is_claimed(scene.derivative)]
    if not wrong:
        told = f"as a formula: here and at {len(others)} points near" if others else "at this point"
        return judgement(True, Reason("right", told), len(scenes))
    if here not in wrong and any(math.isfinite(scene.claimed) for scene in wrong):
        other = wrong[0]
        place = ", ".join(f"{name} = {value:.4g}" for name, value in list(other.point.items())[:4])
        told = f"right at this point only: at {place} the derivative is {other.derivative:.6g}, and the claim gives {other.claimed:.6g}"
        reason = explain(result, others)
        return judgement(False, Reason("right here only", told + (f" ({reason.why})" if reason else "")), len(scenes))
    return judgement(False, explain(result, scenes) or _unexplained(here), len(scenes))


def _judge_number(number: re.Match[str], here: Scene, result: Gradient) -> tuple[bool, Reason]:
    """A number is right to the digits given; a short whole number is meant exactly."""
    decimals = number["decimals"] or number["only"] or ""
    digits = len((number["digits"]).replace(".", "").lstrip("0"))
    unit = 10.0 ** (int(number["exponent"] or 0) - len(decimals))
    apart = abs(here.claimed - here.derivative)
    rounded = bool(digits) and (bool(decimals) or bool(number["exponent"]) or digits >= _FEW)
    if here.is_claimed(here.derivative):
        return True, Reason("right", "at this point")
    if rounded and apart <= 0.5 * unit * (1 + 1e-9):
        return True, Reason("right", f"to the {digits} digit{'s' * (digits > 1)} given")
    if rounded and apart < unit and abs(here.claimed) < abs(here.derivative):
        return True, Reason("right", f"to the {digits} digit{'s' * (digits > 1)} given, cut off rather than rounded")
    reason = explain(result, [here._replace(slack=here.slack + (unit if rounded else 0.0))])
    if reason:
        return False, Reason(reason.kind, f"it looks like this: {reason.why}")
    if apart <= 0.5 * unit:
        return False, Reason("rounded", "this is the derivative rounded to a whole number: give more digits")
    return False, _unexplained(here)


def _unexplained(here: Scene) -> Reason:
    apart = here.claimed - here.derivative
    told = f"off by {apart:.6g}" + (f", {abs(apart / here.derivative):.2%} of the derivative" if here.derivative else "")
    return Reason("unexplained", f"{told}; no single mistake explains it")
