"""Points from files of arrays (.npy, .npz, Parquet, Arrow), read a stretch of rows at a time."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any

import numpy as np

from adcli.batch.plan import Problem
from adcli.batch.readers.columns import Columns, places_in
from adcli.batch.readers.files import File
from adcli.errors import DataError, PointError, short

Named = dict[str, Any]  # arrays of one length by name
_UNREADABLE = (ValueError, EOFError, zipfile.BadZipFile, zlib.error, OSError, KeyError)  # what the libraries raise for damaged files


class Table:
    """A file of arrays: the names of its columns, and their rows."""

    def __init__(self, file: File, names: Sequence[str] = ()) -> None:
        self.file = file
        if file.path.endswith(".gz"):
            raise DataError(f"{short(file.name)} is compressed, which only text may be", advice="decompress it first, or save it as .npz")
        open_it = {"npy": _npy, "npz": _npz}.get(file.format, _arrow)
        try:
            self.columns, self.rows, self._read = open_it(file, names)
        except _UNREADABLE as error:
            raise DataError(f"{short(file.name)} cannot be read as {file.format}: {short(str(error), 100)}", file=file.name) from None
        if names and file.format != "npy":
            raise DataError(f"{short(file.name)} has names for its columns", advice="leave off --columns")

    def pieces(self, wanted: Sequence[str], kept: Sequence[str], rows: int) -> Iterator[Columns]:
        """The points, so many rows at a time. Raises DataError for a missing column or one that holds no numbers."""
        places = {name: self.columns[k] for name, k in places_in(self.columns, wanted, self.file.name).items()}
        first = 1
        chosen = [*dict.fromkeys([*(places[name] for name in wanted), *kept])] or list(self.columns[:1])  # to see how many rows there are
        for arrays in self._stretches(chosen, rows):
            count = next((len(array) for array in arrays.values()), 0)
            lines = np.arange(first, first + count)
            bad: dict[int, dict[str, Problem]] = {}
            values = {name: self._numbers(name, arrays[places[name]], lines, bad) for name in wanted}
            yield Columns(self.file.name, lines, values, [_texts(arrays[name]) for name in kept], bad)
            first += count

    def _stretches(self, chosen: Sequence[str], rows: int) -> Iterator[Named]:
        """So many rows of some columns at a time. Raises DataError where the file is damaged further in."""
        try:
            yield from self._read(chosen, rows)
        except _UNREADABLE as error:
            reason = short(str(error).partition("\n")[0], 100)
            raise DataError(f"cannot read {short(self.file.name)} further: {reason}", file=self.file.name) from None

    def _numbers(self, name: str, array: Any, lines: Any, bad: dict[int, dict[str, Problem]]) -> Any:
        """A column as doubles; a row where it is null becomes bad."""
        if array.dtype == object and all([x is None or isinstance(x, Decimal) for x in array]):
            array = np.ma.masked_array([float(x or 0) for x in array], [x is None for x in array])
        if isinstance(array, np.ma.MaskedArray):
            for i in np.flatnonzero(np.ma.getmaskarray(array)).tolist():
                bad.setdefault(i, {})[name] = Problem("point", f"{short(name, 40)} has no value in this row", int(lines[i]), 1)
            array = np.where(np.ma.getmaskarray(array), np.nan, array.data)
        if array.dtype.kind not in "fiub":
            what = f"{type(array.tolist()[0]).__name__} {short(str(array[0]), 30)}" if len(array) else array.dtype
            raise DataError(f"column {short(name, 40)} of {short(self.file.name)} holds no real numbers, but {what}")
        return np.ascontiguousarray(array, np.float64)


def _texts(array: Any) -> Any:
    return array if array.dtype.kind in "fiu" else [None if x is None else str(x) for x in array.tolist()]


def _npy(file: File, names: Sequence[str]) -> Any:
    with _seekable(file) as stream:
        if stream.peek(6)[:6] != b"\x93NUMPY":
            raise ValueError("it does not begin as such a file does")
        array = np.load(stream, allow_pickle=False) if file.pipe else np.load(file.path, mmap_mode="r", allow_pickle=False)
    if array.dtype.names:
        if names:
            raise DataError(f"{short(file.name)} has names for its columns", advice="leave off --columns")
        return (
            array.dtype.names,
            len(array),
            lambda chosen, rows: ({name: array[name][k : k + rows] for name in chosen} for k in range(0, len(array), rows)),
        )
    if array.ndim not in (1, 2):
        raise DataError(f"{short(file.name)} has {array.ndim} dimensions", advice="save rows of points, one column a variable")
    table = array if array.ndim == 2 else array[:, None]
    if len(names) != table.shape[1]:
        has = f"{short(file.name)} has {table.shape[1]} column{'s' * (table.shape[1] != 1)}"
        example = ",".join(f"x{k}" for k in range(1, min(table.shape[1], 3) + 1)) + (",..." if table.shape[1] > 3 else "")
        raise DataError(
            f"{has}, and --columns names {len(names)}" if names else f"{has} without names", advice=f"name them with --columns {example}"
        )
    places = {name: k for k, name in enumerate(names)}
    if len(places) < len(names):
        raise PointError("--columns names a column twice", advice="give each column its own name")
    return (
        names,
        len(table),
        lambda chosen, rows: ({name: table[k : k + rows, places[name]] for name in chosen} for k in range(0, len(table), rows)),
    )


def _npz(file: File, names: Sequence[str]) -> Any:
    with zipfile.ZipFile(_seekable(file)) as archive:
        heads: dict[str, tuple[tuple[int, ...], np.dtype[Any]]] = {}
        for member in archive.namelist():
            if member.endswith(".npy"):
                with archive.open(member) as stream:
                    heads[member.removesuffix(".npy")] = _header(stream)
    # As adcli writes texts: whole numbers, and beside them what each of these means.
    beside = {name: heads[f"{name}_texts"][1].kind for name in heads if f"{name}_texts" in heads}
    coded = {name for name, kind in beside.items() if kind == "U" and heads[name][1].kind in "iu"}
    flat = {name: shape[0] for name, (shape, _) in heads.items() if len(shape) == 1 and name.removesuffix("_texts") not in coded - {name}}
    if not flat or len(set(flat.values())) > 1:
        told = ", ".join(f"{short(name, 20)} {shape}" for name, (shape, _) in list(heads.items())[:6])
        raise DataError(f"{short(file.name)} has no arrays of one dimension and one length: {told or 'it is empty'}")
    length = next(iter(flat.values()))

    def read(chosen: Sequence[str], rows: int) -> Iterator[Named]:
        for name in chosen:
            if heads[name][1].hasobject:
                message = f"array {short(name, 40)} of {short(file.name)} holds objects of Python"
                raise DataError(message, advice="save it as numbers or texts")
        with zipfile.ZipFile(_seekable(file)) as archive:
            texts = {name: _whole(archive, f"{name}_texts", heads) for name in chosen if name in coded}
            streams = {name: _begun(archive, name) for name in chosen}
            for k in range(0, length, rows):
                found = {name: _next(stream, min(rows, length - k), heads[name][1]) for name, stream in streams.items()}
                yield {name: _decoded(name, array, texts[name], file) if name in texts else array for name, array in found.items()}

    return tuple(flat), length, read


def _begun(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """An array's numbers as a stream."""
    stream = archive.open(f"{name}.npy")
    _header(stream)
    return stream


