"""The looks of the functions of the language."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from adcli.render.options import Options
from adcli.render.reports.functions import FunctionsReport, describe, general_partials

if TYPE_CHECKING:
    from adcli.render.page import Page

_WIDE = 120  # from here on the table has its four columns; what is narrower names the functions

_TABLE = r"""{\small\renewcommand{\arraystretch}{1.5}
\begin{longtable}{lp{.26\linewidth}p{.18\linewidth}p{.25\linewidth}}
function & derivative & domain & description \\ \hline \endhead
"""


def table(report: FunctionsReport, options: Options, file: IO[str]) -> None:
    """Print one function as a list of what is known about it, several as rows."""
    from adcli.render.page import fold
    from adcli.render.table import opened, write

    page, _ = opened(options, file)
    if not report.single and page.width >= _WIDE:
        write(report, options, file)
        return
    if not report.single:
        _overview(report, page)
        return
    told = describe(report.entries[0])
    page.line(f" {told['call']}", "bold")
    lines = [("gives", told["about"]), *(("derivative", text) for text in told["derivatives"]), ("domain", told["domain"])]
    lines += [("note", f"{told['name']} {told['kink']}")] if told["kink"] else []
    lines += [("also", ", ".join(told["aliases"]))] if told["aliases"] else []
    for title, text in lines:
        for k, folded in enumerate(fold(text, page.width - 15)):
            page.line(f"   {title if k == 0 else '':<11} {folded}")


def _overview(report: FunctionsReport, page: Page) -> None:
    """Print what each function is, on a line of its own where no terminal folds it, and how to ask for the rest."""
    from adcli.render.page import fold

    told = [(entry["call"], entry["about"]) for entry in map(describe, report.entries)]
    widest = max([len(call) for call, _ in told])
    for call, about in told:
        lines = fold(about, page.width - widest - 4) if page.narrow else [about]
        for k, line in enumerate(lines):
            page.line(f" {call if k == 0 else '':<{widest}}  {line}")
    page.paragraph("adcli functions NAME, --width 120 or another --format tell derivatives and domains too.")


def latex(report: FunctionsReport, options: Options, file: IO[str]) -> None:
    """Write a long table."""
    from adcli.build import template
    from adcli.formula import LATEX
    from adcli.formula import write as formula
    from adcli.render.latex import begun, escape

    begun(options, file)
    file.write(_TABLE)
    for entry in report.entries:
        told = describe(entry)
        words = entry.variadic or entry.takes == "conditional"
        derivatives = [escape(text) for text in told["derivatives"]] if words else [f"${text}$" for text in general_partials(entry, LATEX)]
        domain = "all"
        if entry.domain:
            condition = template(entry.domain, entry.names)
            domain = f"${formula(condition, condition.outputs[0], LATEX)}$"
        cells = (rf"\texttt{{{escape(told['call'])}}}", r",\quad ".join(derivatives), domain, rf"\raggedright {escape(told['about'])}")
        file.write(" & ".join(cells) + " \\tabularnewline\n")
    file.write("\\end{longtable}}\n")
