"""`adcli batch`: many expressions, many points."""

from __future__ import annotations

from typing import Any

import click

from adcli.commands.command import limit_options
from adcli.commands.words import Command, OneOf, Whole

FORMATS = ("csv", "jsonl", "npz", "parquet")
INPUT_FORMATS = ("txt", "csv", "tsv", "jsonl", "npy", "npz", "parquet", "arrow")


@click.command("batch", cls=Command, short_help="Files of expressions, files of points.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--expr",
    "expressions",
    multiple=True,
    metavar="EXPRESSION",
    help="An expression, or a file of a program (.ad); the files are then points. May be repeated.",
)
@click.option("--points", metavar="FILE", help="Evaluate every expression of the files at every point of this one.")
@click.option(
    "--at", multiple=True, metavar="NAME=VALUE,...", help="Values for all rows; ranges x=0:10:0.5 or x=linspace(0,10,21) make a grid."
)
@click.option("--zip", "paired", is_flag=True, help="Pair ranges instead of combining them.")
@click.option("--input-format", type=OneOf(INPUT_FORMATS), help="What the files hold.  [default: by their endings]")
@click.option("--expr-col", default="", metavar="NAME", help="The column of expressions.  [default: expr, expression or formula]")
@click.option("--columns", multiple=True, metavar="NAME,...", help="Names for the columns of a .npy file, or of CSV that has none.")
@click.option("--keep", multiple=True, metavar="NAME,...|all", help="Carry columns of the input along.")
@click.option("--wrt", multiple=True, metavar="NAME,...", help="Differentiate by these variables only; the others are fixed.")
@click.option("--value-only", is_flag=True, help="No derivatives.")
@click.option("--hessian", is_flag=True, help="Second derivatives too.")
@click.option("--format", "-f", "format", type=OneOf(FORMATS), help="What to write.  [default: by the ending of -o, else csv]")
@click.option("-o", "--output", metavar="FILE", help="Write to a file, whole or not at all.")
@click.option("--resume", is_flag=True, help="Go on with a run into the same -o FILE that was stopped or killed.")
@click.option("--jobs", "-j", type=Whole(1, 1024), default=1, show_default=True, help="Processes (for arrays, threads) to share the work.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first row that fails.")
@click.option("--quiet", "-q", is_flag=True, help="No messages, counts or progress.")
@limit_options
def command(**choices: Any) -> int:
    """Values and gradients for files of expressions, or for one expression at files of points. One row out for each row in.

    \b
    Examples:
      adcli batch samples/physics_formulas.csv --value-only
      adcli batch --expr "exp(-zeta*omega*t)" samples/spring_points.csv --keep run
      adcli batch --expr "x*exp(-x*y)" --at "x=0:10:0.5,y=1:3" --format jsonl

    Files of expressions: .txt ([name =] expression [@ x=1,y=2]), .csv and .tsv (a column expr; variables from
    columns of their names), .jsonl ({"expr": ..., "at": {...}}). Files of points: .csv, .tsv, .npy, .npz, .parquet,
    .arrow. Text may be compressed (.gz), and - is standard input.
    """
    from adcli.commands.batch_run import run_batch  # all of batch, which the help does without

    return run_batch(**choices)
