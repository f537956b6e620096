"""CSV: a header and one row for each answer or step, floats that read back as themselves."""

from __future__ import annotations

import csv
from typing import IO

from adcli.render.options import Options
from adcli.render.reports import Report


def write(report: Report, options: Options, file: IO[str]) -> None:
    """Write the report's rows."""
    header, rows = report.rows()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            [
                "" if cell is None else repr(cell) if isinstance(cell, float) else str(cell).lower() if isinstance(cell, bool) else cell
                for cell in row
            ]
        )
