"""Text files as they are read: the header of CSV, what stands under it, and which of its columns somebody means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adcli.batch.readers.decoding import text_lines
from adcli.batch.readers.files import File, Piece
from adcli.batch.readers.quoting import DELIMITERS, Record, counted, records
from adcli.errors import DataError, short

_HEADER_BYTES = 1 << 16


def header_of(file: File, columns: Sequence[str] = ()) -> tuple[str, ...]:
    """The names of the columns of a CSV file: those of its first row, or where that has numbers, those given.

    Raises DataError where there are none, or both.
    """
    for piece in file.beginning(_HEADER_BYTES):
        found = _first(piece, file)
        if found is not None:
            names = tuple([name.strip() for name in found.cells])
            _check_separator(names, file)
            numbers = [is_number(name) for name in names]
            file.headed = not (any(numbers) if columns else all(numbers))
            return names if file.headed and not columns else _named(names, columns, file)
    raise DataError(f"{short(file.name)} is empty", advice="its first row names the columns")


def _named(first: Sequence[str], columns: Sequence[str], file: File) -> tuple[str, ...]:
    """The names given for the columns, of which there is the first row."""
    if file.headed:
        raise DataError(f"{short(file.name)} has a header that names its columns", advice="leave off --columns")
    if not columns:
        message = f"the first row of {short(file.name)} is no header: {short(','.join(first), 60)}"
        raise DataError(message, advice="put the names of the columns above the numbers, or give them with --columns")
    if len(columns) != len(first):
        raise DataError(f"{short(file.name)} has {counted(len(first))} in its first row, and --columns names {len(columns)}")
    return tuple(columns)


def _first(piece: Piece, file: File) -> Record | None:
    lines, broken = text_lines(piece.data)
    for record in records(lines, DELIMITERS[file.format]):
        if record.problem:
            raise DataError(f"the header of {short(file.name)} cannot be read: {record.problem}")
        if any(k < record.first for k in broken):
            break
        return record
    for k, error in broken.items():
        raise DataError(f"the header of {short(file.name)} cannot be read: {error.message} (line {piece.line + k})")
    return None


def _check_separator(names: Sequence[str], file: File) -> None:
    """Raise DataError where the only column has a name that looks like several, separated otherwise."""
    other = next((mark for mark in ("," if file.format == "tsv" else "\t", ";", "|") if mark in names[0]), "")
    if len(names) == 1 and other:
        advice = {
            ",": "name it .csv, or give --input-format csv",
            "\t": "name it .tsv, or give --input-format tsv",
            ";": "save it with commas between the cells, and points in the numbers",
            "|": "save it with commas between the cells",
        }
        told = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "vertical bars"}[other]
        raise DataError(f"the cells of {short(file.name)} are separated by {told}", advice=advice[other])


def is_number(text: str) -> bool:
    """Whether a cell of a header is a number, and so no name."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def body(file: File, size: int) -> Iterator[Piece]:
    """The pieces of a file, without the header of CSV."""
    inside = file.format not in DELIMITERS or not file.headed
    for piece in file.pieces(size):
        if not inside:
            header = _first(piece, file)
            if header is None:
                continue
            inside = True
            # The lines' own ends count: the header's bytes are those up to its last newline.
            rest = piece.data.split(b"\n", header.stop)[header.stop :]
            piece = Piece(rest[0] if rest else b"", piece.line + header.stop, piece.position)
        if piece.data:
            yield piece


def positions(header: Sequence[str], keep: Sequence[str], file: str, taken: Sequence[int] = ()) -> list[int]:
    """The positions of the columns to carry along: those named, or for "all" every one but those taken. Raises DataError."""
    if list(keep) == ["all"] and "all" not in header:
        return [k for k, name in enumerate(header) if k not in taken and name]
    missing = [name for name in keep if name not in header]
    if missing:
        columns = short(", ".join(header), 120)
        raise DataError(f"{short(file)} has no column '{short(missing[0], 40)}' to keep; its columns are {columns}")
    return [header.index(name) for name in keep]
