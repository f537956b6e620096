"""The table of a check: a line for each derivative, with the digits in which each method agrees with it."""

from __future__ import annotations

import re
from typing import NamedTuple

from adcli.formula import ASCII, ASCII_SOURCE, LATEX, SOURCE, UNICODE, write
from adcli.judging.checking import ALL_DIGITS, COMPLEX, DIFFERENCES, FORWARD, LOST, Line
from adcli.judging.referee import Check
from adcli.render.layouts.grid import Cell, Grid, Layout, View, program_lines
from adcli.traces.tracing import trace_of

SHORT = {FORWARD: "forward", COMPLEX: "complex"}


def check_grid(check: Check, view: View) -> Grid:
    """The methods' digits, the verdicts, and below how they are to be read."""
    layout = Layout(trace_of(check.gradient, []), view)
    methods = list(dict.fromkeys(finding.method for line in check.lines for finding in line.findings))
    words = Words(view)
    grid = Grid(
        ["derivative", "value", *(SHORT.get(method, method) for method in methods), "verdict"], [False, True, *[False] * (len(methods) + 1)]
    )
    for line in check.lines[: view.rows]:
        digits = {finding.method: _digits(finding.digits) for finding in line.findings if finding.agrees is not None}
        row: list[Cell] = [derivative_name(layout, line.name), line.derivative]
        row += [words.say(digits.get(method, "-")) for method in methods]
        grid.rows.append([*row, words.say(_verdict(line, layout))])
    grid.rules = [0]
    grid.listing = program_lines(check.gradient.graph, view)
    grid.heading = layout.heading("")
    if len(check.lines) > view.rows:
        grid.footing.append(f"and {len(check.lines) - view.rows:,} more derivatives: --format json or csv gives them all")
    steps = [finding.step for line in check.lines for finding in line.findings if finding.method == DIFFERENCES and finding.step > 0]
    if check.lines:
        grid.footing.append("The methods' columns have the digits in common with reverse mode.")
    if steps:
        span = " to ".join(dict.fromkeys(f"{step:.1g}" for step in (min(steps), max(steps))))
        grid.footing.append(f"Differences are extrapolated; their smallest step was {span}.")
    grid.footing += [f"{method}: {why}" for method, why in check.unasked.items()]
    return grid


class Told(NamedTuple):
    """What is said about a claim: the claim as a formula, the verdict, and for a wrong one the reason."""

    claim: str
    verdict: str
    why: str


def claims_told(check: Check, view: View) -> list[Told]:
    """What is said about each claim."""
    layout = Layout(trace_of(check.gradient, []), view)
    style = {UNICODE: SOURCE, ASCII: ASCII_SOURCE}.get(view.style, view.style)
    told = []
    for judgement in check.claims:
        graph = judgement.claim.graph
        claim = f"{derivative_name(layout, judgement.claim.name)} = {write(graph, graph.outputs[0], style, limit=60)}"
        if judgement.right:
            told.append(Told(claim, f"right, {judgement.why}", ""))
        else:
            value, derivative = layout.number(judgement.value), layout.number(judgement.derivative)
            told.append(Told(claim, f"wrong: it gives {value}, the derivative is {derivative}", judgement.why))
    return told


def derivative_name(layout: Layout, name: str) -> str:
    """The derivative of the output by a variable: ∂y/∂x."""
    d = layout.view.marks["partial"]
    if layout.view.style is LATEX:
        return rf"\frac{{{d}{layout.result_name}}}{{{d}{layout.variable(name)}}}"
    return f"{d}{layout.result_name}/{d}{layout.variable(name)}"


class Words:
    """Words among formulas: as they are, or set upright in LaTeX."""

    def __init__(self, view: View) -> None:
        self.latex = view.style is LATEX

    def say(self, text: str) -> str:
        if not self.latex:
            return text
        text = re.sub(r"([0-9.]+)e(-?)[+]?0*([0-9]+)", r"$\1 \\cdot 10^{\2\3}$", text.replace("%", r"\%"))
        return rf"\text{{{text}}}"


def _digits(digits: float) -> str:
    return "all" if digits >= ALL_DIGITS else f"{digits:.1f}"


def _verdict(line: Line, layout: Layout) -> str:
    if line.verdict == LOST:
        return f"{line.verdict}, it is {layout.number(line.findings[-1].value)}"
    sides = [f"{side} {layout.number(slope)}" for side, slope in (("left", line.left), ("right", line.right)) if slope is not None]
    if len(sides) == 1:
        return f"{line.verdict}, {sides[0].partition(' ')[0]} side only"
    return f"{line.verdict}: {', '.join(sides)}" if sides else line.verdict
