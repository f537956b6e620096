"""Points in CSV: what a cell may be, by the fast way and the slow one alike, columns that are missing or carried along."""

from __future__ import annotations

import gzip
import math
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcli.batch import numerals
from adcli.batch.readers import columns
from adcli.batch.readers.columns import Columns, PointLayout, columns_of
from tests.batches import Files, batch, objects, refusal
from tests.running import call

VALUE = ["--expr", "x", "--value-only"]
NUMBERS = {
    "1": 1.0,
    " 1 ": 1.0,
    "+1": 1.0,
    "-0": -0.0,
    "-0.0": -0.0,
    ".5": 0.5,
    "5.": 5.0,
    "01": 1.0,
    "1e5": 1e5,
    "1E+5": 1e5,
    "0.1": 0.1,
    "9007199254740993": 9007199254740992.0,
    "123456789012345678901234567890": 1.2345678901234568e29,
    "1.7976931348623157e308": 1.7976931348623157e308,
    "4.9e-324": 5e-324,
    "2.2250738585072011e-308": 2.225073858507201e-308,
    "0e-999": 0.0,
    '"2"': 2.0,
}
REFUSED = {
    "1e999": "1e999 is beyond the largest number, 1.8e308: write a smaller number, or inf",
    "1e-999": "1e-999 is below the smallest number, 4.9e-324: write 0",
    f"0.{'0' * 250}1e-99": "below the smallest number",
    "0x10": "'0x10' for x is no number: write one as in 1.5 or 2e-3",
    "1_0": "'1_0' for x is no number",
    "\uff11": "'\uff11' for x is no number",
    '"1,5"': "'1,5' for x is no number: write 1.5",
    '"-1,234"': "'-1,234' for x is no number: write -1234 or -1.234",
    "1 2": "'1 2' for x is no number",
    "1-2": "'1-2' for x is no number",
    "1..2": "'1..2' for x is no number",
    "1e": "'1e' for x is no number",
    "-": "'-' for x is no number",
    "pi": "'pi' for x is no number",
    "None": "'None' for x is no number",
    "1\0": r"'1\x00' for x is no number",
    "": "x has no value in this row",
    "  ": "x has no value in this row",
}


@pytest.mark.parametrize("cell", NUMBERS)
@pytest.mark.parametrize("other", ["3", "odd"])
def test_a_cell_that_is_a_number(files: Files, cell: str, other: str) -> None:
    done = batch(*VALUE, files("p.csv", f"y,x\n{other},{cell}\n"))
    assert done.column("value") == [repr(NUMBERS[cell])]
    assert done.count == "1 in = 1 ok + 0 failed"


@pytest.mark.parametrize("cell", REFUSED)
def test_a_cell_that_is_none(files: Files, cell: str) -> None:
    done = batch(*VALUE, files("p.csv", f"y,x\n1,2\n22,{cell}\n3,4\n"))
    assert done.column("value") == ["2.0", "", "4.0"]
    assert done.told[0].startswith("p.csv:3:4: ") and REFUSED[cell] in done.told[0]
    assert done.count == "3 in = 2 ok + 1 failed (1 in error)" and done.code == 1


@pytest.mark.parametrize(("cell", "value"), [("inf", "inf"), ("-Infinity", "-inf"), ("NaN", "nan"), ("+nan", "nan")])
def test_numbers_that_are_not_finite(files: Files, cell: str, value: str) -> None:
    done = batch(*VALUE, files("p.csv", f"x\n{cell}\n"))
    assert (done.rows[0]["status"], done.rows[0]["value"]) == ("nonfinite", value)
    assert done.told[0] == f"p.csv:2:1: x is {value}, as given"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (b"1", "this row has 1 cell, and the header 2"),
        (b"1,2,3", "this row has 3 cells, and the header 2"),
        (b"\xff,2", "this line is not UTF-8: it has the byte 0xff: save the file as UTF-8"),
        (b'"1,2', "a quote opens here and is never closed"),
        (b'"1"1,2', "a quoted cell goes on after its closing quote"),
    ],
)
def test_a_row_that_is_wrong(files: Files, row: bytes, told: str) -> None:
    done = batch("--expr", "x*y", files("p.csv", b"\xef\xbb\xbfx,y\r\n1,2\r\n\r\n" + row + b"\r\n3,4"))
    assert done.column("value") == ["2.0", "", "12.0"] and done.column("line") == ["2", "4", "5"]
    assert done.told[0] == f"p.csv:4:1: {told}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "p.csv is empty: its first row names the columns"),
        ("1,2\n", "the first row of p.csv is no header: 1,2: put the names of the columns above the numbers, or give them with --columns"),
        ("X,y\n", "p.csv has no column x; its columns are X, y: rename X, or give a value with --at x=..."),
        ("a\n", "p.csv has no columns x, y; its columns are a: rename a column, or give a value with --at x=..."),
        ("x,y,x\n", "p.csv has two columns 'x': give each column its own name"),
        (
            "x;y\n1,5;2\n",
            "the cells of p.csv are separated by semicolons: save it with commas between the cells, and points in the numbers",
        ),
        ("x,y\r1,2\r", "p.csv ends its lines with carriage returns alone: save it with the line ends of Unix or Windows"),
    ],
)
def test_headers_that_do_not_do(files: Files, content: str, message: str) -> None:
    assert refusal("--expr", "x*y", files("p.csv", content)) == message


