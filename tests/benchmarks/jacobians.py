"""How Jacobians, gradients and Hessians of many variables grow: seconds of processor time, sweeps and the entries that are kept.

python -m tests.benchmarks.jacobians
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import adcli
from adcli.matrices.hessians import Hessian, hessian_at
from adcli.matrices.jacobians import Jacobian, jacobian_at


def broyden(n: int) -> str:
    """Broyden's tridiagonal function (Moré, Garbow and Hillstrom 1981, problem 30): n outputs of n variables."""
    lines = [f"(3 - 2x{k})*x{k}{f' - x{k - 1}' if k else ''}{f' - 2x{k + 1}' if k < n - 1 else ''} + 1" for k in range(n)]
    return "; ".join(lines)


def rosenbrock(n: int) -> str:
    """The Rosenbrock function of n variables."""
    return " + ".join(f"100(x{k + 1} - x{k}^2)^2 + (1 - x{k})^2" for k in range(n - 1))


def arrow(n: int) -> str:
    """A row that has all variables, a column that all outputs have, and a diagonal."""
    return "; ".join([" + ".join(f"x{k}^2" for k in range(n)), *(f"x0*x{k}" for k in range(1, n))])


def squares(n: int) -> str:
    """A sum over n variables."""
    return " + ".join(f"x{k}^2" for k in range(n))


CASES: list[tuple[str, Callable[[int], str], Callable[..., Jacobian | Hessian], tuple[int, ...]]] = [
    ("Jacobian of a tridiagonal system", broyden, jacobian_at, (1_000, 10_000)),
    ("Jacobian of an arrow", arrow, jacobian_at, (1_000, 10_000)),
    ("gradient of a sum, as a Jacobian", squares, jacobian_at, (10_000, 100_000)),
    ("Hessian of the Rosenbrock function", rosenbrock, hessian_at, (100, 1_000, 10_000)),
]


def main() -> None:
    """Print a line for each case and size."""
    for name, text, find, sizes in CASES:
        for n in sizes:
            start = time.process_time()
            graph = adcli.parse(text(n))
            parsed = time.process_time()
            found = find(graph, dict.fromkeys(graph.inputs, 0.5))
            done = time.process_time()
            cost, matrix = found.cost, found.matrix
            sweeps = len(found.sweeps.columns) + len(found.sweeps.rows) if isinstance(found, Jacobian) else cost.inputs
            print(
                f"{name}, {n:>7,} variables: {parsed - start:5.1f} s to parse, {done - parsed:5.1f} s to differentiate, "
                f"{sweeps} sweep{'s' * (sweeps != 1)}, {matrix.nonzeros:,} entries kept"
            )
    tracemalloc.start()
    graph = adcli.parse(broyden(2_000))
    jacobian_at(graph, dict.fromkeys(graph.inputs, 0.5))
    print(f"most memory for a tridiagonal Jacobian of 2,000 variables: {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB (dense: 32 MB)")


if __name__ == "__main__":
    main()
