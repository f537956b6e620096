"""The reports of `jvp`, `vjp` and `hvp`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from adcli.render.reports import Cell, Report, json_number, json_numbers, precision_entry

if TYPE_CHECKING:
    from adcli.matrices.hessians import HessianProduct
    from adcli.matrices.products import Product


class ProductReport(NamedTuple):
    """A Jacobian times a tangent, or a cotangent times a Jacobian."""

    result: Product

    def as_json(self) -> dict[str, Any]:
        result = self.result
        source, cost, forward = result.graph.source, result.cost, result.mode == "forward"
        return {
            "expr": source,
            "at": json_numbers(result.point),
            **precision_entry(result.precision),
            "tangent" if forward else "cotangent": json_numbers(result.seeds),
            "values": json_numbers(result.values),
            "jvp" if forward else "vjp": json_numbers(result.products),
            "notes": [note.as_json(source) for note in result.notes],
            "cost": {"value": cost.value, "sweep": cost.forward_sweep if forward else cost.reverse_sweep},
        }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        result = self.result
        if result.mode == "forward":
            return ["output", "value", "tangent"], ([name, result.values[name], product] for name, product in result.products.items())
        return ["variable", "value", "adjoint"], ([name, result.point[name], product] for name, product in result.products.items())


def product_report(result: Product, notation: str, *, traced: bool) -> Report:
    """The report of a product: what was found, or every step of its sweep in a notation of their names."""
    report = ProductReport(result)
    if not traced:
        return report
    from adcli.render.reports.trace import TraceReport
    from adcli.traces.product_tracing import trace_of_product

    return TraceReport(trace_of_product(result), result.mode, notation, report)


class HessianProductReport(NamedTuple):
    """A Hessian times a direction."""

    result: HessianProduct

    def as_json(self) -> dict[str, Any]:
        result, first = self.result, self.result.first
        source = first.graph.source
        return {
            "expr": source,
            "at": json_numbers(first.point),
            **precision_entry(first.precision),
            "direction": json_numbers(result.direction),
            "value": json_number(first.value),
            "gradient": json_numbers(first.gradient),
            "hvp": json_numbers(result.products),
            "notes": [note.as_json(source) for note in result.notes],
            "cost": {"value": first.cost.value, "gradient": result.cost.value, "sweep": result.cost.forward_sweep},
        }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        result, first = self.result, self.result.first
        header = ["variable", "value", "direction", "gradient", "product"]
        rows: list[list[Cell]] = [
            [name, first.point[name], result.direction[name], first.gradient[name], result.products[name]] for name in first.wrt
        ]
        return header, rows