def _whole(archive: zipfile.ZipFile, name: str, heads: Mapping[str, tuple[tuple[int, ...], np.dtype[Any]]]) -> Any:
    (count, *_), kind = heads[name]
    with _begun(archive, name) as stream:
        return _next(stream, count, kind)


def _decoded(name: str, codes: Any, texts: Any, file: File) -> Any:
    """The texts that an array of codes stands for. Raises DataError where it holds other numbers."""
    if ((codes < 0) | (codes >= len(texts))).any():
        message = f"array {short(name, 40)} of {short(file.name)} is no list of places in {short(name, 40)}_texts"
        raise DataError(message, advice="rename one of the two")
    return texts[codes]


def _next(stream: IO[bytes], count: int, kind: np.dtype[Any]) -> Any:
    """So many numbers of an array."""
    return np.frombuffer(_exactly(stream, count * kind.itemsize), kind)


def _seekable(file: File) -> Any:
    file.again = True
    return file.raw()


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of an array, its stream left where the numbers begin."""
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(stream)
    return shape, dtype


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = b""
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    if len(data) < size:
        raise DataError("an array in the archive ends too early")
    return data


def _arrow(file: File, names: Sequence[str]) -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise DataError(f"{file.format} files need pyarrow", advice="install it with pip install 'adcli[parquet]'") from None
    if file.format == "parquet":
        with pq.ParquetFile(_seekable(file)) as opened:
            columns, rows = tuple(opened.schema_arrow.names), opened.metadata.num_rows
    else:
        with _record_batches(pa, _seekable(file)) as opened:
            columns, rows = tuple(opened.schema.names), 0

    def read(chosen: Sequence[str], size: int) -> Iterator[Named]:
        source = _seekable(file)
        if file.format == "parquet":
            batches = pq.ParquetFile(source).iter_batches(size, columns=list(chosen))
        else:
            opened = _record_batches(pa, source)
            whole = opened if hasattr(opened, "read_next_batch") else map(opened.get_batch, range(opened.num_record_batches))
            batches = (piece for batch in whole for piece in pa.Table.from_batches([batch]).select(list(chosen)).to_batches(size))
        for batch in batches:
            yield {name: _from_arrow(pa, batch.column(k)) for k, name in enumerate(chosen)}

    return columns, rows, read


def _record_batches(pa: Any, source: Any) -> Any:
    """Arrow data in either of its two forms: a file, whose batches are counted at its end, or a stream, whose batches just follow."""
    try:
        return pa.ipc.open_file(source)
    except pa.ArrowInvalid as no_file:
        source.seek(0)
        try:
            return pa.ipc.open_stream(source)
        except pa.ArrowInvalid:
            raise no_file from None


def _from_arrow(pa: Any, column: Any) -> Any:
    """A numpy array of an Arrow one, masked where it is null."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_boolean(column.type)):
        return np.array(column.to_pylist(), object)
    if column.null_count:
        return np.ma.masked_array(
            column.fill_null(pa.scalar(0).cast(column.type)).to_numpy(zero_copy_only=False), column.is_null().to_numpy(zero_copy_only=False)
        )
    return column.to_numpy(zero_copy_only=False)
