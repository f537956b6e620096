"""What the layouts of a trace share: how it is to look, and the grid of cells that the formats then set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from adcli.formula import ASCII, ASCII_SOURCE, LATEX, SOURCE, UNICODE, Style, styled_name, write
from adcli.graph import Graph
from adcli.render.listing import listing
from adcli.render.numbers import DIGITS, format_number
from adcli.traces.chain_rule import MOST_TEXT, Formula
from adcli.traces.notation import Notation
from adcli.traces.steps import Contribution, Quantity, Step
from adcli.traces.tracing import Trace

MOST_SWEEPS = 8  # the forward sweeps that are run where none is named
MOST_OUTPUTS = 4  # the formulas above a table
MOST_CONDITION = 18  # the characters of a condition of a program, in a table
MOST_ROWS, TAIL = 32, 8  # the rows of a long trace that a table shows, and how many of them are its end


class View(NamedTuple):
    """How a trace is to look, and how much of it is to be shown."""

    style: Style = UNICODE
    notation: str = "plain"
    digits: int = DIGITS
    formulas: bool = True
    numbers: bool = True  # the substituted numbers
    primal_numbers: bool = False
    sweeps: int = 1
    rows: int = MOST_ROWS
    most_text: int = MOST_TEXT  # the characters of a formula

    @property
    def marks(self) -> dict[str, str]:
        """The signs that the style has for dots, rules and sums."""
        return _MARKS[self.style.name]


_MARKS = {
    "unicode": {
        "up": "┌",
        "mid": "├",
        "end": "└",
        "sum": "Σ of",
        "partial": "∂",
        "more": "⋮",
        "nabla": "∇",
        "times": "·",
        "ellipsis": "…",
        "plus-minus": "±",
        "none": "·",
    },
    "ascii": {
        "up": "+",
        "mid": "|",
        "end": "+",
        "sum": "sum of",
        "partial": "d",
        "more": ":",
        "nabla": "grad ",
        "times": "*",
        "ellipsis": "...",
        "plus-minus": "+-",
        "none": ".",
    },
    "latex": {
        "up": "",
        "mid": "",
        "end": "",
        "sum": r"\Sigma",
        "partial": r"\partial ",
        "more": r"\vdots",
        "nabla": r"\nabla ",
        "times": r"\cdot",
        "ellipsis": r"\dots",
        "plus-minus": r"\pm",
        "none": r"\cdot",
    },
}


Cell = str | float | None


@dataclass
class Grid:
    """A heading, columns of cells and a footing. A cell is a text or a number; `rules` are the rows before which a line is drawn."""

    titles: list[str]
    numeric: list[bool]
    rows: list[list[Cell]] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    dividers: list[int] = field(default_factory=list)  # the columns after which a vertical line stands
    equals: int = -1  # the column of numbers that has an equals sign before each
    listing: list[str] = field(default_factory=list)  # the text of a program, above the heading
    heading: list[str] = field(default_factory=list)
    footing: list[str] = field(default_factory=list)


class Layout:
    """What the layouts share: names, formulas and numbers of one trace in one view."""

    def __init__(self, trace: Trace, view: View) -> None:
        self.trace, self.view = trace, view
        shift = len(trace.graph.inputs) if view.notation == "baydin" else 0
        self.notation = Notation(view.style, shift)
        self.output = result_name(trace)
        self.result_name = self.variable(self.output)

    def number(self, value: float) -> str:
        return format_number(value, self.view.digits)

    def text(self, formula: Formula | None) -> str:
        return formula.write(self.notation, self.number, self.view.most_text) if formula else ""

    def equation(self, quantity: Quantity, numbers: bool) -> str:
        """The formula, and behind an equals sign the same in numbers where they say more."""
        formula = self.text(quantity.formula)
        if not numbers or quantity.numbers is None:
            return formula
        substituted = self.text(quantity.numbers)
        return f"{formula} = {substituted}" if substituted != formula else formula

    @property
    def times_one(self) -> str:
        """How a product with 1 ends."""
        return r"\cdot 1" if self.view.style is LATEX else f"{self.view.marks['times']}1"

    def total(self, contributions: Sequence[Contribution]) -> str:
        """The sum of what consumers send, written out; the end of a long one is left out."""
        shown = [self.number(contribution.quantity.value) for contribution in contributions[:4]]
        return " + ".join(shown).replace("+ -", "- ") + (f" + {self.view.marks['ellipsis']}" if len(contributions) > 4 else "")

    def value_name(self, number: int) -> str:
        return self.notation.name("value", number)

    def variable(self, name: str) -> str:
        return styled_name(name, self.view.style)

    def shown(self) -> Iterator[Step | int]:
        """The steps of the head and the tail, and between them how many are left out."""
        total, most = len(self.trace), self.view.rows
        if total <= most:
            yield from self.trace.steps(range(total))
            return
        tail = min(TAIL, most // 3)
        yield from self.trace.steps(range(most - tail))
        yield total - most
        yield from self.trace.steps(range(total - tail, total))

    def primal(self, step: Step) -> str:
        """An input's name, or the operation."""
        if step.primal.formula is None:
            return self.variable(step.name)
        return self.equation(step.primal, self.view.primal_numbers)

    @property
    def place_titles(self) -> list[str]:
        """The title of the column that says where in a program each step stands; none for a formula."""
        passes = self.trace.graph.passes
        if passes is None:
            return []
        return ["line"] if "\n" in self.trace.graph.source else ["pass"] * bool(passes.names)

    def place(self, step: Step) -> list[Cell]:
        """The cell of that column."""
        place = rf"\text{{{step.place}}}" if self.view.style is LATEX and step.place else step.place
        return [place] * len(self.place_titles)

    def labelled(self, step: Step) -> str:
        """A step's name with what else it is called: v₁ = x₁, v₅ = y."""
        if not step.number:  # what a program decides stands in the listing too
            most = self.view.most_text if self.trace.graph.passes is None else MOST_CONDITION
            return step.primal.formula.write(self.notation, self.number, most) if step.primal.formula else ""
        other = step.name or step.output
        return f"{self.value_name(step.number)} = {self.variable(other)}" if other else self.value_name(step.number)

    def heading(self, what: str, formula: str = "") -> list[str]:
        """A line for each output with its formula; the last one has the point and what is shown."""
        trace = self.trace
        formulas = [equation(trace.graph, i, name, self.view, formula) for i, name in trace.outputs.items()]
        values = ", ".join(f"{self.variable(name)} = {self.number(value)}" for name, value in list(self.trace.point.items())[:8])
        if len(self.trace.point) > 8:
            values += ", " + self.view.marks["ellipsis"]
        at = f"      at {values}" if values else ""
        shown = formulas[:MOST_OUTPUTS] + [more_outputs(len(formulas), self.view)] * (len(formulas) > MOST_OUTPUTS)
        return [*shown[:-1], f"{shown[-1]}{at}      {what}".rstrip()]


