"""The report of `check`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from adcli.judging.checking import Finding, Line
from adcli.judging.claims import Judgement
from adcli.judging.referee import Check
from adcli.render.reports import Cell, json_number


class CheckReport(NamedTuple):
    """How far independent methods agree with each derivative, and the judgement on each claim."""

    check: Check

    def as_json(self) -> dict[str, Any]:
        result, source = self.check.gradient, self.check.gradient.graph.source
        return {
            "expr": source,
            "at": {name: json_number(value) for name, value in result.point.items()},
            "value": json_number(result.value),
            "gradient": {name: json_number(value) for name, value in result.gradient.items()},
            "notes": [note.as_json(source) for note in result.notes],
            "passed": self.check.passed,
            "checks": [_line(line) for line in self.check.lines],
            "unasked": self.check.unasked,
            "claims": [_claim(judgement) for judgement in self.check.claims],
        }

    def rows(self) -> tuple[list[str], Iterable[list[Cell]]]:
        methods = methods_asked(self.check.lines)
        header = ["variable", "derivative", *(f"{method.replace(' ', '_')}_digits" for method in methods), "verdict"]
        rows: list[list[Cell]] = []
        claims = {judgement.claim.name: judgement for judgement in self.check.claims}
        if claims:
            header += ["claim", "right", "kind", "why"]
        for line in self.check.lines:
            digits = {finding.method: finding.digits for finding in line.findings if finding.agrees is not None}
            row: list[Cell] = [line.name, line.derivative, *(digits.get(method) for method in methods), line.verdict]
            told = claims.get(line.name)
            if told:
                row += [told.claim.text, told.right, told.kind, told.why]
            rows.append(row + [None] * (len(header) - len(row)))
        return header, rows


def methods_asked(lines: Sequence[Line]) -> list[str]:
    """The methods that were asked, in their order."""
    return list(dict.fromkeys(finding.method for line in lines for finding in line.findings))


def _line(line: Line) -> dict[str, Any]:
    return {
        "variable": line.name,
        "derivative": json_number(line.derivative),
        "verdict": line.verdict,
        "left": json_number(line.left),
        "right": json_number(line.right),
        "methods": [_finding(finding) for finding in line.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "method": finding.method,
        "value": json_number(finding.value),
        "uncertainty": json_number(finding.error),
        "step": finding.step if finding.step == finding.step else None,
        "digits": finding.digits,
        "agrees": finding.agrees,
    }


def _claim(judgement: Judgement) -> dict[str, Any]:
    return {
        "variable": judgement.claim.name,
        "claim": judgement.claim.text,
        "value": json_number(judgement.value),
        "derivative": json_number(judgement.derivative),
        "right": judgement.right,
        "kind": judgement.kind,
        "why": judgement.why,
        "points": judgement.points,
    }
