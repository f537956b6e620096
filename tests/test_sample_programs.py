"""The programs in samples/: as their comments say, and value and gradient against an independent witness for each."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import mpmath
import pytest
from mpmath import mp, mpf

import adcli
from adcli.commands.inputs import read_point
from adcli.derivatives import Gradient
from adcli.language.elements import elements
from tests.running import ROOT, call
from tests.test_samples import SAMPLES

Point = dict[str, Any]
PROGRAMS = sorted((ROOT / "samples").glob("*.ad"))
TOLERANCE = 2e-15
DIGITS = 50


class Example(NamedTuple):
    """A command line in the comment of a program, and the program's file."""

    file: Path
    words: list[str]

    @property
    def point(self) -> Mapping[str, str]:
        return read_point([self.words[self.words.index("--at") + 1].replace("@", f"@{ROOT}/")])


def examples() -> list[Example]:
    lines = [(file, line) for file in PROGRAMS for line in file.read_text(encoding="utf-8").splitlines()]
    return [Example(file, shlex.split(line)[2:]) for file, line in lines if line.startswith("# adcli ")]


def differentiated(name: str, point: Mapping[str, Any], **options: Any) -> Gradient:
    return adcli.value_and_gradient((ROOT / "samples" / f"{name}.ad").read_text(encoding="utf-8").rstrip(), point, **options)


def agrees(found: Gradient, value: Any, gradient: Mapping[str, Any], tolerance: float = TOLERANCE) -> None:
    """Check value and gradient against the truth."""
    assert abs(found.value - value) <= tolerance * abs(value)
    for name, partial in gradient.items():
        assert abs(found.gradient[name] - partial) <= tolerance * abs(partial), name


