"""Points in files of arrays: .npy, .npz, Parquet and Arrow, whatever their numbers are."""

from __future__ import annotations

import decimal
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.batches import Files, batch, objects, refusal
from tests.running import call

TABLE = np.array([[1.5, 2], [3, 4]])
XY = ["--expr", "x*y", "--columns", "x,y"]


def npy(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("array", "values"),
    [
        (TABLE, ["3.0", "12.0"]),
        (np.asfortranarray(TABLE), ["3.0", "12.0"]),
        (TABLE.astype(">f8"), ["3.0", "12.0"]),
        (np.array([[0.1, 1]], np.float32), ["0.10000000149011612"]),
        (np.array([[3, 4]], np.int8), ["12.0"]),
        (np.array([[2**63, 1]], np.uint64), ["9.223372036854776e+18"]),
        (np.array([[True, False]]), ["0.0"]),
        (np.zeros((0, 2)), []),
    ],
)
def test_rows_of_npy(files: Files, array: Any, values: list[str]) -> None:
    assert batch(*XY, files("p.npy", npy(array))).column("value") == values
    assert batch(*XY, "-", "--input-format", "npy", stdin=npy(array)).column("value") == values


def test_one_dimension_and_names_of_its_own(files: Files) -> None:
    assert batch("--expr", "x", "--columns", "x", files("p.npy", npy(np.arange(3)))).column("value") == ["0.0", "1.0", "2.0"]
    named = np.array([("a", 1), ("b,", 2)], dtype=[("run", "U3"), ("x", "i8")])
    done = batch("--expr", "x^2", files("s.npy", npy(named)), "--keep", "all")
    assert (done.column("run"), done.column("x"), done.column("value")) == (["a", "b,"], ["1", "2"], ["1.0", "4.0"])


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        (npy(TABLE), "", "p.npy has 2 columns without names: name them with --columns x1,x2"),
        (npy(TABLE), "x", "p.npy has 2 columns, and --columns names 1: name them with --columns x1,x2"),
        (npy(TABLE), "x,x", "--columns names a column twice: give each column its own name"),
        (npy(TABLE), "a,y", "p.npy has no column x; its columns are a, y: rename a column, or give a value with --at x=..."),
        (npy(TABLE * 1j), "x,y", "column x of p.npy holds no real numbers, but complex 1.5j"),
        (npy([["a", "b"]]), "x,y", "column x of p.npy holds no real numbers, but str a"),
        (npy(np.zeros((2, 2, 2))), "x,y", "p.npy has 3 dimensions: save rows of points, one column a variable"),
        (npy(np.float64(3)), "x,y", "p.npy has 0 dimensions: save rows of points, one column a variable"),
        (npy(TABLE)[:-8], "x,y", "p.npy cannot be read as npy: mmap length is greater than file size"),
        (b"x,y\n1,2\n", "x,y", "p.npy cannot be read as npy: it does not begin as such a file does"),
    ],
)
def test_npy_that_does_not_do(files: Files, content: bytes, columns: str, message: str) -> None:
    assert refusal("--expr", "x*y", files("p.npy", content), *(["--columns", columns] if columns else [])) == message


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_npz_compressed_or_not(files: Files, save: Any) -> None:
    buffer = io.BytesIO()
    save(buffer, x=np.arange(3.0), k=np.array([1, 2, 3], ">i4"), run=np.array(["a", "b", "c"]), matrix=np.eye(3), other=np.arange(3))
    done = batch("--expr", "x*k", files("p.npz", buffer.getvalue()), "--keep", "run,other")
    assert (done.column("value"), done.column("run"), done.column("other")) == (["0.0", "2.0", "6.0"], ["a", "b", "c"], ["0", "1", "2"])
    assert batch("--expr", "x", "-", "--input-format", "npz", stdin=buffer.getvalue()).column("value") == ["0.0", "1.0", "2.0"]
    assert refusal("--expr", "matrix", "p.npz").startswith("p.npz has no column matrix; its columns are x, k, run, other: rename")
    assert refusal("--expr", "run", "p.npz") == "column run of p.npz holds no real numbers, but str a"


