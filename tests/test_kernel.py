"""Kernels against the engine of floats: ordinary rows alike, special rows named."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import tracemalloc
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adcli
from adcli.derivatives import Gradient
from adcli.errors import AdcliError
from adcli.graph import Graph
from adcli.kernel import CHUNK, Kernel, compile_kernel
from adcli.kernel.direct import is_faster, loops
from adcli.kernel.plan import plan
from adcli.kernel.program import Program
from adcli.kernel.source import Source
from adcli.kernel.threads import together
from adcli.reading import parse
from adcli.symbolic import gradient_graph
from tests.strategies import VARIABLES, expressions

Rows = list[dict[str, float]]
SPECIAL_VALUES = (0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.0, -2.5, 10.0, 1e-200, 1e200, 800.0, -800.0, math.pi, math.inf, -math.inf, math.nan)


def made(text: str, names: Sequence[str] | None = None) -> tuple[Kernel, list[str]]:
    """The kernel of a formula's value and gradient, and its columns."""
    graph = parse(text)
    columns = list(names or graph.inputs)
    return compile_kernel(gradient_graph(graph, graph.outputs[0], list(graph.inputs)), columns), columns


def run(kernel: Kernel, columns: Sequence[np.ndarray], threads: int = 1) -> tuple[list[np.ndarray], list[int]]:
    rows = max(len(column) for column in columns if np.ndim(column)) if columns else 1
    out = [np.full(rows, 7.5) for _ in range(kernel.width)]
    return out, kernel(columns, out, threads).tolist()


read = lru_cache(10)(parse)  # a text that is checked twice is one graph, about which little is asked twice


@lru_cache(1000)
def said(graph: Graph, *values: str) -> Gradient:
    """What the engine of floats says at a point, written out because -0.0 is another number than 0.0."""
    return adcli.value_and_gradient(graph, dict(zip(graph.inputs, map(float, values), strict=True)))


def check(text: str, rows: Rows, *, tight: bool = False) -> int:
    """Compare a kernel with the engine of floats in all rows; how many rows it names though that engine has nothing to say."""
    graph = read(text)
    names = list(graph.inputs)
    kernel, _ = made(text)
    rows = [{name: row[name] for name in names} for row in rows]
    out, doubtful = run(kernel, [np.array([row[name] for row in rows]) for name in names] or [np.zeros(len(rows))][: len(names)])
    needless = 0
    for i, row in enumerate(rows[: len(out[0])]):
        found = said(graph, *map(repr, row.values()))
        special = not found.finite or bool(found.notes)
        if i in doubtful:
            needless += not special
            continue
        assert not special, f"{text} at {row}: the row is not named: {found.notes} {found.value} {found.gradient}"
        want = [found.value, *found.gradient.values()]
        got = [float(column[i]) for column in out]
        near = want if tight else None
        for k, (mine, floats) in enumerate(zip(got, want, strict=True)):
            if math.isclose(mine, floats, rel_tol=1e-12, abs_tol=1e-290):
                continue
            near = near or sensitivity(graph, row, want)
            assert near is not want and abs(mine - floats) <= near[k], f"{text} at {row}, output {k}: {mine!r}, floats have {floats!r}"
    return needless


def sensitivity(graph: object, row: dict[str, float], want: list[float]) -> list[float]:
    """How much each result may differ by, judged by what the last bits of the inputs do."""
    largest = max(map(abs, want))  # of which others may be differences
    most = [1e-11 * abs(x) + 1e-13 * largest for x in want]
    for scale in (1 + 2e-15, 1 - 2e-15, 1 + 5e-14):
        for name in row:
            found = adcli.value_and_gradient(graph, {**row, name: row[name] * scale})  # type: ignore[arg-type]
            for k, x in enumerate([found.value, *found.gradient.values()]):
                change = abs(x - want[k])
                most[k] = max(most[k], 100 * change if math.isfinite(change) else math.inf)
    return most