def more_outputs(count: int, view: View) -> str:
    """The line that stands for the outputs whose formulas are left out."""
    left = count - MOST_OUTPUTS
    return f"{view.marks['more']} {left:,} more output{'s' * (left != 1)}"


def source_formula(graph: Graph, node: int, view: View) -> str:
    """A formula as people write it by itself, cut where it is long."""
    style = {UNICODE: SOURCE, ASCII: ASCII_SOURCE}.get(view.style, LATEX)
    return write(graph, node, style, limit=60 if style is not LATEX else 400)


def program_lines(graph: Graph, view: View) -> list[str]:
    """The text of a program; nothing for a formula."""
    return listing(graph, ascii_only=view.style in (ASCII, LATEX), more=view.marks["more"] if view.style is not LATEX else "...")


def equation(graph: Graph, node: int, name: str, view: View, formula: str = "") -> str:
    """An output with its formula; where the text of a program stands above, its name alone."""
    shown = styled_name(name, view.style)
    return shown if not formula and program_lines(graph, view) else f"{shown} = {formula or source_formula(graph, node, view)}"


def result_name(trace: Trace) -> str:
    """What the output is called."""
    return trace.graph.output_names()[trace.graph.outputs.index(trace.output)]


def heading(graph: Graph, output: int, point: Mapping[str, float], view: View, what: str) -> str:
    """The formula, the point, and what is shown of it."""
    values = ", ".join(f"{styled_name(name, view.style)} = {format_number(value, view.digits)}" for name, value in list(point.items())[:8])
    if len(point) > 8:
        values += ", " + view.marks["ellipsis"]
    at = f"      at {values}" if values else ""
    return f"{equation(graph, output, output_name(graph, output), view)}{at}      {what}".rstrip()


def output_name(graph: Graph, output: int) -> str:
    """What an output is called."""
    return graph.output_names()[graph.outputs.index(output)]


def left_out(view: View, columns: int, count: int) -> list[Cell]:
    """The row that stands for the steps that are not shown."""
    row: list[Cell] = [view.marks["more"], f"{count:,} more steps", *[None] * (columns - 2)]
    return row


def cost_line(trace: Trace) -> str:
    """The counted operations of the value and of the gradient in either mode."""
    if trace.product:
        cost = trace.product.cost
        operations = cost.forward_sweep if trace.product.mode == "forward" else cost.reverse_sweep
        return f"cost: value {cost.value:,}; {trace.product.mode} +{operations:,} in 1 sweep"
    cost = trace.cost
    if not trace.wrt:
        return f"cost: {cost.value:,} operations for the value"
    sweeps = f"{cost.inputs} sweep{'s' * (cost.inputs != 1)}"
    reverse, forward = (f"{cost.ratio(mode):.1f}x" for mode in ("reverse", "forward"))
    in_reverse = f"reverse +{cost.reverse_sweep:,} in 1 sweep ({reverse})"
    return f"cost: value {cost.value:,}; {in_reverse}, forward +{cost.forward:,} in {sweeps} ({forward})"
