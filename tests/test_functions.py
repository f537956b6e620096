"""The table against mpmath: each entry's value and partials at ordinary and at awkward points. A new entry is tested as it is."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable
from typing import NamedTuple

import mpmath
import numpy as np
import pytest

import adcli
from adcli import rules
from adcli.arithmetic.floats import FLOATS, number
from adcli.codegen import compile_graph
from adcli.functions import ALIASES, FUNCTIONS, Function
from adcli.graph import Graph
from adcli.kernel import compile_kernel
from adcli.reading import parse
from adcli.rules import operand_names
from adcli.sweep import evaluate, linearize, pull, push
from adcli.symbolic import gradient_graph
from tests.reference import LEAST, MOST, SLOPES, curvature, slope, ulps, value
from tests.sampling import Point, points

SECOND = 16  # the units in the last place that a second derivative, or the first one of a helper, may be off
INF, NAN = math.inf, math.nan
NUMERIC = [entry for entry in FUNCTIONS.values() if entry.takes == entry.gives == "number" and entry.name != "ties"]
CASES = [
    pytest.param(entry, count, id=f"{entry.name}-{count}")
    for entry in NUMERIC
    for count in ((1, 2, 3) if entry.variadic else (len(entry.names),))
]


def condition(entry: Function, text: str, count: int) -> Callable[..., bool]:
    """A condition of an entry as a function of its operands and its value."""
    graph = rules.condition(entry.name, text, count)
    compiled = compile_graph(graph, graph.outputs, (*operand_names(entry.name, count), "out"), FLOATS.functions, number)
    return lambda *arguments: bool(compiled(*arguments)[0])


def has_all_digits(x: object) -> bool:
    """Whether a true result is zero or a normal number."""
    return x == 0 or LEAST <= abs(x) < MOST  # type: ignore[arg-type, operator]


class Witnessed(NamedTuple):
    """A point, what the arithmetic of floats makes of it, and the true results as far as there are any to compare with."""

    point: Point
    out: float
    partials: tuple[float | None, ...]
    true: dict[str, object]


def kernel_errors(name: str, witnessed: list[Witnessed]) -> list[str]:
    """What a kernel of the function and its partials gets wrong in rows that it does not name."""
    names = [f"x{k}" for k in range(len(witnessed[0].point))]
    graph = Graph()
    graph.outputs = [graph.add(name, tuple([graph.leaf(x, fixed=False) for x in names]))]
    kernel = compile_kernel(gradient_graph(graph, graph.outputs[0], names), names)
    # Ordinary points and awkward ones share no chunk: what a chunk has awkward decides how all of it is computed.
    wrong: list[str] = []
    for part in (
        [w for w in witnessed if all(1e-3 < abs(x) < 100 for x in w.point)],
        [w for w in witnessed if all(1e-140 < abs(x) < 1e140 for x in w.point)],
        witnessed,
    ):
        columns = [np.array([w.point[k] for w in part]) for k in range(len(names))]
        out = [np.empty(len(part)) for _ in range(kernel.width)]
        doubtful = set(kernel(columns, out).tolist())
        for row, w in enumerate(part):
            if row in doubtful:
                continue
            got = [column[row] for column in out]
            texts = ["value", *(f"partial by {operand}" for operand in operand_names(name, len(names)))]
            for text, mine, floats in zip(texts, got, (w.out, *w.partials), strict=True):
                if not math.isfinite(floats):
                    wrong.append(f"{text} at {w.point}: the row is not named, and floats have {floats}")
                elif mine == floats or text not in w.true:
                    continue  # what floats have was compared already
                elif (error := ulps(float(mine), w.true[text])) > (
                    SECOND if FUNCTIONS[name].helper and text != "value" else FUNCTIONS[name].bound
                ):
                    wrong.append(f"kernel: {text} at {w.point}: {mine!r} for {w.true[text]}, {error:.3g} ulp off")
    return wrong


@pytest.mark.parametrize(("entry", "count"), CASES)
def test_value_and_partials_keep_the_promise(entry: Function, count: int) -> None:
    inside = condition(entry, entry.domain or "0 == 0", count)
    kink = condition(entry, entry.kink.where if entry.kink else "0 != 0", count)
    wrong: list[str] = []
    compared = 0
    witnessed: list[Witnessed] = []

    def compare(what: str, point: Point, got: float | None, true: object, bound: float) -> None:
        nonlocal compared
        compared += 1
        witnessed[-1].true[what] = true
        error = ulps(got, true)  # type: ignore[arg-type]
        if error > bound:
            wrong.append(f"{what} at {point}: {got!r} for {true}, {error:.3g} ulp off")

    for point in points(entry.name, count):
        out = FLOATS.functions[entry.name](*point)
        partials = FLOATS.partials(entry.name, (True,) * count, point, out)
        witnessed.append(Witnessed(point, out, partials, {}))
        assert out == out or all(partial != partial for partial in partials), point
        if not inside(*point, 0.0) or not all(map(math.isfinite, point)):
            # Beyond the domain there is no number, but at its ends there may be a limit.
            assert not math.isfinite(out) or 0 in point or INF in map(abs, point), point
            continue
        true = value(entry.name, point)
        if true is None:
            continue
        if count > 1 and max(map(abs, point)) < LEAST:
            continue
        compare("value", point, out, true, entry.bound)
        if has_all_digits(true) and not abs(out - true) <= abs(true) * entry.rounding * 2.0**-53:
            wrong.append(f"value at {point}: {out!r} for {true}, {abs(out / true - 1) * 2**53} roundings off")
        # A value without all its digits, or operands without, leave none for a slope; at a kink there is none.
        if not has_all_digits(true) or kink(*point, out):
            continue
        for k, name in enumerate(operand_names(entry.name, count)) if entry.orders else ():
            true = slope(entry.name, k, point)
            if true is not None:
                compare(f"partial by {name}", point, partials[k], true, SECOND if entry.helper else entry.bound)
    assert not wrong, "\n".join(wrong[:10])
    assert compared > 10
    assert not (missed := kernel_errors(entry.name, witnessed)), "\n".join(missed[:10])


TWICE = [
    pytest.param(entry, j, k, id=f"{entry.name}-{j}{k}")
    for entry in NUMERIC
    if entry.orders == 2 and not entry.helper and not entry.variadic and len(entry.names) < 3
    for k in range(len(entry.names))
    for j in range(k + 1)
]


def second_derivative(name: str, j: int, k: int, count: int) -> Callable[..., float]:
    """A function's second derivative, by the derivatives of its partials' texts, as a function of its arguments."""
    graph = Graph()
    names = [f"x{i}" for i in range(count)]
    graph.outputs = [graph.add(name, tuple([graph.leaf(x, fixed=False) for x in names]))]
    first = gradient_graph(graph, graph.outputs[0], names)
    second = gradient_graph(first, first.outputs[1 + j], names)
    root = second.outputs[1 + k]
    return lambda *point: evaluate(second, dict(zip(names, point, strict=True)), FLOATS, [root]).values[root]


@pytest.mark.parametrize(("entry", "j", "k"), TWICE)
def test_a_second_derivative_keeps_the_promise(entry: Function, j: int, k: int) -> None:
    count = len(entry.names)
    inside = condition(entry, entry.domain or "0 == 0", count)
    kink = condition(entry, entry.kink.where if entry.kink else "0 != 0", count)
    found = second_derivative(entry.name, j, k, count)
    wrong: list[str] = []
    for point in itertools.islice(points(entry.name, count, 60), 0, None, 2):
        out = FLOATS.functions[entry.name](*point)
        if not all(map(math.isfinite, point)) or not inside(*point, 0.0) or kink(*point, out):
            continue
        partials = FLOATS.partials(entry.name, (True,) * count, point, out)
        if not all(map(has_all_digits, (out, *partials))) or any(0 < abs(x) < LEAST for x in point):
            continue
        true = curvature(entry.name, j, k, point)
        got = found(*point)
        # Steps on the way may overflow where the result nearly does; and a difference does not see what is that small.
        if true is None or not has_all_digits(true) or abs(true) > MOST / 4 or (true == 0 and abs(got) < 1e-250):
            continue
        error = ulps(got, true)
        if error > SECOND and not (count > 1 and error_by_condition(entry.name, j, k, point, got, true) <= SECOND):
            wrong.append(f"at {point}: {got!r} for {true}, {error:.3g} ulp off")
    assert not wrong, f"{len(wrong)} points\n" + "\n".join(wrong[:10])


def error_by_condition(name: str, j: int, k: int, point: Point, got: float, true: object) -> float:
    """The error in units of what a change of each argument by 2^-53 makes, for functions of several variables near their zeros."""
    change = abs(true)  # type: ignore[arg-type]
    for i, x in enumerate(point):
        moved = curvature(name, j, k, (*point[:i], x * (1 + 2.0**-20), *point[i + 1 :]))
        change += abs((moved if moved is not None else true) - true) * 2.0**20  # type: ignore[operator]
    return float(abs(got - true) / (change * 2.0**-53)) if math.isfinite(got) else math.inf  # type: ignore[operator]


@pytest.mark.parametrize("x", [0.3, 7.5, 150.25, 321.5])
def test_the_witness_of_bessel_functions_is_the_library(x: float) -> None:
    for name, function in {"j": mpmath.besselj, "y": mpmath.bessely}.items():
        for order in (0, 1):
            with mpmath.workdps(40):
                true = function(order, mpmath.mpf(x))
            witnessed = value(f"{name}{order}", (x,))
            assert witnessed is not None and abs(witnessed - true) < 1e-25


@pytest.mark.parametrize("name", SLOPES)
def test_slopes_by_formula_are_those_of_differences(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    point = (0.75, 1.25)[: len(FUNCTIONS[name].names)] if name != "polygamma" else (2.0, 1.25)
    for k in range(name == "polygamma", len(point)):
        by_formula = slope(name, k, point)
        with monkeypatch.context() as patch:
            patch.delitem(SLOPES, name)
            by_difference = slope(name, k, point)
        assert by_formula is not None and by_difference is not None and abs(by_formula / by_difference - 1) < 1e-25


@pytest.mark.parametrize("name", ["beta", "lbeta"])
def test_beta_at_ordinary_points(name: str) -> None:
    dice = random.Random(name)
    for _ in range(30):
        point = (dice.uniform(0.01, 40), dice.uniform(0.01, 40))
        assert ulps(FLOATS.functions[name](*point), value(name, point)) <= FUNCTIONS[name].bound, point  # type: ignore[arg-type]


def derivatives(text: str, point: dict[str, float]) -> tuple[float, dict[str, float]]:
    """A value and its partial derivatives, which both modes must find alike."""
    graph = parse(text)
    output = graph.outputs[0]
    tape = evaluate(graph, point, FLOATS)
    linearize(tape, [graph.inputs[name] for name in point])
    adjoints = pull(tape, {output: 1.0})
    reverse = {name: adjoints[graph.inputs[name]] or 0.0 for name in point}
    forward = {name: push(tape, {graph.inputs[name]: 1.0})[output] or 0.0 for name in point}
    assert repr(forward) == repr(reverse) or forward == pytest.approx(reverse, nan_ok=True)
    return tape.values[output], reverse


SPECIAL = [
    # Kinks and ties.
    ("abs(x)", {"x": 0.0}, 0, {"x": 0}),
    ("hypot(x, y)", {"x": 0.0, "y": 0.0}, 0, {"x": 0, "y": 0}),
    ("hypot(x, y)", {"x": 3e200, "y": 4e200}, 5e200, {"x": 0.6, "y": 0.8}),
    ("max(x, y)", {"x": 2.0, "y": 2.0}, 2, {"x": 0.5, "y": 0.5}),
    ("min(x, y, z)", {"x": 2.0, "y": 3.0, "z": 2.0}, 2, {"x": 0.5, "y": 0, "z": 0.5}),
    ("max(x, x)", {"x": 2.0}, 2, {"x": 1}),
    ("sign(x)", {"x": 0.0}, 0, {"x": 0}),
    ("floor(x)", {"x": 3.0}, 3, {"x": 0}),
    ("relu(x)", {"x": 0.0}, 0, {"x": 0}),
    ("relu(x)", {"x": -1.0}, 0, {"x": 0}),
    ("round(x)", {"x": 2.5}, 2, {"x": 0}),
    ("round(x)", {"x": -3.5}, -4, {"x": 0}),
    ("trunc(x)", {"x": -2.5}, -2, {"x": 0}),
    ("trunc(x)", {"x": 3.0}, 3, {"x": 0}),
    ("mod(a, b)", {"a": -7.0, "b": 3.0}, 2, {"a": 1, "b": 3}),
    ("mod(a, b)", {"a": 6.0, "b": 3.0}, 0, {"a": 1, "b": -2}),
    ("mod(a, b)", {"a": 6.0, "b": 0.0}, NAN, {"a": NAN, "b": NAN}),
    ("clamp(x, a, b)", {"x": 2.0, "a": 2.0, "b": 3.0}, 2, {"x": 1, "a": 0, "b": 0}),
    ("clamp(x, a, b)", {"x": 3.0, "a": 2.0, "b": 3.0}, 3, {"x": 1, "a": 0, "b": 0}),
    ("clamp(x, a, b)", {"x": 1.0, "a": 2.0, "b": 3.0}, 2, {"x": 0, "a": 1, "b": 0}),
    ("clamp(x, a, b)", {"x": 9.0, "a": 2.0, "b": 3.0}, 3, {"x": 0, "a": 0, "b": 1}),
    ("clamp(x, a, b)", {"x": 9.0, "a": 3.0, "b": 2.0}, NAN, {"x": NAN, "a": NAN, "b": NAN}),
    # Powers.
    ("x^0", {"x": 0.0}, 1, {"x": 0}),
    ("x^1", {"x": 0.0}, 0, {"x": 1}),
    ("x^2", {"x": 0.0}, 0, {"x": 0}),
    ("x^3", {"x": 0.0}, 0, {"x": 0}),
    ("x^3", {"x": -2.0}, -8, {"x": 12}),
    ("x^-1", {"x": -2.0}, -0.5, {"x": -0.25}),
    ("x^0.3", {"x": 0.0}, 0, {"x": INF}),
    ("x^y", {"x": 0.0, "y": 1.0}, 0, {"x": 1, "y": 0}),
    ("x^y", {"x": 0.0, "y": 1.5}, 0, {"x": 0, "y": 0}),
    ("x^y", {"x": 0.0, "y": 0.3}, 0, {"x": INF, "y": 0}),
    ("x^y", {"x": 0.0, "y": 0.0}, 1, {"x": 0, "y": -INF}),
    ("x^y", {"x": 0.0, "y": -1.0}, INF, {"x": -INF, "y": -INF}),
    ("x^y", {"x": 5e-324, "y": 0.0}, 1, {"x": 0, "y": math.log(5e-324)}),
    ("x^y", {"x": -2.0, "y": 3.0}, -8, {"x": 12, "y": NAN}),
    ("x^y", {"x": -1.0, "y": 1e22}, 1, {"x": -1e22, "y": NAN}),
    ("x^y", {"x": -2.0, "y": 0.5}, NAN, {"x": NAN, "y": NAN}),
    # Ends of domains, and poles.
    ("sqrt(x)", {"x": 0.0}, 0, {"x": INF}),
    ("sqrt(-x)", {"x": 0.0}, 0, {"x": -INF}),
    ("sqrt(x)", {"x": -1.0}, NAN, {"x": NAN}),
    ("cbrt(x)", {"x": -0.0}, 0, {"x": INF}),
    ("asin(x)", {"x": -1.0}, -math.pi / 2, {"x": INF}),
    ("acos(x)", {"x": 1.0}, 0, {"x": -INF}),
    ("acosh(x)", {"x": 1.0}, 0, {"x": INF}),
    ("atanh(x)", {"x": 1.0}, INF, {"x": INF}),
    ("atanh(x)", {"x": -1.0}, -INF, {"x": INF}),
    ("atanh(x)", {"x": 2.0}, NAN, {"x": NAN}),
    ("log(x)", {"x": 0.0}, -INF, {"x": INF}),
    ("log(x)", {"x": -1.0}, NAN, {"x": NAN}),
    ("log1p(x)", {"x": -1.0}, -INF, {"x": INF}),
    ("log1p(x)", {"x": -2.0}, NAN, {"x": NAN}),
    ("log(x, b)", {"x": 2.0, "b": 1.0}, NAN, {"x": NAN, "b": NAN}),
    ("1/x", {"x": 0.0}, INF, {"x": -INF}),
    ("1/x", {"x": -0.0}, -INF, {"x": -INF}),
    ("atan2(y, x)", {"y": 0.0, "x": 0.0}, 0, {"y": NAN, "x": NAN}),
    ("tan(x)", {"x": math.pi / 2}, 16331239353195370.0, {"x": 2.6670937881135714e32}),
    ("csc(x)", {"x": 0.0}, INF, {"x": -INF}),
    ("csc(x)", {"x": -0.0}, -INF, {"x": -INF}),
    ("cot(x)", {"x": 0.0}, INF, {"x": -INF}),
    ("sec(x)", {"x": INF}, NAN, {"x": NAN}),
    ("asec(x)", {"x": 1.0}, 0, {"x": INF}),
    ("asec(x)", {"x": -1.0}, math.pi, {"x": INF}),
    ("acsc(x)", {"x": -1.0}, -math.pi / 2, {"x": -INF}),
    ("acsc(x)", {"x": 0.5}, NAN, {"x": NAN}),
    ("acot(x)", {"x": 0.0}, math.pi / 2, {"x": -1}),
    ("acot(x)", {"x": -0.0}, -math.pi / 2, {"x": -1}),
    ("csch(x)", {"x": 0.0}, INF, {"x": -INF}),
    ("coth(x)", {"x": -0.0}, -INF, {"x": -INF}),
    ("asech(x)", {"x": 0.0}, INF, {"x": -INF}),
    ("asech(x)", {"x": 1.0}, 0, {"x": -INF}),
    ("asech(x)", {"x": -0.5}, NAN, {"x": NAN}),
    ("acsch(x)", {"x": -0.0}, -INF, {"x": -INF}),
    ("acoth(x)", {"x": 1.0}, INF, {"x": -INF}),
    ("acoth(x)", {"x": -1.0}, -INF, {"x": -INF}),
    ("acoth(x)", {"x": 0.5}, NAN, {"x": NAN}),
    ("logit(x)", {"x": 0.0}, -INF, {"x": INF}),
    ("logit(x)", {"x": 1.0}, INF, {"x": INF}),
    ("logit(x)", {"x": 2.0}, NAN, {"x": NAN}),
    ("erfinv(x)", {"x": -1.0}, -INF, {"x": INF}),
    ("erfinv(x)", {"x": 1.5}, NAN, {"x": NAN}),
    ("sinc(x)", {"x": 0.0}, 1, {"x": 0}),
    ("sinc(x)", {"x": 3.0}, 0, {"x": -1 / 3}),
    ("gamma(x)", {"x": 0.0}, INF, {"x": -INF}),
    ("gamma(x)", {"x": -0.0}, -INF, {"x": -INF}),
    ("gamma(x)", {"x": -1.0}, NAN, {"x": NAN}),
    ("lgamma(x)", {"x": -1.0}, INF, {"x": NAN}),
    ("digamma(x)", {"x": 0.0}, -INF, {"x": INF}),
    ("digamma(x)", {"x": -2.0}, NAN, {"x": NAN}),
    ("trigamma(x)", {"x": -2.0}, INF, {"x": NAN}),
    ("polygamma(1.5, x)", {"x": 1.0}, NAN, {"x": NAN}),
    ("beta(a, b)", {"a": 0.0, "b": 1.0}, INF, {"a": -INF, "b": -(math.pi**2) / 6}),
    ("beta(a, b)", {"a": -1.0, "b": 1.0}, NAN, {"a": NAN, "b": NAN}),
    ("y0(x)", {"x": 0.0}, -INF, {"x": INF}),
    ("y1(x)", {"x": 0.0}, -INF, {"x": INF}),
    ("y0(x)", {"x": -1.0}, NAN, {"x": NAN}),
    ("lambertw(x)", {"x": -math.exp(-1)}, -1, {"x": INF}),
    ("lambertw(x)", {"x": -1.0}, NAN, {"x": NAN}),
    ("normpdf(x, 0, s)", {"x": 1.0, "s": 0.0}, NAN, {"x": NAN, "s": NAN}),
    # Saturation and overflow.
    ("sigmoid(x)", {"x": -800.0}, 0, {"x": 0}),
    ("softplus(x)", {"x": 800.0}, 800, {"x": 1}),
    ("sech(x)", {"x": -800.0}, 0, {"x": 0}),
    ("erf(x)", {"x": INF}, 1, {"x": 0}),
    ("normpdf(x)", {"x": -INF}, 0, {"x": 0}),
    ("normcdf(x)", {"x": INF}, 1, {"x": 0}),
    ("gamma(x)", {"x": 200.0}, INF, {"x": INF}),
    ("exp(x)", {"x": 800.0}, INF, {"x": INF}),
    ("sinh(x)", {"x": -800.0}, -INF, {"x": INF}),
    ("tanh(x)", {"x": 1000.0}, 1, {"x": 0}),
    ("atan(x)", {"x": INF}, math.pi / 2, {"x": 0}),
    # What is not run, and what zero stops.
    ("sqrt(x) if x > 0 else 0", {"x": 0.0}, 0, {"x": 0}),
    ("sqrt(x) if x > 0 else 0", {"x": -1.0}, 0, {"x": 0}),
    ("1/(1 + exp(-x))", {"x": -800.0}, 0, {"x": 0}),
]


@pytest.mark.parametrize(("text", "point", "out", "slopes"), SPECIAL)
def test_special_points_follow_the_conventions(text: str, point: dict[str, float], out: float, slopes: dict[str, float]) -> None:
    found, gradient = derivatives(text, point)
    assert found == pytest.approx(out, rel=2e-15, abs=0, nan_ok=True)
    assert gradient == pytest.approx(slopes, rel=2e-15, abs=0, nan_ok=True)


@pytest.mark.parametrize(("text", "point", "out", "slopes"), SPECIAL)
def test_derivative_graphs_follow_the_conventions(text: str, point: dict[str, float], out: float, slopes: dict[str, float]) -> None:
    graph = parse(text)
    written = gradient_graph(graph, graph.outputs[0], list(point))
    tape = evaluate(written, point, FLOATS)
    found, *gradient = [tape.values[i] for i in written.outputs]
    assert found == pytest.approx(out, rel=2e-15, abs=0, nan_ok=True)
    assert dict(zip(point, gradient, strict=True)) == pytest.approx(slopes, rel=2e-15, abs=0, nan_ok=True)


@pytest.mark.parametrize(("text", "point", "out", "slopes"), SPECIAL)
def test_arrays_follow_the_conventions(text: str, point: dict[str, float], out: float, slopes: dict[str, float]) -> None:
    columns = {name: np.array([0.25, x, 1.75]) for name, x in point.items()}
    found, gradient = adcli.compile(text)(**columns)
    assert found[1] == pytest.approx(out, rel=2e-15, abs=0, nan_ok=True)
    assert dict(zip(point, gradient[:, 1].tolist(), strict=True)) == pytest.approx(slopes, rel=2e-15, abs=0, nan_ok=True)


@pytest.mark.parametrize("entry", FUNCTIONS.values(), ids=FUNCTIONS)
def test_an_entry_is_complete(entry: Function) -> None:
    assert entry.about or entry.helper
    if entry.gives == "number" and entry.takes == "number":
        assert len(entry.partials) == len(entry.names)


def test_aliases_stand_for_entries_and_hide_none() -> None:
    assert set(ALIASES.values()) <= set(FUNCTIONS)
    assert not set(ALIASES) & set(FUNCTIONS)