@settings(max_examples=100)
@given(expressions, st.integers(0, 2**32))
def test_random_formulas_agree_row_by_row(text: str, seed: int) -> None:
    dice = np.random.default_rng(seed)
    rows = [{name: float(x) for name, x in zip(VARIABLES, dice.uniform(-4, 4, 3), strict=True)} for _ in range(8)]
    rows += [{name: float(dice.choice(SPECIAL_VALUES)) for name in VARIABLES} for _ in range(8)]
    rows += [{name: float(dice.integers(-3, 4)) for name in VARIABLES} for _ in range(4)]
    try:
        graph = parse(text)
    except AdcliError:
        return
    if graph.inputs:
        check(text, rows)
        check(text, rows[:8])


SPECIAL = [
    "abs(x)",
    "hypot(x, y)",
    "max(x, y)",
    "min(x, y, x)",
    "sign(x)*y",
    "floor(x)*y",
    "ceil(x) + y",
    "round(x*y)",
    "trunc(x)*y",
    "mod(x, y)",
    "mod(x*y, 3)",
    "relu(x - y)",
    "clamp(x, y, 2)",
    "clamp(sin(x), -y, y)",
    "sigmoid(x)*softplus(y)",
    "logit(x)",
    "csc(x) + coth(y)",
    "asech(x)",
    "gamma(x)*erf(y)",
    "normpdf(x, 0, y)",
    "x^0*y",
    "x^1",
    "x^2",
    "x^3*y",
    "x^-1",
    "x^-2 + x^-3",
    "x^0.3",
    "x^0.5",
    "x^-0.5",
    "x^1.7",
    "x^-1.7",
    "x^7",
    "x^1e22",
    "x^(1/3)",
    "x^(x^0)",
    "x^y",
    "sqrt(x)",
    "cbrt(x)",
    "asin(x)",
    "acos(x/2)",
    "acosh(x)",
    "atanh(x)",
    "log(x)",
    "log(x)^0",
    "log(x)*0",
    "floor(log(x))",
    "exp(log(x))",
    "1^log(x)",
    "min(1)^(x + x)",
    "(x - x)^0",
    "(x/0)^0",
    "atan(hypot(y, x + x))",
    "y^log(x)",
    "log(x)^y",
    "log1p(x)",
    "log(x, y)",
    "log(x, 2)",
    "1/x",
    "1/(3*x)",
    "1/(-3*x) + x",
    "y/(x*sqrt(2*pi))",
    "1/(2*sqrt(x))",
    "exp(y)/(5*x)/(7*x)",
    "atan(1/x)",
    "atan2(y, x)",
    "atan2(sin(x), -1)",
    "atan2(-x, -1)",
    "atan2(-x - y, -1)",
    "tan(x)",
    "sin(x)*cos(x)",
    "exp(x)",
    "tanh(x)",
    "tanh(tanh(x))",
    "1/tanh(x)",
    "sqrt(x) if x > 0 else 0",
    "log(x) if x > 0 else x",
    "x if x == y else y^2",
    "abs(x) if y > 0 else abs(y)",
    "x if floor(y) > 0 else y",
    "(1/x if x > 0 else x) if y > 0 else sqrt(y)",
    "1 if x > 0 and not y > 0 or x == 3 else x*y",
    "1/(1 + exp(-x))",
    "x*sqrt(y)",
    "sqrt(x^2)",
    "sqrt(x^2 + y^2)",
    "sin(x)/x if x != 0 else 1",
    "exp(-x^2)*y",
    "-(-x)*-y - -x",
    "5 + 0*x",
]


@pytest.mark.parametrize("text", SPECIAL)
def test_special_rows_are_named_and_others_right(text: str) -> None:
    values = [*SPECIAL_VALUES, 1e-310, -3.0, 1e-160, 1e160, 4e4, -1e9, 1.7]
    rows = [{"x": x, "y": y} for x in values for y in values if math.isfinite(x) or y == 1.7]
    check(text, rows, tight=True)
    check(text, [row for row in rows if 1e-3 < abs(row["x"]) < 1000 and 1e-3 < abs(row["y"]) < 1000], tight=True)


