"""CSV: one header, rows of one length, numbers that read back exactly."""

from __future__ import annotations

import csv
import io

import pytest

from tests.running import call, chain


def rows(*words: str, stdin: bytes = b"") -> list[dict[str, str]]:
    done = call(*words, "--format", "csv", stdin=stdin)
    assert done.code in (0, 1), done.err
    table = list(csv.reader(io.StringIO(done.out, newline=""), strict=True))
    assert len({len(row) for row in table}) == 1
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def test_a_gradient_is_one_row() -> None:
    assert rows("grad", "sin(x1) + x1*x2", "--at", "x1=2,x2=3") == [
        {"expr": "sin(x1) + x1*x2", "value": "6.909297426825682", "d_x1": "2.5838531634528574", "d_x2": "2.0"}
    ]


def test_a_value_is_one_row() -> None:
    assert rows("eval", "x/0", "--at", "x=1") == [{"expr": "x/0", "value": "inf"}]


def test_a_trace_is_one_row_a_step() -> None:
    found = rows("trace", "x^2 if x > 0 else y", "--at", "x=3,y=1")
    assert [row["step"] for row in found] == ["v1", "v2", "v3", "", "v4"]
    assert found[3] == {
        "step": "",
        "name": "",
        "operation": "gt",
        "formula": "v1 > 0",
        "value": "true",
        "tangent_x": "",
        "tangent_y": "",
        "adjoint": "",
    }
    assert found[2]["formula"] == "v1^2"
    assert float(found[4]["tangent_x"]) == 6


@pytest.mark.parametrize(
    ("mode", "columns"),
    [
        ("forward", ["tangent_x", "tangent_y"]),
        ("reverse", ["adjoint"]),
        ("both", ["tangent_x", "tangent_y", "adjoint"]),
    ],
)
def test_columns_are_those_of_the_sweeps_asked_for(mode: str, columns: list[str]) -> None:
    found = rows("trace", "x*y", "--at", "x=2,y=3", "--mode", mode)
    assert list(found[0]) == ["step", "name", "operation", "formula", "value", *columns]


def test_one_sweep_has_one_column() -> None:
    assert list(rows("trace", "x*y", "--at", "x=2,y=3", "--mode", "forward", "--seed", "y")[0])[5:] == ["tangent_y"]


@pytest.mark.parametrize("value", ["0.1", "1/3", "-0.0", "1e-320", "1.7976931348623157e308", "nan", "-inf"])
def test_numbers_read_back_exactly(value: str) -> None:
    (found,) = rows("grad", "x*y", "--at", f"x={value},y=1")
    (again,) = rows("grad", "x*y", "--at", f"x={found['value']},y=1")
    assert again["value"] == found["value"] == repr(float(found["value"]))


@pytest.mark.parametrize("expression", ["max(x, 1)", "a = x; a*x", 'x # it\'s "one"', "a = x\na*2", "μ·x"])
def test_any_expression_is_quoted_right(expression: str) -> None:
    (found,) = rows("grad", "-", "--at", "x=1,μ=1", stdin=expression.encode())
    assert found["expr"] == expression


def test_the_functions_are_a_table() -> None:
    found = {row["function"]: row for row in rows("functions")}
    assert found["sin(x)"]["derivative"] == "cos(x)"
    assert found["atan2(y, x)"]["domain"] == "all"


def test_a_long_trace_is_complete_and_bounded() -> None:
    found = rows("trace", "-", "--at", "x=2", stdin=chain(10_000).encode())
    assert len(found) == 10_000
    assert max(len("".join(row.values())) for row in found) < 100
