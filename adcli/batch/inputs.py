"""What a run reads, as the command line says it: formulas, points, and values that hold for all rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from adcli.batch.readers.files import File
from adcli.batch.readers.places import FilePlaces, GridPlaces, Places
from adcli.batch.readers.sheets import Sheet
from adcli.batch.requests import Request
from adcli.errors import DataError, PointError, short

if TYPE_CHECKING:
    from adcli.batch.readers.ranges import Axis


class Asked(NamedTuple):
    """The choices of the command line that say what to read."""

    files: Sequence[str]
    expressions: Sequence[str]
    points: str
    at: Mapping[str, str]
    paired: bool
    input_format: str
    expression_column: str
    columns: Sequence[str]
    keep: Sequence[str]
    live: bool  # whether somebody waits for each answer


class Inputs(NamedTuple):
    """What there is to read: expressions of the command line or files of them, and sources of points if these are apart."""

    commanded: list[Request]
    sheets: list[Sheet]
    places: list[Places]
    at: dict[str, str]

    @property
    def files(self) -> list[File]:
        """The files that are read."""
        return [*(sheet.file for sheet in self.sheets), *(places.file for places in self.places if isinstance(places, FilePlaces))]

    @property
    def given(self) -> set[str]:
        """The names that have values, wherever from."""
        return {*self.at, *(name for places in self.places for name in places.names)}

    @property
    def several(self) -> bool:
        """Whether a row's line does not tell which file it is in."""
        return len(self.sheets or self.places) > 1

    @property
    def size(self) -> int:
        """How much there is to do, in bytes or points; 0 where that is not known."""
        if self.sheets:
            return 0 if self.places else sum(sheet.file.size for sheet in self.sheets)
        return sum(places.size for places in self.places) * len(self.commanded)


def settle(asked: Asked, *, first_pass: bool) -> Inputs:
    """What to read; with a first pass, formulas are read twice.

    Raises AdcliError where the choices do not fit together, or a file cannot be opened.
    """
    at = dict(asked.at)
    ranges: dict[str, Axis] = {}
    if any(":" in text or "space" in text for text in at.values()):
        from adcli.batch.readers.ranges import split_ranges

        at, ranges = split_ranges(at)
    commanded = [Request("", k, text, flat="\n" in text) for k, text in enumerate(asked.expressions, 1)]
    formula_paths, point_paths = _paths(asked, ranges)
    sheet_format = "" if point_paths else asked.input_format
    formula_files = [File(path, sheet_format, again=first_pass, live=asked.live) for path in formula_paths]
    sheets = [Sheet(file, asked.expression_column, () if point_paths or ranges else asked.keep) for file in formula_files]
    again = bool(sheets) or len(commanded) > 1
    places: list[Places] = [FilePlaces(File(path, asked.input_format, again=again, live=asked.live), asked.columns) for path in point_paths]
    if ranges:
        from adcli.batch.readers.ranges import Grid

        grid = Grid(ranges, asked.paired)
        grid.check()
        places = [GridPlaces(grid)]
    for source in places:
        both = next((name for name in at if name in source.names), "")
        if both:
            message = f"{short(both, 40)} is a column of {short(source.title)} and has a value from --at"
            raise PointError(message, advice="leave one of them off")
    return Inputs(commanded, sheets, places, at)


def _paths(asked: Asked, ranges: Mapping[str, Axis]) -> tuple[Sequence[str], Sequence[str]]:
    """The files of formulas and the files of points."""
    formulas, points = asked.files, [asked.points] if asked.points else []
    if asked.expressions and formulas:
        if points:
            raise PointError("the points are given twice", advice="with --expr, the files are the points: leave off --points")
        formulas, points = (), list(formulas)
    if not asked.expressions and not formulas:
        raise PointError("there is nothing to do", advice="name a file of formulas, or give --expr")
    if points and ranges:
        raise PointError("points come from a file and from ranges", advice="leave off one of the two")
    if asked.paired and not ranges:
        raise PointError("--zip pairs ranges, and there are none", advice="write --at x=0:1:0.1,y=0:10:1")
    if [*formulas, *points].count("-") > 1:
        raise PointError("standard input can be read once", advice="name a file for the other")
    return formulas, points


def kept_names(inputs: Inputs, keep: Sequence[str]) -> list[str]:
    """The names of the columns that are carried along. Raises DataError where the files differ in them."""
    found = [source.kept(keep) for source in inputs.places]
    if not inputs.places:
        found = [names for sheet in inputs.sheets if (names := sheet.kept) is not None]
    if keep and not found:
        raise DataError("--keep carries columns along, and there are none", advice="leave off --keep")
    if any(names != found[0] for names in found):
        raise DataError("--keep finds different columns in the files", advice="name those that all of them have")
    return found[0] if found else []
