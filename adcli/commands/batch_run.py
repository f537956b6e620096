"""Runs of `adcli batch`: from its options to a job, and the job into its output."""

from __future__ import annotations

import gc

from adcli.batch.inputs import Asked
from adcli.batch.job import Job
from adcli.batch.plan import Plan
from adcli.batch.run import ChangedError, Counts, StoppedError, run
from adcli.batch.sinks import Kept, Sink, is_device, open_sink
from adcli.commands.batch_output import format_for, refuse_inputs
from adcli.commands.command import say_error
from adcli.commands.inputs import FILE_END, names_list, point_files, read_expression, read_point
from adcli.commands.progress import Reporter
from adcli.commands.streams import OUTPUT_FAILED, say
from adcli.errors import AdcliError, PointError, short
from adcli.language.names import canonical_name
from adcli.limits import Limits
from adcli.render.messages import visible


def run_batch(
    files: tuple[str, ...],
    expressions: tuple[str, ...],
    points: str | None,
    at: tuple[str, ...],
    paired: bool,
    input_format: str | None,
    expr_col: str,
    columns: tuple[str, ...],
    keep: tuple[str, ...],
    wrt: tuple[str, ...],
    value_only: bool,
    hessian: bool,
    format: str | None,
    output: str | None,
    resume: bool,
    jobs: int,
    fail_fast: bool,
    quiet: bool,
    limits: Limits,
) -> int:
    """Do what the options of the command ask for; the exit code."""
    gc.enable()  # a long run, unlike the other commands; but what it leaves are errors with their tracebacks, and these are few
    gc.freeze()
    gc.set_threshold(50_000)
    try:
        format = format_for(output, format)
        if expr_col and expressions:
            raise PointError("--expr-col names a column of formulas, and --expr gives the formula", advice="leave one of them off")
        if value_only and (hessian or wrt):
            raise PointError(
                f"--value-only leaves no derivatives for {'--hessian' if hessian else '--wrt'}", advice="leave one of them off"
            )
        if resume and output is None:
            raise PointError("--resume goes on with an output file", advice="name it with -o FILE")
        names = [canonical_name(name) for name in names_list(wrt, "--wrt") or ()]
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise PointError(f"{short(twice, 40)} is named twice to differentiate by", advice="name it once")
        asked = Asked(
            files,
            [(word, read_expression(word, limits.length)) if word.endswith(FILE_END) else ("", word) for word in expressions],
            points or "",
            read_point(at),
            paired,
            input_format or "",
            expr_col,
            names_list(columns, "--columns") or (),
            tuple(dict.fromkeys(names_list(keep, "--keep") or ())),
            live=output in (None, "-") or is_device(output or ""),
        )
        plan = Plan(
            format,
            wrt=tuple(names) or None,
            order=0 if value_only else 2 if hessian else 1,
            limits=limits,
        )
        job = Job(asked, plan)
        programs = [word for word in expressions if word.endswith(FILE_END)]
        refuse_inputs(output, job.inputs.files, [*programs, *(path for text in at for path in point_files(text))])
        return _run(job, output, jobs, Reporter(quiet, output), resume=resume, fail_fast=fail_fast)
    except AdcliError as error:
        say_error(error)
        return error.exit_code


def _run(job: Job, output: str | None, jobs: int, reporter: Reporter, *, resume: bool, fail_fast: bool) -> int:
    """Run a job into its output; the exit code. However it is stopped, the user is told how to go on."""
    to_file = output is not None and output != "-"
    sink: Sink | None = None
    try:
        with open_sink(job, output if to_file else None, resume=resume) as sink:
            if isinstance(sink, Kept) and sink.spool.dropped:
                reporter.tell(
                    f"note: {sink.spool.dropped:,} rows of an earlier run that was stopped are dropped; --resume goes on with them"
                )
            reporter.begin(job, Counts(*sink.state.get("counts", ())))
            counts = run(job, sink, jobs, reporter.report, fail_fast=fail_fast)
            sink.finish()
    except BaseException as stop:
        reporter.end()
        failed = to_file and isinstance(stop, OSError) and not isinstance(stop, BrokenPipeError)
        if failed:
            say(f"error: cannot write {visible(output or '') or 'a file without a name'}: {getattr(stop, 'strerror', None) or stop}")
        elif isinstance(stop, AdcliError):
            say_error(stop)
        kept = isinstance(sink, Kept) and sink.spool.is_kept
        if isinstance(stop, AdcliError | StoppedError) and reporter.counts is not None and not kept:
            reporter.count(reporter.counts)
            if to_file:
                reporter.tell(f"{visible(output or '')} is not written")
        if isinstance(sink, Kept) and kept and not isinstance(stop, ChangedError):
            reporter.tell(f"stopped after {sink.rows:,} rows, which are kept: the same command with --resume goes on")
        if failed:
            return OUTPUT_FAILED
        if isinstance(stop, AdcliError):
            return stop.exit_code if sink is None or isinstance(stop, ChangedError) else 1
        if isinstance(stop, StoppedError):
            return 1
        raise
    reporter.end()
    reporter.count(counts)
    return 1 if counts.failed else 0
