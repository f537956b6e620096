"""The printed tables, held against snapshots: every layout at 80 columns, wide, narrow and in ASCII."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len

import adcli
from adcli.derivatives import gradient_at
from adcli.point import Point
from adcli.render import render
from adcli.render.options import Options
from adcli.render.reports.gradient import GradientReport
from adcli.render.reports.trace import TraceReport
from adcli.traces.tracing import trace_of
from tests.snapshot import Snapshot

SINE = ("sin(x1) + x1*x2", {"x1": 2, "x2": 3})
NINE = ("exp(2*x1) + x1*x2^2 + cos(x2)", {"x1": 1, "x2": 2})
BAYDIN = ("log(x1) + x1*x2 - sin(x2)", {"x1": 2, "x2": 5})
BRANCH = ("sqrt(x)/2 if x > 0 and y < 4 else 3", {"x": 9, "y": 1})
STATEMENTS = ("a = x*y; b = sin(a)^2; b/a + x^3", {"x": 1.5, "y": -2})


def table(expression: str, at: Point, layout: str, options: Options) -> str:
    file = io.StringIO()
    mode = "forward" if layout == "forward" else "reverse"
    result = gradient_at(adcli.parse(expression), at, mode=mode)
    if layout == "grad":
        render(GradientReport(result), options, file)
    else:
        render(TraceReport(trace_of(result, result.wrt, reverse=layout != "forward"), layout, options.notation), options, file)
    return file.getvalue()


CASES = {
    "forward-80": (SINE, "forward", Options(width=80)),
    "forward-140": (SINE, "forward", Options(width=140)),
    "forward-50": (SINE, "forward", Options(width=50)),
    "forward-30": (SINE, "forward", Options(width=30)),
    "reverse-80": (SINE, "reverse", Options(width=80)),
    "reverse-60": (SINE, "reverse", Options(width=60)),
    "reverse-30": (SINE, "reverse", Options(width=30)),
    "reverse-ascii": (SINE, "reverse", Options(width=80, ascii=True)),
    "forward-ascii": (SINE, "forward", Options(width=80, ascii=True)),
    "grad-80": (SINE, "grad", Options(width=80)),
    "grad-50": (SINE, "grad", Options(width=50)),
    "grad-ascii": (SINE, "grad", Options(width=80, ascii=True)),
    "grad-10-digits": (SINE, "grad", Options(width=120, digits=10)),
    "nine-forward": (NINE, "forward", Options(width=80)),
    "nine-reverse": (NINE, "reverse", Options(width=80)),
    "nine-grad": (NINE, "grad", Options(width=80)),
    "baydin-forward": (BAYDIN, "forward", Options(width=80, notation="baydin")),
    "baydin-reverse": (BAYDIN, "reverse", Options(width=80, notation="baydin")),
    "branch-forward": (BRANCH, "forward", Options(width=80)),
    "branch-reverse": (BRANCH, "reverse", Options(width=80)),
    "branch-grad": (BRANCH, "grad", Options(width=80)),
    "statements-grad": (STATEMENTS, "grad", Options(width=80)),
    "latex-forward": (SINE, "forward", Options(format="latex")),
    "latex-reverse": (NINE, "reverse", Options(format="latex")),
    "markdown-both": (SINE, "both", Options(format="markdown")),
}


@pytest.mark.parametrize("name", CASES)
def test_tables_look_as_agreed(name: str, snapshot: Snapshot) -> None:
    (expression, at), layout, options = CASES[name]
    snapshot.check(f"{name}.txt", table(expression, at, layout, options))


@pytest.mark.parametrize("width", [24, 40, 60, 80, 100, 140])
@pytest.mark.parametrize("layout", ["forward", "reverse", "grad"])
@pytest.mark.parametrize("case", [SINE, NINE, BRANCH, STATEMENTS])
def test_no_line_is_wider_than_the_terminal_and_no_value_is_cut(case: tuple[str, Point], layout: str, width: int) -> None:
    text = table(*case, layout, Options(width=width))
    assert max(map(cell_len, text.splitlines())) <= width
    result = gradient_at(adcli.parse(case[0]), case[1])
    assert f"{result.value:.4f}".rstrip("0").rstrip(".") in text


def test_lines_have_no_blanks_at_their_end_and_no_escapes() -> None:
    text = table(*NINE, "reverse", Options())
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_a_long_trace_shows_head_and_tail_with_a_count() -> None:
    text = table("+".join(f"{k}*x" for k in range(1, 10_001)), {"x": 1}, "grad", Options(width=80))
    assert "19,968 more steps" in text
    assert len(text.splitlines()) < 45


def test_many_variables_show_as_many_tangents_as_fit_and_a_bounded_gradient() -> None:
    names = [f"x{k}" for k in range(300)]
    text = table(" + ".join(f"{name}^2" for name in names), dict.fromkeys(names, 1.0), "grad", Options(width=80))
    assert max(map(cell_len, text.splitlines())) <= 80
    assert "240 more partial derivatives" in text