def test_a_header_only_and_what_else_is_no_trouble(files: Files) -> None:
    assert batch("--expr", "x", files("p.csv", "x\n")).told == ["note: there are no rows in p.csv", "0 in = 0 ok + 0 failed"]
    assert batch(*VALUE, files("p.tsv", "x\tx₁\ty,z\n3\t4\t5\n")).column("value") == ["3.0"]
    assert batch("--expr", "x1", files("p.tsv", "x\tx₁\n3\t4\n")).column("value") == ["4.0"]
    assert batch(*VALUE, files("p.csv.gz", gzip.compress(b"x\n3\n"))).column("value") == ["3.0"]
    assert batch(*VALUE, "-", "--input-format", "csv", stdin=b"a,x\n1,3").column("value") == ["3.0"]
    assert batch("--expr", "a*x", files("p.csv", "x\n3\n"), "--at", "a=pi").rows[0]["d_x"] == repr(math.pi)
    assert batch("--expr", "pi*x", files("p.csv", "x,pi\n3,2\n")).rows[0]["d_pi"] == "3.0"


CELLS = st.sampled_from([*NUMBERS, *REFUSED, "inf", "nan"]) | st.floats().map(repr) | st.integers(-(10**20), 10**20).map(str)


def read(data: bytes, width: int) -> tuple[object, ...]:
    """What a piece of CSV says, nan told by its text."""
    found = columns_of(data, 2, "p", PointLayout(width, ",", {f"v{k}": k for k in range(width)}, ()))
    values = {name: [repr(x) for i, x in enumerate(column.tolist()) if i not in found.bad] for name, column in found.values.items()}
    return found.lines.tolist(), values, dict(found.bad)


@given(st.data(), st.integers(1, 3), st.booleans())
def test_the_fast_way_and_the_slow_way_agree(data: st.DataObject, width: int, plain: bool) -> None:
    """Whatever is installed: rows of numbers are read at once if they can be, else cell by cell."""
    cell = st.floats(allow_nan=False).map(repr) if plain else CELLS
    rows = data.draw(st.lists(st.lists(cell, min_size=width, max_size=width + (not plain)), min_size=1, max_size=5))
    text = data.draw(st.sampled_from(["\n", "\r\n"])).join([",".join(row) for row in rows]).encode()
    with mock.patch.object(numerals, "orjson", None):
        without = read(text, width)
    with mock.patch.object(columns, "_all_numbers", lambda *_: None), mock.patch.object(columns, "read_numbers", lambda *_: None):
        slow = read(text, width)
    assert read(text, width) == without == slow


@given(st.lists(st.floats(), min_size=2, max_size=6))
def test_numbers_are_written_as_repr_writes_them(numbers: list[float]) -> None:
    matrix = np.array([numbers, numbers[::-1]])
    finite = np.nan_to_num(matrix)
    assert numerals.write_rows(finite) == [",".join(map(repr, row)).encode() for row in finite.tolist()]
    with mock.patch.object(numerals, "orjson", None):
        assert numerals.write_rows(matrix) == [",".join(map(repr, row)).encode() for row in matrix.tolist()]
    assert numerals.write_rows(matrix) == [",".join(map(repr, row)).encode() for row in matrix.tolist()]
    assert isinstance(columns_of(b"1\n", 1, "p", PointLayout(1, ",", {"x": 0}, ())), Columns)


