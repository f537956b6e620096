"""The operators of arithmetic, and what a sweep multiplies with."""

from __future__ import annotations

from adcli.functions.entry import Function

ENTRIES = (
    Function("add", "a b", ("1", "1"), "sum", rounding=1, whole=True, infix="+", binding=5, helper=True),
    Function("sub", "a b", ("1", "-1"), "difference", rounding=1, whole=True, infix="-", binding=5, helper=True),
    Function("mul", "a b", ("b", "a"), "product", rounding=1, whole=True, infix="*", binding=6, pretty="·", latex=r"\cdot", helper=True),
    Function(
        "div",
        "a b",
        ("1/b", "-(out/b)"),
        "quotient",
        rounding=1,
        whole=True,
        domain="b != 0",
        limit="a*copysign(inf, b)",
        infix="/",
        binding=6,
        latex=r"\frac{#1}{#2}",
        helper=True,
    ),
    Function("neg", "a", ("-1",), "negative", rounding=0, infix="-", binding=7, helper=True),
    # A sweep's product: nothing flows through an edge whose factor is zero, even where the other is infinite.
    Function(
        "flow",
        "a b",
        ("b", "a"),
        "a*b, and 0 where a or b is 0 and the other infinite",
        rounding=1,
        whole=True,
        infix="*",
        binding=6,
        pretty="·",
        latex=r"\cdot",
        helper=True,
    ),
)
