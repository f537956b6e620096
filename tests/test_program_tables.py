"""The traces of programs, held against snapshots: their lines, passes and decisions, in every look."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tests.batches import Files
from tests.running import call
from tests.snapshot import Snapshot

NEWTON = """# Newton's iteration for the square root of x
g = x
while abs(g*g - x) > 1e-3 {
  g = (g + x/g)/2
}
if g > 1 and x < 3 { y = g } else { y = -g }
return y
"""
NESTED = "s = 0; for i in 1..2 { for j in i..2 { s = s + x[i]*x[j] } }; s"

CASES = {
    "program-grad-80": ("grad", "newton.ad", "--at", "x=2", "--width", "80"),
    "program-grad-40": ("grad", "newton.ad", "--at", "x=2", "--width", "40"),
    "program-forward-100": ("trace", "newton.ad", "--at", "x=2", "--mode", "forward", "--width", "100"),
    "program-reverse-100": ("trace", "newton.ad", "--at", "x=2", "--mode", "reverse", "--width", "100"),
    "program-ascii": ("grad", "newton.ad", "--at", "x=2", "--width", "80", "--ascii"),
    "program-markdown": ("grad", "newton.ad", "--at", "x=2", "--format", "markdown"),
    "program-latex": ("trace", "newton.ad", "--at", "x=2", "--mode", "forward", "--format", "latex"),
    "program-csv": ("trace", "newton.ad", "--at", "x=2", "--mode", "reverse", "--format", "csv"),
    "program-json": ("trace", "newton.ad", "--at", "x=2", "--mode", "reverse", "--format", "json"),
    "program-nested": ("trace", NESTED, "--at", "x=[2,3]", "--mode", "reverse", "--width", "100"),
    "program-jacobian": ("jacobian", "newton.ad", "--at", "x=2", "--width", "80"),
    "program-taylor": ("taylor", "newton.ad", "--at", "x=2", "--width", "80"),
    "program-check": ("check", "newton.ad", "--at", "x=2", "--width", "80"),
}


@pytest.mark.parametrize("name", CASES)
def test_tables_of_programs(name: str, files: Files, snapshot: Snapshot) -> None:
    files("newton.ad", NEWTON)
    ended = call(*CASES[name])
    assert ended.code == 0
    snapshot.check(f"{name}.txt", ended.out)
    if "--width" in CASES[name]:
        width = int(CASES[name][CASES[name].index("--width") + 1])
        assert max(map(cell_len, ended.out.splitlines())) <= max(width, 49)  # lines of the program are not folded


def test_what_was_decided_is_told_beside_the_table(files: Files) -> None:
    files("newton.ad", NEWTON)
    assert call("grad", "newton.ad", "--at", "x=2").err.splitlines() == [
        "newton.ad:3:7: note: abs(g*g - x) > 1e-3 held 3 of 4 times: smallest margin 0.000993993 (pass 4)",
        "  while abs(g*g - x) > 1e-3 {",
        "        ^^^^^^^^^^^^^^^^^^^",
        "newton.ad:6:4: note: valid while g > 1 and x < 3: margin 0.414216",
        "  if g > 1 and x < 3 { y = g } else { y = -g }",
        "     ^^^^^^^^^^^^^^^",
    ]


def test_a_long_program_shows_its_beginning_and_its_end(files: Files) -> None:
    files("long.ad", "a = x\n" + "a = a + 1\n" * 60 + "a^2\n")
    out = call("grad", "long.ad", "--at", "x=2").out.splitlines()
    assert out[0].startswith(" y = (x + 1 + 1 + 1 + 1 + ")  # statements alone are formulas
    files("long.ad", "a = x\n" + "if a > 0 { a = a + 1 }\n" * 60 + "a^2\n")
    out = call("grad", "long.ad", "--at", "x=2").out.splitlines()
    assert out[:2] == ["  1  a = x", "  2  if a > 0 { a = a + 1 }"]
    assert (out[32], out[40]) == ("  ⋮  22 more lines", " 62  a^2")


def test_a_program_in_latex_is_ascii() -> None:
    out = call("grad", "θ = x; for i in 1..2 { θ = θ·x² }; √(θ)", "--at", "x=2", "--format", "latex").out
    assert out.isascii() and "theta = x; for i in 1..2 { theta = theta*x^2 }; sqrt(theta)" in out


def test_what_is_left_out_of_a_narrow_trace_is_counted(files: Files) -> None:
    files("newton.ad", NEWTON)
    out = call("trace", "newton.ad", "--at", "x=2", "--mode", "forward", "--width", "30", "--rows", "6").out
    assert " ⋮ 9 more steps\n" in out
