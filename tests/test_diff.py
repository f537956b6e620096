"""`adcli diff` and `adcli.diff`."""

from __future__ import annotations

import json

import pytest

import adcli
from tests.running import call, refused
from tests.snapshot import Snapshot

WAVE = ("diff", "A*exp(-γ*t)*cos(ω*t + φ)")


@pytest.mark.parametrize("options", [(), ("--ascii",), ("-f", "markdown"), ("-f", "latex"), ("-f", "csv"), ("-f", "json")], ids="_".join)
def test_formats(options: tuple[str, ...], snapshot: Snapshot) -> None:
    done = call(*WAVE, *options)
    assert (done.code, done.err) == (0, "")
    snapshot.check("-".join(["diff", *(word.strip("-") for word in options if word != "-f")]) + ".txt", done.out)


def test_orders_at_40_columns(snapshot: Snapshot) -> None:
    done = call(*WAVE, "--wrt", "t", "--order", "2", "--width", "40")
    assert max(map(len, done.out.splitlines())) <= 40
    snapshot.check("diff-order-40.txt", done.out)


def test_wrt_chooses_and_orders_the_variables() -> None:
    found = json.loads(call("diff", "x*y^2*z", "--wrt", "z,y", "-f", "jsonl").out)
    assert [(d["variable"], d["formula"]) for d in found["derivatives"]] == [("z", "x*y^2"), ("y", "2*x*y*z")]


def test_a_printed_formula_is_an_expression_again() -> None:
    line = call("diff", "x^2*sin(x)").out.splitlines()[2]
    derivative = line.partition(" = ")[2]
    assert call("eval", derivative, "--at", "x=2").out == call("eval", "2*x*sin(x) + x^2*cos(x)", "--at", "x=2").out


@pytest.mark.parametrize("order", ["0", "-1", "21", "1000000000"])
def test_orders_have_bounds(order: str) -> None:
    refused(call("diff", "x", "--order", order), f"--order is a whole number from 1 to 20, not '{order}'")


def test_what_is_wrong_is_told() -> None:
    assert "did you mean 'sin'" in call("diff", "sni(x)").err
    assert call("diff", "x; y").code == 1
    assert call("diff", "x", "--wrt", "q").code == 2


def test_the_interface() -> None:
    assert adcli.diff("x^2*y") == {"x": "2*x*y", "y": "x^2"}
    assert adcli.diff("x^3", order=2) == {"x": "6*x"}
    assert adcli.diff("x1^2/2", style="unicode") == {"x1": "x₁"}
    assert adcli.diff("sqrt(x)", ["x"], style="latex") == {"x": r"\frac{1}{2 \cdot \sqrt{x}}"}
    with pytest.raises(ValueError, match="style"):
        adcli.diff("x", style="word")