def slopes(value: Any, point: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """A function of mpmath's numbers, and its partials by differences right to some 30 digits."""
    with mp.workdps(DIGITS):
        at = {name: mpf(number) for name, number in point.items()}
        step = mpf(10) ** -16
        partials = {name: (value({**at, name: at[name] + step}) - value({**at, name: at[name] - step})) / (2 * step) for name in at}
        return value(at), partials


@pytest.mark.parametrize("example", examples(), ids=lambda example: " ".join(example.words[:2]))
def test_a_program_runs_as_its_comment_says(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert example.words[1] == f"samples/{example.file.name}"
    done = call(*example.words)
    assert done.code == 0, done.err
    assert done.out and "error" not in done.err


@pytest.mark.parametrize("file", PROGRAMS, ids=lambda file: file.stem)
def test_a_program_says_what_it_is_and_how_to_run_it(file: Path) -> None:
    comment, _, code = file.read_text(encoding="utf-8").partition("\n\n")
    assert re.fullmatch(r"(# .*\n)+# .*", comment)
    assert f".\n# adcli grad samples/{file.name} --at " in comment
    assert code.strip() and max(map(len, [*comment.splitlines(), *code.splitlines()])) <= 90


def test_there_are_the_programs_that_people_know() -> None:
    known = {"newton", "logistic", "neural_network", "pendulum", "black_scholes", "horner", "tax", "kepler", "speelpenning"}
    assert known <= {file.stem for file in PROGRAMS}


@pytest.mark.parametrize("example", examples(), ids=lambda example: " ".join(example.words[:2]))
def test_a_reverse_sweep_costs_at_most_three_values_more(example: Example) -> None:
    assert differentiated(example.file.stem, example.point).cost.ratio("reverse") <= 4


@pytest.mark.parametrize("example", examples(), ids=lambda example: " ".join(example.words[:2]))
def test_nothing_speaks_against_the_derivatives(example: Example) -> None:
    assert adcli.check(example.file.read_text(encoding="utf-8"), example.point).passed


def test_the_page_about_programs_lists_them_all() -> None:
    page = (ROOT / "docs" / "programs.md").read_text(encoding="utf-8")
    assert [file.name for file in PROGRAMS] == sorted(re.findall(r"\(\.\./samples/(\w+\.ad)\) \|", page))


# Newton's iteration: what it arrives at is the square root, and so is its derivative.


@pytest.mark.parametrize("x", ["2", "1", "0.001", "3e10", "1e-300", "7.25"])
def test_newton_arrives_at_the_square_root(x: str) -> None:
    with mp.workdps(DIGITS):
        agrees(differentiated("newton", {"x": x}), mp.sqrt(mpf(x)), {"x": 1 / (2 * mp.sqrt(mpf(x)))})


def test_newton_arrives_in_the_digits_at_hand() -> None:
    found = differentiated("newton", {"x": 2}, precision=30)
    with mp.workdps(DIGITS):
        agrees(found, mp.sqrt(2), {"x": 1 / (2 * mp.sqrt(2))}, 1e-29)


# The logistic map: the recursion itself with many digits, and the growth of its formula.


def logistic(at: Mapping[str, Any]) -> Any:
    x = at["x"]
    for _ in range(8):
        x = at["r"] * x * (1 - x)
    return x


@pytest.mark.parametrize("point", [{"x": "0.2", "r": "3.7"}, {"x": "0.9", "r": "2.5"}, {"x": "0.125", "r": "4"}])
def test_the_logistic_map(point: Point) -> None:
    agrees(differentiated("logistic", point), *slopes(logistic, point), tolerance=1e-13)  # chaos: each pass doubles an error


def test_the_logistic_map_has_a_closed_form_at_4() -> None:
    """For r = 4 and x = sin(a)^2 the n-th value is sin(2^n*a)^2, whose derivative is 2^n*sin(2^(n+1)*a)/sin(2*a)."""
    with mp.workdps(DIGITS):
        angle = mp.asin(mp.sqrt(mpf("0.2")))
        value, slope = mp.sin(256 * angle) ** 2, 256 * mp.sin(512 * angle) / mp.sin(2 * angle)
    agrees(differentiated("logistic", {"x": "0.2", "r": 4}), value, {"x": slope}, tolerance=1e-12)


def test_the_derivative_of_the_logistic_map_swells_as_a_formula_and_nowhere_else() -> None:
    """Written out it more than doubles with each generation; value and gradient together stay a few times the value."""
    text = (ROOT / "samples" / "logistic.ad").read_text(encoding="utf-8")
    generations = (2, 4, 8, 16, 32)
    compared = [adcli.compare(text.replace("n = 8", f"n = {n}"), {"x": 0.2, "r": 3.7}, order=1) for n in generations]
    written = [comparison.swell[0].derivative.tree for comparison in compared]
    ratios = [comparison.gradient.cost.ratio("reverse") for comparison in compared]
    assert all(size > 2**n for size, n in zip(written, generations, strict=True))
    assert ratios == [pytest.approx(2.4, abs=0.1)] * len(generations)


# The neural network: gradients as training codes compute them, layer by layer.


def layers(at: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The loss of a network, and its gradient by the rules of a textbook's back-propagation."""
    x, inner, b, outer, c, target = (mpmath.matrix(at[name]) for name in ("x", "W", "b", "U", "c", "target"))
    hidden = (inner * x + b).apply(mp.tanh)
    score = outer * hidden + c
    total = mp.fsum(score.apply(mp.exp))
    at_scores = score.apply(mp.exp) / total - target  # the softmax, less the class that is right
    at_hidden = outer.T * at_scores
    at_sums = mpmath.matrix([at_hidden[i] * (1 - hidden[i] ** 2) for i in range(len(hidden))])
    loss = mp.log(total) - mp.fdot(target, score)
    gradient = {"W": at_sums * x.T, "b": at_sums, "U": at_scores * hidden.T, "c": at_scores, "x": inner.T * at_sums, "target": -score}
    return loss, gradient


def test_the_neural_network() -> None:
    point = json.loads((ROOT / "samples" / "neural_network.json").read_text(encoding="utf-8"), parse_float=str)
    with mp.workdps(DIGITS):
        loss, gradient = layers(point)
    found = differentiated("neural_network", point)
    wanted = {name: partial for vector, matrix in gradient.items() for name, partial in named(vector, matrix).items()}
    assert found.gradient.keys() == wanted.keys() and len(wanted) == 31 + 3 + 3
    agrees(found, loss, wanted, tolerance=1e-14)


def named(vector: str, matrix: Any) -> dict[str, Any]:
    """The elements of a matrix, or of a vector where it has one column, by their names."""
    rows = matrix.tolist()
    return elements(vector, [row[0] for row in rows] if matrix.cols == 1 else rows)


def test_the_neural_network_is_the_formula_written_out() -> None:
    """The loss of `classifier` in samples/neural_network.txt, which has the same weights."""
    sample = SAMPLES["classifier"]
    point = json.loads((ROOT / "samples" / "neural_network.json").read_text(encoding="utf-8"))
    written, program = adcli.value_and_gradient(sample.formula, sample.point), differentiated("neural_network", point)
    assert program.value == pytest.approx(written.value, rel=1e-14)
    assert program.gradient["W[3,2]"] == pytest.approx(written.gradient["w32"], rel=1e-13)


# The pendulum: its own steps with many digits, and the true motion by elliptic functions.


def stepped(at: Mapping[str, Any]) -> Any:
    """The classical Runge-Kutta method on the vector (angle, speed)."""
    h, y = at["t"] / 40, (at["angle"], mpf(0))

    def slope(state: Any) -> Any:
        return state[1], -at["g"] / at["L"] * mp.sin(state[0])

    def moved(state: Any, by: Any, slope: Any) -> Any:
        return tuple(s + by * k for s, k in zip(state, slope, strict=True))

    for _ in range(40):
        k1 = slope(y)
        k2 = slope(moved(y, h / 2, k1))
        k3 = slope(moved(y, h / 2, k2))
        k4 = slope(moved(y, h, k3))
        y = moved(y, h / 6, tuple(a + 2 * b + 2 * c + d for a, b, c, d in zip(k1, k2, k3, k4, strict=True)))
    return y[0]


def swinging(at: Mapping[str, Any]) -> Any:
    """A pendulum let go at rest: 2*asin(k*cd(sqrt(g/L)*t, k)) with k = sin(angle/2)."""
    k = mp.sin(at["angle"] / 2)
    return 2 * mp.asin(k * mp.ellipfun("cd", mp.sqrt(at["g"] / at["L"]) * at["t"], k=k))


@pytest.mark.parametrize(
    "point", [{"angle": "1", "t": "2", "g": "9.81", "L": "1.5"}, {"angle": "2.5", "t": "0.75", "g": "1.62", "L": "0.4"}]
)
def test_the_pendulum(point: Point) -> None:
    found = differentiated("pendulum", point)
    agrees(found, *slopes(stepped, point), tolerance=1e-14)
    agrees(found, *slopes(swinging, point), tolerance=1e-4)  # the error of the method, with 40 steps


# Black and Scholes: the Greeks in closed form, and the numbers of a textbook.


@pytest.mark.parametrize("point", [
    {"S": "49", "K": "50", "r": "0.05", "sigma": "0.2", "T": "0.25"},
    {"S": "110", "K": "80", "r": "0.01", "sigma": "0.45", "T": "2"},
])  # fmt: skip
def test_black_scholes_has_its_greeks(point: Point) -> None:
    with mp.workdps(DIGITS):
        stock, strike, r, sigma, years = (mpf(point[name]) for name in ("S", "K", "r", "sigma", "T"))
        spread = sigma * mp.sqrt(years)
        d1 = (mp.log(stock / strike) + (r + sigma**2 / 2) * years) / spread
        d2 = d1 - spread
        discounted = strike * mp.exp(-r * years)
        price = stock * mp.ncdf(d1) - discounted * mp.ncdf(d2)
        greeks = {
            "S": mp.ncdf(d1),
            "K": -mp.exp(-r * years) * mp.ncdf(d2),
            "r": years * discounted * mp.ncdf(d2),
            "sigma": stock * mp.npdf(d1) * mp.sqrt(years),
            "T": stock * mp.npdf(d1) * sigma / (2 * mp.sqrt(years)) + r * discounted * mp.ncdf(d2),
        }
        gamma = mp.npdf(d1) / (stock * spread)
    agrees(differentiated("black_scholes", point), price, greeks, tolerance=2e-14)
    text = (ROOT / "samples" / "black_scholes.ad").read_text(encoding="utf-8")
    assert adcli.hessian(text, point, ["S"]).matrix.dense()[0][0] == pytest.approx(float(gamma), rel=1e-13)


def test_black_scholes_as_published() -> None:
    """Hull, Options, Futures and Other Derivatives, the example of its chapter on the Greeks: a call on 49 at 50 for 20 weeks."""
    point = {"S": 49, "K": 50, "r": "0.05", "sigma": "0.2", "T": "0.3846"}
    found = differentiated("black_scholes", point)
    assert [round(found.gradient[name], digits) for name, digits in (("S", 3), ("sigma", 1), ("r", 2))] == [0.522, 12.1, 8.91]
    assert (round(found.value, 2), round(-found.gradient["T"], 2)) == (2.40, -4.31)


# Horner's rule: the powers of x and the sum of a polynomial's terms.


@pytest.mark.parametrize(("x", "a"), [(2, [1, 3, 1]), (-1.5, [4, 0, -2, 7, 1]), (0, [5, 6, 7]), (3, [2])])
def test_horner(x: float, a: list[float]) -> None:
    found = differentiated("horner", {"x": x, "a": a})
    assert found.value == sum(c * x**k for k, c in enumerate(a))
    assert found.gradient["x"] == sum(k * c * x ** (k - 1) for k, c in enumerate(a) if k)
    assert [found.gradient[f"a[{k}]"] for k in range(1, len(a) + 1)] == [x**k for k in range(len(a))]


# The tax: IRS, Form 1040-ES (2024), tax rate schedule X, worked out by hand; and what is said of brackets.


@pytest.mark.parametrize(
    ("income", "tax", "rate"),
    [
        (5000, 500, 0.10),
        (11600.5, 1160.06, 0.12),
        (30000, 3368, 0.12),  # 1160 + 12% of 18,400
        (60000, 8253, 0.22),  # 5,426 + 22% of 12,850
        (150000, 29042.5, 0.24),  # 17,168.50 + 24% of 49,475
        (200000, 41686.5, 0.32),  # 39,110.50 + 32% of 8,050
        (500000, 145374.75, 0.35),  # 55,678.50 + 35% of 256,275
        (1000000, 328187.75, 0.37),  # 183,647.25 + 37% of 390,650
    ],
)
def test_the_tax_is_that_of_the_table(income: float, tax: float, rate: float) -> None:
    found = differentiated("tax", {"income": income})
    assert found.value == pytest.approx(tax, rel=1e-15)
    assert found.gradient == {"income": pytest.approx(rate, rel=1e-15)}


@pytest.mark.parametrize("edge", [11600, 47150, 100525, 191950, 243725, 609350])
def test_the_tax_has_kinks_and_no_jumps(edge: int) -> None:
    below, at, above = (differentiated("tax", {"income": edge + shift}) for shift in (-0.01, 0, 0.01))
    assert below.value < at.value < above.value < below.value + 0.01
    assert above.gradient["income"] > below.gradient["income"] == at.gradient["income"]
    assert [note.kind for note in at.notes] == ["branch"] * (len(at.notes) - 1) + ["kink"]
    assert at.notes[-1].message == f"the point stands on the switch income <= {edge}: the derivative is that of the way taken"
    assert not [note for found in (below, above) for note in found.notes if note.kind == "kink"]
    (line,) = adcli.check((ROOT / "samples" / "tax.ad").read_text(encoding="utf-8"), {"income": edge}).lines
    assert (line.verdict, line.left, line.right) == (
        "kink",
        pytest.approx(below.gradient["income"], rel=1e-9),
        pytest.approx(above.gradient["income"], rel=1e-9),
    )


def test_the_tax_says_how_far_the_next_bracket_is() -> None:
    notes = [note.message for note in differentiated("tax", {"income": 60000}).notes]
    assert notes == [
        "valid while not (income <= 11600): margin 48400",
        "valid while not (income <= 47150): margin 12850",
        "valid while income <= 100525: margin 40525",
    ]


# Kepler's equation: solved with many digits; derivatives of the equation itself.


@pytest.mark.parametrize(("mean", "ecc"), [("1.2", "0.3"), ("0.5", "0.0167"), ("3", "0.9"), ("5.5", "0.6"), ("0", "0.2")])
def test_kepler(mean: str, ecc: str) -> None:
    with mp.workdps(DIGITS):
        anomaly = mp.findroot(lambda x: x - mpf(ecc) * mp.sin(x) - mpf(mean), mpf(mean) + mpf(ecc) * mp.sin(mpf(mean)))
        slope = 1 / (1 - mpf(ecc) * mp.cos(anomaly))
    agrees(differentiated("kepler", {"M": mean, "ecc": ecc}), anomaly, {"M": slope, "ecc": slope * mp.sin(anomaly)}, tolerance=4e-15)


# Speelpenning's product of x[i] = i/(i + 1) is 1/(n + 1), and its derivative by x[i] is that over x[i].


@pytest.mark.parametrize("n", [1, 2, 10, 1000])
def test_speelpenning(n: int) -> None:
    found = differentiated("speelpenning", {"x": [i / (i + 1) for i in range(1, n + 1)]})
    agrees(found, mpf(1) / (n + 1), {f"x[{i}]": mpf(i + 1) / (i * (n + 1)) for i in range(1, n + 1)}, tolerance=1e-15 * (n + 1))
    assert found.cost.value == n and found.cost.ratio("reverse") < 3
