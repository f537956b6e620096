"""Products of derivatives with vectors as tables."""

from __future__ import annotations

from adcli.formula import styled_name
from adcli.render.layouts.grid import Cell, Grid, View, program_lines
from adcli.render.layouts.matrix import output_lines, values_list
from adcli.render.numbers import format_number
from adcli.render.reports.product import HessianProductReport, ProductReport


def product_grid(report: ProductReport | HessianProductReport, view: View) -> Grid:
    """A row for each output or variable; of a long list the first ones."""
    header, found = report.rows()
    rows = [[styled_name(str(name), view.style), *numbers] for name, *numbers in found]
    grid = Grid(header, [False, *[True] * (len(header) - 1)], rules=[0])
    grid.rows = rows[: view.rows]
    if len(rows) > view.rows:
        left_out: list[Cell] = [view.marks["more"], f"{len(rows) - view.rows:,} more", *[None] * (len(header) - 2)]
        grid.rows.append(left_out)
        grid.footing.append("Not all rows are shown: --rows N shows more, --format json or csv gives them all.")
    cost = report.result.cost
    if isinstance(report, HessianProductReport):
        first = report.result.first
        graph, point, what, seeds = first.graph, first.point, "direction", report.result.direction
        name = styled_name(graph.output_names()[0], view.style)
        grid.footing.append(f"{name} = {format_number(first.value, view.digits)}")
        grid.footing.append(
            f"cost: value {first.cost.value:,}, with gradient {cost.value:,}; product +{cost.forward_sweep:,} in 1 forward sweep over both"
        )
    else:
        product = report.result
        graph, point, seeds = product.graph, product.point, product.seeds
        forward = product.mode == "forward"
        what = "tangent" if forward else "cotangent"
        operations = cost.forward_sweep if forward else cost.reverse_sweep
        grid.footing.append(f"cost: value {cost.value:,}; {product.mode} +{operations:,} in 1 sweep")
    grid.listing = program_lines(graph, view)
    grid.heading = output_lines(graph, point, view)
    grid.heading[-1] += f"      {what} {values_list(seeds.items(), view)}"
    return grid
