"""Value and gradient at many points: kernels against JAX and against the memory, on the machine at hand.

    python -m tests.benchmarks.kernel [W1 W2 ...]

Medians of alternating runs, in double precision, everything compiled beforehand. JAX uses the cores as it sees fit, a kernel two threads.
Each formula is measured in several processes, since JAX's time depends on where a process happens to have its memory: the last columns
are the median of their ratios, and the smallest and the largest. "moved" is the time in which two threads only read the inputs and write
as many numbers as there are outputs: what no mathematics could go below.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from adcli.graph import Graph
from adcli.kernel import Kernel, compile_kernel
from adcli.reading import parse
from adcli.symbolic import gradient_graph

RUNS = 15
PROCESSES = 9
THREADS = 2
CHUNK = 8192
ROSENBROCK = Path(__file__).parent.parent.parent / "samples" / "rosenbrock_100.txt"
FORMULAS = {
    "W1": ("sin(x1) + x1*x2", 10**6),
    "W2": ("exp(2*x1) + x1*x2^2 + cos(x2)", 10**6),
    "W3": ("exp(-((x - mu)/sigma)^2/2)/(sqrt(2*pi)*sigma)", 10**6),
    "W4": (
        "log(x1^2 + x2^2 + 1)*sqrt(x3^2 + 0.5)*exp(-x1*x4/10) + tanh(x2*x3 - x5)*x6^1.7 + atan2(x2, x1 + 3)*cos(x4*x5)"
        " + (x3^2 + 1)^0.35*sin(x1 + x6) - log(1 + exp(x5))/sqrt(1 + x4^2) + x1*x2*x3/(1 + x6^2)",
        10**6,
    ),
    "W5": (ROSENBROCK.read_text(encoding="utf-8").splitlines()[-1].partition("@")[0], 10**4),
}


def points(names: list[str], rows: int) -> list[np.ndarray]:
    """A column for each name, uniform between 0.5 and 2."""
    dice = np.random.default_rng(0)
    return [dice.uniform(0.5, 2, rows) for _ in names]


def jax_function(graph: Graph, names: list[str]) -> Callable[..., Any] | None:
    """JAX's value and gradient of the graph over columns, compiled; None where JAX is not installed."""
    try:
        import jax
        import jax.numpy as jnp
    except ImportError:
        return None
    jax.config.update("jax_enable_x64", True)
    own = {"add": jnp.add, "sub": jnp.subtract, "mul": jnp.multiply, "div": jnp.divide, "neg": jnp.negative, "atan2": jnp.arctan2}
    constants = {"pi": np.pi, "e": np.e, "tau": 2 * np.pi}

    def value(*inputs: Any) -> Any:
        given = dict(zip(names, inputs, strict=True))
        values: list[Any] = []
        for function, operands, leaf, _ in graph:
            if not function:
                values.append(given[leaf] if leaf in given else constants.get(leaf) or float(leaf))
            elif function == "pow":
                base, exponent = (values[j] for j in operands)
                whole = isinstance(exponent, float) and exponent.is_integer()
                values.append(base ** (int(exponent) if whole else exponent))
            else:
                values.append((own.get(function) or getattr(jnp, function))(*[values[j] for j in operands]))
        return values[graph.outputs[0]]

    compiled = jax.jit(jax.vmap(jax.value_and_grad(value, argnums=tuple(range(len(names))))))
    return lambda *columns: jax.block_until_ready(compiled(*columns))


def milliseconds(functions: list[Callable[[], Any]], runs: int = RUNS) -> list[float]:
    """The median time of each function, the functions taking turns."""
    times: list[list[float]] = [[] for _ in functions]
    for function in functions:
        function()
    for _ in range(runs):
        for function, found in zip(functions, times, strict=True):
            start = time.perf_counter()
            function()
            found.append(1e3 * (time.perf_counter() - start))
    return [statistics.median(found) for found in times]


def made(text: str) -> tuple[Graph, list[str], Kernel]:
    """A formula's graph, its variables and its kernel."""
    graph = parse(text)
    names = list(graph.inputs)
    return graph, names, compile_kernel(gradient_graph(graph, graph.outputs[0], names), names)


def moving(columns: list[np.ndarray], out: list[np.ndarray], workers: ThreadPoolExecutor) -> None:
    """Read all inputs and write all outputs, by THREADS threads, a chunk after another."""
    rows = len(out[0])

    def move(thread: int) -> None:
        for start in range(rows * thread // THREADS, rows * (thread + 1) // THREADS, CHUNK):
            some = slice(start, min(start + CHUNK, rows * (thread + 1) // THREADS))
            for k, target in enumerate(out):
                np.copyto(target[some], columns[min(k, len(columns) - 1)][some])

    list(workers.map(move, range(THREADS)))


def one_process(name: str) -> list[float]:
    """The times of a formula in this process: by one thread, by THREADS, of moving its numbers, and of JAX if it is installed."""
    text, rows = FORMULAS[name]
    graph, names, kernel = made(text)
    columns = points(names, rows)
    out = [np.empty(rows) for _ in range(kernel.width)]
    with ThreadPoolExecutor(THREADS) as workers:
        functions = [lambda: kernel(columns, out, 1), lambda: kernel(columns, out, THREADS), lambda: moving(columns, out, workers)]
        jax = jax_function(graph, names)
        if jax is not None:
            given = [__import__("jax").numpy.asarray(column) for column in columns]
            functions.append(lambda: jax(*given))
        return milliseconds(functions)


def against_jax(wanted: list[str]) -> None:
    """Print a line for each formula."""
    print(
        f"{'':4}{'points':>10}{'1 thread':>10}{f'{THREADS} threads':>11}{'moved':>8}{'JAX':>9}{'JAX/kernel':>12}{'from':>7}{'to':>7}   ms"
    )
    for name in wanted:
        command = [sys.executable, "-m", "tests.benchmarks.kernel", "--process", name]
        found = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(PROCESSES)]
        times = [statistics.median(column) for column in zip(*found, strict=True)]
        ratios = sorted(one[3] / one[1] for one in found if len(one) > 3)
        others = f"{times[3]:9.2f}{statistics.median(ratios):12.2f}{ratios[0]:7.2f}{ratios[-1]:7.2f}" if ratios else ""
        print(f"{name:4}{FORMULAS[name][1]:10,}{times[0]:10.2f}{times[1]:11.2f}{times[2]:8.2f}{others}", flush=True)
    if not ratios:
        print("JAX is not installed here: pip install jax, to compare with it.")


def growth() -> None:
    """Print how time grows with the number of points."""
    _, names, kernel = made(FORMULAS["W1"][0])
    print("\nW1 by number of points")
    for rows in (10**5, 10**6, 10**7):
        columns = points(names, rows)
        out = [np.empty(rows) for _ in range(kernel.width)]
        (found,) = milliseconds([lambda c=columns, o=out: kernel(c, o, THREADS)], 5)  # type: ignore[misc]
        print(f"{rows:14,}{found:12.2f} ms{1e6 * found / rows:10.2f} ns a point", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--process"]:
        print(json.dumps(one_process(sys.argv[2])))
    else:
        against_jax(sys.argv[1:] or list(FORMULAS))
        if not sys.argv[1:]:
            growth()
