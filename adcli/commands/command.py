"""What the commands share: their options, and the way from an expression and a point to what is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import click

from adcli.accuracy.precision import MOST_DIGITS, numbers_for
from adcli.arithmetic.floats import FLOATS
from adcli.commands.inputs import FILE_END, read_expression, read_point
from adcli.commands.streams import output_file, say
from adcli.commands.words import Command, OneOf, Whole
from adcli.derivatives import Gradient
from adcli.errors import AdcliError, PointError
from adcli.graph import Graph
from adcli.limits import DEFAULTS, Limits
from adcli.notes import Note
from adcli.point import Point, graph_at, value_of
from adcli.reading import parse
from adcli.render import FORMATS, render
from adcli.render.numbers import DIGITS
from adcli.render.options import Options, takes_unicode
from adcli.render.reports import Report

if TYPE_CHECKING:
    from adcli.accuracy.bounds import ErrorEstimate

F = TypeVar("F", bound=Callable[..., Any])


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """One decorator for several options, in their order."""

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


shared_options = together(
    click.option("--format", "-f", "format", type=OneOf(tuple(FORMATS)), default="table", show_default=True, help="What to print."),
    click.option(
        "--digits", type=Whole(0, 17), default=DIGITS, show_default=True, help="Decimals in tables; JSON and CSV always have all digits."
    ),
    click.option("-o", "--output", metavar="FILE", help="Write to a file, whole or not at all."),
    click.option("--color", type=OneOf(("auto", "always", "never")), default="auto", show_default=True, help="Bold type in tables."),
    click.option("--ascii", is_flag=True, help="Only ASCII characters."),
    click.option("--width", type=Whole(20), help="Columns to fit tables into.  [default: the terminal's]"),
)

precision_options = together(
    click.option(
        "--precision",
        type=Whole(1, MOST_DIGITS),
        metavar="N",
        help="Give N significant digits, by mpmath (the extra adcli[precision]); decimals are exact.  [default: doubles]",
    ),
)

expression_argument = click.argument("expression")

point_option = click.option(
    "--at", multiple=True, metavar="NAME=VALUE,...", help="Values of the variables; @FILE reads a JSON object. May be repeated."
)

derivative_options = together(
    click.option("--wrt", multiple=True, metavar="NAME,...", help="Differentiate by these variables only; the others are fixed."),
)

trace_options = together(
    click.option(
        "--notation",
        type=OneOf(("plain", "baydin")),
        default="plain",
        show_default=True,
        help="Names of the steps: v1, v2, ... or v-1, v0, v1, ... as in Baydin et al. 2018.",
    ),
    click.option("--rows", type=Whole(3), help="Most rows of a trace; its middle is left out.  [default: 32 in tables, else all]"),
)

error_options = together(
    click.option("--error", is_flag=True, help="How far rounding may put the answer off, step by step, and its condition numbers."),
)
rows_option = click.option("--rows", type=Whole(3), help="Most rows of a table; the rest is left out.  [default: 32 in tables, else all]")

sparse_option = click.option("--sparse", is_flag=True, help="In JSON, CSV and Markdown, only the entries that can be other than 0.")

_MOST = {
    "length": "characters of an expression",
    "nodes": "steps of a computation",
    "passes": "passes of a program's loops and calls",
    "repeats": "passes of one while",
    "depth": "calls of a program's functions inside each other",
}


def limit_options(command: F) -> F:
    """The options that raise a limit; the command is given them together, as `limits`."""

    @wraps(command)
    def limited(**chosen: Any) -> Any:
        return command(limits=Limits(*(chosen.pop(f"max_{name}") for name in Limits._fields)), **chosen)

    for name, most in reversed(_MOST.items()):
        default = getattr(DEFAULTS, name)
        limited = click.option(f"--max-{name}", type=Whole(1), default=default, show_default=True, help=f"Most {most}.")(limited)
    return cast(F, limited)


class Question(NamedTuple):
    """What a command was asked about, as written on the command line."""

    expression: str
    at: Sequence[str]
    limits: Limits
    precision: int | None = None
    at_point: bool = True
    command: str = ""

    @property
    def file(self) -> str:
        """The file that the expression stands in, or ""."""
        return self.expression if self.expression.endswith(FILE_END) else ""

    def graph(self, text: str, point: Point) -> Graph:
        """The graph of the text that was read: at the point, or for all points."""
        if not self.at_point:
            return parse(text, limits=self.limits, command=self.command)
        return graph_at(text, point, self.limits, numbers_for(self.precision))


class Answer(NamedTuple):
    """What a command found: the report to print, notes on it, and whether all of it is finite."""

    report: Report
    notes: Sequence[Note]
    finite: bool


def asks(name: str, short_help: str, *options: Callable[[F], F], at_point: bool = True) -> Callable[[Callable[..., Answer]], click.Command]:
    """Makes a command of a function that answers a question about an expression, at a point unless `at_point` is False.

    The function is given the graph, the point, the choices about the output, and each of the command's own options by its name.
    """

    def decorate(find: Callable[..., Answer]) -> click.Command:
        def command(expression: str, limits: Limits, output: str | None, at: tuple[str, ...] = (), **chosen: Any) -> int:
            looks = looks_with(chosen.get("precision"), {field: chosen.pop(field) for field in Options._fields if field in chosen})
            question = Question(expression, at, limits, chosen.get("precision"), at_point, name)
            return answer(question, lambda graph, point: find(graph, point, looks, **chosen), looks, output)

        command.__doc__ = find.__doc__
        asked = (expression_argument, point_option) if at_point else (expression_argument,)
        made = together(*asked, *options, limit_options)(command)
        return click.command(name, cls=Command, short_help=short_help)(made)

    return decorate


def answer(question: Question, find: Callable[[Graph, dict[str, str]], Answer], options: Options, output: str | None) -> int:
    """Read the question, find the answer and print it; the exit code. What the user can mend is told, in JSON as an object too."""
    text: str | None = question.expression if question.expression != "-" else None
    try:
        text = read_expression(question.expression, question.limits.length)
        point = read_point(question.at)
        graph = question.graph(text, point)
        for name in point.keys() - graph.inputs.keys():
            value_of(name, point[name], FLOATS)  # what does not occur is to be right all the same
        found = find(graph, point)
    except AdcliError as error:
        if error.source:
            error.file = question.file
        _print_error(error, text, options)
        return error.exit_code
    with output_file(output, ascii_only=options.ascii) as file:
        render(found.report, options, file)
    _say_notes(found.notes, text, question.file)
    return 0 if found.finite else 1


def estimated(result: Gradient, point: dict[str, str], *, gradient: bool = True) -> ErrorEstimate:
    """How far rounding may put an answer off; the notes on that are added to the answer's own."""
    from adcli.accuracy.estimates import error_at

    if result.precision is not None:
        raise PointError("error estimates are about doubles", advice="leave off --precision or --error")
    partials = result.gradient if gradient else None
    found = error_at(result.graph, point, result.wrt if gradient else None, gradient=gradient, partials=partials)
    result.notes.extend(found.notes)
    return found


