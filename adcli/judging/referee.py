"""The judgement on a gradient, and on claims of it, as one answer."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from adcli.derivatives import Gradient, gradient_at
from adcli.graph import Graph
from adcli.judging.checking import DISAGREE, LOST, NOT_FINITE, Line, check_lines
from adcli.judging.claims import Judgement, judge, parse_claims
from adcli.notes import finite
from adcli.point import Point


class Check(NamedTuple):
    """A line for each derivative, with what the methods find; why a method was not asked; and the judgement on each claim."""

    gradient: Gradient
    lines: list[Line]
    unasked: dict[str, str]
    claims: list[Judgement]

    @property
    def passed(self) -> bool:
        """Whether value and derivatives are finite, nothing speaks against them, and every claim is right."""
        sound = finite(self.gradient.value) and all(line.verdict not in (DISAGREE, LOST, NOT_FINITE) for line in self.lines)
        return sound and all(judgement.right for judgement in self.claims)


def check_at(graph: Graph, point: Point, wrt: Collection[str] | None = None, claim: str = "") -> Check:
    """The derivatives of a graph with one output, how far independent methods agree with them, and whether the claims are right.

    `claim` is a list such as "2*x, 1" or "x=2*x, y=1". Raises OutputError where there are several outputs, PointError for a
    missing value, a strange variable, or a claim that is no formula of the variables.
    """
    result = gradient_at(graph, point, wrt, "reverse", "check")
    claims = judge(parse_claims(claim, result), result) if claim else []
    return Check(result, *check_lines(result), claims)
