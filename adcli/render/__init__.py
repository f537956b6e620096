"""The output formats, one module each; a module is imported when its format is chosen."""

from __future__ import annotations

from importlib import import_module
from typing import IO

from adcli.render.options import Options
from adcli.render.reports import Report
from adcli.render.reports.value import ValueReport

FORMATS = {
    "table": "adcli.render.table",
    "json": "adcli.render.json",
    "jsonl": "adcli.render.json",
    "csv": "adcli.render.csv",
    "markdown": "adcli.render.markdown",
    "latex": "adcli.render.latex",
}


def render(report: Report, options: Options, file: IO[str]) -> None:
    """Write a report to a file in the format that the options name."""
    module = FORMATS[options.format]
    if options.format == "table" and isinstance(report, ValueReport):
        module = "adcli.render.line"
    import_module(module).write(report, options, file)
