"""From what the command line asks to the tasks of a run: which expressions, which points, which columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.batch.files import TEXT_FORMATS, File
from adcli.batch.formulas import Layout, layout_of
from adcli.batch.header import carried_names
from adcli.batch.places import POINT_BYTES, FilePlaces, GridPlaces, Places
from adcli.batch.plan import Plan
from adcli.batch.quoting import DELIMITERS
from adcli.batch.requests import Request
from adcli.batch.solve import graph_of, variables_of
from adcli.batch.tabular import body, header_of, positions
from adcli.batch.tasks import Formulas, Points, Question, Single, Task, requests_of
from adcli.build import single_output
from adcli.errors import AdcliError, DataError, PointError, short
from adcli.functions import CONSTANTS
from adcli.names import canonical_name
from adcli.point import inputs_at, value_of

if TYPE_CHECKING:
    from adcli.batch.ranges import Axis
    from adcli.graph import Graph

FORMULA_BYTES = 16_384  # of a piece of formulas: a tenth of a second or so
MOST_COLUMNS = 5000  # of derivatives, in a format where every row has all of them
_NAMES = re.compile(r"(?:[^\W\d]\w*)(?!\w)(?!\s*\()")
_WORDS = frozenset({"if", "else", "and", "or", "not"})


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


class Step(NamedTuple):
    """A task, and how much of the whole is done with it, in the units of `Job.total`."""

    task: Task
    done: int


class Job:
    """Everything a run needs: its plan, and its tasks in the order of the input, the same ones at every iteration."""

    def __init__(self, asked: Asked, plan: Plan) -> None:
        self.asked = asked
        self.plan = plan
        self.total = 0  # 0 where the size of the whole is not known
        self.formulas: list[File] = []
        self.commanded = [Request("", k, text) for k, text in enumerate(asked.expressions, 1)]
        self.places: list[Places] = []
        self._find_inputs()
        self._find_columns()

    @property
    def inputs(self) -> list[File]:
        """The files that are read."""
        return [*self.formulas, *(places.file for places in self.places if isinstance(places, FilePlaces))]

    def _find_inputs(self) -> None:
        asked = self.asked
        at = dict(asked.at)
        ranges: dict[str, Axis] = {}
        if any(":" in text or "space" in text for text in at.values()):
            from adcli.batch.ranges import split_ranges

            at, ranges = split_ranges(at)
        paths = list(asked.files)
        point_paths = [asked.points] if asked.points else []
        if self.commanded and paths:
            if point_paths:
                raise PointError("the points are given twice", advice="with --expr, the files are the points: leave off --points")
            point_paths, paths = paths, []
        if not self.commanded and not paths:
            raise PointError("there is nothing to do", advice="name a file of formulas, or give --expr")
        if point_paths and ranges:
            raise PointError("points come from a file and from ranges", advice="leave off one of the two")
        if asked.paired and not ranges:
            raise PointError("--zip pairs ranges, and there are none", advice="write --at x=0:1:0.1,y=0:10:1")
        if [*paths, *point_paths].count("-") > 1:
            raise PointError("standard input can be read once", advice="name a file for the other")
        first_pass = self.plan.order > 0 and self.plan.wrt is None and self.plan.format != "jsonl"
        crossed = bool(point_paths or ranges)
        self.formulas = [File(path, asked.input_format if not point_paths else "", again=first_pass, live=asked.live) for path in paths]
        for file in self.formulas:
            if file.format not in TEXT_FORMATS:
                raise DataError(f"{short(file.name)} holds points, and no formulas", advice="give the expression with --expr")
        if point_paths:
            again = bool(paths) or len(self.commanded) > 1
            self.places = [FilePlaces(File(path, asked.input_format, again=again, live=asked.live), asked.columns) for path in point_paths]
        elif ranges:
            from adcli.batch.ranges import Grid

            grid = Grid(ranges, asked.paired)
            grid.check()
            self.places = [GridPlaces(grid)]
        several = len(self.formulas) + (len(self.places) if crossed and not self.formulas else 0) > 1
        self.plan = self.plan._replace(at=at, with_file=several, with_point=bool(self.formulas) and bool(point_paths))
        self.fixed = {name: value_of(name, text, FLOATS) for name, text in at.items()}
        for places in self.places:
            both = next((name for name in at if name in places.names), "")
            if both:
                message = f"{short(both, 40)} is a column of {short(places.title)} and has a value from --at"
                raise PointError(message, advice="leave one of them off")
        sizes = sum(places.size for places in self.places) if self.places else sum(file.size for file in self.formulas)
        self.total = sizes * max(1, len(self.commanded)) if not (self.formulas and self.places) else 0

    def _find_columns(self) -> None:
        """The columns of derivatives, and those that are carried along."""
        plan, names = self.plan, list(self.plan.wrt or ())
        given = {name for places in self.places for name in places.names}
        self.given = given
        graphs = [self._graph(request) for request in self.commanded]  # what is wrong on the command line is told at once
        if plan.order and plan.wrt is None and plan.format != "jsonl":
            names = list(dict.fromkeys(name for graph in graphs for name in graph.inputs)) if graphs else self._variables()
        if graphs:
            self._check_names(graphs)
            for request in self.commanded:
                for places in self.places:
                    self._question(request, places)
            for graph in graphs if not self.places else ():
                inputs_at(graph, plan.at, FLOATS)
        if len(names) > MOST_COLUMNS or (plan.order == 2 and len(names) ** 2 > 2 * MOST_COLUMNS):
            raise DataError(
                f"the derivatives by {len(names):,} variables do not fit into columns",
                advice="use --format jsonl, or choose some with --wrt",
            )
        self.layouts = [self._layout(file) for file in self.formulas]
        kept = self._kept()
        plan = plan._replace(columns=tuple(names))
        self.plan = plan._replace(carried=carried_names(kept, plan))

    def _graph(self, request: Request) -> Graph:
        return graph_of(request.expr, self.plan, frozenset({*self.plan.at, *self.given} & CONSTANTS.keys()))

    def _check_names(self, graphs: Sequence[Graph]) -> None:
        """Raise PointError where --wrt or a range names a variable that no expression has."""
        from adcli.advice.points import no_variable

        known = dict.fromkeys(name for graph in graphs for name in graph.inputs)
        ranges = [name for places in self.places if isinstance(places, GridPlaces) for name in places.names]
        for name in (*(self.plan.wrt or ()), *ranges):
            if name not in known:
                raise no_variable(name, list(known))

    def _variables(self) -> list[str]:
        """The variables of all formulas, in order of first appearance: a first pass that parses only what brings new names."""
        found: dict[str, None] = {}
        constants = frozenset(CONSTANTS)
        for file, layout in zip(self.formulas, map(self._layout, self.formulas), strict=True):
            for piece in body(file, POINT_BYTES):
                for request in requests_of(Formulas(piece.data, piece.line, file.name, file.format, layout)):
                    given = {*request.at, *request.columns, *self.plan.at, *self.given}
                    unknown = {canonical_name(name) for name in _NAMES.findall(request.expr)} - found.keys() - _WORDS
                    if not unknown - (constants - given) or request.error:
                        continue
                    try:
                        graph = graph_of(request.expr, self.plan, frozenset(given & constants))
                    except AdcliError:
                        continue
                    for name in graph.inputs if request.wrt is None else request.wrt:
                        found.setdefault(canonical_name(name))
        return list(found)

    def _layout(self, file: File) -> Layout | None:
        if file.format not in DELIMITERS:
            return None
        header = header_of(file)
        layout = layout_of(header, self.asked.expression_column, (), file.name)
        keep = self.asked.keep if not self.places else ()
        taken = (layout.expression, *(layout.others[name] for name in ("name",) if name in layout.others))
        return layout._replace(kept=tuple(positions(header, keep, file.name, taken)))

    def _kept(self) -> list[str]:
        """The names of the columns that are carried along. Raises DataError where the files differ in them."""
        if self.plan.format == "jsonl" and any(isinstance(places, GridPlaces) for places in self.places):
            return []  # the values of ranges stand in "at"
        if self.places:
            found = [places.kept(self.asked.keep) for places in self.places]
        else:
            found = [[layout.header[k] for k in layout.kept] for layout in self.layouts if layout]
            if self.asked.keep and not found:
                raise DataError("--keep carries columns along, and there are none", advice="leave off --keep")
        if any(names != found[0] for names in found):
            raise DataError("--keep finds different columns in the files", advice="name those that all of them have")
        return found[0] if found else []

    def steps(self) -> Iterator[Step]:
        """The tasks."""
        done = 0
        if not self.places:
            for request in self.commanded:
                yield Step(Single(request), 0)
            for file, layout in zip(self.formulas, self.layouts, strict=True):
                for piece in body(file, FORMULA_BYTES):
                    yield Step(Formulas(piece.data, piece.line, file.name, file.format, layout), done + piece.position)
                done += file.size
            return
        for request in self._requests():
            for places in self.places:
                for task, position in self._at_points(request, places):
                    yield Step(task, done + position)
                done += places.size

    def _requests(self) -> Iterator[Request]:
        yield from self.commanded
        for file, layout in zip(self.formulas, self.layouts, strict=True):
            for piece in body(file, FORMULA_BYTES):
                yield from requests_of(Formulas(piece.data, piece.line, file.name, file.format, layout))

    def _at_points(self, request: Request, places: Places) -> Iterator[tuple[Task, int]]:
        """The tasks of one expression; what is wrong with it is one row, not one for each point."""
        try:
            question = self._question(request, places)
        except AdcliError as error:
            yield Single(request._replace(error=error)), 0
            return
        for data, line, position in places.pieces(question.wanted, self.asked.keep):
            yield Points(question, data, line, places.title), position

    def _question(self, request: Request, places: Places) -> Question:
        """What is asked at every point of a source. Raises AdcliError where there is no answer at any."""
        if request.error is not None:
            raise request.error
        given = request.columns | request.at
        names = frozenset({*given, *self.plan.at, *places.names} & CONSTANTS.keys())
        graph = graph_of(request.expr, self.plan, names)
        single_output(graph, "batch")
        # The points come before values that the formula brings along.
        needed = [name for name in graph.inputs if name not in places.names]
        fixed = {
            name: value_of(name, given[name], FLOATS) if name in given else self.fixed[name]
            for name in needed
            if name in given or name in self.fixed
        }
        wanted = tuple([name for name in graph.inputs if name not in fixed])
        layout = places.layout(wanted, self.asked.keep)
        return Question(request, names, tuple(variables_of(request, self.plan, graph)), fixed, wanted, layout)
