"""The outside witness: what a function and its slope are, to 30 digits, from mpmath and the language, never from a partial's text."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import mpmath
from mpmath import mp, mpf

from adcli.build import template
from adcli.codegen import compile_graph
from adcli.functions import FUNCTIONS

LADDER = (50, 100, 400, 1000, 1600)  # digits to try in turn
CURVED = (80, 160, 400, 1000, 1600)  # for second differences, which have half of their digits right
AGREEMENT = mpf(10) ** -30
LEAST, MOST = mpf(2) ** -1022, mpf(2) ** 1024 - mpf(2) ** 970  # where normal numbers begin, and where rounding ends in inf


def bessel(kind: int, order: int, x: mpf) -> mpf:
    """A Bessel function to the digits of the moment. The slopes need the values at the same points, so these are kept."""
    return _bessel(kind, order, x, mp.prec)


@lru_cache(10_000)
def _bessel(kind: int, order: int, x: mpf, bits: int) -> mpf:
    """Far out by Hankel's expansion (DLMF 10.17.3), to as many digits as x has before its point and more."""
    far = min(1.2 * mp.dps + 10, 200)  # from here on the expansion's least term, exp(-2*x), is beyond the digits of the moment
    if x < -far and kind == 1:
        return (-1) ** order * bessel(1, order, -x)
    if x <= 0 and kind == 2:
        raise ValueError("beyond the domain")
    if x <= far:
        return mp.besselj(order, x) if kind == 1 else _second_kind(order, x)
    with mp.workdps(mp.dps + int(mp.log10(x)) + 1):
        angle, terms, term, k = x - (2 * order + 1) * mp.pi / 4, [mpf(0)] * 4, mpf(1), 0
        while abs(term) > mpf(10) ** -min(mp.dps, 170):
            terms[k % 4] += term
            k += 1
            term *= mpf(4 * order**2 - (2 * k - 1) ** 2) / (8 * k * x)
        even, odd = terms[0] - terms[2], terms[1] - terms[3]
        wave = even * mp.cos(angle) - odd * mp.sin(angle) if kind == 1 else even * mp.sin(angle) + odd * mp.cos(angle)
        return mp.sqrt(2 / (mp.pi * x)) * wave


def _second_kind(order: int, x: mpf) -> mpf:
    """Y_0 or Y_1 by its series (DLMF 10.8.1), which mpmath's limit of non-integer orders takes a hundred times as long for."""
    with mp.workdps(mp.dps + int(x) + 10):
        total, term, harmonics, k = mpf(0), (x / 2) ** order, mpf(order), 0
        while k < 10 or abs(term) > mpf(10) ** -mp.dps:
            total += term * harmonics  # H(k) + H(k + order)
            k += 1
            harmonics += mpf(1) / k + mpf(1) / (k + order)
            term *= -(x**2) / 4 / (k * (k + order))
        first = 2 * (mp.log(x / 2) + mp.euler) * mp.besselj(order, x) - total
        return (first - (2 / x if order else 0)) / mp.pi


def log_beta(a: mpf, b: mpf) -> mpf:
    """The logarithm of the beta function, with digits enough for the cancellation of huge terms."""
    if max(a, b) > mpf(10) ** 60:
        raise ValueError("too far")
    with mp.workdps(mp.dps + int(max(mp.log10(a), mp.log10(b), 0))):
        return mp.re(mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b))


def _near_zero(x: mpf, name: str, limit: mpf) -> mpf:
    """A function's definition, or its limit where x is so small that the next term is below 1e-200 of it."""
    entry = FUNCTIONS[name]
    if abs(x) < mpf(10) ** -100:
        return limit
    with mp.workdps(mp.dps + 200):
        return EXACT._text(entry.value, entry.names)(x)


def polygamma(n: mpf, x: mpf) -> mpf:
    """A derivative of digamma; mpmath's takes as many terms as a negative argument is long, so these are reflected (DLMF 5.15.6)."""
    if x > -50 or n == 0:
        return mp.psi(n, x)
    if n > 2:
        raise ValueError("too far")
    sine, cosine = mp.sinpi(x), mp.cospi(x)
    return mp.pi**2 / sine**2 - mp.psi(1, 1 - x) if n == 1 else mp.psi(2, 1 - x) - 2 * mp.pi**3 * cosine / sine**3


def exponential(x: mpf) -> mpf:
    """exp(x), quickly where it is no double."""
    if x > 1e6:
        raise OverflowError
    return mp.exp(x) if x > -1e6 else mpf(0)


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
    "exp": exponential,
    "exp2": lambda x: exponential(x * mp.ln2),
    "exp10": lambda x: exponential(x * mp.ln10),
    "erfi": lambda x: mp.erfi(x) if abs(x) < 100 else mp.nan,
    "erf": lambda x: mp.erf(x) if abs(x) < 1000 else mp.sign(x),
    "erfc": lambda x: mp.erfc(x) if abs(x) < 1000 else 1 - mp.sign(x),
    "round": mp.nint,
    "trunc": lambda x: mp.sign(x) * mp.floor(abs(x)),
    "mod": lambda a, b: a - b * mp.floor(a / b),
    "sinc": mp.sincpi,
    "lgamma": lambda x: mp.re(mp.loggamma(x)),
    "trigamma": lambda x: polygamma(1, x),
    "polygamma": lambda n, x: polygamma(n, x),
    "beta": lambda a, b: mp.exp(log_beta(a, b)),
    "lbeta": lambda a, b: log_beta(a, b),
    # The definitions lose as many digits at x as 1/x^2 has.
    "sinc_slope": lambda x: _near_zero(x, "sinc_slope", -(mp.pi**2) * x / 3),
    "sinc_curve": lambda x: _near_zero(x, "sinc_curve", -(mp.pi**2) / 3),
    "j0": lambda x: bessel(1, 0, x),
    "j1": lambda x: bessel(1, 1, x),
    "y0": lambda x: bessel(2, 0, x),
    "y1": lambda x: bessel(2, 1, x),
}


