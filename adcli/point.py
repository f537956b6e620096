"""Values for variables: from `--at` texts, from JSON and from Python numbers to the kind of number at hand.

A value stays as it was written until a kind of number is chosen, so that 50-digit arithmetic sees 0.1 and not its double.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, SupportsFloat

from adcli.arithmetic import Arithmetic
from adcli.build import parse
from adcli.errors import AdcliError, LiteralError, PointError, short
from adcli.graph import Graph
from adcli.names import canonical_name, checked_name
from adcli.sweep import evaluate

Point = Mapping[str, "str | SupportsFloat"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPECIAL = re.compile(r"([+-]?)(inf|infinity|nan)", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d]\w*")


def parse_point(texts: Iterable[str]) -> dict[str, str]:
    """The values of `x1=2,x2=pi/4` lists, as written. Raises PointError for what is no such list, or a name given twice."""
    point: dict[str, str] = {}
    for text in texts:
        for piece in split_commas(text):
            name, equals, value = (part.strip() for part in piece.partition("="))
            shown = short(piece.strip(), 40)
            if not equals:
                hint = "write a decimal point, as in x=1.5" if _NUMBER.fullmatch(name) and point else "write it as in x=2"
                raise PointError(f"'{shown}' gives no name a value" if name else "a value is missing between the commas", advice=hint)
            if not name or not value:
                raise PointError(f"'{shown}' has no {'value' if name else 'name'}", advice="write it as in x=2")
            if not _NAME.fullmatch(name):
                raise PointError(
                    f"'{short(name, 40)}' is no name of a variable", advice="a name has letters, digits and _, and begins with a letter"
                )
            name = checked_name(name)
            if name in point:
                raise PointError(
                    f"{short(name, 40)} is given twice: {short(point[name], 20)} and {short(value, 20)}",
                    advice="give each variable one value",
                )
            point[name] = value
    return point


def split_commas(text: str) -> list[str]:
    """The pieces between commas, commas inside brackets not counting."""
    pieces, depth, start = [], 0, 0
    for i, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            pieces.append(text[start:i])
            start = i + 1
    pieces.append(text[start:])
    return pieces


def value_of(name: str, given: str | SupportsFloat, numbers: Arithmetic) -> Any:
    """A variable's value in a kind of number: from a number, or a text that is a number or an expression without variables."""
    if not isinstance(given, str):
        try:
            return numbers.number(repr(float(given)))
        except (TypeError, ValueError, OverflowError):
            raise PointError(f"the value of {name} is no number: {short(repr(given), 40)}") from None
    text = given.strip()
    special = _SPECIAL.fullmatch(text)
    if special:
        value = numbers.number("nan" if special[2].lower() == "nan" else "inf")
        return -value if special[1] == "-" else value
    try:
        if _NUMBER.fullmatch(text):
            return _checked(numbers.number(text), text)
        graph = parse(text)
        if graph.inputs:
            other = next(iter(graph.inputs))
            raise PointError(
                f"the value of {name} contains the variable {short(other, 40)}",
                advice="a value is a number or an expression without variables",
            )
        if len(graph.outputs) != 1:
            raise PointError("a value is one expression")
        return evaluate(graph, {}, numbers).values[graph.outputs[0]]
    except PointError:
        raise
    except AdcliError as error:
        hint = "write a decimal point, as in 1.5" if re.fullmatch(r"[0-9]+,[0-9]+", text) else error.advice
        raise PointError(f"the value of {name}, '{short(text, 40)}', is not right: {error.message}", advice=hint) from None


def _checked(value: Any, text: str) -> Any:
    if value in (float("inf"), -float("inf")):
        raise LiteralError(f"{short(text)} is beyond the largest number, 1.8e308")
    if value == 0 and text.lower().partition("e")[0].strip("+-0."):
        raise LiteralError(f"{short(text)} is below the smallest number, 4.9e-324, and would be 0")
    return value


def inputs_at(graph: Graph, point: Point, numbers: Arithmetic) -> dict[str, Any]:
    """The value of each of the graph's inputs. Raises PointError that names every variable without a value."""
    point = {canonical_name(name): value for name, value in point.items()}
    missing = [name for name in graph.inputs if name not in point]
    if missing:
        shown = ", ".join(short(name, 30) for name in missing[:8]) + (", ..." if len(missing) > 8 else "")
        given = ",".join(f"{short(name, 30)}=..." for name in missing[:4]) + (",..." if len(missing) > 4 else "")
        many = f"{len(missing)} variables have no value" if len(missing) > 1 else "a variable has no value"
        start = graph.inputs[missing[0]]
        raise PointError(f"{many}: {shown}", span=graph.span(start), source=graph.source, advice=f"give it with --at {given}")
    return {name: value_of(name, point[name], numbers) for name in graph.inputs}


def chosen_inputs(graph: Graph, wrt: Collection[str] | None) -> list[str]:
    """The inputs to differentiate by, in order of first appearance, or as `wrt` lists them. Raises PointError for a strange name."""
    if wrt is None:
        return list(graph.inputs)
    names = [canonical_name(name) for name in wrt]
    for name in names:
        if names.count(name) > 1:
            raise PointError(f"{short(name, 40)} is named twice to differentiate by")
        if name not in graph.inputs:
            known = ", ".join(list(graph.inputs)[:8]) or "none"
            from adcli.advice import suggest

            close = suggest(name, list(graph.inputs))
            raise PointError(
                f"there is no variable {short(name, 40)} to differentiate by",
                advice=f"did you mean {close}?" if close else f"the variables are: {known}",
            )
    return names
