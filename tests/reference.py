"""The outside witness: what a function and its slope are, to 30 digits, from mpmath and the language, never from a partial's text."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import mpmath
from mpmath import mp, mpf

from adcli.build import template
from adcli.codegen import compile_graph
from adcli.functions import FUNCTIONS

LADDER = (50, 100, 200, 400, 800, 1600)  # digits to try in turn
AGREEMENT = mpf(10) ** -30
LEAST, MOST = mpf(2) ** -1022, mpf(2) ** 1024 - mpf(2) ** 970  # where normal numbers begin, and where rounding ends in inf

def bessel(function: Callable[..., Any], order: int, x: mpf) -> mpf:
    """A Bessel function of any argument: mpmath's needs as many digits as a huge one has before its point."""
    with mp.workdps(mp.dps + max(0, int(mp.log10(abs(x) + 1)))):
        return function(order, x)


# What mpmath calls otherwise, or does not have. Any other entry is mpmath's function of its name, or its own `value` text.
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
    "odd": lambda a: a % 2 == 1,
    "exp2": lambda x: mp.exp(x * mp.ln2),
    "exp10": lambda x: mp.exp(x * mp.ln10),
    "round": mp.nint,
    "trunc": lambda x: mp.sign(x) * mp.floor(abs(x)),
    "mod": lambda a, b: a - b * mp.floor(a / b),
    "sinc": mp.sincpi,
    "lgamma": lambda x: mp.re(mp.loggamma(x)),
    "trigamma": lambda x: mp.psi(1, x),
    "polygamma": mp.psi,
    "beta": lambda a, b: mp.exp(mp.re(mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b))),
    "lbeta": lambda a, b: mp.re(mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)),
    "j0": lambda x: bessel(mp.besselj, 0, x),
    "j1": lambda x: bessel(mp.besselj, 1, x),
    "y0": lambda x: bessel(mp.bessely, 0, x),
    "y1": lambda x: bessel(mp.bessely, 1, x),
}


class _Functions(dict[str, Callable[..., Any]]):
    """What each of the table's names computes, at mpmath's precision of the moment."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        entry = FUNCTIONS[name]
        found = NAMES.get(name) or getattr(mpmath, name, None) or (self._text(entry.value, entry.names) if entry.value else None)
        if found is None:
            raise LookupError(f"mpmath has no {name}: give its entry a value text, or tell tests/reference.py its name")
        self[name] = found
        return found

    def _text(self, text: str, names: tuple[str, ...]) -> Callable[..., Any]:
        graph = template(text, names)
        # Compiled for every call, because its constants have the digits of the moment.
        return lambda *arguments: compile_graph(graph, graph.outputs, names, self, constant)(*arguments)[0]


EXACT = _Functions()


def constant(text: str) -> mpf:
    """A number as it was written, or a constant, to all digits of the moment."""
    return +getattr(mp, text) if text in ("pi", "e") else 2 * mp.pi if text == "tau" else mpf(text)


def settled(compute: Callable[[], Any]) -> mpf | None:
    """A computation's limit as digits are added: what two runs agree on to 30 digits; None where there is no real number."""
    before = mpf(0)
    for digits in LADDER:
        with mp.workdps(digits):
            try:
                now = compute()
            except (ArithmeticError, ValueError, mp.NoConvergence):
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
    """Its true partial derivative by argument `k`: the central difference over a step of a third of the digits."""

    def difference() -> Any:
        exact = [mpf(x) for x in arguments]
        scale = abs(exact[k]) or min([abs(x) for x in exact if x], default=1)
        step = mpf(10) ** -(mp.dps // 3) * min(scale, 1)
        with mp.workdps(mp.dps + max(0, int(math.log10(abs(arguments[k]) or 1)))):
            above, below = ([*exact[:k], exact[k] + side, *exact[k + 1 :]] for side in (step, -step))
            return (EXACT[name](*above) - EXACT[name](*below)) / (2 * step)

    return settled(difference)


def curvature(name: str, x: float) -> mpf | None:
    """The true second derivative of a function of one argument, likewise."""

    def difference() -> Any:
        exact = mpf(x)
        step = mpf(10) ** -(mp.dps // 4) * min(abs(exact), 1)
        return (EXACT[name](exact + step) - 2 * EXACT[name](exact) + EXACT[name](exact - step)) / step**2

    return settled(difference)


def ulps(got: float, true: mpf) -> float:
    """The error of a double in units in the last place of the true result; where that is no normal number, 0 if `got` is its like."""
    if abs(true) >= MOST:
        return 0.0 if got == math.copysign(math.inf, true) else math.inf
    if abs(true) < LEAST:
        return 0.0 if abs(got) < 2 * LEAST else math.inf
    return float(abs(got - true) / mpf(2) ** (mp.frexp(true)[1] - 53)) if math.isfinite(got) else math.inf
