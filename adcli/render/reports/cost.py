"""The report of `trace --cost`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from adcli.cost import Cost
from adcli.derivatives import Gradient
from adcli.render.reports import Cell
from adcli.render.reports.gradient import gradient_json

SIZES = ((1, 1), (10, 1), (1000, 1), (10**6, 1), (1, 10), (1, 1000), (1000, 1000))  # inputs and outputs


class CostReport(NamedTuple):
    """What the derivatives of a function cost in either mode, and would cost with more inputs and outputs."""

    result: Gradient

    @property
    def scaled(self) -> list[Cost]:
        """The cost of functions with so many inputs and outputs whose sweeps count as many operations as this one's."""
        cost = self.result.cost
        return [cost, *(cost._replace(inputs=inputs, outputs=outputs) for inputs, outputs in SIZES)]

    def as_json(self) -> dict[str, Any]:
        return gradient_json(self.result) | {"scaling": map(_scaled, self.scaled[1:])}

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        header = ["inputs", "outputs", "value", "forward_sweeps", "forward", "reverse_sweeps", "reverse", "cheaper"]
        return header, ([c.inputs, c.outputs, c.value, c.inputs, c.forward, c.outputs, c.reverse, c.cheaper] for c in self.scaled)


def _scaled(cost: Cost) -> dict[str, Any]:
    return {
        "inputs": cost.inputs,
        "outputs": cost.outputs,
        "forward": {"sweeps": cost.inputs, "operations": cost.forward},
        "reverse": {"sweeps": cost.outputs, "operations": cost.reverse},
    }
