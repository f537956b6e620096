"""Formulas as functions of arrays: the answers of the scalar engine at every point, in the shapes that numpy's rules give."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import adcli
from adcli.errors import AdcliError, OutputError, ParseError, PointError

# Formulas with kinks, poles, ends of domains, ties, branches and overflows among the points below.
FORMULAS = [
    "x^2*y + sin(x*y)",
    "abs(x) + floor(y)",
    "max(x, y) + min(x, 2*y, 1)",
    "1/x + log(y)",
    "sqrt(x)*acos(y)",
    "x^y",
    "hypot(x, y) + atan2(x, y)",
    "sqrt(x) if x > 0 else y^2",
    "log(x) if x > 0 and y > 0 else exp(1000*y) if y != 0 else 0",
    "1/(1 + exp(-800*x)) + 0*log(y)",
    "abs(x - 1) * sign(y) + tanh(x)",
    "asin(x) + atanh(y) + acosh(x)",
    "x/y",
    "x/(x + y)",
    "atan2(x^2, y^2) + atan(1/max(x, y))",
    "1 if x^2 > y^2 else 2",
    "erf(x)/sin(y)",
    "y + (hypot(x, y) if y*y >= x*y else y)",
    "pi*e",
]
SHARED = np.empty((1, 3))
POINTS = [-np.inf, -2.5, -1.0, -0.0, 0.0, 1e-320, 1e-200, 0.5, 1.0, 2.0, 3.7, 1e200, 1.5e308, np.inf, np.nan]


@pytest.mark.parametrize("formula", FORMULAS)
def test_value_and_gradient_are_those_of_the_scalar_engine(formula: str) -> None:
    f, graph = adcli.compile(formula), adcli.parse(formula)
    grid = dict(zip("xy", np.meshgrid(POINTS, POINTS), strict=True))
    value, gradient = f(**{name: grid[name] for name in f.inputs})
    for place in np.ndindex(grid["x"].shape if f.inputs else ()):
        point = {name: float(grid[name][place]) for name in f.inputs}
        alone = adcli.value_and_gradient(graph, point)
        close = {"rel": 1e-13, "abs": 0, "nan_ok": True}
        assert f.value(*point.values()) == pytest.approx(alone.value, **close), point
        assert value[place] == pytest.approx(alone.value, **close), point
        assert [row[place] for row in gradient] == pytest.approx(list(alone.gradient.values()), **close), point
        assert not any([number == 0 and np.signbit(number) for number in (row[place] for row in gradient)]), point


@pytest.mark.parametrize(
    ("x", "y", "shape"),
    [
        (2, 3, ()),
        ([1, 2, 3], 2.0, (3,)),
        (np.ones((2, 1)), np.ones((1, 3)), (2, 3)),
        (np.ones((2, 0)), 1, (2, 0)),
        (np.float32(2), np.int8(3), ()),
        (np.arange(6).reshape(2, 3).T, np.ones((3, 2)), (3, 2)),
        (np.arange(12.0)[::-2], 1, (6,)),
        (np.ones(40_000), np.arange(40_000), (40_000,)),
    ],
)
@pytest.mark.parametrize("threads", [1, 2])
def test_arguments_are_broadcast(x: Any, y: Any, shape: tuple[int, ...], threads: int) -> None:
    f = adcli.compile("x^2*y + 1")
    value, gradient = f(x, y, threads=threads)
    assert value.shape == shape and gradient.shape == (2, *shape) and value.dtype == gradient.dtype == np.float64
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    assert np.array_equal(value, x**2 * y + 1)
    assert np.array_equal(gradient, [2 * x * y, x**2])
    assert np.array_equal(f.value(x=x, y=y), value)


def test_names_and_choices() -> None:
    f = adcli.compile("α*x₁ + b", wrt=["b", "x1"])
    assert (f.inputs, f.wrt) == (("α", "x1", "b"), ("b", "x1"))
    value, gradient = f(2.0, b=1.0, x1=[3.0, 4.0])
    assert value.tolist() == [7.0, 9.0] and gradient.tolist() == [[1.0, 1.0], [2.0, 2.0]]
    assert f(**{"α": 2, "x₁": 3, "b": 1})[0] == 7.0
    assert adcli.compile("e*x", names=["e"]).inputs == ("e", "x")
    assert adcli.compile("x*y", wrt=[])([1.0, 2.0], 3.0)[1].shape == (0, 2)
    assert adcli.compile("2")()[0] == 2.0 and adcli.compile("2")()[1].shape == (0,)


def test_answers_are_written_into_arrays_that_are_there() -> None:
    f = adcli.compile("1/x + y")
    x, y = np.array([1.0, 0.0, 4.0]), 2.0
    out = np.empty(3), np.empty((2, 3))
    value, gradient = f(x, y, out=out)
    assert value is out[0] and gradient is out[1]
    assert value.tolist() == [3.0, np.inf, 2.25] and gradient.tolist() == [[-1.0, -np.inf, -0.0625], [1.0, 1.0, 1.0]]
    alone = np.empty(3)
    assert f.value(x, y, out=alone) is alone and alone.tolist() == value.tolist()


def test_an_output_may_be_an_input() -> None:
    """Rows that need the scalar engine are computed after the others are written."""
    f = adcli.compile("1/x if x != 2 else sqrt(x - 2)")
    x = np.array([1.0, 0.0, 2.0, 4.0])
    expected = f(x.copy())
    value, gradient = f(x, out=(x, np.empty((1, 4))))
    assert value.tolist() == expected[0].tolist() and gradient.tolist() == expected[1].tolist()
    y = np.array([4.0, 0.0, 2.0])
    assert f.value(y, out=y).tolist() == [0.25, np.inf, 0.0]


@pytest.mark.parametrize(
    ("out", "message"),
    [
        (np.empty(3), "out wants a pair of arrays, for the value and for the gradient"),
        ((np.empty(3),), "out wants a pair of arrays"),
        (([0, 0, 0], np.empty((1, 3))), "out wants arrays, got list"),
        ((np.empty(3, np.float32), np.empty((1, 3))), "out wants doubles of shape (3,), got float32 of shape (3,)"),
        ((np.empty(3), np.empty((3, 1))), "out wants doubles of shape (1, 3), got float64 of shape (3, 1)"),
        ((np.empty(6)[::2], np.empty((1, 3))), "out wants contiguous arrays that can be written to"),
        ((SHARED[0], SHARED), "out wants two arrays that share no memory"),
    ],
)
def test_outputs_that_do_not_do(out: Any, message: str) -> None:
    with pytest.raises(ValueError, match="out wants") as caught:
        adcli.compile("x^2")(np.arange(3.0), out=out)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((1,), {}), "y has no value: the arguments are x, y"),
        (((1, 2, 3), {}), "there are 3 arrays, and the variables are x, y"),
        (((1,), {"x": 2, "y": 3}), "x is given twice; the variables are x, y"),
        (((1,), {"z": 2}), "z does not occur in the expression; the variables are x, y"),
        (((1, "2"), {}), "y holds no real numbers, but <U1"),
        (((1, np.array([1j])), {}), "y holds no real numbers, but complex128"),
        (((1, 10**400), {}), "y holds no real numbers, but other objects"),
        (((1, np.array(["2", None], object)), {}), "y holds no real numbers, but other objects"),
    ],
)
def test_arguments_that_do_not_do(arguments: Any, message: str) -> None:
    positional, named = arguments
    with pytest.raises(PointError) as caught:
        adcli.compile("x*y")(*positional, **named)
    assert str(caught.value) == message


def test_shapes_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        adcli.compile("x*y")(np.zeros(2), np.zeros(3))


@pytest.mark.parametrize(("text", "error"), [("x+", ParseError), ("x; y", OutputError), ("x > 0", AdcliError)])
def test_formulas_that_are_none(text: str, error: type[AdcliError]) -> None:
    with pytest.raises(error):
        adcli.compile(text)


def test_the_state_of_numpy_does_not_matter() -> None:
    with np.errstate(all="raise"):
        value, gradient = adcli.compile("exp(x) + 1/x + log(x)")([800.0, -800.0, 0.0])
    assert np.isinf(value[0]) and np.isnan(value[1]) and gradient.shape == (1, 3)


@pytest.mark.parametrize("text", ["x*y", "x*y if x > y else y^2", "x^0 + y", "if x > 0 { u = x*y } else { u = 3 + y }; u"])
def test_masked_points_are_nan(text: str) -> None:
    """Whatever the formula makes of a nan."""
    f = adcli.compile(text)
    x, y = np.ma.array([[5.0, 2.0, 1.0]], mask=[[False, True, False]]), np.ma.array([[3], [4]], mask=[[False], [True]])
    value, gradient = f(x, y)
    masked = [[False, True, False], [True, True, True]]
    assert np.isnan(value).tolist() == np.isnan(f.value(x, y)).tolist() == masked
    assert np.isnan(gradient).tolist() == [masked, masked]
    alone = adcli.value_and_gradient(text, {"x": 5.0, "y": 3.0})
    assert value[0, 0] == alone.value and gradient[:, 0, 0].tolist() == [alone.gradient.get(name, 0.0) for name in "xy"]
    assert np.isnan(f(np.ma.masked, 2.0)[0])


@pytest.mark.parametrize("text", ["x^2*sin(x)", "s = 0; while s < x { s = s + 1 }; s*x"])
def test_a_compiled_formula_goes_to_another_process(text: str) -> None:
    f = adcli.compile(text)
    x = np.linspace(0.3, 9, 1000)
    value, gradient = f(x)
    again = pickle.loads(pickle.dumps(f))(x)
    assert again[0].tolist() == value.tolist() and again[1].tolist() == gradient.tolist()


def test_a_program_may_be_called_from_several_threads() -> None:
    f = adcli.compile("s = x; n = 0; while s > 1 { s = s/1.3; n = n + 1 }; s*n + x*s")
    x = np.exp(np.linspace(0, 8, 3000))
    value, _ = f(x)
    with ThreadPoolExecutor(4) as workers:
        for found, _ in workers.map(f, [x[::-1].copy(), x] * 4):
            assert sorted(found.tolist()) == sorted(value.tolist())