@pytest.mark.parametrize(
    "text",
    [
        "sin(x) + x*y",
        "x^1.7 + tanh(x*y)",
        "log(x^2 + y^2)*exp(-y)",
        "x^y",
        "atan2(y, x)",
        "x*y^2/(1 + x^2)",
        "log(x) if x > 1.3 else sqrt(y)",
    ],
)
def test_ordinary_rows_are_not_named(text: str) -> None:
    dice = np.random.default_rng(1)
    kernel, names = made(text)
    _, doubtful = run(kernel, [dice.uniform(0.5, 2, 1000) for _ in names])
    assert doubtful == []


def test_a_whole_exponent_in_a_column_is_ordinary() -> None:
    kernel, _ = made("x^n")
    out, doubtful = run(kernel, [np.linspace(0.5, 2, 50), np.full(50, 2.0)])
    assert doubtful == []
    assert out[1] == pytest.approx(2 * np.linspace(0.5, 2, 50), rel=1e-15)


FORMULA = "x^1.7*sin(y) + (log(x) if x > 1.2 else abs(y - 1.5)) + max(x, y) + tanh(x)*atan2(y, x) + hypot(x, y)*atan(y)*cos(x)"


def columns(rows: int) -> list[np.ndarray]:
    dice = np.random.default_rng(2)
    x, y = dice.uniform(0.5, 2, rows), dice.uniform(0.5, 2, rows)
    y[::5000] = x[::5000]
    x[7::9000] = -1
    for k, far in enumerate((1e5, 400, 5e-324, 1e200, 30, math.inf)):
        x[100 + k :: 7000] = far
        y[300 + k :: 7000] = far
    return [x, y]


def test_results_do_not_depend_on_chunks_or_threads() -> None:
    given = columns(3 * CHUNK + 17)
    kernel, _ = made(FORMULA)
    whole, doubtful = run(kernel, given)
    for threads in (2, 3):
        again, named = run(kernel, given, threads)
        assert named == doubtful
        assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(whole, again, strict=True))
    for start in (0, 95, 7000, CHUNK - 1, CHUNK, 3 * CHUNK + 7):
        part, named = run(kernel, [column[start : start + 10] for column in given])
        assert [i + start for i in named] == [i for i in doubtful if start <= i < start + 10]
        for a, b in zip(whole, part, strict=True):
            assert np.array_equal(a[start : start + 10], b, equal_nan=True)


def test_threads_work_together_and_tell_of_errors() -> None:
    began, meeting = [], threading.Barrier(3, timeout=60)

    def work() -> None:
        meeting.wait()  # none gets beyond it unless all are there
        began.append(threading.get_ident())
        if threading.get_ident() != mine:
            raise ValueError("told")

    mine = threading.get_ident()
    with pytest.raises(ValueError, match="told"):
        together(work, 3)
    assert len(set(began)) == 3 and mine in began


def test_outputs_may_begin_anywhere() -> None:
    """Chunks begin where lines of the cache do, and no row is left out before the first or behind the last."""
    kernel, _ = made("sin(x)/x")
    x = np.linspace(0.5, 2, 2 * CHUNK)
    whole, _ = run(kernel, [x])
    for first, rows in ((0, CHUNK), (1, CHUNK), (3, 5), (5, CHUNK + 3), (7, 1), (2, 2 * CHUNK - 2)):
        room = [np.full(2 * CHUNK + 1, 7.5) for _ in whole]
        kernel([x[:rows]], [array[first : first + rows] for array in room], 2)
        for array, want in zip(room, whole, strict=True):
            assert np.array_equal(array[first : first + rows], want[:rows])
            assert array[first + rows] == 7.5 and (array[:first] == 7.5).all()


def test_outputs_may_be_strided() -> None:
    kernel, names = made("exp(-((x - mu)/sigma)^2/2)/(sqrt(2*pi)*sigma) + sin(x)*sigma^1.7")
    given = [np.linspace(0.5, 2, 1001) * (k + 1) for k in range(len(names))]
    apart, _ = run(kernel, given)
    matrix = np.empty((1001, kernel.width))
    kernel(given, list(matrix.T))
    assert all(np.array_equal(a, b) for a, b in zip(apart, matrix.T, strict=True))


