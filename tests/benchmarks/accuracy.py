"""How far values and derivatives are from mpmath's, function by function, beside JAX, PyTorch and autograd; writes docs/accuracy.md.

    python -m tests.benchmarks.accuracy [random points for each function, 300 unless given]

The other tools are measured at the same points, where they are installed and have the function; "-" stands where not.
"""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from adcli.arithmetic.floats import FLOATS
from adcli.codegen import compile_graph
from adcli.functions import FUNCTIONS, Function
from adcli.graph import Graph
from adcli.rules import condition
from adcli.sweep import evaluate
from adcli.symbolic import gradient_graph
from tests.reference import LEAST, MOST, curvature, slope, ulps, value
from tests.sampling import Point, points

PAGE = Path(__file__).parent.parent.parent / "docs" / "accuracy.md"
Peer = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]  # values and slopes at many points

# Where the tools keep functions, and what they call otherwise.
JAX = ("jax.numpy", "jax.nn", "jax.scipy.special", "jax.scipy.stats.norm")
TORCH = ("torch", "torch.special", "torch.nn.functional")
AUTOGRAD = ("autograd.numpy", "autograd.scipy.special", "autograd.scipy.stats.norm")
CALLED = {"lgamma": ("lgamma", "gammaln"), "digamma": ("digamma", "psi"), "sigmoid": ("sigmoid", "expit"), "sign": ("sign",)}
CALLED |= {"asin": ("asin", "arcsin"), "acos": ("acos", "arccos"), "atan": ("atan", "arctan"), "asinh": ("asinh", "arcsinh")}
CALLED |= {"acosh": ("acosh", "arccosh"), "atanh": ("atanh", "arctanh"), "normpdf": ("pdf",), "normcdf": ("ndtr", "cdf")}

# scipy's zeta, which autograd's polygamma calls, takes as many steps as a negative argument is long.
ENDLESS = {("autograd_peer", "digamma")}


def found(modules: Iterable[str], name: str) -> Any:
    """A tool's function of a name, from the first module that has it, or None."""
    for module in modules:
        for spelling in CALLED.get(name, (name,)):
            function = getattr(import_module(module), spelling, None)
            if callable(function):
                return function
    return None


def jax_peer(name: str) -> Peer | None:
    import jax

    jax.config.update("jax_enable_x64", True)
    function = found(JAX, name)
    if function is None:
        return None
    return lambda x: (np.asarray(function(x)), np.asarray(jax.vmap(jax.grad(function))(x)))


