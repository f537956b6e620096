"""The columns of the output, in their order; every format has the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement

from adcli.batch.plan import Plan


def meta_columns(plan: Plan) -> list[str]:
    """What stands before the status: where a row comes from, what was asked, and what is carried along."""
    return [*(["file"] if plan.with_file else []), "line", *(["point"] if plan.with_point else []), "name", "expr", *plan.carried]


def number_columns(plan: Plan) -> list[str]:
    """The value and the derivatives: d_x by x, d2_x.y by x and then y."""
    pairs = combinations_with_replacement(plan.columns, 2) if plan.order == 2 else ()
    first = [f"d_{name}" for name in plan.columns] if plan.order else []
    return ["value", *first, *(f"d2_{a}.{b}" for a, b in pairs)]


def header(plan: Plan) -> list[str]:
    """The names of all columns."""
    return [*meta_columns(plan), "status", *number_columns(plan), "error"]


def carried_names(names: Sequence[str], plan: Plan) -> tuple[str, ...]:
    """What columns that are carried along are called in the output: as they are, unless the name is taken."""
    # In JSON Lines they stand in an object of their own.
    taken = set() if plan.format == "jsonl" else set(header(plan._replace(with_file=True, with_point=True)))
    found: list[str] = []
    for name in names:
        while name in taken:
            name = f"in_{name}"
        taken.add(name)
        found.append(name)
    return tuple(found)