@pytest.mark.parametrize("without", [False, True])
def test_kernels_agree_with_floats_with_and_without_numpys_fast_loops(without: bool) -> None:
    """Loops for AVX-512 are beyond what numpy was built for, so it can do without them."""
    script = """
import numpy as np, adcli
from adcli.kernel.direct import is_faster
text = "sin(x)*cos(y) + tanh(x - y)*y^1.7 + atan2(y, x + 3) + atan(x*y) + exp(-x)*log(y)"
x, y = (np.random.default_rng(k).uniform(0.5, 9, 300) for k in range(2))
value, (by_x, by_y) = adcli.compile(text)(x, y)
for i in range(300):
    found = adcli.value_and_gradient(text, {"x": float(x[i]), "y": float(y[i])})
    np.testing.assert_allclose([value[i], by_x[i], by_y[i]], [found.value, *found.gradient.values()], rtol=1e-12, atol=1e-14)
print(is_faster())
"""
    off = {"NPY_DISABLE_CPU_FEATURES": loops()} if without and is_faster() else {}
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, env={**os.environ, **off})
    assert (done.returncode, done.stdout.strip()) == (0, str(is_faster() and not without)), done.stderr


def test_a_number_stands_for_a_whole_column() -> None:
    x, _ = columns(CHUNK + 5)
    kernel, _ = made(FORMULA)
    full, named = run(kernel, [x, np.full(len(x), 1.25)])
    short, again = run(kernel, [x, np.float64(1.25)])
    assert named == again
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(full, short, strict=True))


def test_columns_may_be_strided_and_unused() -> None:
    table = np.stack([*columns(100), np.zeros(100)], axis=1)
    kernel, _ = made(FORMULA, ["x", "y", "z"])
    strided, _ = run(kernel, [table[:, 0], table[:, 1], table[:, 2]])
    plain, _ = run(kernel, [*columns(100), np.zeros(100)])
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(strided, plain, strict=True))


def test_memory_does_not_grow_with_the_rows() -> None:
    kernel, _ = made("sin(x)*cos(y) + x^1.7/(y + x) + tanh(x) + exp(-y)")
    peaks = []
    for rows in (4 * CHUNK, 40 * CHUNK):
        dice = np.random.default_rng(3)
        given = [dice.uniform(0.5, 2, rows) for _ in range(2)]
        out = [np.empty(rows) for _ in range(3)]
        tracemalloc.start()
        kernel(given, out)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000


def test_values_alone_and_second_derivatives() -> None:
    graph = parse("x^3*y + abs(x)")
    kernel = compile_kernel(graph, ["x", "y"])
    out, doubtful = run(kernel, [np.array([0.0, 2.0]), np.array([1.0, 3.0])])
    assert doubtful == []  # a value has no kinks
    assert out[0].tolist() == [0, 26]
    once = gradient_graph(graph, graph.outputs[0], ["x"])
    twice = gradient_graph(once, once.outputs[1], ["x", "y"])
    twice.outputs = [*twice.outputs, twice.outputs[0]]
    out, doubtful = run(compile_kernel(twice, ["x", "y"]), [np.array([0.0, 2.0]), np.array([1.0, 3.0])])
    assert doubtful == [0]
    assert [column[1] for column in out] == [37, 36, 12, 37]


def test_a_constant_formula_and_no_rows() -> None:
    kernel = compile_kernel(parse("2*pi"), [])
    out = [np.zeros(3)]
    assert kernel([], out).tolist() == []
    assert out[0].tolist() == [2 * math.pi] * 3
    assert kernel([], [np.empty(0)]).tolist() == []
    sine, _ = made("sin(x)")
    for start in range(8):  # wherever in a line of the cache nothing begins
        assert sine([np.empty(0)], [np.empty(8)[start:start] for _ in range(2)], 2).tolist() == []


def test_wrong_columns_are_refused() -> None:
    kernel, _ = made("x*y")
    with pytest.raises(ValueError, match="2 columns and 3 outputs are wanted, got 1 and 3"):
        kernel([np.zeros(3)], [np.empty(3)] * 3)
    with pytest.raises(ValueError, match="no column for y"):
        compile_kernel(parse("x*y"), ["x"])
    with pytest.raises(ValueError, match="different lengths"):
        kernel([np.zeros(3), np.zeros(4)], [np.empty(3)] * 3)