KEPT = 'x,y,value,d_x,status,in_value,run\n1,2,3,4,"a,b",6,"say ""hi""\nthere"\n1,0,3,4,s,6,é\n'


def test_columns_are_carried_along_under_names_of_their_own(files: Files) -> None:
    done = batch("--expr", "x/y", files("p.csv", KEPT), "--keep", "all")
    kept = {"x": "1", "y": "2", "in_value": "3", "in_d_x": "4", "in_status": "a,b", "in_in_value": "6", "run": 'say "hi"\nthere'}
    assert {name: done.rows[0][name] for name in kept} == kept
    assert (done.rows[0]["value"], done.rows[0]["d_x"], done.rows[0]["status"]) == ("0.5", "0.5", "ok")
    assert (done.rows[1]["run"], done.rows[1]["status"], done.rows[1]["line"]) == ("é", "nonfinite", "4")
    assert list(batch("--expr", "x", "p.csv", "--keep", "run,x,run").rows[0])[3:5] == ["run", "x"]
    assert objects("--expr", "x/y", "p.csv", "--keep", "all")[0]["kept"] == dict(
        zip(["x", "y", "value", "d_x", "status", "in_value", "run"], [1.0, 2.0, *list(kept.values())[2:]], strict=True)
    )
    assert refusal("--expr", "x", "p.csv", "--keep", "ran").startswith("p.csv has no column 'ran' to keep; its columns are x, y, value")


def test_names_for_columns_without_a_header(files: Files) -> None:
    done = batch("--expr", "x*y", files("p.csv", "1,2\n,5\n3,4\n"), "--columns", "x,y", "--keep", "x")
    assert (done.column("value"), done.column("x"), done.column("line")) == (["2.0", "", "12.0"], ["1", "", "3"], ["1", "2", "3"])
    assert refusal("--expr", "x", "p.csv", "--columns", "x") == "p.csv has 2 cells in its first row, and --columns names 1"
    assert refusal("--expr", "x", "p.csv", "--columns", "x,x") == "p.csv has two columns 'x': give each column its own name"
    named = files("n.csv", "x,y\n1,2\n")
    assert refusal("--expr", "x", named, "--columns", "x,y") == "n.csv has a header that names its columns: leave off --columns"
    labelled = files("l.csv", "run1,1,2\nrun2,3,oops\n")
    done = batch("--expr", "x*y", labelled, "--columns", "id,x,y", "--keep", "id")
    assert (done.column("value"), done.column("id")) == (["2.0", ""], ["run1", "run2"])
    assert refusal("--expr", "x", labelled).endswith("put the names of the columns above the numbers, or give them with --columns")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x y\n1 2\n", "p.csv has no column y; its columns are x y: write commas between the cells"),
        ("x|y\n1|2\n", "the cells of p.csv are separated by vertical bars: save it with commas between the cells"),
        ("# of Monday\ny\n1\n", "p.csv has no column y; its columns are # of Monday: remove the line that begins with #, or what stands"),
    ],
)
def test_files_that_are_nearly_csv(files: Files, text: str, message: str) -> None:
    assert refusal("--expr", "y", files("p.csv", text)).startswith(message)


def test_blank_lines_are_no_rows_and_a_comma_in_a_number_is_told(files: Files) -> None:
    done = batch("--expr", "x+y", files("p.csv", 'x,y\n1,2\n   \n"1,5",5\n,6\n'))
    assert done.column("line") == ["2", "4", "5"] and done.column("status") == ["ok", "error", "error"]
    assert done.told[0] == "p.csv:4:1: '1,5' for x is no number: write 1.5"


def test_a_column_that_is_called_as_a_constant(files: Files) -> None:
    done = batch("--expr", "e^x", files("p.csv", "x,e\n2,3\n"))
    assert (done.column("value"), done.told[0]) == (["9.0"], "note: e is a variable here, with values of its own, and not the constant")


