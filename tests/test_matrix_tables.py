"""The printed tables of products, Jacobians, Hessians and costs, held against snapshots."""

from __future__ import annotations

import csv
import io
import json

import pytest
from rich.cells import cell_len

from tests.running import call, refused
from tests.snapshot import Snapshot

JACOBIAN = ("jacobian", "x*y; sin(x)/y; u = x^2", "--at", "x=2,y=3")
HESSIAN = ("hessian", "(1-x)^2 + 100(y-x^2)^2 + exp(z)", "--at", "x=1,y=1,z=2")
CHAIN = ("hessian", "+".join(f"x{k}^2*x{k + 1}" for k in range(1, 40)), "--at", ",".join(f"x{k}={k}" for k in range(1, 41)))
JVP = ("jvp", "sin(x1) + x1*x2; x1*x2", "--at", "x1=2,x2=3", "--tangent", "x1=1,x2=-0.5")
VJP = ("vjp", "u = sin(x1) + x1*x2; x1*x2", "--at", "x1=2,x2=3", "--cotangent", "1,2")
HVP = ("hvp", "(1-x)^2 + 100(y-x^2)^2", "--at", "x=1,y=1", "--direction", "x=1,y=0.5")
COST = ("trace", "sin(x1) + x1*x2", "--at", "x1=2,x2=3", "--cost")

CASES = {
    "jacobian-80": JACOBIAN,
    "jacobian-both": ("jacobian", "a+b+c+d; a*b; a*c; a*d; a*a", "--at", "a=1,b=2,c=3,d=4"),
    "jacobian-precise-80": ("jacobian", "x*y; sin(x)/y", "--at", "x=0.1,y=3", "--precision", "25"),
    "jacobian-24": (*JACOBIAN, "--width", "24"),
    "jacobian-ascii": (*JACOBIAN, "--ascii"),
    "jacobian-latex": (*JACOBIAN, "--format", "latex"),
    "jacobian-markdown": (*JACOBIAN, "--format", "markdown"),
    "hessian-80": HESSIAN,
    "hessian-corner": (*CHAIN, "--rows", "6", "--width", "80"),
    "hessian-corner-40": (*CHAIN, "--rows", "6", "--width", "40"),
    "hessian-corner-latex": (*CHAIN, "--rows", "3", "--format", "latex"),
    "jvp-80": JVP,
    "jvp-trace": (*JVP, "--trace"),
    "jvp-latex": (*JVP, "--format", "latex"),
    "vjp-80": VJP,
    "vjp-trace": (*VJP, "--trace"),
    "vjp-trace-latex": (*VJP, "--trace", "--format", "latex"),
    "hvp-80": HVP,
    "hvp-40": (*HVP, "--width", "40"),
    "cost-80": COST,
    "cost-markdown": (*COST, "--format", "markdown"),
}


@pytest.mark.parametrize("name", CASES)
def test_tables_look_as_agreed(name: str, snapshot: Snapshot) -> None:
    done = call(*CASES[name])
    assert (done.code, done.err) == (0, "")
    snapshot.check(f"{name}.txt", done.out)


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
@pytest.mark.parametrize("words", [JACOBIAN, HESSIAN, CHAIN, JVP, VJP, HVP, COST], ids=lambda words: words[0])
def test_no_line_is_wider_than_the_terminal(words: tuple[str, ...], width: int) -> None:
    lines = call(*words, "--width", str(width)).out.splitlines()
    assert max(map(cell_len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


def test_csv_has_all_of_a_matrix_or_only_its_entries() -> None:
    rows = list(csv.reader(io.StringIO(call(*CHAIN, "--format", "csv").out)))
    assert rows[0] == ["variable", "gradient", *(f"d_x{k}" for k in range(1, 41))]
    assert rows[2][:6] == ["x2", "13.0", "2.0", "6.0", "4.0", "0.0"]
    entries = list(csv.reader(io.StringIO(call(*CHAIN, "--format", "csv", "--sparse").out)))
    assert entries[0] == ["row", "column", "value"]
    assert entries[3] == ["x2", "x1", "2.0"]
    assert len(entries) == 1 + 39 + 2 * 39


def test_json_has_all_of_a_matrix_or_only_its_entries() -> None:
    assert json.loads(call(*JACOBIAN, "--format", "jsonl").out)["jacobian"][2] == [4.0, 0.0]
    entries = json.loads(call(*JACOBIAN, "--format", "jsonl", "--sparse").out)["entries"]
    assert entries[-1] == {"row": "u", "column": "x", "value": 4.0}


def test_a_product_has_a_row_for_each_output_or_variable() -> None:
    assert call(*JVP, "--format", "csv").out.splitlines()[0] == "output,value,tangent"
    assert call(*VJP, "--format", "csv").out.splitlines()[1] == "x1,2.0,8.583853163452858"
    assert call(*HVP, "--format", "csv").out.splitlines()[1] == "x,1.0,1.0,0.0,602.0"


def test_seeds_that_are_missing_or_wrong_are_refused_in_a_line() -> None:
    refused(call(*JVP[:4]), "there is no tangent: give one with --tangent x1=1,x2=0")
    refused(call(*HVP[:4]), "there is no direction: give one with --direction x1=1,x2=0")
    refused(call(*VJP[:4]), "there is no cotangent: give one with --cotangent 1,0, a number for each output")
    refused(call(*VJP[:4], "--cotangent", "1,,0"), "a number is missing between the commas: write it as in --cotangent 1,0")
    refused(call(*JVP[:4], "--tangent", "x3=1"), "there is no variable x3 to give a tangent: the variables are x1, x2")
    refused(call(*JVP[:4], "--tangent", "x1"), "'x1' is not NAME=VALUE: write x1=2")


def test_tangents_and_cotangents_may_be_files_and_expressions(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("seeds") / "tangent.json"
    file.write_text('{"x1": 1, "x2": "-1/2"}')
    assert call(*JVP[:4], "--tangent", f"@{file}").out == call(*JVP).out
    assert call(*VJP[:4], "--cotangent", "pi/pi", "--cotangent", "y2=2").code == 2
    assert call(*VJP[:4], "--cotangent", "pi/pi", "--cotangent", "2").out == call(*VJP).out


def test_what_is_not_finite_ends_with_1() -> None:
    done = call("jacobian", "sqrt(x); y", "--at", "x=0,y=1")
    assert done.code == 1
    assert done.err.startswith("note: ∂y1/∂x is inf: sqrt(x) has an infinite slope in x at x = 0 (column 1)")


@pytest.mark.parametrize(("option", "what"), [(("--error",), "errors"), (("--seed", "x1"), "seeds")])
def test_costs_have_no_steps_to_show_more_of(option: tuple[str, ...], what: str) -> None:
    refused(call(*COST, *option), f"--cost shows no steps, and so no {what} of steps: leave off --cost or {option[0]}")
