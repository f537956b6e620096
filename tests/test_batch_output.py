"""What a batch writes: the same answers in every format, whatever the names and the numbers are."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcli.batch.plan import Plan
from adcli.batch.requests import Request
from adcli.batch.solve import solve
from adcli.batch.writers.csv import from_rows, head
from tests.batches import Files, batch, objects, refusal
from tests.running import call

FORMULAS = '''\
name,expr,at
"a, ""b""",x^2*y,"x=3,y=0.1"
,"max(x,z)","x=1,z=1"
lines,"a = z^2
a*sin(a)","z=2"
,log(q),q=-1
,1/x,x=0
,x +,
'''


def test_every_row_has_every_column(files: Files) -> None:
    done = batch(files("f.csv", FORMULAS))
    assert list(done.rows[0]) == ["line", "name", "expr", "status", "value", "d_x", "d_y", "d_z", "d_q", "error"]
    assert done.column("line") == ["2", "3", "4", "6", "7", "8"]
    assert done.column("name")[0] == 'a, "b"' and done.column("expr")[2] == "a = z^2\na*sin(a)"
    assert done.column("status") == ["ok", "ok", "ok", "nonfinite", "nonfinite", "error"]
    assert done.column("value")[3:] == ["nan", "inf", ""] and done.column("d_x")[4] == "-inf"
    assert done.column("d_z")[:3] == ["", "0.5", repr(float(4 * mpmath.sin(4) + 16 * mpmath.cos(4)))]
    assert done.column("error")[3:5] == ["log(x) needs x > 0, got -1", "a/b needs b != 0, got b = 0"]
    assert done.count == "6 in = 3 ok + 3 failed (1 in error, 2 not finite)" and done.code == 1


def test_a_json_line_is_the_object_of_grad(files: Files) -> None:
    lines = ["sin(x1) + x1*x2 @ x1=2,x2=3", "abs(x) @ x=0", "x^y @ x=0,y=-1", "max(x,y)*e @ x=1,y=1,e=2", "x1 @ x1=1e-300", "2"]
    for line, found in zip(lines, objects(files("f.txt", "\n".join(lines))), strict=True):
        expr, _, at = line.partition(" @ ")
        alone = json.loads(call("grad", expr, *(["--at", at] if at else []), "--format", "jsonl").out)
        assert {name: value for name, value in found.items() if name in alone and name != "error"} == alone
        assert list(found)[:3] == ["line", "id", "name"] and list(found)[-2:] == ["status", "error"]
        assert (found["status"] == "ok") == (found["error"] is None)


def test_an_error_in_json_is_that_of_grad_with_its_place_in_the_file(files: Files) -> None:
    (found,) = objects(files("f.txt", "\nq = sin(x @ x=1"))
    alone = json.loads(call("grad", "sin(x", "--at", "x=1", "--format", "jsonl").out)["error"]
    assert found["error"] == alone | {"line": 2, "column": 8} and (found["name"], found["expr"]) == ("q", "sin(x")


def arrays(path: str) -> dict[str, Any]:
    """The columns of an .npz, with the texts that stand for their codes."""
    found = dict(np.load(path))
    texts = {name.removesuffix("_texts") for name in found if name.endswith("_texts") and name.removesuffix("_texts") in found}
    return {name: found[f"{name}_texts"][found[name]] if name in texts else found[name] for name in found if name[:-6] not in texts}


@pytest.mark.parametrize("option", ["--wrt=x", "--hessian", "--value-only"])
@pytest.mark.parametrize("source", ["formulas", "points"])
def test_all_formats_hold_the_same(files: Files, option: str, source: str) -> None:
    files("f.txt", "a = x^2*y @ x=0.1,y=7\nlog(x) @ x=0\nx+ @ x=1\nsin(x)*z @ x=1e-5,z=3")
    files("p.csv", "x,y,run\n0.1,7,a\n0,3,b\n1,,c\n")
    ask = ["f.txt", option] if source == "formulas" else ["--expr", "x*log(x)*y + cbrt(x)", "p.csv", "--keep", "run,y", option]
    rows = batch(*ask).rows
    assert batch(*ask, "-o", "o.npz").code == 1
    found = arrays("o.npz")
    assert list(found) == list(rows[0])
    for name, column in found.items():
        told = [row[name] for row in rows]
        if column.dtype.kind == "f":
            assert np.array_equal(column, [float(text or "nan") for text in told], equal_nan=True)
        else:
            assert list(map(str, column)) == told
    assert batch(*ask, "-o", "o.csv").code == 1
    with open("o.csv", newline="", encoding="utf-8") as file:
        assert list(csv.DictReader(file)) == rows
    for row, entry in zip(rows, objects(*ask), strict=True):
        assert (row["status"], row["value"]) == (entry["status"], str(entry.get("value", "")).replace("None", ""))
        assert {name: str(number) for name, number in entry.get("gradient", {}).items()}.items() <= {
            name[2:]: text for name, text in row.items() if name.startswith("d_")
        }.items()
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    assert batch(*ask, "-o", "o.parquet").code == 1
    table = parquet.read_table("o.parquet").to_pydict()
    assert list(table) == list(rows[0])
    for name, cells in table.items():
        cells = [np.nan if cell is None else cell for cell in cells]  # what is missing is null there
        assert np.array_equal(cells, found[name].tolist(), equal_nan=found[name].dtype.kind == "f")


def test_second_derivatives_are_right(files: Files) -> None:
    """Whatever the order of the variables in each formula."""
    done = batch(files("f.txt", "x^3*y + exp(x*y) @ x=0.5,y=2\ny*sin(x) @ x=0.5,y=2\ny^4 @ y=0.5"), "--hessian")
    assert list(done.rows[0])[5:] == ["d_x", "d_y", "d2_x.x", "d2_x.y", "d2_y.y", "error"]
    formulas = [lambda x, y: x**3 * y + mpmath.exp(x * y), lambda x, y: y * mpmath.sin(x), lambda x, y: y**4]
    for row, f in zip(done.rows[:2], formulas, strict=False):
        for name, orders in (("d_x", (1, 0)), ("d_y", (0, 1)), ("d2_x.x", (2, 0)), ("d2_x.y", (1, 1)), ("d2_y.y", (0, 2))):
            assert float(row[name]) == pytest.approx(float(mpmath.diff(f, (0.5, 2), orders)), rel=1e-12)
    assert [done.rows[2][name] for name in ("d_x", "d2_x.x", "d2_x.y", "d2_y.y")] == ["", "", "", "3.0"]
    table = batch("--expr", "y*sin(x)", "--at", "x=0.5:0.5,y=2", "--hessian").rows[0]
    second = [float(table[name]) for name in ("d2_y.y", "d2_y.x", "d2_x.x")]
    assert second == pytest.approx([0.0, np.cos(0.5), -2 * np.sin(0.5)], rel=1e-15)


NOT_FINITE = [
    ("abs(x)", "x=nan"),
    ("(x + y)/min(x, 1)", "x=0,y=1"),
    ("(x + z)*(x/x)", "x=1,z=nan"),
    ("cos(x^x - 0.25)", "x=-0.0"),
    ("sqrt(x)", "x=0"),
]


@pytest.mark.parametrize(("text", "at"), NOT_FINITE)
def test_second_derivatives_that_are_not_finite_are_those_of_hessian(files: Files, text: str, at: str) -> None:
    alone = json.loads(call("hessian", text, "--at", at, "--format", "json").out)
    names, matrix = alone["variables"], alone["hessian"]
    wanted = {f"d2_{a}.{b}": str(matrix[j][k]) for j, a in enumerate(names) for k, b in enumerate(names) if k >= j}
    for ask in (["--expr", text, "--at", at], [files("f.txt", f"{text} @ {at}")]):
        (row,) = batch(*ask, "--hessian").rows
        assert {name: row[name] for name in wanted} == wanted


def test_fewer_derivatives(files: Files) -> None:
    name = files("f.txt", "x*y @ x=2,y=3\nz @ z=1")
    assert list(batch(name, "--value-only").rows[0]) == ["line", "name", "expr", "status", "value", "error"]
    assert list(batch(name, "--wrt", "y,z").rows[0])[4:7] == ["value", "d_y", "d_z"]
    assert [entry["gradient"] for entry in objects(name, "--wrt", "y")] == [{"y": 2.0}, {}]
    assert refusal(name, "--value-only", "--hessian") == "--value-only leaves no derivatives for --hessian: leave one of them off"
    assert refusal(name, "--value-only", "--wrt", "x") == "--value-only leaves no derivatives for --wrt: leave one of them off"


def test_exit_codes_and_the_output(files: Files) -> None:
    assert batch("--expr", "x^2", "--at", "x=3").code == 0
    assert batch("--expr", "1/x", "--at", "x=0").code == 1
    assert refusal("--expr", "x", "--at", "x=1", "--format", "npz") == "npz is no text: write it to a file: -o answers.npz"
    assert call("batch", "--expr", "x", "--at", "x=1", "--quiet", "-o", "o.jsonl").err == ""
    assert json.loads((files.folder / "o.jsonl").read_text())["value"] == 1.0


def test_messages_are_few_and_safe(files: Files) -> None:
    """A hundred failures are told, the others counted; what a terminal would obey is shown as text."""
    done = batch(files("\x1b[31m.txt", "[bold]x @ x=1\nx @ x=\u202e1\n" + "x+\n" * 200))
    assert len(done.told) == 102
    assert done.told[0].startswith(r"\x1b[31m.txt:1:1: ") and r"'x=\u202e1'" in done.told[1]
    assert done.told[-2:] == ["and 102 more failures: the output has the reason of each", "202 in = 0 ok + 202 failed (202 in error)"]
    assert "\x1b" not in "".join(done.told) and "\u202e" not in "".join(done.told)
    assert all(len(line) < 400 for line in batch(files("g.txt", "q" * 100_000 + " @ x=1\n")).told)


TEXTS = st.text(st.sampled_from('xy,"\n\r\t=+é \u2028\x00'), max_size=6)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.floats()), min_size=1, max_size=4), TEXTS)
def test_csv_reads_back_as_it_was(rows: list[tuple[str, str, float]], column: str) -> None:
    """Names, expressions, kept cells and numbers of any kind: as many rows as there were, with the same texts and numbers."""
    plan = Plan(columns=("x",), carried=(f"in_{column}",))
    requests = [Request("f", k, expr, name=name, at={"x": repr(x)}, kept=(name,)) for k, (name, expr, x) in enumerate(rows)]
    text = (head(plan) + from_rows(solve(requests, plan), plan)).decode()
    header, *found = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert header == ["line", "name", "expr", f"in_{column}", "status", "value", "d_x", "error"]
    for cells, (name, expr, x) in zip(found, rows, strict=True):
        assert cells[1:4] == [name, expr, name]
        if expr == "x":
            assert cells[5] == repr(x)


def test_what_names_a_file_and_a_column_never_collide(files: Files) -> None:
    """A variable called as a column has its derivative under d_, which no other column has."""
    names = ["file", "line", "point", "name", "expr", "status", "value", "error", "d_value"]
    done = batch("--expr", " + ".join(names), files("p.csv", ",".join(names) + "\n" + ",".join("1" * 9) + "\n"), "p.csv", "--keep", "all")
    header = call("batch", "--expr", " + ".join(names), "p.csv", "p.csv", "--keep", "all").out.splitlines()[0].split(",")
    assert len(set(header)) == len(header) == 9 + 9 + 7
    assert done.column("value") == ["9.0", "9.0"] and done.column("d_d_value") == ["1.0", "1.0"]


def test_more_columns_than_a_process_may_have_files_open(tmp_path: Path) -> None:
    names = [f"x{k}" for k in range(1500)]
    done = call("batch", "--expr", "+".join(names), "--at", ",".join(f"{name}=1" for name in names), "-o", str(tmp_path / "out.npz"))
    assert done.code == 0, done.err
    with np.load(tmp_path / "out.npz") as found:
        assert found["value"].tolist() == [1500.0]
        assert all(found[f"d_{name}"].tolist() == [1.0] for name in names)


def test_a_value_that_means_nothing_is_noted() -> None:
    done = call("batch", "--expr", "x^2", "--at", "x=3,z=1")
    assert (done.code, done.err) == (0, "note: z does not occur in the expressions\n1 in = 1 ok + 0 failed\n")


def test_a_variable_to_differentiate_by_that_occurs_nowhere_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "f.txt"
    file.write_text("x^2 @ x=1\ny @ y=2\n")
    done = call("batch", str(file), "--wrt", "x,q")
    assert done.err == "note: q occurs in no expression, and has no derivatives\n2 in = 2 ok + 0 failed\n"
    assert call("batch", str(file), "--wrt", "x,y").err == "2 in = 2 ok + 0 failed\n"
