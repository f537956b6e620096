"""What a long run tells on standard error: failures as they come, how far it is, and the count at the end."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from adcli.batch.plan import Done
from adcli.commands.streams import say
from adcli.errors import short
from adcli.render.messages import visible
from adcli.signals import held_signals

if TYPE_CHECKING:
    from adcli.batch.job import Job
    from adcli.batch.run import Counts

MOST_MESSAGES = 100
_LONGEST = 300  # the characters of a message
_PATIENCE = 0.5  # seconds before a run counts as long


class Reporter:
    """Tells failures at once, up to a number; progress only where standard error is a terminal and the run takes a while."""

    def __init__(self, quiet: bool, output: str | None) -> None:
        self.quiet = quiet
        rows_are_seen = output in (None, "-") and sys.stdout.isatty()  # they show progress, and would spoil a bar
        self.progress = sys.stderr is not None and sys.stderr.isatty() and not rows_are_seen
        self.told = 0
        self.left_out = 0
        self.begun = time.monotonic()
        self.rows = 0
        self.counts: Counts | None = None  # as far as the run is
        self.total = 0
        self.inputs: list[str] = []
        self.idle: set[str] = set()  # what is to be differentiated by, and has not occurred
        self.vectors: set[str] = set()  # of these, some whose elements have
        self.bar: Any = None
        self.task: Any = None

    def begin(self, job: Job, before: Counts) -> None:
        """Take note of what there is to do, and of what an earlier run has done."""
        self.total = job.total
        self.rows = before.rows
        self.idle = set() if before.rows else {*(job.plan.wrt or ())}
        for name in job.unused:
            self.tell(f"note: {short(name, 40)} does not occur in the expressions")
        for name in job.replaced:
            self.tell(f"note: {name} is a variable here, with values of its own, and not the constant")
        self.inputs = [short(file.name, 40) for file in job.inputs.files[:5]]

    def report(self, done: Done, counts: Counts, position: int) -> None:
        """Tell the failures of one task, and how far the run is."""
        self.counts = counts
        self.idle -= done.by
        self.vectors |= {name for name in self.idle if any([found.startswith(f"{name}[") for found in done.by])}
        if self.quiet:
            return
        for message in done.messages:
            if self.told < MOST_MESSAGES:
                self.tell(visible(short(message, _LONGEST)))
            else:
                self.left_out += 1
            self.told += 1
        if self.progress and time.monotonic() - self.begun > _PATIENCE:
            self._show(counts.rows, position)

    def tell(self, text: str) -> None:
        """Print one line."""
        if self.quiet:
            return
        if self.bar is None:
            say(text)
        else:
            from rich.text import Text

            self.bar.console.print(Text(text), soft_wrap=True)

    def _show(self, rows: int, position: int) -> None:
        if self.bar is None:
            self._start()
        speed = (rows - self.rows) / max(time.monotonic() - self.begun, 1e-9)
        self.bar.update(self.task, completed=position if self.total else None, rows=f"{rows:,} rows", speed=f"{speed:,.0f} rows/s")

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        known = (BarColumn(), TaskProgressColumn()) if self.total else ()
        time_column = TimeRemainingColumn() if self.total else TimeElapsedColumn()
        texts = TextColumn("{task.fields[rows]}", markup=False), TextColumn("{task.fields[speed]}", markup=False)
        self.bar = Progress(*known, *texts, time_column, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        self.task = self.bar.add_task("", total=self.total or None, rows="", speed="")
        self.bar.start()

    def end(self) -> None:
        """Take the progress off the terminal, and tell what was left out."""
        if self.bar is not None:
            with held_signals():
                self.bar.stop()
                self.bar = None
        if self.left_out and not self.quiet:
            self.tell(f"and {self.left_out:,} more failures: the output has the reason of each")
            self.left_out = 0

    def count(self, counts: Counts) -> None:
        """Tell how many rows there were and how they ended."""
        for name in sorted(self.vectors):
            shown = short(name, 40)
            self.tell(f"note: {shown} is a vector in some formulas; for columns name its elements, as in --wrt {shown}[1]")
        for name in sorted(self.idle - self.vectors) if counts.ok else ():
            self.tell(f"note: {short(name, 40)} occurs in no expression, and has no derivatives")
        parts = [f"{counts.errors:,} in error"] * bool(counts.errors) + [f"{counts.nonfinite:,} not finite"] * bool(counts.nonfinite)
        why = f" ({', '.join(parts)})" if parts else ""
        if not counts.rows:
            self.tell(f"note: there are no rows in {', '.join(self.inputs) or 'this'}")
        self.tell(f"{counts.rows:,} in = {counts.ok:,} ok + {counts.failed:,} failed{why}")
