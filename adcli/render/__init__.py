"""The output formats, one module each; a module is imported when its format is chosen."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import IO, Any

from adcli.render.options import Options
from adcli.render.reports import Report

FORMATS = {
    "table": "adcli.render.table",
    "json": "adcli.render.json",
    "jsonl": "adcli.render.json",
    "csv": "adcli.render.csv",
    "markdown": "adcli.render.markdown",
    "latex": "adcli.render.latex",
}
_LOOKED = ("table", "markdown", "latex")  # the formats in which a report may have a look of its own


def render(report: Report, options: Options, file: IO[str]) -> None:
    """Write a report to a file in the format that the options name."""
    look = _look(report, options.format) or import_module(FORMATS[options.format]).write
    look(report, options, file)


def _look(report: Report, format: str) -> Any:
    """What writes a report in a format of its own look; None where it has none."""
    name = type(report).__module__.replace("adcli.render.reports.", "adcli.render.looks.")
    if format not in _LOOKED or find_spec(name) is None:
        return None
    return vars(import_module(name)).get(format)
