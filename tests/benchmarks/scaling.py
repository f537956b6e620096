"""How time and memory grow with the input: whole processes on sums of 10^4, 10^5 and (with --large) 10^6 terms.

python tests/benchmarks/scaling.py [--large]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

POINT = "x0=1,x1=2,x2=3,x3=4,x4=5,x5=6,x6=7"


def measure(terms: int) -> tuple[float, float]:
    """Seconds and peak megabytes of `adcli grad - --format json` on a sum of so many different terms."""
    with tempfile.TemporaryFile() as file:
        file.write("+".join(f"{k + 1}*x{k % 7}" for k in range(terms)).encode())
        file.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "adcli", "grad", "-", "--at", POINT, "--format", "json"], stdin=file, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        assert status == 0
        return time.perf_counter() - start, usage.ru_maxrss / 1000


def main(sizes: list[int]) -> None:
    """Print a line for each size, with the ratio to the one before."""
    before = 0.0
    for terms in sizes:
        seconds, megabytes = measure(terms)
        ratio = f", {seconds / before:.1f} times the time for 10 times the terms" if before else ""
        print(f"{terms:>9,} terms: {seconds:7.2f} s, {megabytes:6.0f} MB{ratio}")
        before = seconds


if __name__ == "__main__":
    main([10**4, 10**5, *([10**6] if "--large" in sys.argv else [])])
