"""Sources of points: a file, or ranges. Each gives the same pieces again whenever it is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from adcli.batch.readers.files import TEXT_FORMATS, File
from adcli.batch.readers.quoting import DELIMITERS
from adcli.batch.readers.tabular import body, header_of, positions
from adcli.errors import DataError, PointError, short
from adcli.language.names import canonical_name

if TYPE_CHECKING:
    from adcli.batch.readers.columns import PointLayout
    from adcli.batch.readers.ranges import Grid

POINT_BYTES = 1 << 20  # of a piece of text
POINT_ROWS = 1 << 17  # of a piece of arrays

Data = tuple[Any, int, int]  # bytes or arrays, the number of the first line, how far into the source they reach


class Places(Protocol):
    """A source of points."""

    names: Sequence[str]  # the variables it has values for
    title: str
    size: int  # in the units of its pieces' positions

    def kept(self, keep: Sequence[str]) -> list[str]:
        """The names of what is carried along."""

    def layout(self, wanted: Sequence[str], keep: Sequence[str], numbers: Collection[str] = ()) -> PointLayout | None:
        """How to read the variables wanted from text; of what is kept, columns of the names `numbers` are kept as such.

        Raises DataError where a variable is missing.
        """

    def pieces(self, wanted: Sequence[str], keep: Sequence[str]) -> Iterator[Data]:
        """The points, a piece at a time."""


class FilePlaces:
    """The points of a file, one column a variable."""

    def __init__(self, file: File, columns: Sequence[str]) -> None:
        self.file = file
        self.title = file.name
        self.size = file.size
        if file.format not in TEXT_FORMATS:
            from adcli.batch.readers.arrays import Table

            self.table = Table(file, columns)
            self.header = tuple(self.table.columns)
            self.size = self.table.rows
            self.checked: set[str] = set()
        elif file.format not in DELIMITERS:
            raise DataError(f"points come as CSV, or as arrays, and {short(file.name)} is {file.format}", advice="give points as CSV")
        else:
            self.header = header_of(file, columns)
        self.names: Sequence[str] = [canonical_name(name) for name in self.header]

    def kept(self, keep: Sequence[str]) -> list[str]:
        return [self.header[k] for k in positions(self.header, keep, self.title)]

    def layout(self, wanted: Sequence[str], keep: Sequence[str], numbers: Collection[str] = ()) -> PointLayout | None:
        from adcli.batch.readers.columns import point_layout

        if self.file.format in DELIMITERS:
            kept = positions(self.header, keep, self.title)
            return point_layout(self.header, wanted, kept, numbers, self.file.format, self.title)
        if not self.checked.issuperset(wanted):
            next(self.table.pieces(wanted, (), 1), None)  # what is wrong with the columns is told before anything is written
            self.checked.update(wanted)
        return None

    def pieces(self, wanted: Sequence[str], keep: Sequence[str]) -> Iterator[Data]:
        if self.file.format in DELIMITERS:
            for piece in body(self.file, POINT_BYTES):
                yield piece.data, piece.line, piece.position
            return
        done = 0
        for points in self.table.pieces(wanted, self.kept(keep), POINT_ROWS):
            done += len(points.lines)
            yield points, 1, done


class GridPlaces:
    """The points of ranges, whose variables are always carried along."""

    title = ""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.names: Sequence[str] = list(grid.axes)
        self.size = grid.total

    def kept(self, keep: Sequence[str]) -> list[str]:
        if keep and list(keep) != ["all"]:
            raise DataError("--keep carries columns of a file along; ranges are carried along as they are", advice="leave off --keep")
        return list(self.grid.axes)

    def layout(self, wanted: Sequence[str], keep: Sequence[str], numbers: Collection[str] = ()) -> PointLayout | None:
        missing = [name for name in wanted if name not in self.names]
        if missing:
            from adcli.advice.points import without_value

            _, message, advice = without_value(missing, [], self.names)
            raise PointError(message, advice=advice)
        return None

    def pieces(self, wanted: Sequence[str], keep: Sequence[str]) -> Iterator[Data]:
        done = 0
        for points in self.grid.pieces(POINT_ROWS):
            done += len(points.lines)
            yield points, 1, done
