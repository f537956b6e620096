"""Values for variables: from `--at` texts, from JSON and from Python numbers to the kind of number at hand.

A value stays as it was written until a kind of number is chosen, so that 50-digit arithmetic sees 0.1 and not its double.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, SupportsFloat

from adcli.arithmetic import Arithmetic
from adcli.arithmetic.floats import FLOATS
from adcli.errors import AdcliError, LiteralError, PointError, short
from adcli.graph import Graph
from adcli.language.elements import MOST_LEVELS, NAME, elements, flat, spelled
from adcli.language.names import canonical_name
from adcli.language.syntax import KEYWORDS
from adcli.limits import DEFAULTS, Limits
from adcli.reading import parse
from adcli.sweep import evaluate

if TYPE_CHECKING:
    from adcli.program.decisions import Decider
    from adcli.program.recorder import Recorder

Point = Mapping[str, "str | SupportsFloat"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPECIAL = re.compile(r"([+-]?)(inf|infinity|nan)", re.IGNORECASE)
_NAME = re.compile(NAME)
_INFINITIES = (math.inf, -math.inf)
# The usual list, of ASCII names and plain words, which needs no closer look.
_PAIR = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)[ ]*=[ ]*([-+.A-Za-z0-9_]+)")
_USUAL = re.compile(rf"[ ]*{_PAIR.pattern}[ ]*(?:,[ ]*{_PAIR.pattern}[ ]*)*")


class Given(dict[str, Any]):
    """A point by the one spelling of each name, each element of a vector having its value."""


def parse_point(texts: Iterable[str]) -> dict[str, str]:
    """The values of `x1=2,x2=pi/4` lists, as written. Raises PointError for what is no such list, or a name given twice."""
    point = Given()
    for text in texts:
        if _USUAL.fullmatch(text):
            pairs = _PAIR.findall(text)
            if point.keys().isdisjoint(found := dict(pairs)) and len(found) == len(pairs) and found.keys().isdisjoint(KEYWORDS):
                point |= found
                continue
        before = ""
        for piece in split_commas(text):
            name, equals, value = (part.strip() for part in piece.partition("="))
            if not (equals and value and value[0] not in "=>" and _NAME.fullmatch(name)) or name in KEYWORDS:
                from adcli.advice.points import refused_piece

                raise refused_piece(piece.strip(), before, text)
            name = _spelled(name)
            found = elements(name, _listed(value)) if value.startswith("[") and value.endswith("]") else {name: value}
            for name in found.keys() & point.keys():
                twice = f"{short(name, 40)} is given twice, as {short(point[name], 30)} and {short(found[name], 30)}"
                raise PointError(twice, advice="give each variable one value")
            point |= found
            before = piece.strip()
    return point


def _listed(text: str) -> list[Any]:
    """The values in brackets, lists among them as lists."""
    outermost: list[Any] = [text]
    level = [outermost]
    for _ in range(MOST_LEVELS):
        deeper: list[list[Any]] = []
        for values in level:
            for k, value in enumerate(values):
                if value.startswith("[") and value.endswith("]"):
                    values[k] = [piece.strip() for piece in split_commas(value[1:-1])] if value[1:-1].strip() else []
                    deeper.append(values[k])
        level = deeper
    listed: list[Any] = outermost[0]
    return listed


def _spelled(name: str) -> str:
    """The one spelling of a name. Raises PointError where it has a character that names do not have."""
    try:
        return spelled(name)
    except AdcliError as error:
        raise PointError(error.message, advice=error.advice) from None


def split_commas(text: str) -> list[str]:
    """The pieces between commas, commas inside brackets not counting."""
    pieces, depth, start = [], 0, 0
    for found in re.finditer(r"[()\[\]{},]", text):
        if found[0] in "([{":
            depth += 1
        elif found[0] in ")]}":
            depth -= 1
        elif depth == 0:
            pieces.append(text[start : found.start()])
            start = found.end()
    pieces.append(text[start:])
    return pieces


def value_of(name: str, given: str | SupportsFloat, numbers: Arithmetic) -> Any:
    """A variable's value in a kind of number: from a number, or a text that is a number or an expression without variables."""
    if not isinstance(given, str):
        try:
            value = float(given)
            if numbers.takes_floats:
                return value
            if isinstance(given, float) or not hasattr(given, "as_integer_ratio") or value - value != 0:
                return numbers.number(repr(value))
            top, bottom = given.as_integer_ratio()  # an int, a Fraction or a Decimal has all its digits
            return numbers.functions["div"](numbers.number(str(top)), numbers.number(str(bottom)))
        except (TypeError, ValueError, OverflowError):
            raise PointError(f"the value of {short(name, 40)} is no real number, but of type {type(given).__name__}").concerning(
                name
            ) from None
    text = given.strip()
    try:
        number = number_of(text, numbers)
        if number is not None:
            return number
        graph = parse(text)
        if not graph.inputs and graph.statements == 1 and not graph.labels[0]:
            return evaluate(graph, {}, numbers).values[graph.outputs[0]]
    except AdcliError as error:
        from adcli.advice.points import refused_value

        raise refused_value(name, text, error).concerning(name) from None
    from adcli.advice.points import no_constant

    raise no_constant(name, text, next(iter(graph.inputs), "")).concerning(name)


