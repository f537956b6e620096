"""`adcli vjp`: a cotangent times a Jacobian, by one reverse sweep."""

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
from adcli.commands.inputs import names_list, read_cotangent
from adcli.commands.words import Command
from adcli.graph import Graph
from adcli.products import vjp_at
from adcli.render.options import Options
from adcli.render.reports.product import ProductReport


@click.command("vjp", cls=Command, short_help="The gradient of weighted outputs, by one reverse sweep.")
@expression_options
@derivative_options
@click.option("--cotangent", multiple=True, metavar="VALUE,...", help="Cotangents of the outputs in their order, or as NAME=VALUE,...")
@click.option("--trace", is_flag=True, help="Show every step of the sweep.")
@shared_options
@trace_options
@limit_options
def command(
    expression: str,
    at: tuple[str, ...],
    wrt: tuple[str, ...],
    cotangent: tuple[str, ...],
    trace: bool,
    max_length: int,
    max_nodes: int,
    output: str | None,
    **looks: Any,
) -> int:
    """Differentiate the sum of all outputs of EXPRESSION, each times its cotangent: one reverse sweep.

    \b
    Examples:
      adcli vjp "x*y; sin(x)/y" --at x=2,y=3 --cotangent 1,0
      adcli vjp "u = x*y; v = sin(x)/y" --at x=2,y=3 --cotangent u=1,v=-2 --format json
    """

    options = Options(**looks)

    def find(graph: Graph, point: dict[str, str]) -> Answer:
        result = vjp_at(graph, point, read_cotangent(cotangent), names_list(wrt, "--wrt"))
        report = ProductReport(result)
        if not trace:
            return Answer(report, result.notes, result.finite)
        from adcli.product_tracing import trace_of_product
        from adcli.render.reports.trace import TraceReport

        return Answer(TraceReport(trace_of_product(result), "reverse", options.notation, report), result.notes, result.finite)

    return answer(Question(expression, at, max_length, max_nodes), find, options, output)
