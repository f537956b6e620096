"""The tables of a comparison: the three ways, and how the formula swells."""

from __future__ import annotations

import math

from adcli.comparing.comparison import STEPS_PER_DECADE, Comparison, error_of
from adcli.formula import ASCII, ASCII_SOURCE, LATEX, SOURCE, UNICODE, Style, write
from adcli.render.layouts.check import Words, derivative_name
from adcli.render.layouts.grid import Grid, Layout, View
from adcli.render.numbers import format_number
from adcli.render.plot import Curve
from adcli.traces.tracing import trace_of


def ways_grid(comparison: Comparison, view: View) -> Grid:
    """A line for each way: the derivative, and how it is found."""
    layout, words = Layout(trace_of(comparison.gradient, []), view), Words(view)
    cost, chosen = comparison.gradient.cost, comparison.chosen
    style = {UNICODE: SOURCE, ASCII: ASCII_SOURCE}.get(view.style, LATEX)
    formula = write(comparison.formula, comparison.formula.outputs[0], style, limit=44 if style is not LATEX else 300)
    grid = Grid(["way", "derivative", "how"], [False, True, False], rules=[0], heading=[_heading(comparison, layout, style)])
    operations = f"{cost.value:,} operation{'s' * (cost.value != 1)}, in reverse {cost.reverse_sweep:,} more: error "
    operations += _part(error_of(comparison.derivative, comparison.reference), comparison.reference)
    grid.rows.append([words.say("automatic"), comparison.derivative, words.say(operations)])
    grid.rows.append([words.say("symbolic"), comparison.symbolic, formula])
    for way, value, error in (("forward", chosen.forward, chosen.forward_error), ("central", chosen.central, chosen.central_error)):
        told = f"{way} difference, h = {chosen.step:g}: error {_part(error, comparison.reference)}"
        grid.rows.append([words.say("numerical" if way == "forward" else ""), value, words.say(told)])
    return grid


def _heading(comparison: Comparison, layout: Layout, style: Style) -> str:
    name = "" if style is LATEX else f"three ways to {derivative_name(layout, comparison.name)}"
    if comparison.repeats == 1:
        return layout.heading(name)[-1]
    graph, x = comparison.expression, layout.variable(comparison.name)
    formula = write(graph, graph.outputs[0], style, limit=40)
    times = f", {comparison.repeats:,} times"
    times = rf"\text{{{times}}}" if style is LATEX else times
    return f"{layout.heading(name, f'f(f(...f({x})))')[-1]}      f({x}) = {formula}{times}"


def _part(error: float, derivative: float) -> str:
    """An error as a part of the derivative; where there is none, as it is."""
    return f"{error:.2%}" if 1e-4 <= error < 10 and derivative else f"{error:.1e}" if error else "0"


def swell_grid(comparison: Comparison, view: View) -> Grid:
    """The operations of the derivative written down, by order or by repeats: one column for each."""
    words = Words(view)
    repeated = comparison.repeats > 1
    first = "f applied" if repeated else "order of the derivative"
    titles = [f"{row.repeats:,}x" if repeated else str(row.order) for row in comparison.swell]
    grid = Grid([first, *titles], [False] * (len(titles) + 1))
    rows = [("operations, written out", [row.derivative.tree for row in comparison.swell])]
    rows.append(("... each part once", [row.derivative.shared for row in comparison.swell]))
    if repeated:
        rows.append(("AD, value and derivative", [row.ad for row in comparison.swell]))
    for title, counts in rows:
        grid.rows.append([words.say(title), *(words.say(_count(count)) for count in counts)])
    return grid


def _count(count: int) -> str:
    """A whole number of any length, beyond six digits as a power of ten."""
    if count < 10**6:
        return f"{count:,}"
    text = str(count)
    return f"{text[0]}.{text[1]}e{len(text) - 1}"


def curve_grid(comparison: Comparison, view: View) -> Grid:
    """For formats without a picture: the errors of both quotients for one step in each power of ten."""
    grid = Grid(["step", "forward error", "central error"], [False] * 3, rules=[0])
    for quotient in comparison.curve[::STEPS_PER_DECADE]:
        numbers = (quotient.step, quotient.forward_error, quotient.central_error)
        grid.rows.append([format_number(float(f"{number:.1e}"), min(view.digits, 1)) for number in numbers])
    return grid


def error_curves(comparison: Comparison) -> list[Curve]:
    """The errors of forward and central differences against the step; none where there is no derivative to refer to."""
    curves: list[Curve] = []
    if not math.isfinite(comparison.reference):
        return curves
    for way, sign, best_sign in (("forward", "+", "F"), ("central", "o", "C")):
        points = [(quotient.step, getattr(quotient, f"{way}_error")) for quotient in comparison.curve]
        best = comparison.best(way)
        curves.append(Curve(points, sign, best_sign, (best.step, getattr(best, f"{way}_error"))))
    return curves


def legend(comparison: Comparison) -> list[str]:
    """What the picture shows, and what its signs mean."""
    texts = []
    for curve, way in zip(error_curves(comparison), ("forward", "central"), strict=False):
        step, error = curve.best
        texts.append(f"{curve.sign} {way}, best {curve.best_sign} {_exact(error)} at {step:.0e}")
    return [f"error: {texts[0]}", *texts[1:]] if texts else []


def _exact(error: float) -> str:
    return f"{error:.0e}" if error else "0"
