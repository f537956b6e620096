"""The report of `diff`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from adcli.formula import LATEX, Style, styled_name
from adcli.formulas.differentiation import Derivatives
from adcli.render.reports import Cell


class DiffReport(NamedTuple):
    """Derivatives as formulas."""

    result: Derivatives

    def as_json(self) -> dict[str, Any]:
        result = self.result
        return {"expr": result.graph.source, "order": result.order, "derivatives": self._derivatives()}

    def _derivatives(self) -> Iterator[dict[str, Any]]:
        for found in self.result.derivatives:
            yield {
                "variable": found.variable,
                "formula": found.text(),
                "latex": found.text(LATEX),
                "operations": found.operations,
                "unsimplified": found.unsimplified,
            }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        order = str(self.result.order)
        rows: list[list[Cell]] = [[d.variable, order, d.text(), str(d.operations), str(d.unsimplified)] for d in self.result.derivatives]
        return ["variable", "order", "derivative", "operations", "unsimplified"], rows


def quotient(name: str, variable: str, order: int, style: Style) -> str:
    """What a derivative is called: ∂y/∂x, ∂²y/∂x²."""
    y, x = styled_name(name, style), styled_name(variable, style)
    if style is LATEX:
        power = f"^{{{order}}}" if order > 1 else ""
        return rf"\frac{{\partial{power} {y}}}{{\partial {x}{power}}}"
    if style.name == "ascii":
        power = str(order) if order > 1 else ""
        return f"d{power}{y}/d{x}{power}"
    power = str(order).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")) if order > 1 else ""
    return f"∂{power}{y}/∂{x}{power}"
