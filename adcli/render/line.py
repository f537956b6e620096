"""The table format of an answer that is one number: a line, for which Rich is not needed."""

from __future__ import annotations

from typing import IO

from adcli.render.numbers import format_number
from adcli.render.options import Options
from adcli.render.reports.value import ValueReport


def write(report: ValueReport, options: Options, file: IO[str]) -> None:
    """Write the number: with all its digits, or with as many decimals as were asked for."""
    text = repr(report.value).removesuffix(".0") if report.digits is None else format_number(report.value, report.digits)
    file.write(text + "\n")
