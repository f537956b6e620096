"""Large and deep input works. How time and memory grow is measured in tests/benchmarks."""

from __future__ import annotations

import math

import pytest

import adcli

DEEP = {
    "parentheses": ("(" * 100_000 + "x" + ")" * 100_000, 1.0),
    "signs": ("-" * 100_000 + "x", 1.0),
    "powers": ("^".join(["x"] * 100_000), 1.0),
    "calls": ("sin(" * 10_000 + "x" + ")" * 10_000, None),
    "choices": ("(x if x > 0 else " * 5_000 + "x" + ")" * 5_000, 1.0),
}


@pytest.mark.parametrize("name", DEEP)
def test_depth_is_no_limit(name: str) -> None:
    expression, derivative = DEEP[name]
    found = adcli.gradient(expression, {"x": 1.0})["x"]
    assert math.isfinite(found)
    assert derivative is None or found == derivative


def test_a_hundred_thousand_terms() -> None:
    expression = "+".join(f"{k}*x{k % 10}" for k in range(1, 100_001))
    found = adcli.value_and_gradient(expression, {f"x{k}": 1.0 for k in range(10)}, mode="reverse")
    assert found.value == 100_000 * 100_001 / 2
    assert found.gradient["x1"] == sum(range(1, 100_001, 10))


def test_twenty_thousand_arguments() -> None:
    found = adcli.value_and_gradient(f"max({','.join(f'x + {k}' for k in range(20_000))})", {"x": 1.0}, mode="reverse")
    assert (found.value, found.gradient) == (20_000.0, {"x": 1.0})


def test_shared_parts_are_evaluated_once() -> None:
    graph = adcli.parse("; ".join(["a = x", *["a = a*a"] * 60, "a"]))
    assert len(graph) == 61
    assert adcli.gradient(graph, {"x": 1.0})["x"] == 2.0**60


def test_limits_are_kept() -> None:
    from adcli.limits import Limits
    from adcli.reading import parse

    with pytest.raises(adcli.AdcliError, match="--max-length"):
        parse("x" * 100, limits=Limits(length=99))
    with pytest.raises(adcli.AdcliError, match="--max-nodes"):
        parse("+".join(f"x{k}" for k in range(100)), limits=Limits(nodes=50))
