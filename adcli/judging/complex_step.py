"""Complex numbers, for the complex step: f(x + ih) has the imaginary part h·f'(x), and no difference is taken.

Conditions, and what has corners or steps, go by the real parts, so that a function follows its branch at the point (Martins,
Sturdza and Alonso, The complex-step derivative approximation, 2003). Functions come from cmath or from the table's texts of values.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from adcli.arithmetic.floats import FLOATS
from adcli.build import template
from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.sweep import CONDITIONS, evaluate

_REFUSALS = (ValueError, OverflowError, ZeroDivisionError)
_NAN = complex(math.nan, math.nan)


def number(text: str) -> complex:
    """The number as it was written, or the constant, with no imaginary part."""
    return complex(FLOATS.number(text))


def _abs(z: complex) -> complex:
    return z if z.real >= 0 else -z


def _hypot(a: complex, b: complex) -> complex:
    scale = max(abs(a.real), abs(b.real))
    if not 0 < scale < math.inf:
        return complex(scale) if scale == scale else _NAN
    return scale * cmath.sqrt((a / scale) ** 2 + (b / scale) ** 2)


def _atan2(y: complex, x: complex) -> complex:
    if abs(x.real) >= abs(y.real):
        return cmath.atan(y / x) + (0 if x.real > 0 else math.copysign(math.pi, y.real))
    return math.copysign(math.pi / 2, y.real) - cmath.atan(x / y)


def _cbrt(z: complex) -> complex:
    root: complex = -((-z) ** (1 / 3)) if z.real < 0 else z ** (1 / 3)
    return root


def _pow(a: complex, b: complex) -> complex:
    """A real branch of the power: of a negative number to a whole power only."""
    if a.real >= 0:
        return a**b if a else complex(FLOATS.functions["pow"](0.0, b.real))
    if b.imag or b.real != math.floor(b.real):
        return _NAN
    power: complex = (-a) ** b.real
    return -power if b.real % 2 else power


def _sinc(z: complex) -> complex:
    """sin(w)/w for w = pi·z; near 0 its series, because the quotient loses the digits of the slope."""
    w = math.pi * z
    if abs(w.real) > 0.5:
        return cmath.sin(w) / w
    total = term = complex(1)
    for k in range(1, 10):
        term *= -w * w / ((2 * k) * (2 * k + 1))
        total += term
    return total


def _mod(a: complex, b: complex) -> complex:
    return a - b * float(FLOATS.functions["floored"](a.real, b.real))


def _ordered(choose: Callable[..., complex]) -> Callable[..., complex]:
    return lambda *values: choose(values, key=lambda z: z.real) if not any(map(cmath.isnan, values)) else _NAN


def _of_reals(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of the real parts: a condition, or a function that is level on either side."""
    return lambda *values: function(*[z.real if isinstance(z, complex) else z for z in values])


_OWN: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "flow": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "abs": _abs,
    "hypot": _hypot,
    "atan2": _atan2,
    "cbrt": _cbrt,
    "pow": _pow,
    "mod": _mod,
    "sinc": _sinc,
    "min": _ordered(min),
    "max": _ordered(max),
    "exp2": lambda z: cmath.exp(z * math.log(2)),
    "expm1": lambda z: complex(math.expm1(z.real), cmath.exp(z).imag),
    "log2": lambda z: cmath.log(z) / math.log(2),
    "log1p": lambda z: complex(math.log1p(z.real), cmath.log(1 + z).imag),
}
_LEVEL = frozenset({"sign", "floor", "ceil", "round", "trunc", "copysign", "floored"})
_REALS_ONLY = frozenset({"log", "log2", "log10", "sqrt"})  # cmath goes on where the real function ends: so do not
_INVERSES = {"asin": (-1.0, 1.0), "acos": (-1.0, 1.0), "atanh": (-1.0, 1.0), "acosh": (1.0, math.inf)}


@cache
def supported(function: str) -> bool:
    """Whether a function of the table has complex values here."""
    entry = FUNCTIONS[function]
    if function in _OWN or function in _LEVEL or function in CONDITIONS or function == "if" or hasattr(cmath, function):
        return True
    return bool(entry.value) and all(supported(name) for name in template(entry.value, entry.names).kinds)


def unsupported(graph: Graph) -> list[str]:
    """The functions that a graph's outputs need and that have no complex values here, as they are called."""
    needed = {graph.functions[i] for i in graph.needed(graph.outputs)} - {""}
    return sorted({FUNCTIONS[name].spelled or name for name in needed if not supported(name)})


class _Functions(dict[str, Callable[..., Any]]):
    """What each of the table's names computes, made when first asked for."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        made = self[name] = self._made(name)
        return made

    def _made(self, name: str) -> Callable[..., Any]:
        entry = FUNCTIONS[name]
        if name in CONDITIONS:
            return _of_reals(FLOATS.functions[name])
        if name in _LEVEL:
            level = _of_reals(FLOATS.functions[name])
            return lambda *values: complex(level(*values))
        if name in _OWN or hasattr(cmath, name):
            function = _OWN.get(name) or getattr(cmath, name)
            low, high = (0.0, math.inf) if name in _REALS_ONLY else _INVERSES.get(name, (-math.inf, math.inf))

            def guarded(*values: complex) -> complex:
                if not low <= values[0].real <= high:
                    return _NAN
                try:
                    return complex(function(*values))
                except _REFUSALS:
                    return _NAN

            return guarded
        text = template(entry.value, entry.names)

        def computed(*values: complex) -> complex:
            tape = evaluate(text, dict(zip(entry.names, values, strict=True)), COMPLEXES)
            return complex(tape.values[text.outputs[0]])

        return computed


class Complexes:
    """The arithmetic of complex numbers. They are evaluated only: the step itself gives the derivative, and no rule is asked."""

    decides = True
    takes_floats = True

    def __init__(self) -> None:
        self.functions = _Functions()
        self.number = number

    def add(self, a: complex, b: complex) -> complex:
        return a + b

    def flow(self, a: complex, b: complex) -> complex:
        return a * b

    def partials(self, function: str, wanted: tuple[int, ...], arguments: Sequence[Any], out: Any) -> tuple[Any, ...]:
        raise NotImplementedError("the complex step takes no partials")


COMPLEXES = Complexes()