def test_what_is_not_differentiated_by_has_no_kinks() -> None:
    graph = parse("x*abs(y)")
    kernel = compile_kernel(gradient_graph(graph, graph.outputs[0], ["x"]), ["x", "y"], wrt=["x"])
    assert run(kernel, [np.ones(2), np.array([0.0, 1.0])])[1] == []
    assert made("x*abs(y)")[0]([np.ones(2), np.array([0.0, 1.0])], [np.empty(2)] * 3).tolist() == [0]


@pytest.mark.parametrize(
    "text",
    [
        "x if sin(x) > sin(1) else x^2",
        "min(cos(x), cos(1))*x",
        "abs(sin(x) - sin(1))",
        "floor(tanh(x)/tanh(1) + 1)*x",
        "x if x^1.7 - 1 > 0 else 0",
    ],
)
def test_rows_that_the_last_bits_decide_are_named(text: str) -> None:
    kernel, _ = made(text)
    _, doubtful = run(kernel, [np.array([1.0, 1.001, math.nextafter(1, 2), 0.7])])
    assert doubtful == [0, 2]


def test_a_number_in_a_denominator_costs_slopes_nothing() -> None:
    graph = parse("exp(-((x - mu)/sigma)^2/2)/(sqrt(2*pi)*sigma)")
    derivatives = gradient_graph(graph, graph.outputs[0], list(graph.inputs))
    source = Source(derivatives, derivatives.outputs, 1, graph.inputs)
    source.doubts.clear()  # what names rows in doubt is no slope
    counted = Counter(step.operation.function for step in plan(Program(source)))
    assert counted["div"] == 3  # by sigma, by sqrt(2*pi)*sigma, and 1/sigma
    assert counted.total() == 15


def test_many_numbers_in_a_denominator() -> None:
    kernel, _ = made(f"1/({'(2*(0.5*' * 3000}x{'))' * 3000})")
    out, _ = run(kernel, [np.array([2.0])])
    assert [column[0] for column in out] == [0.5, -0.25]


def test_few_results_are_kept_at_a_time() -> None:
    names = [f"x{k}" for k in range(40)]
    kernel, _ = made(" + ".join(f"100*({b} - {a}^2)^2 + (1 - {a})^2" for a, b in pairwise(names)))
    assert kernel.width == 41
    assert kernel._chunk.floats < 10


def test_a_long_formula_has_smaller_chunks_and_a_nested_one_compiles() -> None:
    kernel, _ = made(" + ".join(f"sin({k}*x)*y^{k % 5 + 1}" for k in range(1, 500)))
    out, _ = run(kernel, [np.full(10, 0.7), np.full(10, 0.9)])
    want = adcli.value_and_gradient(" + ".join(f"sin({k}*x)*y^{k % 5 + 1}" for k in range(1, 500)), {"x": 0.7, "y": 0.9})
    assert [column[3] for column in out] == pytest.approx([want.value, *want.gradient.values()], rel=1e-11)
    nested = "x"
    for k in range(200):
        nested = f"(x*{k} if x > {k} else {nested})"
    kernel, _ = made(nested)
    out, doubtful = run(kernel, [np.array([0.5, 150.5, 300.0, 7.0])])
    assert out[0].tolist() == [0, 150 * 150.5, 199 * 300.0, 6 * 7.0]
    assert out[1].tolist() == [0, 150, 199, 6]
    assert doubtful == [3]


def test_rows_out_of_range_are_named_where_that_changes_an_answer() -> None:
    """The second rows: 1e-400 brought back by 1e300 twice, an infinity divided by, a slope that a factor brings back."""
    for text, values in (
        ("x*x*1e150*1e150", [1e-3, 1e-200, 0.0, -2.0]),
        ("1e300/exp(x)", [1.0, 800.0, -3.0, 0.0]),
        ("1/(1 + exp(-x))", [1.0, -500.0, 3.0, 30.0]),
        ("normpdf(x)*1e150*1e150", [1.0, 40.0, 0.5, 2.0]),
        ("sqrt(x^2)", [1.0, 1e-200, -3.0, 2.0]),
    ):
        kernel, _ = made(text)
        doubtful = run(kernel, [np.array(values)])[1]
        assert doubtful == [1] or (doubtful == [1, 2] and values[2] == 0), text