def torch_peer(name: str) -> Peer | None:
    import torch

    function = found(TORCH, name)
    if function is None:
        return None

    def both(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        given = torch.tensor(x, requires_grad=True)
        out = function(given)
        out.sum().backward()
        return out.detach().numpy(), given.grad.numpy()

    return both


def autograd_peer(name: str) -> Peer | None:
    import autograd

    function = found(AUTOGRAD, name)
    return None if function is None else lambda x: (function(x), autograd.elementwise_grad(function)(x))


def mean(errors: list[float]) -> float:
    return sum(errors) / len(errors)


def shown(error: float) -> str:
    """An error in units in the last place; from 2^52 on no digit is right."""
    return "all" if not error < 2.0**52 else f"{error:.2f}" if error < 100 else f"{error:.0e}".replace("e+0", "e").replace("e+", "e")


def second_derivative(name: str) -> Callable[[float], float]:
    graph = Graph()
    graph.outputs = [graph.add(name, (graph.leaf("x", fixed=False),))]
    first = gradient_graph(graph, graph.outputs[0], ["x"])
    second = gradient_graph(first, first.outputs[1], ["x"])
    return lambda x: evaluate(second, {"x": x}, FLOATS, [second.outputs[1]]).values[second.outputs[1]]


def holds(entry: Function, text: str, point: Point, out: float) -> bool:
    graph = condition(entry.name, text, len(entry.names)) if text else None
    if graph is None:
        return False
    made = compile_graph(graph, graph.outputs, (*entry.names, "out"), FLOATS.functions, FLOATS.number)
    return bool(made(*point, out)[0])


def whole(x: Any) -> bool:
    return x is not None and (x == 0 or LEAST <= abs(x) < MOST)


class Row:
    """One function's points, their true results, and errors."""

    def __init__(self, entry: Function, drawn: int) -> None:
        self.entry = entry
        count = len(entry.names)
        self.points: list[Point] = []
        self.trues: list[list[Any]] = []
        for point in points(entry.name, count, drawn):
            if not all(math.isfinite(x) and (x == 0 or abs(x) >= LEAST) for x in point):
                continue
            out = FLOATS.functions[entry.name](*point)
            if (entry.domain and not holds(entry, entry.domain, point, out)) or (entry.kink and holds(entry, entry.kink.where, point, out)):
                continue
            true = value(entry.name, point)
            if not whole(true):
                continue
            slopes = [slope(entry.name, k, point) for k in range(count)]
            self.points.append(point)
            self.trues.append([true, *(x if whole(x) else None for x in slopes)])

    def own(self) -> tuple[list[float], list[float], list[float]]:
        """adcli's errors: of values, of slopes, and of second derivatives where they are promised."""
        name, count = self.entry.name, len(self.entry.names)
        values, slopes, seconds = [], [], []
        twice = second_derivative(name) if count == 1 and self.entry.orders == 2 else None
        for point, (true, *true_slopes) in zip(self.points, self.trues, strict=True):
            out = FLOATS.functions[name](*point)
            values.append(ulps(out, true))
            partials = FLOATS.partials(name, (True,) * count, point, out)
            slopes += [ulps(mine, x) for mine, x in zip(partials, true_slopes, strict=True) if x is not None]
            true = curvature(name, 0, 0, point) if twice and true_slopes[0] is not None else None
            if twice and true and whole(true) and abs(true) < MOST / 4:
                seconds.append(ulps(twice(point[0]), true))
        return values, slopes, seconds

    def peer(self, made: Callable[[str], Peer | None]) -> str:
        """A tool's largest errors of value and slope, or "-"."""
        if len(self.entry.names) > 1:
            return "-"
        if (made.__name__, self.entry.name) in ENDLESS:
            return "never ends"
        try:
            function = made(self.entry.name)
            if function is None:
                return "-"
            values, slopes = function(np.array([point[0] for point in self.points]))
        except (ImportError, TypeError, NotImplementedError, RuntimeError, ValueError, AttributeError):
            return "-"
        errors = [ulps(float(x), true[0]) for x, true in zip(values, self.trues, strict=True)]
        slope_errors = [ulps(float(x), true[1]) for x, true in zip(slopes, self.trues, strict=True) if true[1] is not None]
        return f"{shown(max(errors))} / {shown(max(slope_errors))}"


def main(drawn: int) -> None:
    """Measure, and write the page."""
    lines = []
    for entry in FUNCTIONS.values():
        longer = entry.spelled in FUNCTIONS and entry.name != "unit"
        if entry.takes != "number" or entry.gives != "number" or entry.variadic or (entry.helper and not longer):
            continue
        row = Row(entry, drawn)
        values, slopes, seconds = row.own()
        call = f"{entry.spelled or entry.name}({', '.join(entry.names)})"
        cells = [f"`{call}`", str(len(row.points)), shown(max(values)), shown(mean(values)), shown(max(slopes)), shown(mean(slopes))]
        cells += [shown(max(seconds)) if seconds else "-", *(row.peer(made) for made in (jax_peer, torch_peer, autograd_peer))]
        lines.append(f"| {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    text = PAGE.read_text(encoding="utf-8")
    start, stop = text.index("<!-- measured -->"), text.index("<!-- end of measured -->")
    PAGE.write_text(text[:start] + "\n".join(["<!-- measured -->", HEAD, *lines]) + "\n" + text[stop:], encoding="utf-8")


HEAD = """| function | points | value, max | mean | derivative, max | mean | second, max | JAX | PyTorch | autograd |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
