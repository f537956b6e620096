"""What derivatives cost in either mode, for this function and for larger ones."""

from __future__ import annotations

from adcli.formula import LATEX
from adcli.render.layouts.grid import Grid, View, program_lines
from adcli.render.layouts.matrix import output_lines
from adcli.render.reports.cost import CostReport


def cost_grid(report: CostReport, view: View) -> Grid:
    """A row for this function, and one for each size that it might have; factors are over the value alone."""
    result, cost = report.result, report.result.cost
    grid = Grid(["inputs", "outputs", "forward", "reverse", "cheaper"], [False] * 5, rules=[0, 1], dividers=[1])
    for scaled in report.scaled:
        cells = [f"{scaled.inputs:,}", f"{scaled.outputs:,}", *(_factor(scaled.ratio(mode)) for mode in ("forward", "reverse"))]
        if view.style is LATEX:
            cells = [cell.replace(",", "{,}").replace("x", r" \times") for cell in cells]
        grid.rows.append([*cells, scaled.cheaper])
    grid.listing = program_lines(result.graph, view)
    grid.heading = output_lines(result.graph, result.point, view)
    million = cost._replace(inputs=10**6, outputs=1)
    grid.footing = [
        f"cost: value {cost.value:,}, a forward sweep +{cost.forward_sweep:,}, a reverse sweep +{cost.reverse_sweep:,}",
        "Value and derivatives, over the value alone: of this function, and if it had so many inputs and outputs and such sweeps.",
        "Forward mode takes a sweep for each input, reverse mode one for each output. Deep learning differentiates one loss by millions "
        f"of weights: {_factor(million.ratio('reverse'))} the loss in reverse mode, {_factor(million.ratio('forward'))} in forward mode.",
    ]
    return grid


def _factor(ratio: float) -> str:
    """How many times the value value and derivatives cost."""
    return f"{ratio:,.1f}x" if ratio < 1000 else f"{ratio:,.0f}x"
