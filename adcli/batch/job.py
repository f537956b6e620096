"""A run as a sequence of tasks, the same one at every iteration, and the plan that they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.batch.header import carried_names
from adcli.batch.inputs import Asked, kept_names, settle
from adcli.batch.plan import Plan
from adcli.batch.readers.places import GridPlaces, Places
from adcli.batch.requests import Request
from adcli.batch.solve import graph_of, telling_names, variables_of
from adcli.batch.survey import variables_in
from adcli.batch.tasks import Points, Question, Single, Task
from adcli.build import single_output
from adcli.errors import AdcliError, DataError
from adcli.functions import CONSTANTS
from adcli.graph import Graph
from adcli.point import inputs_at, of_vector, value_of

if TYPE_CHECKING:
    from adcli.program.recorder import Recorder

FORMULA_BYTES = 16_384  # of a piece of formulas: a tenth of a second or so
MOST_COLUMNS = 5000  # of derivatives, in a format where every row has all of them


class Step(NamedTuple):
    """A task, and how much of the whole is done with it, in the units of `Job.total`."""

    task: Task
    done: int


class Job:
    """Everything a run needs: its inputs, its plan, and its tasks in the order of the input."""

    def __init__(self, asked: Asked, plan: Plan) -> None:
        self.asked = asked
        listed = plan.order > 0 and plan.format != "jsonl"  # whether every variable has a column
        self.inputs = inputs = settle(asked, first_pass=listed and plan.wrt is None)
        self.total = inputs.size
        self.fixed = {name: value_of(name, text, FLOATS) for name, text in inputs.at.items()}
        self.plan = plan._replace(at=inputs.at, with_file=inputs.several, with_point=bool(inputs.sheets) and bool(inputs.places))
        graphs = self._check_command()
        names = list(self.plan.wrt or ())
        if listed and plan.wrt is None:
            names = list(dict.fromkeys(name for graph in graphs for name in graph.inputs)) if graphs else variables_in(inputs, self.plan)
        if len(names) > MOST_COLUMNS or (plan.order == 2 and len(names) ** 2 > 2 * MOST_COLUMNS):
            message = f"the derivatives by {len(names):,} variables do not fit into columns"
            raise DataError(message, advice="use --format jsonl, or choose some with --wrt")
        self.plan = self.plan._replace(columns=tuple(names))
        kept = [] if self._grids and plan.format == "jsonl" else kept_names(inputs, asked.keep)  # there, "at" has the values of ranges
        self.plan = self.plan._replace(carried=carried_names(kept, self.plan))

    @property
    def _grids(self) -> list[GridPlaces]:
        return [places for places in self.inputs.places if isinstance(places, GridPlaces)]

    def _check_command(self) -> list[Graph | Recorder]:
        """The graphs of the expressions on the command line. Raises AdcliError where something is wrong that no row can help."""
        inputs = self.inputs
        graphs: list[Graph | Recorder] = []
        for request in inputs.commanded:
            graph = graph_of(request.expr, self.plan, telling_names(inputs.given))
            graphs.append(graph)
        # Text stays as it was written where it is written as text again.
        self.numbers = {name for graph in graphs for name in graph.inputs} if self.plan.format != "csv" else set()
        for request, graph in zip(inputs.commanded, graphs, strict=True):
            for places in inputs.places:
                self._question(request, places)
            if not inputs.places and isinstance(graph, Graph):
                inputs_at(graph, inputs.at, FLOATS)
        known = dict.fromkeys(name for graph in graphs for name in graph.inputs)
        ranges = [name for grid in self._grids for name in grid.names]
        self.unused = [name for name in inputs.at if name not in known] if graphs else []
        self.replaced = [name for name in known if name in CONSTANTS]
        wrt = [name for written in self.plan.wrt or () for name in (of_vector(written, graphs[0]) if graphs else [written])]
        self.plan = self.plan._replace(wrt=tuple(wrt) or None)
        absent = next((name for name in ranges if graphs and name not in known), "")
        if absent:  # it would only repeat all rows, and is most likely mistyped
            from adcli.advice.points import no_range

            raise no_range(absent, list(known))
        for name in wrt if graphs else ():
            if name not in known:
                from adcli.advice.points import no_variable

                raise no_variable(name, list(known))
        return graphs

    def steps(self) -> Iterator[Step]:
        """The tasks."""
        done = 0
        if self.inputs.places:
            for request in self._requests():
                for places in self.inputs.places:
                    for task, position in self._at_points(request, places):
                        yield Step(task, done + position)
                    done += places.size
            return
        for request in self.inputs.commanded:
            yield Step(Single(request), 0)
        for sheet in self.inputs.sheets:
            for stretch, position in sheet.stretches(FORMULA_BYTES):
                yield Step(stretch, done + position)
            done += sheet.file.size

    def _requests(self) -> Iterator[Request]:
        yield from self.inputs.commanded
        for sheet in self.inputs.sheets:
            for stretch, _ in sheet.stretches(FORMULA_BYTES):
                yield from stretch.requests()

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
        names = telling_names({*given, *self.plan.at, *places.names})
        graph = graph_of(request.expr, self.plan, names)
        if isinstance(graph, Graph):
            single_output(graph, "batch")
        # The points come before values that the formula brings along.
        apart = [name for name in graph.inputs if name not in places.names]
        fixed = {name: value_of(name, given[name], FLOATS) for name in apart if name in given}
        fixed |= {name: self.fixed[name] for name in apart if name in self.fixed and name not in fixed}
        wanted = tuple([name for name in graph.inputs if name not in fixed])
        layout = places.layout(wanted, self.asked.keep, self.numbers)
        return Question(request, names, tuple(variables_of(request, self.plan, graph)), fixed, wanted, layout)