def test_npz_that_does_not_do(files: Files, tmp_path: Path) -> None:
    np.savez(tmp_path / "p.npz", x=np.arange(3), y=np.arange(4))
    assert refusal("--expr", "x", "p.npz") == "p.npz has no arrays of one dimension and one length: x (3,), y (4,)"
    np.savez(tmp_path / "e.npz")
    assert refusal("--expr", "x", "e.npz") == "e.npz has no arrays of one dimension and one length: it is empty"
    assert refusal("--expr", "x", files("t.npz", b"text")) == "t.npz cannot be read as npz: File is not a zip file"
    message = "p.npy.gz is compressed, which only text may be: decompress it first, or save it as .npz"
    assert refusal("--expr", "x", files("p.npy.gz", b"")) == message


def columnar(folder: Path) -> list[str]:
    """The same table as Parquet and as Arrow, with everything that real ones have."""
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pa.table(
        {
            "x": pa.array([1.0, None, 3.0]),
            "k": pa.array([1, 2, 3], pa.int8()),
            "price": pa.array([decimal.Decimal("0.3"), None, decimal.Decimal("1.5")]),
            "flag": pa.array([True, False, None]),
            "n": pa.array([1, None, 2**60 + 1]),
            "half": pa.array(np.array([0.5, 1, 2], np.float16)),
            "kind": pa.array([7, 8, 7]).dictionary_encode(),
            "run": pa.array(["a", None, "c,"]),
        }
    )
    parquet.write_table(table, folder / "p.parquet", row_group_size=2)
    with pa.ipc.new_file(str(folder / "p.arrow"), table.schema) as file:
        file.write_table(table)
    with pa.ipc.new_stream(str(folder / "s.arrow"), table.schema) as stream:
        stream.write_table(table)
    return ["p.parquet", "p.arrow", "s.arrow"]


def test_parquet_and_arrow(files: Files) -> None:
    for name in columnar(files.folder):
        done = batch("--expr", "x*k", name, "--keep", "all")
        assert done.column("value") == ["1.0", "", "9.0"]
        assert done.told[0] == f"{name}:2:1: x has no value in this row"
        assert done.column("x") == ["1.0", "", "3.0"] and done.column("n") == ["1", "", str(2**60 + 1)]
        assert done.column("run") == ["a", "", "c,"] and done.column("flag") == ["True", "False", ""]
        assert batch("--expr", "price", name).column("value") == ["0.3", "", "1.5"]
        assert batch("--expr", "n", name).column("value") == ["1.0", "", repr(2.0**60)]
        assert batch("--expr", "flag + half + kind", name).column("value") == ["8.5", "9.0", ""]
        assert refusal("--expr", "run", name) == f"column run of {name} holds no real numbers, but str a"
        content = (files.folder / name).read_bytes()
        assert batch("--expr", "k", "-", "--input-format", name[2:], stdin=content).column("value") == ["1.0", "2.0", "3.0"]


def test_columns_with_gaps_are_kept_in_every_format(files: Files) -> None:
    """Gaps may begin in a later piece: the type of a column is that of the file, not of a piece."""
    name = columnar(files.folder)[0]
    from pyarrow import parquet

    ask = ["--expr", "k", name, "--keep", "x,n,price,run"]
    assert batch(*ask, "-o", "o.parquet").code == 0
    found = parquet.read_table(files.folder / "o.parquet").to_pydict()
    assert (found["x"], found["n"], found["price"]) == ([1.0, None, 3.0], [1, None, 2**60 + 1], ["0.3", None, "1.5"])
    assert batch("--expr", "k", name, "--keep", "x", "-o", "o.npz").code == 0
    assert np.array_equal(np.load(files.folder / "o.npz")["x"], [1, np.nan, 3], equal_nan=True)
    told = batch("--expr", "k", name, "--keep", "n", "-o", "n.npz").told
    assert told[0].startswith("error: column n holds whole numbers and has rows without one, which .npz cannot have: write another")
    assert not (files.folder / ".n.npz.adcli").exists()  # nor a word of --resume
    assert len(told) == 1


def test_parquet_that_does_not_do(files: Files) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pa.table([pa.array([1.0]), pa.array([2.0])], names=["x", "x"]), files.folder / "two.parquet")
    assert refusal("--expr", "x", "two.parquet") == "two.parquet has two columns 'x': give each column its own name"
    assert refusal("--expr", "x", files("t.parquet", "x\n1\n")).startswith("t.parquet cannot be read as parquet: ")
    assert refusal("--expr", "x", files("t.arrow", "x\n" + "1\n" * 99)) == "t.arrow cannot be read as arrow: Not an Arrow file"


