"""Doubles with exponents without end: the arithmetic for a formula whose steps leave the range of doubles on the way.

A number is a float where a double has all its digits, else a `Wide`. Every function is that of floats first. Only where a result is 0,
below the normal numbers or not finite is it computed again, in wide numbers: by the text of its entry, or by what `widefunctions` has.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from adcli.arithmetic.floats import FLOATS, number
from adcli.arithmetic.widefunctions import OWN
from adcli.arithmetic.widenumber import Wide, settled, wide
from adcli.build import template
from adcli.codegen import compile_graph
from adcli.functions import FUNCTIONS, Function
from adcli.rules import operand_names, rule

LEAST_NORMAL = 2.0**-1022
_TINY = -600  # an exponent so small that the next term of a series has no digit in common


def ordinary(x: float) -> bool:
    """Whether a double has all the digits of a number that may not be one: it is normal and finite."""
    return LEAST_NORMAL <= abs(x) < math.inf


def _constant(text: str) -> Wide:
    return wide(number(text))


class _Inner(dict[str, Callable[..., Any]]):
    """What each of the table's names computes of wide numbers, as a wide number or a truth value; made when first asked for."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        entry = FUNCTIONS[name]
        made = OWN.get(name) or (self._text(entry) if entry.value and not entry.home else self._bridged(name))
        self[name] = made
        return made

    def _text(self, entry: Function) -> Callable[..., Any]:
        graph = template(entry.value, entry.names)
        compiled = compile_graph(graph, graph.outputs, entry.names, self, _constant)
        return lambda *operands: compiled(*operands)[0]

    def _bridged(self, name: str) -> Callable[..., Any]:
        """The function of floats; of an operand too small for a double, or for the result's digits, by its slope at 0 if it is 0 there."""
        plain = FLOATS.functions[name]
        condition = FUNCTIONS[name].gives == "condition"

        def bridged(*operands: Wide) -> Any:
            y = plain(*map(float, operands))
            if condition:
                return y
            if abs(y) < LEAST_NORMAL and len(operands) == 1 and operands[0].e < _TINY and plain(0.0) == 0:
                return operands[0] * (FLOATS.partials(name, (1,), [0.0], 0.0)[0] or 0.0)
            return Wide(y)

        return bridged


_INNER = _Inner()


class _Functions(dict[str, Callable[..., Any]]):
    """The same of floats where these are enough, with results as floats where a double has all their digits."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        plain, inner = FLOATS.functions[name], _INNER[name]
        entry = FUNCTIONS[name]

        def applied(*operands: Any) -> Any:
            if all([type(x) is float for x in operands]):
                y = plain(*operands)
                if LEAST_NORMAL <= abs(y) < math.inf:
                    return y
            return settled(inner(*map(wide, operands)))

        def decided(*operands: Any) -> bool:
            return bool(plain(*operands) if all([type(x) is float for x in operands]) else inner(*map(wide, operands)))

        made = plain if name in ("and", "or", "not") else decided if entry.gives == "condition" else applied
        self[name] = made
        return made


class WideFloats:
    """The arithmetic of doubles with exponents without end. Values are floats, or `Wide` numbers where no double has their digits."""

    decides = True
    takes_floats = True

    def __init__(self) -> None:
        self.functions = _Functions()
        self.number = number
        self.add = self.functions["add"]
        self.flow = self.functions["flow"]
        self._slopes: dict[tuple[str, tuple[int, ...]], Callable[..., tuple[Any, ...]]] = {}

    def partials(self, function: str, wanted: tuple[int, ...], arguments: Sequence[Any], out: Any) -> tuple[Any, ...]:
        """The partial by each wanted operand; nan where the function itself is nan."""
        if out != out:
            return tuple([out if want else None for want in wanted])
        if type(out) is float and all([type(x) is float for x in arguments]):
            found = FLOATS.partials(function, wanted, arguments, out)
            if all([slope is None or ordinary(slope) for slope in found]):
                return found
        slopes = self._slopes.get((function, wanted)) or self._compiled(function, wanted)
        return tuple([None if slope is None else settled(slope) for slope in slopes(*map(wide, arguments), wide(out))])

    def _compiled(self, function: str, wanted: tuple[int, ...]) -> Callable[..., tuple[Any, ...]]:
        graph = rule(function, len(wanted))
        outputs = [i if want else None for i, want in zip(graph.outputs, wanted, strict=True)]
        slopes = compile_graph(graph, outputs, (*operand_names(function, len(wanted)), "out"), _INNER, _constant)
        self._slopes[function, wanted] = slopes
        return slopes


WIDE = WideFloats()
