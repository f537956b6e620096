"""Formulas in files: what is read from text, CSV, TSV and JSON Lines, and where an error is said to be."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcli.batch.readers.files import File
from adcli.batch.readers.sheets import Sheet
from tests.batches import Files, batch, objects, refusal
from tests.running import call


@pytest.mark.parametrize(
    ("line", "name", "value", "d_x"),
    [
        ("x^2 @ x=3", "", "9.0", "6.0"),
        ("square = x^2 @ x=3", "square", "9.0", "6.0"),
        ("  x^2@x=3  # nine", "", "9.0", "6.0"),
        ("sin = x @ x = pi/2 ", "sin", "1.5707963267948966", "1.0"),
        ("x₁*x @ x1=2, x=4", "", "8.0", "2.0"),
        ("a=2; a*x @ x=3", "", "6.0", "2.0"),  # two statements, and no name
        ("q = a=2; a*x @ x=3", "q", "6.0", "2.0"),
        ("pi*x @ pi=3,x=1", "", "3.0", "3.0"),
        ("1 if x == 2 else x @ x=5", "", "5.0", "1.0"),
        ("x\t@\tx=1", "", "1.0", "1.0"),
        ("7", "", "7.0", None),
    ],
)
def test_a_line_of_text(files: Files, line: str, name: str, value: str, d_x: str | None) -> None:
    (row,) = batch(files("f.txt", line)).rows
    assert (row["name"], row["status"], row["value"], row.get("d_x")) == (name, "ok", value, d_x)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("sin(x @ x=1", "f.txt:2:4: this '(' is never closed: add ')'"),
        ("  y = x+ @ x=1", "f.txt:2:9: a value is missing after '+': write one, or remove '+'"),
        ("x @ y=1", "f.txt:2:1: x has no value: give it with --at x=..."),
        ("x @ x=", "f.txt:2:5: 'x=' is not NAME=VALUE: give x a value, as in x=2"),
        ("x*y @ x=1, y = x", "f.txt:2:16: the value of y contains the variable x"),
        ("x @", "f.txt:2:4: this list of values is empty: write it as in x=2,y=pi/4"),
        ("x @ x=1,x=2", "f.txt:2:5: x is given twice, as 1 and 2: give each variable one value"),
        ("x>0 @ x=1", "f.txt:2:1: a condition is no number: write 1 if x>0 else 0"),
        ("log(x) @ x=-1", "f.txt:2:1: log(x) needs x > 0, got -1"),
        ("1 + log(x) @ x=0", "f.txt:2:5: log(x) needs x > 0, got 0"),
        ("@ x=1", 'f.txt:2:1: there is no expression: give one, as in "sin(x1) + x1*x2"'),
        ("x; x^2 @ x=1", "f.txt:2:4: batch wants one output, and there are 2"),
        (b"x @ x=\xff", "f.txt:2:1: this line is not UTF-8: it has the byte 0xff"),
    ],
)
def test_a_line_that_is_wrong_is_told_and_the_others_go_on(files: Files, line: str | bytes, told: str) -> None:
    line = line.encode() if isinstance(line, str) else line
    done = batch(files("f.txt", b"x @ x=1\n" + line + b"\n\n# and one more\nx*3 @ x=2"))
    assert done.code == 1
    assert done.told[0].startswith(told)
    assert done.column("line") == ["1", "2", "5"]
    assert done.column("value")[::2] == ["1.0", "6.0"]
    assert done.rows[1]["status"] != "ok" and done.rows[1]["error"] in told + done.rows[1]["error"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "end"])
def test_line_ends_and_marks_do_not_matter(files: Files, ends: str, mark: str, last: str) -> None:
    end = ends if last else ""
    text = mark + ends.join(["x^2 @ x=1", "", "# c", "x+ @ x=1"]) + end
    assert batch(files("f.txt", text)).told[0].startswith("f.txt:4:3: ")
    table = mark + ends.join(["expr,x", "x^2,1", "", f'"x{ends}+",2']) + end
    assert batch(files("f.csv", table)).told[0].startswith("f.csv:5:2: ")


def test_carriage_returns_alone_are_no_line_ends(files: Files) -> None:
    assert refusal(files("f.txt", "x @ x=1\rx @ x=2\r")).startswith("f.txt ends its lines with carriage returns alone: save it with")


CELLS = """\
name, expr ,at,wrt,x,y
a,x*y,,,2,3
b,"x*y","x=5",y,2,3
c,x*y,"x=5,y=6","y, x",,
d,x*y,,,,3
e," x *y",,,pi/2,2
"""


def test_columns_of_csv(files: Files) -> None:
    """An empty cell is a missing value, at comes before columns, wrt chooses; --at is for what has no value."""
    done = batch(files("f.csv", CELLS))
    assert done.column("name") == list("abcde")
    assert done.column("value") == ["6.0", "15.0", "30.0", "", "3.141592653589793"]
    assert done.column("d_x") == ["3.0", "", "6.0", "", "2.0"]
    assert done.told[0] == "f.csv:5:9: x has no value: give it with --at x=..."
    assert batch("f.csv", "--at", "x=7").column("value")[2:4] == ["30.0", "21.0"]
    assert batch("f.csv", "--wrt", "y").column("d_y")[0] == "2.0"


def test_tsv_keeps_commas(files: Files) -> None:
    done = batch(files("f.tsv", "expr\tx\nmax(x,2)\t3\nx\t3,5\n"))
    assert done.rows[0]["expr"] == "max(x,2)"
    assert done.told[0] == "f.tsv:3:3: in 'x=3,5', ',' is no decimal point: write 3.5"


@pytest.mark.parametrize(
    ("header", "option", "message"),
    [
        ("f,x", (), "f.csv has no column expr, expression or formula; its columns are f, x: name it with --expr-col, or give"),
        ("expr,x", ("--expr-col", "g"), "f.csv has no column 'g'; its columns are expr, x: name it with --expr-col, or give"),
        ("expr,x,x", (), "f.csv has two columns 'x': give each column its own name"),
        ("", (), "f.csv is empty: its first row names the columns"),
        ("1,2", (), "the first row of f.csv is no header: 1,2: put the names of the columns above the numbers"),
        ("expr;x", (), "the cells of f.csv are separated by semicolons: save it with commas between the cells"),
        ("expr\tx", (), "the cells of f.csv are separated by tabs: name it .tsv, or give --input-format tsv"),
        ('"expr,x', (), "the header of f.csv cannot be read: a quote opens here and is never closed"),
    ],
)
def test_headers_that_do_not_do(files: Files, header: str, option: tuple[str, ...], message: str) -> None:
    assert refusal(files("f.csv", header and f"{header}\nx^2,3\n"), *option).startswith(message)


@pytest.mark.parametrize("name", ["expr", "expression", "formula"])
def test_names_of_the_column_of_expressions(files: Files, name: str) -> None:
    assert batch(files("f.csv", f"x,{name}\n3,x^2\n")).column("value") == ["9.0"]
    assert batch(files("f.csv", f"{name},my {name}\n2,3*{name}\n"), "--expr-col", f"my {name}").column("value") == ["6.0"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("x+,1", "a.csv:2:1: this row has 2 cells, and the header 3"),
        ("n,x,1,2", "a.csv:2:1: this row has 4 cells, and the header 3"),
        ("x,x+,1", "a.csv:2:5: a value is missing"),  # and not in the first cell, which has an x too
        ('"x,x+",  x+,1', "a.csv:2:12: a value is missing"),
        ('"a ""b""\n",x+,1', "a.csv:3:5: a value is missing"),
        ('n,"\n\nx+",1', "a.csv:4:3: a value is missing"),
        ('n,"x,1', "a.csv:2:1: a quote opens here and is never closed"),
        ('n,"x"y,1', "a.csv:2:1: a quoted cell goes on after its closing quote"),
        ('n,x"y,1', "a.csv:2:4: a formula has no quotation marks"),
        ("n,,1", 'a.csv:2:3: there is no expression: give one, as in "sin(x1) + x1*x2"'),
        ("n,x,a", "a.csv:2:5: the value of x contains the variable a"),
        ('n,"(x\n+1)",a', "a.csv:3:6: the value of x contains the variable a"),
    ],
)
def test_a_row_that_is_wrong_is_told_and_the_others_go_on(files: Files, row: str, told: str) -> None:
    done = batch(files("a.csv", f"name,expr,x\n{row}\nlast,x^2,4\n"))
    assert done.told[0].startswith(told)
    assert done.rows[-1]["name"] == "last" and done.rows[-1]["value"] == "16.0"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{bad", "f.jsonl:1:2: this line is no JSON: expecting property name enclosed in double quotes"),
        ("[1]", 'f.jsonl:1:1: this line is no object: write {"expr": "x^2", "at": {"x": 3}}'),
        ('{"expr": 1}', 'f.jsonl:1:1: this object has no text "expr": write {"expr": "x^2", "at": {"x": 3}}'),
        ('{"expr": "x+", "at": {"x": 1}}', "f.jsonl:1:13: a value is missing after '+'"),
        ('{"expr": "x;\\n\\nx+", "at": {"x": 1}}', "f.jsonl:1:11: a value is missing after '+'"),
        ('{"expr": "x", "at": [1]}', 'f.jsonl:1:21: "at" is no object of numbers: write "at": {"x": 3}'),
        ('{"expr": "x", "at": {"x": true}}', 'f.jsonl:1:27: the value of x is true, and no number: write "at": {"x": 3}'),
        ('{"expr": "x", "at": {"x": 1', "f.jsonl:1:28: this line is no JSON: expecting ',' delimiter"),
        ('{"expr": "x", "at": {"x": ""}}', "f.jsonl:1:27: the value of x is an empty text"),
        ('{"expr": "x", "x": "  "}', "f.jsonl:1:20: the value of x is an empty text"),
        ('{"expr": "x", "x": ""}', "f.jsonl:1:20: x has no value"),
        ('{"expr": "x", "x": {"a": 1}}', "f.jsonl:1:20: in 'x={\"a\": 1}', the value is no number"),
        ('{"expr": "x", "x": true}', "f.jsonl:1:20: the value of x contains the variable true"),
        ('{"expr": "x*y", "y": "z", "at": {"x": 1}}', "f.jsonl:1:22: the value of y contains the variable z"),
        ('{"expr": "x", "at": {"x": 1, "x": 2}}', "f.jsonl:1:1: 'x' stands twice in one object: give each name one value"),
        ('{"expr": "x", "at": {"x": 1e400}}', "f.jsonl:1:27: in 'x=1e400', 1e400 is beyond the largest number, 1.8e308"),
        ('{"expr": "x", "at": {"x": 1}, "wrt": 3}', 'f.jsonl:1:38: "wrt" is no list of names: write "wrt": ["x"]'),
        ('{"expr": "x", "at": {"x": 1}, "wrt": ["y"]}', "f.jsonl:1:38: there is no variable y to differentiate by: the variable is x"),
        ('{"expr": "x", "at": {"x": NaN}}', "f.jsonl:1:27: x is nan, as given"),
        ("[" * 100_000, "f.jsonl:1:1: this line is no JSON that can be read"),
    ],
)
def test_a_line_of_json_that_is_wrong(files: Files, line: str, told: str) -> None:
    done = batch(files("f.jsonl", f'{line}\n{{"formula": "x^2", "at": {{"x": "2"}}}}\n'))
    assert done.told[0].startswith(told)
    assert done.rows[-1]["value"] == "4.0"


@pytest.mark.parametrize("id", [7, 1.5, "a\u2028b", {"n": [1.25, None]}, None, True])
def test_ids_come_back_as_they_were(files: Files, id: object) -> None:
    line = json.dumps({"id": id, "expr": "x*y", "name": "n", "at": {"x": 0.1, "y": "2pi"}, "wrt": "y"})
    (entry,) = objects(files("f.jsonl", line))
    assert entry["id"] == id and type(entry["id"]) is type(id)
    assert (entry["name"], entry["gradient"]) == ("n", {"y": 0.1})


def test_compressed_files_standard_input_and_several_files(files: Files) -> None:
    first, second = files("a.txt.gz", gzip.compress(b"x @ x=1\n")), files("b.csv", "expr,y\ny^2,3\ny+,1\n")
    done = batch(first, second)
    assert done.column("file") == [first, second, second]
    assert done.column("d_y") == ["", "6.0", ""]
    assert done.told[0].startswith("b.csv:3:3: ")
    assert batch("-", "--input-format", "txt", stdin=b"x @ x=1\nx+ @x=1").told[0].startswith("standard input:2:3: ")
    assert refusal("-").startswith("standard input has no ending that tells its format: give --input-format")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("f.txt", gzip.compress(b"x", mtime=0), "f.txt is no text, but compressed by gzip: name it by its ending, as in data.csv.gz"),
        ("f.txt.gz", b"x @ x=1", "cannot read f.txt.gz further: Not a gzipped file (b'x ')"),
        ("f.txt", "x".encode("utf-16"), "f.txt is UTF-16: save it as UTF-8"),
        ("f.csv", b"PK\x03\x04abc", "f.csv is no text, but a zip archive or a spreadsheet: name it by its ending"),
        ("f.xyz", b"x", "the ending of f.xyz tells no format (.txt, .csv, .tsv, .jsonl, .npy"),
        ("f.npy", b"x", "f.npy holds points, and no formulas: give the expression with --expr"),
    ],
)
def test_files_that_hold_something_else(files: Files, name: str, content: bytes, message: str) -> None:
    assert refusal(files(name, content)).startswith(message)


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.txt").endswith("No such file or directory")
    assert refusal(tmp_path).endswith("it is a folder")
    assert refusal() == "there is nothing to do: name a file of formulas, or give --expr"


@pytest.mark.parametrize(("name", "content"), [("f.txt", ""), ("f.txt", "\n# only this\n"), ("f.csv", "expr,x\n"), ("f.jsonl", "\n")])
def test_files_without_formulas(files: Files, name: str, content: str) -> None:
    done = call("batch", files(name, content))
    assert (done.code, done.err) == (0, f"note: there are no rows in {name}\n0 in = 0 ok + 0 failed\n")
    assert done.out == "line,name,expr,status,value,error\n"


PIECES = st.sampled_from(['"', '""', ",", "\n", "\r\n", "x", "y^2", " ", "x+", '"a\nb"', "é", "\n\n", ",,", '",', ',"'])


def requests(path: str, size: int) -> list[tuple[object, ...]]:
    """What a file of formulas asks for, read so many bytes at a time."""
    stretches = Sheet(File(path), "", ()).stretches(size)
    return [(*request._replace(error=None), str(request.error)) for stretch, _ in stretches for request in stretch.requests()]


@given(st.lists(PIECES, max_size=30).map("".join), st.integers(1, 12), st.sampled_from(["csv", "txt"]))
def test_where_a_file_is_cut_into_pieces_does_not_matter(tmp_path_factory: pytest.TempPathFactory, text: str, size: int, end: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"pieces.{end}"
    path.write_bytes(b"expr,x,y\n" + text.encode())
    with mock.patch("adcli.batch.readers.tabular._HEADER_BYTES", 5):
        assert requests(str(path), size) == requests(str(path), 1 << 20)


def test_a_line_longer_than_a_piece(files: Files) -> None:
    long = "+".join(["x"] * 10_000)
    done = batch(files("f.txt", f"{long} @ x=1\nx+ @ x=1\n"))
    assert done.rows[0]["value"] == "10000.0" and done.told[0].startswith("f.txt:2:3: ")


def test_a_damaged_file_keeps_the_formulas_before(files: Files) -> None:
    whole = gzip.compress(b"".join(b"x%d*%d @ x%d=1\n" % (k % 3, k * k, k % 3) for k in range(20_000)))
    path = files("f.txt.gz", whole[: len(whole) // 2])
    done = call("batch", path)
    assert (done.code, done.out.splitlines()[0]) == (1, "line,name,expr,status,value,d_x0,d_x1,d_x2,error")
    assert len(done.out.splitlines()) > 1000
    message, count = done.err.splitlines()
    assert message == f"error: cannot read {path} further: Compressed file ended before the end-of-stream marker was reached"
    assert count == "{0:,} in = {0:,} ok + 0 failed".format(len(done.out.splitlines()) - 1)


@pytest.mark.parametrize(
    ("name", "usual", "other", "variables"),
    [
        ("f.txt", "2x + 1.5e-3*x @ x=1", "3*x*y2 @ x=1,y2=2", ["x", "y2"]),
        ("f.txt", "e*x @ x=1", "e*x @ x=1, e =2", ["x", "e"]),  # a constant with a value of its own is a variable
        ("f.txt", "sin(x) + e5 @ x=1,e5=2", "2e5*x + 3exp*x @ x=1,exp=2", ["x", "e5", "exp"]),
        ("f.txt", "x*y @ x=1,y=2", "x*(yx) @ x=1,yx=2", ["x", "y", "yx"]),
        ("f.txt", "x @ x=1", "x[1]*x[2] @ x=[1,2]", ["x", "x[1]", "x[2]"]),
        ("f.txt", "dot(x, x) @ x=[1,2]", "dot(x, x) @ x=[1,2,3]", ["x[1]", "x[2]", "x[3]"]),
        ("f.txt", "alpha*x @ x=1,alpha=2", "β*x @ x=1,β=2", ["alpha", "x", "β"]),
        ("f.jsonl", '{"expr": "x*y", "at": {"x": 1, "y": 2}}', '{"expr": "x*at", "at": {"x": 1, "at": 2}}', ["x", "y", "at"]),
        ("f.jsonl", '{"expr": "e*x", "at": {"x": 1}}', '{"expr": "e*x", "at": {"x": 1, "e" : 3}}', ["x", "e"]),
        ("f.jsonl", '{"expr": "nx*y", "at": {"nx": 1, "y": 2}}', '{"expr": "\\nx", "at": {"x": 1, "y": 2}}', ["nx", "y", "x"]),
    ],
)
def test_a_variable_that_comes_late_has_a_column(files: Files, name: str, usual: str, other: str, variables: list[str]) -> None:
    """Wherever its first line stands: formulas are taken apart only where a name may be new."""
    done = batch(files(name, "\n".join([usual] * 4000 + [other])))
    assert [column.removeprefix("d_") for column in done.rows[0] if column.startswith("d_")] == variables
    assert {row["status"] for row in done.rows} == {"ok"}


def test_values_beside_the_expression_in_json(files: Files) -> None:
    """As tables are written a row a line; those in "at" come first, and what is no variable may be anything."""
    lines = [
        {"expr": "x*y", "x": 3, "y": "4", "tags": ["x"], "ok": True, "note": None},
        {"expr": "x*y", "x": 3, "y": 4, "at": {"y": 0.5}},
        {"expr": "e*x", "x": 3, "e": 2, "ragged": [1, [2]], "empty": []},
        {"expr": "dot(x,x)", "x": [3, 4]},
    ]
    done = batch(files("f.jsonl", "".join(json.dumps(line) + "\n" for line in lines)))
    assert (done.code, done.column("value")) == (0, ["12.0", "1.5", "6.0", "25.0"])
    assert done.column("d_y") == ["3.0", "3.0", "", ""] and done.column("d_x[2]") == ["", "", "", "8.0"]


def test_a_formula_that_is_wrong_again_and_again_is_told_each_time(files: Files) -> None:
    done = batch(files("f.csv", "expr,x\n" + "sin(x,1\n" * 3))
    assert done.told[:3] == [f"f.csv:{line}:4: this '(' is never closed: add ')'" for line in (2, 3, 4)]
