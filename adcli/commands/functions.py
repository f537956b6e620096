"""`adcli functions`: the functions of the language."""

from __future__ import annotations

from typing import Any

import click

from adcli.commands.command import shared_options
from adcli.commands.streams import output_file
from adcli.commands.words import Command
from adcli.errors import short
from adcli.functions import ALIASES, FUNCTIONS, callable_names
from adcli.render import render
from adcli.render.options import Options
from adcli.render.reports.functions import FunctionsReport


@click.command("functions", cls=Command, short_help="The functions of the language.")
@click.argument("name", required=False, shell_complete=lambda ctx, param, start: [n for n in callable_names() if n.startswith(start)])
@shared_options
def command(name: str | None, output: str | None, **looks: Any) -> None:
    """List the functions with their derivatives and domains, or tell about one.

    \b
    Examples:
      adcli functions
      adcli functions tanh
    """
    options = Options(**looks)
    names = callable_names()
    if name is not None:
        known = ALIASES.get(name, name)
        if known not in names:
            from adcli.advice.spelling import suggest

            close = suggest(name, [*names, *ALIASES])
            hint = f"did you mean '{close}'?" if close else "`adcli functions` lists them"
            raise click.UsageError(f"there is no function '{short(name, 40)}': {hint}")
        names = [known]
    report = FunctionsReport([FUNCTIONS[known] for known in names], single=name is not None)
    with output_file(output, ascii_only=options.ascii) as file:
        render(report, options, file)
