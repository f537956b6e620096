"""Every formula in samples/: its value and all its partials against 50-digit differences, and many against known numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from math import exp, log, pi, radians, sin, sqrt
from pathlib import Path
from typing import Any, NamedTuple

import mpmath
import pytest

from adcli.arithmetic.floats import FLOATS
from adcli.graph import Graph
from adcli.language.names import canonical_name
from adcli.reading import parse
from adcli.sweep import evaluate, linearize, pull, push

FOLDER = Path(__file__).resolve().parent.parent / "samples"
TOLERANCE = 2e-14  # twice the largest error measured
CANCELLING = {"wheatstone_bridge": 2e-13}  # near balance its voltage is the difference of two numbers that share three digits


class Sample(NamedTuple):
    """One line of a sample file, name = formula @ point, and the comment right above it."""

    name: str
    formula: str
    point: dict[str, float]
    comment: str


def read() -> Iterator[Sample]:
    for path in sorted(FOLDER.glob("*.txt")):
        comment = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or not line.strip():
                comment = line.removeprefix("#").strip()
                continue
            text, _, point = line.partition(" @ ")
            name, _, formula = text.partition(" = ")
            pairs = [item.split("=") for item in point.split(",")]
            yield Sample(name, formula, {canonical_name(variable): number(value) for variable, value in pairs}, comment)
            comment = ""


def number(text: str) -> float:
    """A value as points give it: a number, or an expression such as pi/6."""
    graph = parse(text)
    return evaluate(graph, {}, FLOATS).values[graph.outputs[0]]


SAMPLES = {sample.name: sample for sample in read()}

# The witness computes each node by mpmath. It knows values only, and nothing of the table's partials.
OPERATIONS: dict[str, Any] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "pow": lambda a, b: a**b,
    "unit": lambda a: mpmath.mpf(1),
    "log2": lambda x: mpmath.log(x, 2),
    "logb": mpmath.log,
    "abs": abs,
    "min": min,
    "max": max,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "not": lambda a: not a,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
}
CONSTANTS = {"pi": lambda: +mpmath.pi, "e": lambda: +mpmath.e, "tau": lambda: 2 * mpmath.pi}


def witness(graph: Graph, point: Mapping[str, Any]) -> Any:
    """The output in mpmath's working precision, with numbers as they are written."""

    @cache
    def value(i: int) -> Any:
        function, operands, leaf = graph.functions[i], graph.operands[i], graph.leaves[i]
        if function == "if":
            return value(operands[1] if value(operands[0]) else operands[2])
        if function:
            compute = OPERATIONS[function] if function in OPERATIONS else getattr(mpmath, function)
            return compute(*map(value, operands))
        if not graph.fixed[i]:
            return point[leaf]
        return CONSTANTS[leaf]() if leaf in CONSTANTS else mpmath.mpf(leaf)

    return value(graph.outputs[0])


def central_difference(graph: Graph, point: Mapping[str, Any], name: str) -> Any:
    """A partial, right to some 30 digits: a step of 1e-15 in a precision of 50 digits."""
    step = (abs(point[name]) or 1) * mpmath.mpf("1e-15")
    above, below = (witness(graph, {**point, name: point[name] + shift}) for shift in (step, -step))
    return (above - below) / (2 * step)


def derivatives(sample: Sample) -> tuple[float, dict[str, float], dict[str, float]]:
    """adcli's value, and all partials twice: by one reverse sweep, and by one forward sweep a variable."""
    graph = parse(sample.formula, names=sample.point)
    (output,) = graph.outputs
    tape = evaluate(graph, sample.point, FLOATS)
    linearize(tape, graph.inputs.values())
    adjoints = pull(tape, {output: 1.0})
    reverse = {name: adjoints[i] or 0.0 for name, i in graph.inputs.items()}
    forward = {name: push(tape, {i: 1.0})[output] or 0.0 for name, i in graph.inputs.items()}
    return tape.values[output], reverse, forward


@pytest.mark.parametrize("name", SAMPLES)
def test_value_and_partials_are_right(name: str) -> None:
    """A partial's error is measured against |y/x| where that is larger: so much a rounded x would move y."""
    sample = SAMPLES[name]
    value, reverse, forward = derivatives(sample)
    tolerance = CANCELLING.get(name, TOLERANCE)
    graph = parse(sample.formula, names=sample.point)
    with mpmath.workdps(50):
        point = {variable: mpmath.mpf(x) for variable, x in sample.point.items()}
        true = witness(graph, point)
        assert abs(value - true) <= tolerance * abs(true)
        for variable, x in point.items():
            partial = central_difference(graph, point, variable)
            scale = max(abs(partial), abs(true / x) if x else 0)
            assert abs(reverse[variable] - partial) <= tolerance * scale, f"reverse sweep, by {variable}"
            assert abs(forward[variable] - partial) <= tolerance * scale, f"forward sweep, by {variable}"


