"""`adcli taylor` and `adcli.taylor`."""

from __future__ import annotations

import json

import pytest

import adcli
from tests.running import call, refused
from tests.snapshot import Snapshot

TAN = ("taylor", "tan(x)", "--at", "x=0", "--order", "9")


@pytest.mark.parametrize("options", [(), ("--ascii",), ("-f", "markdown"), ("-f", "latex"), ("-f", "csv"), ("-f", "json")], ids="_".join)
def test_formats(options: tuple[str, ...], snapshot: Snapshot) -> None:
    done = call(*TAN, *options)
    assert (done.code, done.err) == (0, "")
    snapshot.check("-".join(["taylor", *(word.strip("-") for word in options if word != "-f")]) + ".txt", done.out)


def test_a_direction_at_40_columns(snapshot: Snapshot) -> None:
    words = ("taylor", "exp(x*y)", "--at", "x=0,y=1", "--direction", "x=1,y=-1/2")
    done = call(*words, "--width", "40")
    assert max(map(len, done.out.splitlines())) <= 40
    snapshot.check("taylor-direction-40.txt", call(*words).out + done.out)


def test_json_has_all_digits_and_the_direction() -> None:
    found = json.loads(call("taylor", "sin(x)*y", "--at", "x=1,y=2", "--along", "y", "--order", "2", "-f", "jsonl").out)
    assert found["direction"] == {"y": 1.0}
    assert found["coefficients"] == [1.682941969615793, 0.8414709848078965, 0.0]
    assert found["polynomial"] == "1.682941969615793 + 0.8414709848078965*(y - 2)"


def test_what_is_not_finite_is_told_with_its_place() -> None:
    done = call("taylor", "1 + x^2.5", "--at", "x=0")
    assert done.code == 1
    assert done.err.splitlines()[-2:] == ["  1 + x^2.5", "      ^^^^^"]


@pytest.mark.parametrize("order", ["-1", "171", "1000000000", "2.5", "x"])
def test_orders_have_bounds(order: str) -> None:
    refused(call("taylor", "x", "--at", "x=1", "--order", order), f"--order is a whole number from 0 to 170, not '{order}'")


def test_the_line_has_to_be_told_where_there_are_several_variables() -> None:
    words = ("taylor", "x*y", "--at", "x=1,y=2")
    advice = "choose one with --along x, or a direction with --direction x=1,y=1"
    refused(call(*words), f"taylor goes along one variable, and there are 2 (x, y): {advice}")
    assert "leave off one of --along and --direction" in call(*words, "--along", "x", "--direction", "y=1").err
    refused(call(*words, "--direction", "q=1"), "there is no variable q to give a direction: the variables are x, y")
    refused(call(*words, "--direction", "x=inf"), "the direction of x is inf: give a finite number")
    refused(call(*words, "--direction", "x=1,x=2"), "x is given twice, as 1 and 2: give each variable one value")


def test_the_interface() -> None:
    found = adcli.taylor("exp(x)", {"x": 0}, order=4)
    assert found.coefficients == pytest.approx([1, 1, 1 / 2, 1 / 6, 1 / 24])
    assert found.derivatives == pytest.approx([1] * 5)
    assert adcli.taylor("x*y", {"x": 1, "y": 2}, 2, direction={"x": 1, "y": 1}).coefficients == [2, 3, 1]
