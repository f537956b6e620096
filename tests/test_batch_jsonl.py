"""JSON Lines of many points: one object's text with other numbers says what each object alone would say."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

from adcli.graph import Graph
from tests.running import call

FORMULA = "x^2*y + sin(x*y) + a/x"


def objects(*words: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in call("batch", *words, "--format", "jsonl").out.splitlines()]


def numbers(entry: object) -> list[float]:
    """All numbers in an object, whatever they are nested in."""
    if isinstance(entry, dict):
        return [number for value in entry.values() for number in numbers(value)]
    return [entry] if isinstance(entry, float) else []


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    rows = [f'{k / 10!r},{k + 0.5},"run ""{k}"", {k}"' for k in range(1, 40)]
    path.write_text("\n".join(["x,y,run", *rows, "0,1,a pole", "oops,1,no number"]) + "\n")
    return path


@pytest.mark.parametrize("option", ["--wrt=x,y", "--hessian", "--value-only"])
def test_the_shared_text_says_what_each_object_says(points: Path, option: str) -> None:
    question = ["--expr", FORMULA, str(points), "--at", "a=2", "--keep", "run", option]
    together = objects(*question)
    with mock.patch.object(Graph, "branches", property(lambda graph: True)):  # for which each point is answered alone
        alone = objects(*question)
    assert len(together) == len(alone) == 41
    for one, other in zip(together, alone, strict=True):
        assert list(one) == list(other)
        assert one["line"] == other["line"]
        assert one["kept"] == other["kept"]
        assert one["status"] == other["status"]
        assert one["error"] == other["error"]
        assert one.get("cost") == other.get("cost")
        assert numbers(one) == pytest.approx(numbers(other), rel=1e-14)


def test_text_of_a_user_is_never_taken_for_a_place_of_a_number(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text('x,run\n1,"\\ud8000"\n2,@0@\n')
    found = objects("--expr", "x^2", str(path), "--keep", "run")
    assert [(entry["kept"], entry["value"]) for entry in found] == [({"run": "\\ud8000"}, 1.0), ({"run": "@0@"}, 4.0)]
    strange = tmp_path / "f.jsonl"
    strange.write_text('{"expr": "x^2", "id": "\\ud8000", "name": "\\ud800\\ud8007"}\n')
    found = objects(str(strange), "--points", str(path))
    assert [(entry["id"], entry["name"], entry["value"]) for entry in found] == [
        ("\ud8000", "\ud800\ud8007", 1.0),
        ("\ud8000", "\ud800\ud8007", 4.0),
    ]


def test_an_infinite_value_of_a_variable_is_a_text_also_from_columns() -> None:
    done = call("batch", "--expr", "1/x", "-", "--input-format", "csv", "--format", "jsonl", stdin=b"x\ninf\n-inf\n2\n")
    rows = [json.loads(line, parse_constant=lambda text: text * 2) for line in done.out.splitlines()]  # a bare Infinity is no JSON
    assert [row["at"]["x"] for row in rows] == ["inf", "-inf", 2.0]


def test_a_name_that_is_a_number_comes_back(tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_text('{"name": 5, "expr": "1"}\n{"name": null, "expr": "2"}\n')
    assert [entry["name"] for entry in objects(str(tmp_path / "f.jsonl"))] == ["5", None]


def test_columns_of_arrays_are_kept_as_numbers(tmp_path: Path) -> None:
    np.savez(tmp_path / "p.npz", x=np.array([1.0, 2.0, 0.0]), run=np.array([7, 8, 9]), mass=np.array([0.1, np.nan, 3.0]))
    found = objects("--expr", "1/x", str(tmp_path / "p.npz"), "--keep", "run,mass")
    assert [entry["kept"] for entry in found] == [{"run": 7, "mass": 0.1}, {"run": 8, "mass": "nan"}, {"run": 9, "mass": 3.0}]
