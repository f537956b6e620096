"""Whole runs of `adcli batch`, as ratios within one run: against the obvious script, two processes against one, how time and memory grow.

    python tests/benchmarks/batch.py [csv] [lark] [jobs] [startup] [growth] [--rows N] [--rounds N]

The obvious script reads a CSV of points with the csv module, computes value and gradient with math, and writes them with repr. It
knows its formula; adcli is told it. Commands run in turn, A B A B ...; the medians and the median of the pairs' ratios are printed.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.formulas import formulas

ADCLI = [sys.executable, "-m", "adcli"]
W2 = "exp(2*x1)+x1*x2^2+cos(x2)"
LARK = """
import sys
from lark import Transformer
from adcli.language.grammar import load_grammar

parser = load_grammar(Transformer())
for line in open(sys.argv[1]):
    parser.parse(line.rstrip())
"""
OBVIOUS = """
import csv, math, sys

with open(sys.argv[1], newline="") as source, open(sys.argv[2], "w", newline="") as target:
    rows, answers = csv.reader(source), csv.writer(target)
    next(rows)
    answers.writerow(["line", "expr", "value", "d_x1", "d_x2"])
    for line, row in enumerate(rows, 2):
        x1, x2 = map(float, row)
        grown = math.exp(2 * x1)
        value = grown + x1 * x2**2 + math.cos(x2)
        answers.writerow([line, "exp(2*x1)+x1*x2^2+cos(x2)", repr(value), repr(2 * grown + x2**2), repr(2 * x1 * x2 - math.sin(x2))])
"""


def measured(command: list[str]) -> tuple[float, float]:
    """The wall seconds and the peak megabytes of one run of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - start, usage.ru_maxrss / 1000


def pairs(title: str, ours: list[str], theirs: list[str], rounds: int) -> None:
    """Print both medians and the median of the ratios, theirs over ours."""
    measured(ours), measured(theirs)
    times = [(measured(ours)[0], measured(theirs)[0]) for _ in range(rounds)]
    medians = [statistics.median(column) for column in zip(*times, strict=True)]
    ratio = statistics.median(b / a for a, b in times)
    print(f"{title}: {medians[0]:.2f} s against {medians[1]:.2f} s, {ratio:.2f} times as fast", flush=True)


def points(path: Path, rows: int) -> None:
    """A CSV file of so many points."""
    dice = random.Random(1)
    with open(path, "w") as file:
        file.write("x1,x2\n")
        for _ in range(rows):
            file.write(f"{dice.uniform(-2, 2)!r},{dice.uniform(-2, 2)!r}\n")


def csv_to_csv(folder: Path, rows: int, rounds: int) -> None:
    """One expression over a CSV of points, against the obvious script."""
    points(folder / "points.csv", rows)
    obvious = [sys.executable, "-c", OBVIOUS, str(folder / "points.csv"), str(folder / "obvious.csv")]
    how = "with orjson" if find_spec("orjson") else "plain install"
    for jobs in ("1", "2"):
        ours = [*ADCLI, "batch", "--expr", W2, str(folder / "points.csv"), "-o", str(folder / "answers.csv"), "--jobs", jobs]
        pairs(f"{rows:,} rows, {how}, --jobs {jobs}, against the obvious script", ours, obvious, rounds)


def jobs(folder: Path, count: int, rounds: int) -> None:
    """Different formulas by two processes, against one."""
    lines = [f"{text} @ {','.join(f'{name}={value!r}' for name, value in point.items())}\n" for text, point in formulas(count)]
    (folder / "formulas.txt").write_text("".join(lines))
    ours = [*ADCLI, "batch", "-q", str(folder / "formulas.txt"), "-o", str(folder / "answers.csv"), "--jobs"]
    pairs(f"{count:,} different formulas, --jobs 2 against --jobs 1", [*ours, "2"], [*ours, "1"], rounds)


def against_lark(folder: Path, count: int, rounds: int) -> None:
    """Different formulas through the whole command, against Lark alone parsing their texts with a transformer that does nothing."""
    texts = "".join(f"{text}\n" for text, _ in formulas(count))
    (folder / "texts.txt").write_text(texts)
    lines = [f"{text} @ {','.join(f'{name}={value!r}' for name, value in point.items())}\n" for text, point in formulas(count)]
    (folder / "formulas.txt").write_text("".join(lines))
    ours = [*ADCLI, "batch", "-q", str(folder / "formulas.txt"), "-o", str(folder / "answers.csv")]
    pairs(f"{count:,} different formulas, against Lark alone", ours, [sys.executable, "-c", LARK, str(folder / "texts.txt")], rounds)


def startup(folder: Path, rounds: int) -> None:
    """A file of ten lines, against one `adcli grad`."""
    (folder / "ten.txt").write_text("".join(f"sin(x)+{k}*x*y @ x=1,y=2\n" for k in range(10)))
    grad = [*ADCLI, "grad", "sin(x1)+x1*x2", "--at", "x1=2,x2=3"]
    pairs("a file of ten lines, against adcli grad", [*ADCLI, "batch", str(folder / "ten.txt")], grad, 4 * rounds)


def growth(folder: Path, sizes: list[int]) -> None:
    """Time and peak memory for more and more rows."""
    before = 0.0
    for rows in sizes:
        points(folder / "many.csv", rows)
        seconds, megabytes = measured([*ADCLI, "batch", "--expr", W2, str(folder / "many.csv"), "-o", str(folder / "answers.csv")])
        ratio = f", {seconds / before:.1f} times the time for 10 times the rows" if before else ""
        print(f"{rows:>11,} rows: {seconds:7.2f} s, {megabytes:5.0f} MB{ratio}", flush=True)
        before = seconds


def main() -> None:
    """Print what is asked for, or all."""
    known = ("csv", "lark", "jobs", "startup", "growth")
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", choices=[*known, []], default=[])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--formulas", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what in asked.what or known:
            if what == "csv":
                csv_to_csv(folder, asked.rows, asked.rounds)
            elif what == "lark":
                against_lark(folder, asked.formulas, asked.rounds)
            elif what == "jobs":
                jobs(folder, asked.formulas, asked.rounds)
            elif what == "startup":
                startup(folder, asked.rounds)
            else:
                growth(folder, [asked.rows // 10, asked.rows, 10 * asked.rows])


if __name__ == "__main__":
    main()
