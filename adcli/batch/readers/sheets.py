"""A file of formulas: its pieces, and the layout of its columns where it is CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from adcli.batch.readers.decoding import text_lines
from adcli.batch.readers.files import TEXT_FORMATS, File
from adcli.batch.readers.formulas import Layout, from_csv, from_text, layout_of
from adcli.batch.readers.objects import from_jsonl
from adcli.batch.readers.quoting import DELIMITERS
from adcli.batch.readers.tabular import body, header_of, positions
from adcli.batch.requests import Request
from adcli.errors import DataError, short


class Stretch(NamedTuple):
    """Whole lines of a file of formulas, with what it takes to read them."""

    data: bytes
    line: int
    file: str
    format: str
    layout: Layout | None

    def requests(self) -> list[Request]:
        """What these lines ask for."""
        lines, broken = text_lines(self.data)
        if self.layout is not None:
            found = list(from_csv(lines, self.line, self.file, self.layout, self.format))
        else:
            found = list((from_jsonl if self.format == "jsonl" else from_text)(lines, self.line, self.file))
        if broken:
            found += [Request(self.file, self.line + k, "", error=error) for k, error in broken.items()]
            found.sort(key=lambda request: request.line)
        return found


class Sheet:
    """A file of formulas, and which of its columns mean what."""

    def __init__(self, file: File, column: str, keep: Sequence[str]) -> None:
        if file.format not in TEXT_FORMATS:
            raise DataError(f"{short(file.name)} holds points, and no formulas", advice="give the expression with --expr")
        self.file = file
        self.layout: Layout | None = None
        if file.format in DELIMITERS:
            layout = layout_of(header_of(file), column, (), file.name)
            shown = (layout.expression, layout.others.get("name", -1))  # which have columns of their own in the output
            self.layout = layout._replace(kept=tuple(positions(layout.header, keep, file.name, shown)))

    @property
    def kept(self) -> list[str] | None:
        """The names of the columns that are carried along; None where the file has no columns."""
        return [self.layout.header[k] for k in self.layout.kept] if self.layout else None

    def stretches(self, size: int) -> Iterator[tuple[Stretch, int]]:
        """The file's lines, about `size` bytes at a time, each with how far into the file it reaches."""
        for piece in body(self.file, size):
            yield Stretch(piece.data, piece.line, self.file.name, self.file.format, self.layout), piece.position
