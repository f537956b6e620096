"""Arrays of floats: each name of the table has its function, which agrees with the engine of floats."""

from __future__ import annotations

import math

import numpy as np
import pytest
from mpmath import mp

from adcli.arithmetic.arrays import ARRAYS, library_function
from adcli.arithmetic.floats import FLOATS
from adcli.functions import FUNCTIONS, Function
from adcli.kernel.direct import is_faster
from adcli.kernel.forms import DIRECT, FORMS, TABULATED, Form
from adcli.kernel.tables import lies_within, look_up, nearest
from tests.reference import ulps, value

NAMED = [entry for entry in FUNCTIONS.values() if entry.takes != "conditional" and not entry.value]
POINTS = (0.0, -0.0, 0.3, -0.7, 1.0, -1.0, 2.5, -3.0, 17.0, 1e-310, 1e-170, -1e170, 1e300, math.inf, -math.inf, math.nan)


def on_arrays(name: str, *columns: np.ndarray) -> np.ndarray:
    gives = np.bool_ if FUNCTIONS[name].gives == "condition" else np.float64
    out = np.empty(len(columns[0]), gives)
    with np.errstate(all="ignore"):
        ARRAYS[name](*columns, out)
    return out


@pytest.mark.parametrize("entry", NAMED, ids=lambda entry: entry.name)
def test_an_entry_has_the_values_of_floats(entry: Function) -> None:
    if entry.takes == "condition":
        columns = [np.array([False, False, True, True]), np.array([False, True, False, True])][: len(entry.names)]
    else:
        pairs = [(a, b) for a in POINTS for b in POINTS]
        columns = [np.array(column) for column in zip(*pairs, strict=True)]
        columns = columns if entry.variadic else columns[: len(entry.names)]
    found = on_arrays(entry.name, *columns)
    for row, mine in zip(zip(*(column.tolist() for column in columns), strict=True), found.tolist(), strict=True):
        floats = FLOATS.functions[entry.name](*row)
        if entry.name == "ties" and any(map(math.isnan, row)):
            continue  # a list finds a nan that is the same object; a kernel names the row
        if entry.name == "flow" and mine != mine:
            assert floats != floats or (floats == 0 and 0 in row)
        else:
            assert mine == pytest.approx(floats, rel=1e-15, abs=0, nan_ok=True), row
            assert mine or entry.name in ("min", "max") or math.copysign(1, mine) == math.copysign(1, floats), row


@pytest.mark.parametrize("name", ["tan", "cbrt"])
def test_what_libraries_get_wrong_is_corrected(name: str) -> None:
    dice = np.random.default_rng(4)
    x = np.concatenate(
        [dice.uniform(-10, 10, 200), 10 ** dice.uniform(-300, 300, 200), np.arange(1, 60) * math.pi / 2, [6381956970095103 * 2.0**797]]
    )
    for point, mine in zip(x.tolist(), on_arrays(name, x).tolist(), strict=True):
        assert ulps(mine, value(name, (point,))) <= 2, point  # type: ignore[arg-type]


def test_a_library_has_the_names_that_it_has() -> None:
    assert library_function("atan2") is np.arctan2
    with pytest.raises(LookupError, match="no library of arrays has unit"):
        library_function("unit")


def test_other_functions_come_from_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    import scipy.special

    monkeypatch.setitem(FUNCTIONS, "erf", Function("erf", "x", ("2/sqrt(pi)*exp(-x^2)",)))
    assert library_function("erf") is scipy.special.erf


BOTH = pytest.mark.parametrize("forms", [TABULATED, DIRECT], ids=["tables", "numpy"])
SOME = np.concatenate([np.linspace(-9, 9, 41), [0.0, -0.0, 1e-310, -1e-170, 1e300, math.inf, math.nan]])


def joint(form: Form, *operands: object, results: int = 2) -> list[np.ndarray]:
    """A form's value and derivatives."""
    rows = len(operands[0])  # type: ignore[arg-type]
    found = [np.empty(rows) for _ in range(results)]
    with np.errstate(all="ignore"):
        form.function(*operands, *found, *(np.empty(rows) for _ in range(form.scratch)))
    return found


def test_sine_and_cosine_have_all_digits_also_next_to_quarter_turns() -> None:
    near = np.array([float(mp.pi / 2 * k) for k in range(-5215, 5216, 7)])
    apart = near * (1 + 10 ** np.linspace(-15, -3, len(near)))
    steps = np.arange(1, 100) * (math.pi / 1024)  # in the middle between two steps of the table, and on one
    dice = np.random.default_rng(5)
    x = np.concatenate([near, np.nextafter(near, np.inf), apart, steps, dice.uniform(-9, 9, 900), [8192.5, 1e300, 5e-324]])
    sine, cosine = joint(FORMS["sincos"], x)
    with mp.workdps(60):
        for point, s, c in zip(x.tolist(), sine.tolist(), cosine.tolist(), strict=True):
            if point < 9000:
                assert max(ulps(s, mp.sin(point)), ulps(c, mp.cos(point))) <= 2, point
    assert sine[-2:].tolist() == [FLOATS.functions["sin"](1e300), 5e-324]
    assert repr(joint(FORMS["sincos"], np.array([0.0, -0.0, math.inf, math.nan]))[0].tolist()) == "[0.0, -0.0, nan, nan]"


