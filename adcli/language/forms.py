"""The calls of programs that are more than a function of numbers: sums and products over a range, and questions about vectors."""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """How a form is called: with so many names of vectors, or (`over_numbers`) with a variable, two bounds and a term."""

    vectors: int
    over_numbers: bool
    signature: str


FORMS = {
    "sum": Form(1, True, "sum(i, 1, n, term) or sum(x)"),
    "prod": Form(1, True, "prod(i, 1, n, term) or prod(x)"),
    "dot": Form(2, False, "dot(x, y)"),
    "norm": Form(1, False, "norm(x)"),
    "len": Form(1, False, "len(x)"),
}
