"""Programs in batch: rows that go different ways, vectors in columns, and the same answers as `grad` gives one by one."""

from __future__ import annotations

import json
import math
import random

import numpy as np
import pytest

import adcli
from adcli.arrays.paths import FEWEST_ROWS, Paths
from adcli.reading import read_once
from tests.batches import Files, batch, objects

BRANCHES = """if x > y { z = log(x - y + 1)*x } else if x < -1 { z = x^2*y } else { z = sin(x*y) }
s = 0
for i in 1..n { s = s + z^i/i }
return s"""
NEWTON = "g = 2*x + 1; while abs(g*g - x) > 1e-9*x { g = (g + x/g)/2 }; g*y"


def points(count: int) -> list[dict[str, float]]:
    """Points on all ways, some of them on the switches."""
    chance = random.Random(7)
    some = []
    for k in range(count):
        x, y = chance.uniform(-3, 3), chance.choice([0.5, -0.5, chance.uniform(-2, 2)])
        if k % 50 == 0:
            x = y
        if k % 70 == 0:
            x = -1.0
        some.append({"x": x, "y": y, "n": float(chance.choice([0, 1, 2, 3]))})
    return some


def test_rows_that_go_different_ways_agree_with_grad(files: Files) -> None:
    some = points(3000)
    files("points.csv", "x,y,n\n" + "".join(f"{p['x']!r},{p['y']!r},{p['n']!r}\n" for p in some))
    found = batch("--expr", BRANCHES, "points.csv")
    assert found.code == 0
    numbers = {name: list(map(float, found.column(name))) for name in ("value", "d_x", "d_y", "d_n")}
    for k in range(0, 3000, 10):
        expected = adcli.value_and_gradient(BRANCHES, some[k])
        got = [numbers[name][k] for name in numbers]
        assert got == pytest.approx([expected.value, *(expected.gradient.get(name, 0.0) for name in ("x", "y", "n"))], rel=1e-13, abs=1e-15)


def test_each_way_is_compiled_once_and_answers_its_rows() -> None:
    program = read_once(BRANCHES)
    paths = Paths(program, ("x", "y", "n"), notes=True)
    columns = {name: np.array([p[name] for p in points(5000)]) for name in ("x", "y", "n")}
    out = [np.empty(5000) for _ in range(4)]
    doubtful = paths.fill(columns, out)
    assert len(paths._kept) == 12  # three branches, four numbers of passes
    x, y = columns["x"], columns["y"]
    on_switch = np.flatnonzero((x == y) | ((x == -1.0) & (x <= y)))
    assert set(on_switch.tolist()) <= set(doubtful.tolist())
    assert len(doubtful) < 400


def test_few_rows_are_not_worth_a_kernel() -> None:
    program = read_once(NEWTON)
    paths = Paths(program, ("x",))
    out = [np.empty(FEWEST_ROWS - 1) for _ in range(2)]
    assert len(paths.fill({"x": np.full(FEWEST_ROWS - 1, 2.0), "y": 1.0}, out)) == FEWEST_ROWS - 1


def test_loops_that_end_at_different_passes(files: Files) -> None:
    files("points.csv", "x,y\n" + "".join(f"{k / 7!r},2\n" for k in range(1, 800)))
    found = batch("--expr", NEWTON, "points.csv", "--wrt", "x")
    assert found.code == 0
    for k, (value, slope) in enumerate(zip(found.column("value"), found.column("d_x"), strict=True), 1):
        root = math.sqrt(k / 7)
        assert float(value) == pytest.approx(2 * root, rel=1e-9)
        assert float(slope) == pytest.approx(1 / root, rel=1e-5)


def test_a_row_that_never_ends_is_told_and_the_others_go_on(files: Files) -> None:
    files("points.csv", "x\n" + "".join(f"{x}\n" for x in [3.0, -1.0, 2.0] * 40))
    found = batch("--expr", "k = 0; while k != x { k = k + 1 }; k*x", "points.csv", "--max-repeats", "50")
    assert found.code == 1
    assert found.count == "120 in = 80 ok + 40 failed (40 in error)"
    assert found.told[0].startswith("points.csv:3:1: this while has run 50 passes, and its condition still holds")
    assert found.column("value")[:3] == ["9.0", "", "4.0"]


def test_vectors_stand_in_columns(files: Files) -> None:
    files("points.csv", "x[1],x[2],x[3],a\n1,2,3,2\n4,5,6,0.5\n")
    found = batch("--expr", "a*dot(x, x) + len(x)", "points.csv")
    assert found.column("value") == ["31.0", "41.5"]
    assert [found.column(f"d_{name}") for name in ("a", "x[1]", "x[3]")] == [["14.0", "77.0"], ["4.0", "4.0"], ["12.0", "6.0"]]
    assert list(batch("--expr", "a*dot(x, x)", "points.csv", "--wrt", "x").rows[0])[-4:] == ["d_x[1]", "d_x[2]", "d_x[3]", "error"]
    assert batch("--expr", "sum(x)*b[2]", "points.csv", "--at", "b=[7,1]").column("value") == ["6.0", "15.0"]


