"""`adcli jvp`: a Jacobian times a tangent, by one forward sweep."""

from __future__ import annotations

from typing import Any

import click

from adcli.commands.command import (
    Answer,
    Question,
    answer,
    derivative_options,
    expression_options,
    limit_options,
    shared_options,
    trace_options,
)
from adcli.commands.inputs import names_list, read_seeds
from adcli.commands.words import Command
from adcli.graph import Graph
from adcli.products import jvp_at
from adcli.render.options import Options
from adcli.render.reports.product import ProductReport


@click.command("jvp", cls=Command, short_help="The derivative along a tangent, by one forward sweep.")
@expression_options
@derivative_options
@click.option("--tangent", multiple=True, metavar="NAME=VALUE,...", help="Tangents of the variables, 0 where none is given.")
@click.option("--trace", is_flag=True, help="Show every step of the sweep.")
@shared_options
@trace_options
@limit_options
def command(
    expression: str,
    at: tuple[str, ...],
    wrt: tuple[str, ...],
    tangent: tuple[str, ...],
    trace: bool,
    max_length: int,
    max_nodes: int,
    output: str | None,
    **looks: Any,
) -> int:
    """Differentiate every output of EXPRESSION along a tangent of its variables: one forward sweep.

    \b
    Examples:
      adcli jvp "sin(x1) + x1*x2" --at x1=2,x2=3 --tangent x1=1,x2=0
      adcli jvp "r*cos(t); r*sin(t)" --at r=2,t=pi/3 --tangent t=1 --format json
    """

    options = Options(**looks)

    def find(graph: Graph, point: dict[str, str]) -> Answer:
        result = jvp_at(graph, point, read_seeds(tangent, "--tangent"), names_list(wrt, "--wrt"))
        report = ProductReport(result)
        if not trace:
            return Answer(report, result.notes, result.finite)
        from adcli.product_tracing import trace_of_product
        from adcli.render.reports.trace import TraceReport

        return Answer(TraceReport(trace_of_product(result), "forward", options.notation, report), result.notes, result.finite)

    return answer(Question(expression, at, max_length, max_nodes), find, options, output)