def test_variables_are_kept_as_numbers_but_in_text_as_written(files: Files) -> None:
    """Of several expressions, a column is of one kind for all; what is no number is a gap."""
    ask = ["--expr", "x", "--expr", "1/y", files("p.csv", "x,y,run\n1.50,2,007\nq,5,8\nnan,,9\n"), "--keep", "all"]
    assert batch(*ask).column("x") == ["1.50", "q", "nan"] * 2
    assert [entry["kept"]["x"] for entry in objects(*ask)] == [1.5, None, "nan"] * 2
    assert objects(*ask)[0]["kept"] == {"x": 1.5, "y": 2.0, "run": "007"}
    batch(*ask, "-o", "o.npz")
    with np.load(files.folder / "o.npz") as found:
        assert np.array_equal(found["x"], [1.5, np.nan, np.nan] * 2, equal_nan=True)
        assert found["run_texts"][found["run"]].tolist() == ["007", "8", "9"] * 2


def test_variables_may_be_called_as_columns_of_the_output(files: Files) -> None:
    (row,) = batch("--expr", "value*d_x + line", files("p.csv", "value,d_x,line\n2,3,4\n"), "--keep", "all").rows
    assert (row["value"], row["d_value"], row["d_d_x"], row["d_line"]) == ("10.0", "3.0", "2.0", "1.0")
    assert (row["line"], row["in_line"], row["in_value"], row["d_x"]) == ("2", "4", "2", "3")


def test_formulas_times_points(files: Files) -> None:
    """The points come before a formula's own values, those before the values of --at; each file's lines are told by its own name."""
    formulas = files("f.csv", "name,expr,at,g,x\np,x*g,,10,7\nq,x*g+h,h=1,,\nr,x^,,,\ns,x*z,,1,\nt,x,x=5,,\n")
    points = files("p.csv", "x,run\n1,a\noops,b\n")
    done = batch(formulas, "--points", points, "--keep", "run", "--at", "g=2,h=9")
    assert done.column("name") == ["p", "p", "q", "q", "r", "s", "t", "t"]
    assert done.column("line") == ["2", "2", "3", "3", "4", "5", "6", "6"]
    assert done.column("point") == ["2", "3", "2", "3", "", "", "2", "3"]
    assert done.column("run") == ["a", "b", "a", "b", "", "", "a", "b"]
    assert done.column("value") == ["10.0", "", "3.0", "", "", "", "1.0", ""]
    assert done.told[2:4] == [
        "f.csv:4:5: a value is missing after '^': write one, or remove '^'",
        "f.csv:5:3: p.csv has no column z; its columns are x, run: rename a column, or give a value with --at z=...",
    ]
    several = batch(formulas, formulas, "--points", points)
    assert set(several.column("file")) == {"f.csv"}


def test_values_that_are_given_twice_or_not_at_all(files: Files) -> None:
    points = files("p.csv", "x\n1\n")
    assert refusal("--expr", "x", points, "--at", "x=2") == "x is a column of p.csv and has a value from --at: leave one of them off"
    assert refusal("--expr", "x", points, "--points", points).startswith(
        "the points are given twice: with --expr, the files are the points"
    )
    assert refusal("--expr", "x", points, "--at", "y=1:2") == "points come from a file and from ranges: leave off one of the two"
    assert refusal("--expr", "x", points, "--wrt", "x,x") == "x is named twice to differentiate by: name it once"
    assert refusal("--expr", "x", points, "--wrt", "y") == "there is no variable y to differentiate by: the variable is x"
    assert refusal("--expr", "x", files("p.txt", "x\n")) == "points come as CSV, or as arrays, and p.txt is txt: give points as CSV"
    assert batch("--expr", "x+y", "--at", "x=1").told == ["error: y has no value: give it with --at y=... (column 3)", "  x+y", "    ^"]


@pytest.mark.parametrize("damage", [b"\xff" * 50, bytes(50), bytes(range(50)), b""])
def test_a_compressed_file_that_is_damaged_keeps_the_rows_before(files: Files, damage: bytes) -> None:
    whole = gzip.compress(b"x\n" + b"".join(b"%d.%d\n" % (k, k * k % 977) for k in range(100_000)))
    half = len(whole) // 2
    path = files("p.csv.gz", whole[:half] + damage + whole[half + 50 :] if damage else whole[:half])
    done = call("batch", "--expr", "x", path)
    assert done.code == 1
    message, count = done.err.splitlines()[-2:]
    assert message.startswith(f"error: cannot read {path} further: ")
    assert count.startswith(f"{len(done.out.splitlines()) - 1:,} in = ")
    assert len(done.out.splitlines()) > 1000