def test_one_of_sine_and_cosine_is_as_in_both() -> None:
    function, _, scratch = FORMS["sincos"]
    both, alone = joint(FORMS["sincos"], SOME), [np.empty_like(SOME) for _ in range(2)]
    with np.errstate(all="ignore"):
        function(SOME, alone[0], None, *np.empty((scratch, len(SOME))))
        function(SOME, None, alone[1], *np.empty((scratch, len(SOME))))
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(both, alone, strict=True))


def test_the_forms_are_those_that_are_faster_here() -> None:
    assert (TABULATED | DIRECT if is_faster() else TABULATED) == FORMS


@BOTH
def test_a_row_has_the_same_answer_wherever_it_stands(forms: dict[str, Form]) -> None:
    """Loops over several rows at once end with fewer, and take columns of a matrix one by one."""
    x, y = SOME, SOME[::-1].copy()
    cases = {"tanh": (x,), "atan": (x,), "atan2": (y, x), "power": (x, np.asarray(1.7))}
    for name, operands in cases.items():
        results = {"atan": 1, "atan2": 3}.get(name, 2)
        whole = joint(forms[name], *operands, results=results)
        for rows in (slice(0, 1), slice(3, 10), slice(11, 48), slice(5, 30, 3)):
            for a, b in zip(joint(forms[name], *[o[rows] if o.ndim else o for o in operands], results=results), whole, strict=True):
                assert a.tobytes() == b[rows].tobytes() or np.array_equal(a, b[rows], equal_nan=True), name


@BOTH
def test_the_hyperbolic_tangent_and_its_derivative_have_all_digits(forms: dict[str, Form]) -> None:
    dice = np.random.default_rng(6)
    steps = np.arange(-300, 300) / 256  # in the middle between two steps of the table, and on one
    x = np.concatenate([steps, dice.uniform(-1, 1, 300), dice.uniform(-33, 33, 300), 10 ** dice.uniform(-300, 2.5, 200), [5e-324, -1e-9]])
    out, slope = joint(forms["tanh"], x)
    with mp.workdps(60):
        for point, t, s in zip(x.tolist(), out.tolist(), slope.tolist(), strict=True):
            assert max(ulps(t, mp.tanh(point)), ulps(s, mp.sech(point) ** 2)) <= 3, point
    out, slope = joint(forms["tanh"], np.array([0.0, -0.0, math.inf, -math.inf, math.nan]))
    assert repr(out.tolist()) == "[0.0, -0.0, 1.0, -1.0, nan]"
    assert repr(slope.tolist()) == "[1.0, 1.0, 0.0, 0.0, nan]"


@pytest.mark.parametrize("exponent", [1.7, 0.35, -0.5, 1 / 3, -3.3, 21.25, -47.9, 47.9, 60.5])
@BOTH
def test_powers_and_their_derivatives_have_all_digits(forms: dict[str, Form], exponent: float) -> None:
    dice = np.random.default_rng(7)
    x = np.concatenate([dice.uniform(0.5, 2, 100), 2 ** dice.uniform(-13, 21, 200), np.nextafter(2.0 ** np.arange(-12, 21), 0), [1.0, 4.0]])
    x = x[abs(exponent * np.log2(x)) < 1000]
    value, slope = joint(forms["power"], x, np.asarray(exponent))
    c = mp.mpf(exponent)
    with mp.workdps(60):
        for point, v, s in zip(x.tolist(), value.tolist(), slope.tolist(), strict=True):
            assert max(ulps(v, mp.mpf(point) ** c), ulps(s, c * mp.mpf(point) ** (c - 1))) <= 4, point
    assert value[x == 1].tolist() == [1.0]
    value, slope = joint(forms["power"], np.array([0.0, math.inf, -1.0, math.nan]), np.asarray(2.5))
    assert repr((value.tolist(), slope.tolist())) == "([0.0, inf, nan, nan], [0.0, inf, nan, nan])"


@BOTH
def test_angles_and_their_partials_have_all_digits(forms: dict[str, Form]) -> None:
    dice = np.random.default_rng(8)
    y, x = (np.concatenate([dice.uniform(-3, 3, 300), 10 ** dice.uniform(-100, 100, 100) * dice.choice([-1, 1], 100)]) for _ in "yx")
    found = joint(forms["atan2"], y, x, results=3)
    (alone,) = joint(forms["atan"], y, results=1)
    with mp.workdps(60):
        for b, a, angle, by_y, by_x, atan in zip(y.tolist(), x.tolist(), *(column.tolist() for column in (*found, alone)), strict=True):
            square = mp.mpf(a) ** 2 + mp.mpf(b) ** 2
            assert max(ulps(angle, mp.atan2(b, a)), ulps(by_y, a / square), ulps(by_x, -b / square), ulps(atan, mp.atan(b))) <= 4, (b, a)


def test_a_table_is_asked_at_the_nearest_step() -> None:
    x, near, scratch, found = np.array([-0.6, 0.0, 0.2, 0.4, 1.7]), np.empty(5), np.empty(5), np.empty(5)
    index = nearest(x, 0.5, 8, near, scratch)
    assert near.tolist() == [-0.5, 0.0, 0.0, 0.5, 1.5]
    assert index.tolist() == [7, 0, 0, 1, 3]
    look_up(np.arange(8) * 10.0, index, found)
    assert found.tolist() == [70, 0, 0, 10, 30]
    assert lies_within(x, -0.6, 1.7)
    assert not any([lies_within(x, -0.5, 2), lies_within(x, -1, 1), lies_within(np.array([math.nan, 0.0]), -1, 1)])