# Numbers from outside: published ones with the digits they are published with, and derivatives worked out by hand.
KNOWN: list[tuple[str, str, float, float]] = [
    ("pendulum_period", "g", -pi / 9.80665**1.5, 1e-14),
    ("projectile_range", "v", 2 * 30 * sin(pi / 3) / 9.80665, 1e-14),
    ("escape_velocity", "value", 11186, 1e-4),  # NASA's fact sheet of the Earth
    ("orbital_period", "value", 365.25636 * 86400, 1e-5),  # the sidereal year
    ("semi_major_axis", "value", 42_164_000, 1e-4),  # the geostationary orbit
    ("kinetic_energy", "v", 1.25**3 * 9.1093837e-31 * 0.6 * 299792458, 1e-14),  # γ³·m·v, with γ = 1.25
    ("compton_wavelength", "θ", 2.42631023538e-12, 1e-9),  # the electron's Compton wavelength, CODATA 2022
    ("radiated_power", "T", 4 * 0.95 * 5.670374419e-8 * 1.8 * 306**3, 1e-14),
    ("lennard_jones", "ε", 4 * ((34 / 37) ** 12 - (34 / 37) ** 6), 1e-14),
    ("nozzle_area_ratio", "value", 27 / 16, 1e-14),  # at Mach 2; NACA report 1135 prints 1.688
    ("nozzle_area_ratio", "M", 1.6875 / 2 * 3 / 1.8, 1e-14),
    ("prandtl_meyer", "value", radians(26.38), 1e-4),  # the same report
    ("prandtl_meyer", "M", sqrt(3) / (2 * 1.8), 1e-14),
    ("air_pressure", "value", 54020, 1e-5),  # U.S. Standard Atmosphere 1976
    ("channel_capacity", "S", 3000 / (1001 * log(2)), 1e-14),
    ("nernst_potential", "value", 0.3419 - 0.05916 / 2, 1e-4),  # 59.16 mV a decade
    ("radiocarbon_age", "F", -5700 / (0.68 * log(2)), 1e-14),
    ("michaelis_menten", "S", 2.5e-6 * 7.5e-5 / 11.5e-5**2, 1e-14),
    ("mortgage_payment", "value", 1199.10, 1e-5),  # 200,000 over 30 years at 6 %
    ("black_scholes_d1", "value", 0.0542, 1e-3),  # Hull, Options, Futures and Other Derivatives, the example of its Greeks
    ("black_scholes_vega", "value", 12.1, 1e-3),
    ("normal_density", "value", 0.05399096651318806, 1e-14),  # φ(2); φ' is -2φ there, and ∂/∂σ is 3φ
    ("normal_density", "x", -2 * 0.05399096651318806, 1e-14),
    ("normal_density", "σ", 3 * 0.05399096651318806, 1e-14),
    ("logistic_probability", "a", 1 / ((1 + exp(0.35)) * (1 + exp(-0.35))), 1e-14),
    ("softmax_cross_entropy", "z2", 1 / (exp(1.5) + 1 + exp(-1.8)) - 1, 1e-13),
    ("rosenbrock_100", "value", 50 * 24.2 + 49 * 484, 1e-14),
    ("rosenbrock_100", "x1", -215.6, 1e-14),
    ("rosenbrock_100", "x50", 792, 1e-14),
    ("rosenbrock_100", "x100", -88, 1e-14),
]


@pytest.mark.parametrize(("name", "what", "number", "tolerance"), KNOWN)
def test_known_number(name: str, what: str, number: float, tolerance: float) -> None:
    value, reverse, _ = derivatives(SAMPLES[name])
    assert (value if what == "value" else reverse[what]) == pytest.approx(number, rel=tolerance, abs=0)


def test_there_are_enough_formulas_and_no_name_comes_twice() -> None:
    names = [sample.name for sample in read()]
    assert len(names) == len(SAMPLES) >= 48


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_line_is_complete(sample: Sample) -> None:
    field, _, what = sample.comment.partition(": ")
    assert field and what, "the comment above says the field, and what is computed"
    assert sample.name.isidentifier() and sample.name not in sample.point
    graph = parse(sample.formula, names=sample.point)
    assert set(sample.point) == set(graph.inputs)
    assert len(graph.outputs) == 1
