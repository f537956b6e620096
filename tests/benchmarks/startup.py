"""How long a whole command takes, as a ratio to importing the libraries that it cannot do without, in one run.

    python tests/benchmarks/startup.py [RUNS]

Each pair runs in turn, A B A B ..., so that a drift of the machine's speed cancels; the medians and their ratio are printed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

EXPRESSION = ["grad", "sin(x1)+x1*x2", "--at", "x1=2,x2=3"]
PAIRS = {
    "table, against import of click, rich.table": (EXPRESSION, "import click, rich.table"),
    "json, against import of click": ([*EXPRESSION, "--format", "json"], "import click"),
}


def seconds(command: list[str]) -> float:
    """The wall time of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Print both ratios."""
    for name, (arguments, imports) in PAIRS.items():
        own, limit = [sys.executable, "-m", "adcli", *arguments], [sys.executable, "-c", imports]
        seconds(own), seconds(limit)  # the grammar's cache and the byte code are written by the first run
        times = [(seconds(own), seconds(limit)) for _ in range(runs)]
        ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
        ratio = statistics.median(a / b for a, b in times)
        print(f"{name}: {1000 * ours:.0f} ms / {1000 * theirs:.0f} ms, median of the pairs' ratios {ratio:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
