"""`adcli batch`: many expressions, many points."""

from __future__ import annotations

import gc
import os

import click

from adcli.batch.inputs import Asked
from adcli.batch.job import Job
from adcli.batch.plan import Plan
from adcli.batch.run import ChangedError, Counts, StoppedError, run
from adcli.batch.sinks import Kept, Sink, is_device, open_sink
from adcli.commands.command import limit_options, say_error
from adcli.commands.inputs import names_list, read_point
from adcli.commands.progress import Reporter
from adcli.commands.streams import OUTPUT_FAILED, say
from adcli.commands.words import Command, OneOf, Whole
from adcli.errors import AdcliError, PointError, short
from adcli.names import canonical_name
from adcli.render.messages import visible

FORMATS = {"csv": (".csv",), "jsonl": (".jsonl", ".ndjson"), "npz": (".npz",), "parquet": (".parquet", ".pq")}
INPUT_FORMATS = ("txt", "csv", "tsv", "jsonl", "npy", "npz", "parquet", "arrow")


@click.command("batch", cls=Command, short_help="Files of expressions, files of points.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--expr", "expressions", multiple=True, metavar="EXPRESSION", help="An expression; the files are then points. May be repeated."
)
@click.option("--points", metavar="FILE", help="Evaluate every expression of the files at every point of this one.")
@click.option(
    "--at", multiple=True, metavar="NAME=VALUE,...", help="Values for all rows; ranges x=0:10:0.5 or x=linspace(0,10,21) make a grid."
)
@click.option("--zip", "paired", is_flag=True, help="Pair ranges instead of combining them.")
@click.option("--input-format", type=OneOf(INPUT_FORMATS), help="What the files hold.  [default: by their endings]")
@click.option("--expr-col", default="", metavar="NAME", help="The column of expressions.  [default: expr, expression or formula]")
@click.option("--columns", multiple=True, metavar="NAME,...", help="Names for the columns of a .npy file.")
@click.option("--keep", multiple=True, metavar="NAME,...|all", help="Carry columns of the input along.")
@click.option("--wrt", multiple=True, metavar="NAME,...", help="Differentiate by these variables only; the others are fixed.")
@click.option("--value-only", is_flag=True, help="No derivatives.")
@click.option("--hessian", is_flag=True, help="Second derivatives too.")
@click.option("--format", "-f", "format", type=OneOf(tuple(FORMATS)), help="What to write.  [default: by the ending of -o, else csv]")
@click.option("-o", "--output", metavar="FILE", help="Write to a file, whole or not at all.")
@click.option("--resume", is_flag=True, help="Go on with a run into the same -o FILE that was stopped or killed.")
@click.option("--jobs", "-j", type=Whole(1, 1024), default=1, show_default=True, help="Processes (for arrays, threads) to share the work.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first row that fails.")
@click.option("--quiet", "-q", is_flag=True, help="No messages, counts or progress.")
@limit_options
def command(
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
    max_length: int,
    max_nodes: int,
) -> int:
    """Values and gradients for files of expressions, or for one expression at files of points. One row out for each row in.

    \b
    Examples:
      adcli batch samples/physics_formulas.csv -o answers.csv
      adcli batch --expr "exp(-zeta*omega*t)" samples/spring_points.csv --wrt t,zeta --keep run
      adcli batch --expr "x*exp(-x*y)" --at "x=0:10:0.5,y=linspace(0,1,11)" --format jsonl

    \b
    Files of expressions: .txt ([name =] expression [@ x=1,y=2]), .csv and .tsv (a column expr; variables from
    columns of their names), .jsonl ({"expr": ..., "at": {...}}). Files of points: .csv, .tsv, .npy, .npz, .parquet,
    .arrow. Text may be compressed (.gz), and - is standard input.
    """
    gc.enable()  # a long run, unlike the other commands
    format = format or _format_of(output)
    try:
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
            expressions,
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
            max_length=max_length,
            max_nodes=max_nodes,
        )
        job = Job(asked, plan)
        for file in job.inputs.files:
            if output and file.path != "-" and os.path.exists(output) and os.path.samefile(output, file.path) and not is_device(output):
                raise PointError(f"{short(output)} is an input, and would be replaced by the answers", advice="name another file with -o")
        return _run(job, output, jobs, Reporter(quiet, output), resume=resume, fail_fast=fail_fast)
    except AdcliError as error:
        say_error(error)
        return error.exit_code


def _format_of(output: str | None) -> str:
    ending = os.path.splitext(output or "")[1].lower()
    return next((format for format, endings in FORMATS.items() if ending in endings), "csv")


def _run(job: Job, output: str | None, jobs: int, reporter: Reporter, *, resume: bool, fail_fast: bool) -> int:
    """Run a job into its output; the exit code. However it is stopped, the user is told how to go on."""
    to_file = output is not None and output != "-"
    sink: Sink | None = None
    try:
        with open_sink(job, output if to_file else None, resume=resume) as sink:
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
        if isinstance(sink, Kept) and sink.spool.is_kept and not isinstance(stop, ChangedError):
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
