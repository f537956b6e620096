"""The reports of `jacobian` and `hessian`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from adcli.render.reports import Cell, json_number, json_numbers, precision_entry

if TYPE_CHECKING:
    from adcli.matrices.hessians import Hessian
    from adcli.matrices.jacobians import Jacobian
    from adcli.matrices.matrix import Matrix


class JacobianReport(NamedTuple):
    """All outputs, and their derivatives by all inputs. `sparse` leaves out what is 0 wherever the inputs are."""

    result: Jacobian
    sparse: bool = False

    def as_json(self) -> dict[str, Any]:
        result = self.result
        source, cost = result.graph.source, result.cost
        return {
            "expr": source,
            "at": json_numbers(result.point),
            **precision_entry(result.precision),
            "mode": result.mode,
            "values": json_numbers(dict(zip(result.matrix.rows, result.values, strict=True))),
            "variables": result.matrix.columns,
            **_matrix(result.matrix, "jacobian", self.sparse),
            "notes": [note.as_json(source) for note in result.notes],
            "cost": {
                "value": cost.value,
                "forward": {"sweeps": cost.inputs, "operations": cost.forward},
                "reverse": {"sweeps": cost.outputs, "operations": cost.reverse},
                **self._both(),
            },
        }

    def _both(self) -> dict[str, Any]:
        """What sweeps of both kinds cost, where they were run."""
        sweeps = self.result.sweeps
        if sweeps.mode != "both":
            return {}
        numbers = {"forward_sweeps": len(sweeps.columns), "reverse_sweeps": len(sweeps.rows)}
        return {"both": {**numbers, "operations": sweeps.operations(self.result.cost)}}

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        matrix = self.result.matrix
        if self.sparse:
            return ["row", "column", "value"], map(list, matrix.triples())
        header = ["output", "value", *(f"d_{name}" for name in matrix.columns)]
        return header, ([name, self.result.values[r], *matrix.row(r)] for r, name in enumerate(matrix.rows))


class HessianReport(NamedTuple):
    """Value, gradient and second derivatives. `sparse` leaves out what is 0 wherever the inputs are."""

    result: Hessian
    sparse: bool = False

    def as_json(self) -> dict[str, Any]:
        result, first = self.result, self.result.first
        source, cost = first.graph.source, result.cost
        return {
            "expr": source,
            "at": json_numbers(first.point),
            **precision_entry(first.precision),
            "value": json_number(first.value),
            "gradient": json_numbers(first.gradient),
            "variables": result.matrix.columns,
            **_matrix(result.matrix, "hessian", self.sparse),
            "notes": [note.as_json(source) for note in result.notes],
            "cost": {
                "value": first.cost.value,
                "gradient": cost.value,
                "hessian": {"sweeps": cost.inputs, "operations": cost.forward},
            },
        }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        matrix = self.result.matrix
        if self.sparse:
            return ["row", "column", "value"], map(list, matrix.triples())
        gradient = list(self.result.first.gradient.values())
        header = ["variable", "gradient", *(f"d_{name}" for name in matrix.columns)]
        return header, ([name, gradient[r], *matrix.row(r)] for r, name in enumerate(matrix.rows))


def _matrix(matrix: Matrix, name: str, sparse: bool) -> dict[str, Any]:
    """The matrix row by row, or as a list of its entries; and how many of these there are."""
    written: Iterator[Any]
    if sparse:
        written = ({"row": row, "column": column, "value": json_number(value)} for row, column, value in matrix.triples())
    else:
        written = (list(map(json_number, matrix.row(r))) for r in range(len(matrix.rows)))
    return {"entries" if sparse else name: written, "nonzeros": matrix.nonzeros}
