"""Taylor coefficients: how the time grows with the order, and what others take, as ratios within one run.

    python -m tests.benchmarks.taylor

JAX's jet, SymPy's series and mpmath's taylor (by differences, with 50 digits) are measured where they are installed; adcli needs
none of them. Answers are compared before anything is timed.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from adcli.arithmetic.floats import FLOATS
from adcli.expansions.expansion import taylor_at
from adcli.expansions.series import Expansion
from adcli.reading import parse
from adcli.sweep import evaluate

TEXT, X = "exp(sin(x))*log(1 + x^2)/(1 + x)", 0.5
ORDER = 20
ORDERS = (10, 20, 40, 80, 160)
ROUNDS = 9

Coefficients = Sequence[float]


def seconds(way: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least time of a call over several rounds, each long enough to be measured: others use the machine too."""
    way()
    begun = time.perf_counter()
    way()
    repeats = max(1, int(0.05 / (time.perf_counter() - begun)))
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for _ in range(repeats):
            way()
        times.append((time.perf_counter() - begun) / repeats)
    return min(times)


def adcli(order: int) -> Callable[[], Coefficients]:
    """From the parsed formula to the coefficients."""
    graph = parse(TEXT)
    return lambda: taylor_at(graph, {"x": X}, order).coefficients


def products(order: int) -> int:
    """How many products of two coefficients that takes."""
    graph = parse(TEXT)
    return Expansion(evaluate(graph, {"x": X}, FLOATS), {"x": 1.0}, order, graph.outputs[0]).operations


def jet(order: int) -> tuple[Callable[[], Coefficients], Callable[[], Coefficients]]:
    """JAX's Taylor mode: a formula's first answer, traced and compiled, and its later ones."""
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp
    from jax.experimental.jet import jet as taylor_mode

    def expanded(x: float) -> object:
        return taylor_mode(lambda x: jnp.exp(jnp.sin(x)) * jnp.log(1 + x * x) / (1 + x), (x,), ([1.0] + [0.0] * (order - 1),))

    def coefficients(compiled: Callable[[float], object]) -> Coefficients:
        value, derivatives = compiled(X)  # type: ignore[misc]
        return [float(value), *(float(d) / math.factorial(k) for k, d in enumerate(derivatives, 1))]

    compiled = jax.jit(expanded)
    return lambda: coefficients(jax.jit(lambda x: expanded(x))), lambda: coefficients(compiled)


def sympy(order: int) -> Callable[[], Coefficients]:
    """SymPy's series at the number, in exact expressions."""
    import sympy as sp

    x = sp.Symbol("x")
    expression = sp.exp(sp.sin(x)) * sp.log(1 + x**2) / (1 + x)

    def run() -> Coefficients:
        shifted = expression.subs(x, x + sp.Rational(X)).series(x, 0, order + 1).removeO()
        return [float(shifted.coeff(x, k).evalf(30)) for k in range(order + 1)]

    return run


def mpmath(order: int) -> Callable[[], Coefficients]:
    """Differences with 50 digits."""
    from mpmath import mp, taylor

    def run() -> Coefficients:
        with mp.workdps(50):
            return [float(c) for c in taylor(lambda x: mp.exp(mp.sin(x)) * mp.log(1 + x * x) / (1 + x), mp.mpf(X), order)]

    return run


def compared(name: str, way: Callable[[], Coefficients], order: int, rounds: int = ROUNDS) -> None:
    """Print what a peer takes, once its answer is known to be the same."""
    ours = adcli(order)
    largest = max(map(abs, ours()))
    assert all(abs(a - b) < 1e-9 * largest for a, b in zip(ours(), way(), strict=True)), name
    own, other = seconds(ours), seconds(way, rounds)
    told = f"{other / own:.1f} times that of adcli" if other > own else f"adcli takes {own / other:.1f} times that"
    print(f"order {order}, {name}: {other * 1e3:.2f} ms, {told}")


def main() -> None:
    """Print times, growth and ratios."""
    before: tuple[float, int] | None = None
    for order in ORDERS:
        now = seconds(adcli(order))
        count = products(order)
        growth = f", {now / before[0]:.1f} and {count / before[1]:.1f} times those of half the order" if before else ""
        print(f"{TEXT} to order {order:>3}: {now * 1e3:7.2f} ms, {count:>6,} products of coefficients{growth}")
        before = now, count
    if find_spec("jax"):
        for order in (5, 10, ORDER):
            first, later = jet(order)
            compared("JAX's jet, a formula's first answer", first, order, 1)
            compared("JAX's jet, compiled before", later, order)
    if find_spec("sympy"):
        compared("SymPy's series", sympy(5), 5, 1)
    if find_spec("mpmath"):
        compared("mpmath's taylor", mpmath(ORDER), ORDER)


if __name__ == "__main__":
    main()