def number_of(text: str, numbers: Arithmetic) -> Any:
    """The value of a text that is a plain number, inf or nan; None for any other. Raises LiteralError beyond the doubles."""
    if _NUMBER.fullmatch(text):
        return _checked(numbers.number(text), text)
    special = _SPECIAL.fullmatch(text)
    if special is None:
        return None
    value = numbers.number("nan" if special[2].lower() == "nan" else "inf")
    return -value if special[1] == "-" else value


def _checked(value: Any, text: str) -> Any:
    if value in _INFINITIES:
        raise LiteralError(f"{short(text)} is beyond the largest number, 1.8e308", advice="write a smaller number, or inf")
    if value == 0 and text.lower().partition("e")[0].strip("+-0."):
        raise LiteralError(f"{short(text)} is below the smallest number, 4.9e-324", advice="write 0")
    return value


class PointValues(dict[str, Any]):
    """The values of a point in a kind of number, each made when it is asked for."""

    def __init__(self, point: Point, numbers: Arithmetic) -> None:
        super().__init__()
        self.point = {canonical_name(name): value for name, value in flat(point).items()}
        self.numbers = numbers

    def __missing__(self, name: str) -> Any:
        if name not in self.point:
            from adcli.advice.points import without_value

            _, message, advice = without_value([name], [], self.point)
            raise PointError(message, advice=advice).concerning(name)
        value = self[name] = value_of(name, self.point[name], self.numbers)
        return value


def graph_at(text: str, point: Point, limits: Limits = DEFAULTS, numbers: Arithmetic = FLOATS) -> Graph:
    """The graph of a text; of a program that decides by its inputs, what it executes at the point in that kind of number."""
    point = flat(point)

    def decider() -> Decider:
        from adcli.program.deciding import At

        return At(PointValues(point, numbers), numbers)

    return parse(text, names=point, limits=limits, decider=decider)


def given(point: Point) -> Given:
    """The point, its names spelled in the one way. Raises PointError where a name is given twice."""
    if isinstance(point, Given):
        return point
    values = Given()
    for written, value in flat(point).items():
        name = canonical_name(written)
        if name in values:
            raise PointError(f"{short(name, 40)} is given twice, in two spellings", advice="give each variable one value")
        values[name] = value
    return values


def inputs_at(graph: Graph, point: Point, numbers: Arithmetic) -> dict[str, Any]:
    """The value of each of the graph's inputs. Raises PointError that names every variable without a value."""
    values = given(point)
    found = {name: value_of(name, values[name], numbers) for name in graph.inputs if name in values}
    if len(found) < len(graph.inputs):
        from adcli.advice.points import without_value

        missing = [name for name in graph.inputs if name not in values]
        unused = [name for name in values if name not in graph.inputs]
        which, message, advice = without_value(missing, unused, values)
        raise PointError(message, span=graph.span(graph.inputs[which]), source=graph.source, advice=advice).concerning(which)
    return found


def of_vector(name: str, graph: Graph | Recorder) -> list[str]:
    """The inputs that a name means: itself, or where it is a vector's all of its elements."""
    if name in graph.inputs:
        return [name]
    if name.endswith("]") and _NAME.fullmatch(name):
        return [spelled(name)]
    return [known for known in graph.inputs if known.startswith(f"{name}[")] or [name]


def chosen_inputs(graph: Graph | Recorder, wrt: Collection[str] | None) -> list[str]:
    """The inputs to differentiate by, in order of first appearance, or as `wrt` lists them. Raises PointError for a strange name."""
    if wrt is None:
        return list(graph.inputs)
    if isinstance(wrt, str):
        wrt = [wrt]
    names = [name for written in wrt for name in of_vector(canonical_name(written), graph)]
    for position, name in enumerate(names):
        if name not in graph.inputs:
            from adcli.advice.points import no_variable

            raise no_variable(_spelled(name) if _NAME.fullmatch(name) else name, list(graph.inputs)).concerning("wrt")
        if name in names[:position]:
            raise PointError(f"{short(name, 40)} is named twice to differentiate by", advice="name it once").concerning("wrt")
    return names