def looks_with(precision: int | None, looks: dict[str, Any]) -> Options:
    """The choices about the output; without --digits, tables show all digits of a precision."""
    if precision is not None and not was_given("digits"):
        looks["digits"] = precision + DIGITS
    return Options(**looks)


def was_given(option: str) -> bool:
    """Whether an option stands on the command line."""
    return click.get_current_context().get_parameter_source(option) is not click.core.ParameterSource.DEFAULT


def _say_notes(notes: Sequence[Note], source: str, file: str) -> None:
    if notes:
        from adcli.render.messages import format_note

        for note in notes:
            say(format_note(note, source, file=file, ascii_only=not takes_unicode(sys.stderr)))


def _print_error(error: AdcliError, text: str | None, options: Options) -> None:
    if options.format in ("json", "jsonl"):
        from adcli.render.json import write_object

        with output_file(None, ascii_only=options.ascii) as file:
            write_object({"expr": text, "error": error_object(error)}, file, lines=options.format == "json")
    say_error(error)


def say_error(error: AdcliError) -> None:
    """Tell what is wrong on standard error."""
    from adcli.render.messages import format_error

    say(format_error(error, ascii_only=not takes_unicode(sys.stderr)))


def error_object(error: AdcliError) -> dict[str, Any]:
    """An error as JSON has it."""
    location = error.location if error.source else None
    line, column = (location.line, location.column) if location else (None, None)
    return {"kind": error.kind, "message": str(error), "line": line, "column": column}