def test_files_of_programs(files: Files) -> None:
    lines = [
        {"expr": "f(t) = t^2\nif x > 0 { y = f(x) } else { y = -x }\ny", "at": {"x": 3}},
        {"expr": "f(t) = t^2\nif x > 0 { y = f(x) } else { y = -x }\ny", "at": {"x": -3}},
        {"expr": "sum(i, 1, len(v), i*v[i])", "at": {"v": [1, 2.5]}, "wrt": ["v[2]"]},
        {"expr": "sum(v)", "at": {"v": [1, [2]]}},
    ]
    files("programs.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    answers = objects("programs.jsonl")
    assert [answer.get("value") for answer in answers] == [9.0, 3.0, 6.0, None]
    assert [answer.get("gradient") for answer in answers[:3]] == [{"x": 6.0}, {"x": -1.0}, {"v[2]": 2.0}]
    assert "not of one length" in answers[3]["error"]["message"]
    files("programs.csv", "expr,x[1],x[2]\n" + '"s = 0; for i in 1..2 { s = s + x[i]^i }; s",3,4\nsum(x),1,\n')
    found = batch("programs.csv")
    assert found.column("value") == ["19.0", "1.0"]
    assert (found.column("d_x[1]"), found.column("d_x[2]")) == (["1.0", "1.0"], ["8.0", ""])


def test_a_program_may_stand_in_a_file_of_its_own(files: Files) -> None:
    files("ways.ad", "# two ways\nif x > 0 {\n  y = x^2\n} else { y = -x }\ny\n")
    files("points.csv", "x\n3\n-3\n")
    found = batch("--expr", "ways.ad", "points.csv")
    assert (found.column("value"), found.column("expr")) == (["9.0", "3.0"], ["ways.ad", "ways.ad"])
    assert batch("--expr", "missing.ad", "points.csv").told == [
        "error: cannot read missing.ad: No such file or directory: give the expression itself, or pipe it in"
    ]
    files("wrong.ad", "y = x\ny^\n")
    assert batch("--expr", "wrong.ad", "points.csv").code > 0


def test_second_derivatives_of_programs(files: Files) -> None:
    files("points.csv", "x,y\n" + "2,3\n-2,3\n" * 50)
    found = batch("--expr", "if x > 0 { z = x^2*y } else { z = y^3 }; z", "points.csv", "--hessian")
    assert [found.column(f"d2_{pair}")[:2] for pair in ("x.x", "x.y", "y.y")] == [["6.0", "0.0"], ["4.0", "0.0"], ["0.0", "18.0"]]


def test_compiled_programs_take_arrays() -> None:
    compiled = adcli.compile(BRANCHES, wrt=["x", "y"])
    assert compiled.inputs == ("x", "y", "n")
    x, y = np.linspace(-3, 3, 500), np.float64(0.5)
    value, gradient = compiled(x, y, n=2)
    assert value.shape == (500,)
    for k in range(0, 500, 25):
        expected = adcli.value_and_gradient(BRANCHES, {"x": x[k], "y": 0.5, "n": 2})
        assert value[k] == pytest.approx(expected.value, rel=1e-13)
        assert gradient[:, k] == pytest.approx([expected.gradient["x"], expected.gradient["y"]], rel=1e-13)
    assert compiled.value(x, y, n=2) == pytest.approx(value, rel=1e-14)
    assert adcli.compile("dot(v, v)", names=["v[1]", "v[2]"])(3.0, 4.0)[0] == 25.0


def test_a_cell_that_a_program_does_not_read_may_be_empty(files: Files) -> None:
    files("p.csv", "n,x[1],x[2],x[3]\n3,1,2,3\n2,4,5,\n1,7,,oops\n3,4,5,\n2,,1,2\n")
    done = batch("--expr", "sum(i,1,n,x[i]^2)", "p.csv", "--wrt", "x[1],x[3]")
    assert done.column("value") == ["14.0", "41.0", "49.0", "", ""]
    assert (done.column("d_x[1]")[:3], done.column("d_x[3]")[:3]) == (["2.0", "8.0", "14.0"], ["6.0", "0.0", "0.0"])
    assert done.told[:2] == ["p.csv:5:7: x[3] has no value in this row", "p.csv:6:3: x[1] has no value in this row"]


def test_of_several_empty_cells_that_is_told_which_is_read(files: Files) -> None:
    files("p.csv", "a,b,c\n-1,,\n1,,\n-1,,q\n")
    done = batch("--expr", "if a > 0 { y = a*b } else { y = c^2 }; y+a", "p.csv")
    assert done.told[:2] == ["p.csv:2:5: c has no value in this row", "p.csv:3:3: b has no value in this row"]
    assert done.told[2] == "p.csv:4:5: 'q' for c is no number: write one as in 1.5 or 2e-3"
