"""Files as pieces of whole lines or rows: opened, decompressed, and cut without ever being held whole."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import stat
import sys
import tempfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from adcli.batch.readers.quoting import DELIMITERS, open_end
from adcli.errors import DataError, short

FORMATS = {
    "txt": (".txt",),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "jsonl": (".jsonl", ".ndjson"),
    "npy": (".npy",),
    "npz": (".npz",),
    "parquet": (".parquet", ".pq"),
    "arrow": (".arrow", ".feather", ".ipc"),
}
TEXT_FORMATS = ("txt", "csv", "tsv", "jsonl")
MOST_LINE = 100_000_000  # the bytes of one line, and so of one expression
MOST_QUOTED = 1_000_000  # the bytes of a row that goes on over lines: beyond, its quote counts as never closed
_MARK = b"\xef\xbb\xbf"  # the byte order mark that some programs put before UTF-8


class Piece(NamedTuple):
    """A stretch of whole lines: its bytes, the number of its first line, and how far into the file on disk it reaches."""

    data: bytes
    line: int
    position: int


class File:
    """An input file and its format; "-" is standard input.

    That, and a pipe with a name, can be read again where `again` says so, and is given piecemeal, as it comes, where it is `live`.
    """

    def __init__(self, path: str, format: str = "", *, again: bool = False, live: bool = False) -> None:
        self.path = path
        self.name = "standard input" if path == "-" else path
        self.again = again
        self.live = live
        self.headed = True  # whether the first row of CSV names the columns
        self._ahead: list[bytes] = []  # what was read of a pipe by `beginning`
        self._copy: IO[bytes] | None = None
        self.size = 0  # bytes on disk, 0 where that is not known
        self.pipe = self._opened_pipe()  # what can be read once only
        self.format = format or _format_of(path)

    def _opened_pipe(self) -> IO[bytes] | None:
        """Standard input, or a file that is no file on disk: what comes through it is gone when it is read."""
        if self.path == "-":
            if sys.stdin is None:
                raise DataError("standard input is closed", advice="name a file, or pipe one in")
            return sys.stdin.buffer
        file = self._guarded()
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            return file
        self.size = status.st_size
        file.close()
        return None

    def _guarded(self) -> IO[bytes]:
        """The file on disk, opened. Raises DataError with exit code 2 where it cannot be."""
        try:
            if os.path.isdir(self.path):
                raise IsADirectoryError(21, "it is a folder")
            return open(self.path, "rb")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
            meant = isinstance(error, FileNotFoundError) and not set("*^()=").isdisjoint(self.path)
            advice = f"for an expression write --expr '{short(self.path, 40)}'" if meant else ""
            raise DataError(f"cannot open {short(self.name)}: {reason}", advice=advice) from None

    def raw(self) -> IO[bytes]:
        """The bytes on disk, or those of a pipe, from the beginning."""
        if self.pipe is None:
            return self._guarded()
        if not self.again:
            return self.pipe
        if self._copy is None:
            self._copy = tempfile.TemporaryFile()  # noqa: SIM115, lives as long as this object
            shutil.copyfileobj(self.pipe, self._copy, 1 << 20)
        self._copy.seek(0)
        return io.BufferedReader(io.FileIO(os.dup(self._copy.fileno()), "rb"))

    def pieces(self, size: int) -> Iterator[Piece]:
        """Whole lines (in CSV whole rows), about `size` bytes at a time; a byte order mark is left off."""
        return self._cut(self._blocks(size))

    def beginning(self, size: int) -> Iterator[Piece]:
        """The first pieces, which `pieces` gives again."""
        if self.pipe is None or self.again:
            return self.pieces(size)
        return self._cut(self._look_ahead(size))

    def _look_ahead(self, size: int) -> Iterator[tuple[bytes, int]]:
        for data, position in self._blocks(size):
            self._ahead.append(data)
            yield data, position

    def _cut(self, blocks: Iterator[tuple[bytes, int]]) -> Iterator[Piece]:
        line, first = 1, True
        open_line: list[bytes] = []  # what is there of a line, or a row, whose end is not
        length = 0
        delimiter = DELIMITERS.get(self.format)
        for data, position in blocks:
            if first:
                data = data.removeprefix(_MARK)
                self._check(data)
                first = False
            whole, newline, tail = data.rpartition(b"\n")
            if not newline:
                open_line.append(data)
                length += len(data)
                if length > MOST_LINE:
                    raise DataError(f"line {line} of {short(self.name)} has more than {MOST_LINE:,} bytes", file=self.name)
                continue
            whole = b"".join([*open_line, whole, newline])
            if delimiter and b'"' in whole:
                cut = open_end(whole, delimiter)
                if len(whole) - cut <= MOST_QUOTED:
                    whole, tail = whole[:cut], whole[cut:] + tail
            if whole:
                yield Piece(whole, line, position)
            line += whole.count(b"\n")
            open_line, length = [tail], len(tail)
        if length:
            yield Piece(b"".join(open_line), line, self.size)

    def _blocks(self, size: int) -> Iterator[tuple[bytes, int]]:
        raw = self.raw()
        stream: Any = gzip.GzipFile(fileobj=raw) if self.path.endswith(".gz") else raw
        read = stream.read1 if self.live and raw is self.pipe else stream.read
        ahead, self._ahead = self._ahead, []
        try:
            for data in ahead:
                yield data, 0
            if self.path.endswith(".gz"):
                for data in _decompressed(stream, size):
                    yield data, raw.tell() if self.size else 0
            else:
                while data := read(size):
                    yield data, raw.tell() if self.size else 0
        except (EOFError, zlib.error, OSError) as error:
            raise DataError(f"cannot read {short(self.name)} further: {error}", file=self.name) from None
        finally:
            if raw is not self.pipe:
                raw.close()

    def _check(self, data: bytes) -> None:
        """Raise DataError where the first bytes are those of another kind of file."""
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise DataError(f"{short(self.name)} is UTF-16", advice="save it as UTF-8", file=self.name)
        if b"\r" in data and b"\n" not in data:
            reason = "ends its lines with carriage returns alone"
            raise DataError(f"{short(self.name)} {reason}", advice="save it with the line ends of Unix or Windows", file=self.name)
        kinds = {
            b"\x1f\x8b": "compressed by gzip",
            b"PK\x03\x04": "a zip archive or a spreadsheet",
            b"PAR1": "Parquet",
            b"\x93NUMPY": "npy",
        }
        for magic, kind in kinds.items():
            if data.startswith(magic):
                unpacked = "decompress it on the way: gunzip -c data.csv.gz | adcli batch - ..."
                advice = unpacked if self.pipe and magic == b"\x1f\x8b" else "name it by its ending, as in data.csv.gz"
                raise DataError(f"{short(self.name)} is no text, but {kind}", advice=advice)


def _decompressed(stream: gzip.GzipFile, size: int) -> Iterator[bytes]:
    """A compressed file's bytes, so many at a time; where it is damaged, what can be read before the exception."""
    while True:
        parts: list[bytes] = []
        missing = size
        try:
            while missing and (data := stream.read1(missing)):
                parts.append(data)
                missing -= len(data)
        except (EOFError, zlib.error, OSError):
            yield b"".join(parts)
            raise
        if missing == size:
            return
        yield b"".join(parts)


def _format_of(path: str) -> str:
    """The format that a file's ending tells. Raises DataError where it tells none."""
    if path == "-":
        raise DataError("standard input has no ending that tells its format", advice="give --input-format csv, tsv, jsonl or txt")
    lower = path.lower().removesuffix(".gz")
    for format, endings in FORMATS.items():
        if lower.endswith(endings):
            return format
    if lower.endswith(".ad"):
        raise DataError(f"{short(path)} is a program, and no file of formulas or points", advice=f"give it with --expr {short(path)}")
    known = ", ".join(ending for endings in FORMATS.values() for ending in endings[:1])
    raise DataError(f"the ending of {short(path)} tells no format ({known}, or .gz behind it)", advice="give --input-format")
