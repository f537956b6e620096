"""Faster ways to a value together with its partials, each held to the same accuracy as the table's texts.

A form takes its operands, the arrays for its results (None where one is not asked for), then scratch arrays. It computes all rows as if
they were within its range, and asks whether they are; the others, if any, are computed again by the library and the table's text. So a
row's results never depend on what is beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from adcli.kernel import direct
from adcli.kernel.circular import atan, atan2, hypot, sincos
from adcli.kernel.exponential import power, tanh


class Form(NamedTuple):
    """A form, how many columns it takes, and how many scratch arrays it wants."""

    function: Callable[..., Any]
    columns: int
    scratch: int


TABULATED = {
    "sincos": Form(sincos, 1, 5),
    "tanh": Form(tanh, 1, 5),
    "atan": Form(atan, 1, 3),
    "atan2": Form(atan2, 2, 4),
    "hypot": Form(hypot, 2, 2),
    "power": Form(power, 1, 3),
}
DIRECT = {
    "tanh": Form(direct.tanh, 1, 1),
    "atan": Form(direct.atan, 1, 0),
    "atan2": Form(direct.atan2, 2, 2),
    "power": Form(direct.power, 1, 1),
}
FORMS = TABULATED | DIRECT if direct.is_faster() else TABULATED