# Slopes whose differences would cost too much, by the formulas of the DLMF.
SLOPES: dict[str, Sequence[Callable[..., Any]]] = {
    "erf": [lambda x: 2 / mp.sqrt(mp.pi) * exponential(-(x**2))],
    "erfc": [lambda x: -2 / mp.sqrt(mp.pi) * exponential(-(x**2))],
    "normcdf": [lambda x: exponential(-(x**2) / 2) / mp.sqrt(2 * mp.pi)],
    "trigamma": [lambda x: polygamma(2, x)],
    "polygamma": [lambda n, x: mp.nan, lambda n, x: polygamma(n + 1, x)],
    "beta": [
        lambda a, b: EXACT["beta"](a, b) * (mp.psi(0, a) - mp.psi(0, a + b)),
        lambda a, b: EXACT["beta"](a, b) * (mp.psi(0, b) - mp.psi(0, a + b)),
    ],
    "lbeta": [lambda a, b: mp.psi(0, a) - mp.psi(0, a + b), lambda a, b: mp.psi(0, b) - mp.psi(0, a + b)],
    "j0": [lambda x: -EXACT["j1"](x)],
    "j1": [lambda x: EXACT["j0"](x) - EXACT["j1"](x) / x if x else mpf(0.5)],
    "y0": [lambda x: -EXACT["y1"](x)],
    "y1": [lambda x: EXACT["y0"](x) - EXACT["y1"](x) / x],
}


class _Functions(dict[str, Callable[..., Any]]):
    """What each of the table's names computes, at mpmath's precision of the moment."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        entry = FUNCTIONS[name]
        own = self._text(entry.value, entry.names) if entry.value else None
        found = NAMES.get(name) or (own if entry.helper else None) or getattr(mpmath, name, None) or own
        if found is None:
            raise LookupError(f"mpmath has no {name}: give its entry a value text, or tell tests/reference.py its name")
        self[name] = found
        return found

    def _text(self, text: str, names: tuple[str, ...]) -> Callable[..., Any]:
        graph = template(text, names)
        compiled: dict[int, Callable[..., Any]] = {}  # for each number of bits, because constants have the digits of the moment

        def value(*arguments: Any) -> Any:
            if mp.prec not in compiled:
                compiled[mp.prec] = compile_graph(graph, graph.outputs, names, self, constant)
            return compiled[mp.prec](*arguments)[0]

        return value


EXACT = _Functions()


def constant(text: str) -> mpf:
    """A number as it was written, or a constant, to all digits of the moment."""
    return +getattr(mp, text) if text in ("pi", "e") else 2 * mp.pi if text == "tau" else mpf(text)


def settled(compute: Callable[[], Any], ladder: Sequence[int] = LADDER) -> mpf | None:
    """A computation's limit as digits are added: what two runs agree on to 30 digits; None where there is no real number."""
    before = mpf(0)
    for digits in ladder:
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

    if name in SLOPES:
        return settled(lambda: SLOPES[name][k](*map(mpf, arguments)))

    def difference() -> Any:
        exact = [mpf(x) for x in arguments]
        scale = abs(exact[k]) or min([abs(x) for x in exact if x], default=1)
        step = mpf(10) ** -(mp.dps // 3) * min(scale, 1)
        with mp.workdps(mp.dps + max(0, int(math.log10(abs(arguments[k]) or 1)))):
            above, below = ([*exact[:k], exact[k] + side, *exact[k + 1 :]] for side in (step, -step))
            return (EXACT[name](*above) - EXACT[name](*below)) / (2 * step)

    return settled(difference)


def curvature(name: str, j: int, k: int, arguments: Sequence[float]) -> mpf | None:
    """Its true second derivative by arguments `j` and `k`, likewise."""

    def difference() -> Any:
        exact = [mpf(x) for x in arguments]
        steps = [mpf(10) ** -(mp.dps // 4) * min(abs(x) or min([abs(y) for y in exact if y], default=1), 1) for x in exact]

        def at(*moves: tuple[int, int]) -> Any:
            moved = list(exact)
            for i, times in moves:
                moved[i] += times * steps[i]
            return EXACT[name](*moved)

        largest = max([abs(x) for x in arguments])
        with mp.workdps(mp.dps + max(0, int(math.log10(largest or 1)))):
            if j == k:
                return (at((j, 1)) - 2 * at() + at((j, -1))) / steps[j] ** 2
            return (at((j, 1), (k, 1)) - at((j, 1), (k, -1)) - at((j, -1), (k, 1)) + at((j, -1), (k, -1))) / (4 * steps[j] * steps[k])

    return settled(difference, CURVED)


def ulps(got: float, true: mpf) -> float:
    """The error of a double in units in the last place of the true result; where that is no normal number, 0 if `got` is its like."""
    if abs(true) >= MOST:
        return 0.0 if got == math.copysign(math.inf, true) else math.inf
    if abs(true) < LEAST:
        return 0.0 if abs(got) < 2 * LEAST else math.inf
    return float(mp.ldexp(abs(got - true), 53 - mp.frexp(true)[1])) if math.isfinite(got) else math.inf
