"""The outside witness: what a function and its slope are, to 30 digits, from mpmath and the language, never from a partial's text."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import mpmath
from mpmath import mp, mpf

from adcli.build import template
from adcli.compile import compile_graph
from adcli.functions import FUNCTIONS

LADDER = (50, 100, 200, 400, 800, 1600)  # digits to try in turn
AGREEMENT = mpf(10) ** -30

# What mpmath calls otherwise, or does not have; any other entry is mpmath's function of its name, or its own `value` text.
NAMES: dict[str, Callable[..., Any]] = {
    "add": mp.fadd,
    "sub": mp.fsub,
    "mul": mp.fmul,
    "flow": mp.fmul,
    "div": mp.fdiv,
    "neg": mp.fneg,
    "abs": mp.fabs,
    "pow": mp.power,
    "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
    "log2": lambda x: mp.log(x) / mp.ln2,
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "copysign": lambda a, b: abs(a) if b >= 0 else -abs(a),
    "ties": lambda first, *others: mpf(others.count(first)),
    "tied": lambda first, out, *others: mpf(1) / others.count(out) if first == out else mpf(0),
    "odd": lambda a: a % 2 == 1,
}


class _Functions(dict[str, Callable[..., Any]]):
    """What each of the table's names computes, at mpmath's precision of the moment."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        entry = FUNCTIONS[name]
        found = NAMES.get(name) or getattr(mpmath, name, None)
        if found is None and entry.value:
            graph = template(entry.value, entry.names)

            def found(*arguments: mpf) -> Any:
                return compile_graph(graph, graph.outputs, entry.names, self, constant)(*arguments)[0]

        if found is None:
            raise LookupError(f"mpmath has no {name}: give its entry a value text, or tell tests/reference.py its name")
        self[name] = found
        return found


EXACT = _Functions()


def constant(text: str) -> mpf:
    """A number as it was written, or a constant, to all digits of the moment."""
    return +getattr(mp, text) if text in ("pi", "e") else 2 * mp.pi if text == "tau" else mpf(text)


def settled(compute: Callable[[], Any]) -> mpf | None:
    """A computation's limit as digits are added, taken when two runs agree to 30 digits; None where there is no real one."""
    before = mpf(0)
    for digits in LADDER:
        with mp.workdps(digits):
            try:
                now = compute()
            except (ZeroDivisionError, ValueError):
                return None
            if not isinstance(now, mpf) or not mp.isfinite(now):
                return None
            if now and abs(now - before) <= AGREEMENT * abs(now):
                return now
            before = now
    return None if before else before


def value(name: str, arguments: Sequence[float]) -> mpf | None:
    """A table function's true value at doubles."""
    return settled(lambda: EXACT[name](*map(mpf, arguments)))


def slope(name: str, k: int, arguments: Sequence[float]) -> mpf | None:
    """Its true partial derivative by argument `k`: a central difference, its step and its rounding both far below 1e-30."""

    def difference() -> Any:
        exact = [mpf(x) for x in arguments]
        scale = abs(exact[k]) or min([abs(x) for x in exact if x], default=1)
        step = mpf(10) ** -(mp.dps // 3) * min(scale, 1)
        with mp.workdps(mp.dps + max(0, int(math.log10(abs(arguments[k]) or 1)))):
            above, below = ([*exact[:k], exact[k] + side, *exact[k + 1 :]] for side in (step, -step))
            return (EXACT[name](*above) - EXACT[name](*below)) / (2 * step)

    return settled(difference)


def ulps(got: float, true: mpf) -> float:
    """The error of a double in units in the last place of the true result, a subnormal's being 2^-1074."""
    if abs(true) >= mpf(2) ** 1024 - mpf(2) ** 970:
        return 0.0 if got == math.copysign(math.inf, true) else math.inf
    if not math.isfinite(got):
        return math.inf
    return float(abs(got - true) / mpf(2) ** max(mp.frexp(true)[1] - 53, -1074))
