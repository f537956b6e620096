"""`adcli diff`: derivatives as formulas."""

from __future__ import annotations

from typing import Any

import click

from adcli.commands.command import Answer, Question, answer, derivative_options, limit_options, shared_options
from adcli.commands.inputs import names_list
from adcli.commands.words import Command, Whole
from adcli.differentiation import MAX_ORDER, differentiated
from adcli.graph import Graph
from adcli.render.options import Options
from adcli.render.reports.diff import DiffReport


@click.command("diff", cls=Command, short_help="The derivative as a formula.")
@click.argument("expression")
@derivative_options
@click.option("--order", type=Whole(1, MAX_ORDER), default=1, show_default=True, help=f"The order of the derivative, up to {MAX_ORDER}.")
@shared_options
@limit_options
def command(expression: str, wrt: tuple[str, ...], order: int, max_length: int, max_nodes: int, output: str | None, **looks: Any) -> int:
    """Differentiate EXPRESSION and write the derivative by each variable as a simplified formula.

    \b
    Examples:
      adcli diff "x^2*sin(x)"
      adcli diff "exp(-(x - mu)^2/(2*sigma^2))" --wrt x --order 2 --format latex
    """

    def find(graph: Graph, point: dict[str, str]) -> Answer:
        return Answer(DiffReport(differentiated(graph, names_list(wrt, "--wrt"), order)), [], True)

    return answer(Question(expression, (), max_length, max_nodes), find, Options(**looks), output)
