"""Points from ranges: which numbers they are, how they combine, and what is no range."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcli.batch.readers.ranges import Grid, axis
from tests.batches import Files, batch, objects, refusal


def values(text: str) -> list[float]:
    """All values of a range."""
    (piece,) = Grid({"x": axis("x", text)}).pieces(10**6)
    return list(map(float, piece.values["x"]))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0:1:0.1", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),  # 0.3, and not 3*0.1
        ("0:1:0.3", [0, 0.3, 0.6, 0.9]),
        ("1:3", [1, 2, 3]),
        ("1:0:-0.5", [1, 0.5, 0]),
        ("1:1", [1]),
        ("1:1:-2", [1]),
        (" -1 : 1 : 1 ", [-1, 0, 1]),
        ("0:1e-300:5e-301", [0, 5e-301, 1e-300]),
        ("1e300:1.1e300:5e298", [1e300, 1.05e300, 1.1e300]),
        ("0:1:1/3", [0, 1 / 3, 2 / 3, 1]),
        ("max(1,2):sqrt(16)", [2, 3, 4]),
        ("linspace(0,1,5)", [0, 0.25, 0.5, 0.75, 1]),
        ("linspace(1, 0, 3)", [1, 0.5, 0]),
        ("linspace(0,0.3,4)", [0, 0.1, 0.2, 0.3]),
        ("linspace(2,3,1)", [2]),
        ("logspace(-2,2,5)", [0.01, 0.1, 1, 10, 100]),
    ],
)
def test_the_numbers_of_a_range(text: str, numbers: list[float]) -> None:
    assert values(text) == numbers


@pytest.mark.parametrize("parts", range(1, 40))
def test_a_range_meets_an_end_that_is_a_multiple_of_pi(parts: int) -> None:
    assert len(values(f"0:pi:pi/{parts}")) == parts + 1
    assert values(f"0:pi:pi/{parts}")[-1] == math.pi == values(f"linspace(0,pi,{parts + 1})")[-1]


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6), st.integers(0, 50), st.integers(0, 12))
def test_every_number_is_the_double_nearest_to_the_decimal(start: int, step: int, count: int, digits: int) -> None:
    first, stride = f"{start}e-{digits}", f"{step}e-{digits}"
    stop = Fraction(first) + count * Fraction(stride)
    expected = [float(Fraction(first) + k * Fraction(stride)) for k in range(count + 1)]
    assert values(f"{first}:{stop.numerator}/{stop.denominator}:{stride}") == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0:1:0", "the range 0:1:0 for x has no end: its step is 0: write x=start:stop:step"),
        ("3:1", "the range 3:1 for x has no end: its step leads away from its end: write x=start:stop:step"),
        ("0:", "0: for x is no range: write x=0:10:0.5 or x=linspace(0,10,21)"),
        ("0:1:1:1", "0:1:1:1 for x is no range: write x=0:10:0.5 or x=linspace(0,10,21)"),
        ("linspace(0,1)", "linspace(0,1) for x is no range: write x=0:10:0.5 or x=linspace(0,10,21)"),
        ("linspace(0,1,2.5)", "linspace for x wants a whole number of points, got 2.5"),
        ("linspace(0,1,0)", "linspace for x wants a whole number of points, got 0"),
        ("logspace(0,400,3)", "logspace(0,400,3) for x leaves the range of numbers: its bounds are powers of 10 from -307 to 308"),
        ("0:inf", "inf is no bound for a range of x"),
        ("a:2", "the value of x contains the variable a: write a number, or an expression without variables"),
        ("0:1e999", "in 'x=1e999', 1e999 is beyond the largest number, 1.8e308: write a smaller number, or inf"),
        ("0:1e300:1e-300", "the range 0:1e300:1e-300 for x has more than 1,000,000,000,000 points"),
        ("0:1,y=0:1", "y has a range of values, and occurs in no expression: leave it off"),
        ("linspace(0,1,3", "in 'x=linspace(0,1,3', this '(' is never closed: add ')'"),
    ],
)
def test_what_is_no_range(text: str, message: str) -> None:
    assert refusal("--expr", "x", "--at", f"x={text}") == message


def test_ranges_make_a_grid_or_pairs() -> None:
    ask = ["--expr", "x*y+z", "--at", "x=1:2,y=linspace(3,5,2),z=10"]
    grid, pairs = batch(*ask), batch(*ask, "--zip")
    assert list(zip(grid.column("x"), grid.column("y"), strict=True)) == [("1.0", "3.0"), ("1.0", "5.0"), ("2.0", "3.0"), ("2.0", "5.0")]
    assert grid.column("value") == ["13.0", "15.0", "16.0", "20.0"] and grid.column("line") == ["1", "2", "3", "4"]
    assert pairs.column("value") == ["13.0", "20.0"]
    assert [entry["at"] for entry in objects(*ask, "--zip")] == [{"x": 1, "y": 3, "z": 10}, {"x": 2, "y": 5, "z": 10}]
    assert refusal("--expr", "x*y", "--at", "x=1:2,y=1:3", "--zip").startswith(
        "--zip pairs ranges of one length, and x has 2, y has 3: leave"
    )
    assert refusal("--expr", "x", "--at", "x=1", "--zip").startswith("--zip pairs ranges, and there are none: write --at x=0:1:0.1,y")
    assert refusal("--expr", "x*y", "--at", "x=1:1e7,y=1:1e7").startswith("the ranges make 100,000,000,000,000 points, and the limit is")
    assert refusal("--expr", "x*y", "--at", "x=1:2") == "y has no value: give it with --at y=..."
    assert refusal("--expr", "x", "--at", "x=1:2", "--keep", "x").startswith("--keep carries columns of a file along; ranges are carried")


def test_a_huge_grid_begins_at_once_and_stops_at_the_first_failure() -> None:
    done = batch("--expr", "1/(x-3)", "--at", "x=0:999999999999", "--fail-fast")
    assert done.code == 1 and done.column("x") == ["0.0", "1.0", "2.0", "3.0"]
    assert done.told[0] == "point 4: a/b needs b != 0, got b = 0"


def test_ranges_for_formulas_of_a_file(files: Files) -> None:
    """The ranges come before a formula's own values, as the columns written say."""
    done = batch(files("f.txt", "x^2\ny = x*a @ x=7,a=2\nb\n"), "--at", "x=1:2")
    assert done.column("value") == ["1.0", "4.0", "2.0", "4.0", ""]
    assert done.column("x") == ["1.0", "2.0", "1.0", "2.0", ""]
    assert done.told[0] == "f.txt:3:1: b has no value: give it with --at b=..."


def test_formulas_at_ranges_have_the_line_of_each_and_the_number_of_the_point(files: Files) -> None:
    done = batch(files("f.txt", "x*\nx*y\nlog(x)\n"), "--at", "x=-1:0,y=1")
    assert done.column("line") == ["1", "2", "2", "3", "3"]
    assert done.column("point") == ["", "1", "2", "1", "2"]
    assert done.told[1] == "f.txt:3:1, point 1: log(x) needs x > 0, got -1"


def test_vectors_are_named_by_element_for_columns(files: Files) -> None:
    done = batch(files("f.txt", "x[1]*x[2] @ x=[1,2]\n"), "--wrt", "x")
    assert done.told[0] == "note: x is a vector in some formulas; for columns name its elements, as in --wrt x[1]"
    assert batch("f.txt", "--wrt", "x[2],x[1]").rows[0]["d_x[2]"] == "1.0"