def test_rows_out_of_range_that_change_nothing_are_ordinary() -> None:
    """Far tails, whose true values are as good as 0, and terms too small for a sum."""
    x = np.linspace(-60, 60, 1001)
    for text in ("exp(-x^2/2)/sqrt(2*pi)", "1 + x*exp(-x^2)", "tanh(20*x)", "exp(-x^2)*(2 - x)*(3 + x)"):
        kernel, _ = made(text)
        doubtful = run(kernel, [x])[1]
        assert not doubtful, text
        check(text, [{"x": float(value)} for value in x[::50]])


def test_numbers_that_leave_the_range_among_themselves_name_all_rows() -> None:
    """The derivative's first factors are 1e-200*1e-200, computed when the kernel is made."""
    kernel, _ = made("1e-200*(1e-200*(1e300*x))")
    assert run(kernel, [np.array([1.0, 2.0])])[1] == [0, 1]


def test_results_do_not_depend_on_how_a_chunk_was_run() -> None:
    """A row beside one that is out of range has the bits that it has alone, in one thread or in two."""
    x = np.random.default_rng(5).normal(size=3 * CHUNK) * 15
    kernel, _ = made("exp(-x^2/2)*sin(x)")
    (value, slope), _ = run(kernel, [x])
    (again, slope_again), _ = run(kernel, [x], threads=2)
    ordinary = np.abs(x) < 30
    (alone, slope_alone), _ = run(kernel, [x[ordinary]])
    assert np.array_equal(value, again) and np.array_equal(slope, slope_again)
    assert np.array_equal(value[ordinary], alone) and np.array_equal(slope[ordinary], slope_alone)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("max(x, y, 1) + max(x*y, 2)*2/x", [(1e-308, 3.0), (-1e308, 0.08), (3.0, -math.inf)]),
        ("(1/min(max(0, 2, y), y - x))^y", [(14.96115938447413, 1e-308), (1e-308, 466243493117.03107)]),
    ],
)
def test_rows_out_of_range_with_as_many_operands_as_there_are(text: str, rows: list[tuple[float, float]]) -> None:
    """A variadic function may be called with two numbers of operands in one formula."""
    check(text, [dict(zip("xy", row, strict=True)) for row in rows])


@pytest.mark.parametrize(
    ("text", "rows", "doubtful"),
    [
        ("max(x, 0)*y", [(0.0, 1.0), (-0.0, 1.0), (2.0, 1.0)], [1]),  # whether a maximum of zeros is -0, engines decide differently
        ("abs(x - y)", [(1.0, 1.0), (2.0, 1.0)], []),
        ("y if x > 0 else 2*y", [(0.0, 1.0), (1e-320, 1.0)], []),
        ("abs(x*y)", [(0.0, 1.0), (1e-200, 1e-200), (2.0, 1.0)], [0, 1]),  # the second product is no zero
        ("1 if x + y > x + 1e308 else 2", [(1e308, 1e308), (1.5e308, 1e308), (1.0, 2.0)], [0, 1]),
    ],
)
def test_rows_that_only_have_a_note_are_in_doubt_only_where_notes_are_wanted(
    text: str, rows: list[tuple[float, float]], doubtful: list[int]
) -> None:
    graph = parse(text)
    columns = [np.array([dict(zip("xy", row, strict=True))[name] for row in rows]) for name in graph.inputs]
    derived = gradient_graph(graph, graph.outputs[0], list(graph.inputs))
    for notes, wanted in ((False, doubtful), (True, sorted({0, *doubtful}))):
        kernel = compile_kernel(derived, list(graph.inputs), notes=notes)
        assert run(kernel, columns)[1] == wanted