def test_a_formula_that_uses_no_column_has_an_answer_at_every_row(files: Files) -> None:
    np.savez(path := files("p.npz", b""), x=np.arange(3.0))
    assert batch("--expr", "2+3", path).column("value") == ["5.0"] * 3
    assert [row["value"] for row in objects("--expr", "r^2", "--at", "r=2", path)] == [4.0] * 3


def test_objects_and_elements_from_0_are_refused(files: Files) -> None:
    np.savez(path := files("p.npz", b""), x=np.arange(3.0), s=np.array(["a", None, "b"], dtype=object))
    done = call("batch", "--expr", "x", path, "--keep", "s")
    assert (done.code, done.err) == (1, f"error: array s of {path} holds objects of Python: save it as numbers or texts\n")
    done = call("batch", "--expr", "dot(x, x)", files("p.csv", "x[0],x[1]\n1,2\n"))
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        "error: 'x' has an element of index 0: count from 1: name the first one x[1] (column 1)",
    )


def test_a_damaged_file_of_arrays_is_told_as_such(files: Files) -> None:
    out = io.BytesIO()
    np.savez_compressed(out, x=np.random.default_rng(1).normal(size=300_000))
    data = bytearray(out.getvalue())
    data[len(data) // 2 :: 97] = bytes(len(data[len(data) // 2 :: 97]))
    whole = bytes(data[:-4000]) + out.getvalue()[-4000:]  # the directory at the end is whole
    done = call("batch", "--expr", "x", path := files("p.npz", whole), "-o", "out.csv")
    assert done.code == 1 and done.err.startswith(f"error: cannot read {path} further: ")


def test_answers_are_points_again(files: Files) -> None:
    """Texts among the arrays that adcli writes are texts when they are read."""
    batch("--expr", "log(x)", files("p.csv", "x,run\n1,a\n-1,b\n4,a\n"), "--keep", "all", "-o", "o.npz")
    found = batch("--expr", "x*d_x", "o.npz", "--keep", "run,status,x")
    assert found.column("value") == ["1.0", "nan", "1.0"]
    assert (found.column("run"), found.column("in_status")) == (["a", "b", "a"], ["ok", "nonfinite", "ok"])
    assert refusal("--expr", "run", "o.npz") == "column run of o.npz holds no real numbers, but str a"


def test_texts_that_are_not_those_of_codes(files: Files) -> None:
    np.savez(files.folder / "a.npz", x=np.arange(3.0), a=np.array([0, 1, -1]), a_texts=np.array(["p", "q"]))
    done = batch("--expr", "x", "a.npz", "--keep", "a")
    assert (done.code, done.told[0]) == (1, "error: array a of a.npz is no list of places in a_texts: rename one of the two")
    np.savez(files.folder / "b.npz", x=np.arange(2.0), a=np.array([0.5, 1]), a_texts=np.array(["p", "q"]))
    assert batch("--expr", "x*a", "b.npz", "--keep", "a,a_texts").column("a_texts") == ["p", "q"]


def test_numbers_are_kept_as_the_doubles_that_they_are_in_failed_rows_too(files: Files) -> None:
    short = np.array([0.1, 0.2, 0.3, 0.3], np.float32)
    np.savez(files.folder / "p.npz", x=np.array([1, np.nan, 0, 3.0]), f=short, n=np.arange(4))
    done = batch("--expr", "log(x)", "p.npz", "--keep", "f,n")
    assert done.column("f") == [repr(float(number)) for number in short] and done.column("n") == ["0", "1", "2", "3"]


def test_gaps_among_texts_stay_gaps(files: Files) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pa.table({"x": [1.0, 2.0, 0.0], "s": ["a", None, ""]}), files.folder / "s.parquet")
    ask = ["--expr", "1/x", "s.parquet", "--keep", "s"]
    assert batch(*ask).column("s") == ["a", "", ""]
    assert [entry["kept"]["s"] for entry in objects(*ask)] == ["a", None, ""]
    batch(*ask, "-o", "o.parquet")
    assert parquet.read_table(files.folder / "o.parquet").to_pydict()["s"] == ["a", None, ""]
