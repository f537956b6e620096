"""Conditions, and helpers that the texts of several families use."""

from __future__ import annotations

from adcli.functions.entry import Function

ENTRIES = (
    Function("lt", "a b", gives="condition", infix="<", binding=4, helper=True),
    Function("le", "a b", gives="condition", infix="<=", binding=4, pretty="≤", latex=r"\le", helper=True),
    Function("gt", "a b", gives="condition", infix=">", binding=4, helper=True),
    Function("ge", "a b", gives="condition", infix=">=", binding=4, pretty="≥", latex=r"\ge", helper=True),
    Function("eq", "a b", gives="condition", infix="==", binding=4, pretty="=", latex="=", helper=True),
    Function("ne", "a b", gives="condition", infix="!=", binding=4, pretty="≠", latex=r"\ne", helper=True),
    Function("not", "a", takes="condition", gives="condition", infix="not", binding=3, latex=r"\lnot", helper=True),
    Function("and", "a b", takes="condition", gives="condition", infix="and", binding=2, latex=r"\land", helper=True),
    Function("or", "a b", takes="condition", gives="condition", infix="or", binding=1, latex=r"\lor", helper=True),
    Function("copysign", "a b", ("sign(a)*copysign(1, b)", "0"), "the size of a with the sign of b", rounding=0, helper=True),
    Function("odd", "a", gives="condition", about="whether a is an odd whole number", helper=True),
    Function("ties", "x*", ("0",), "how many of the further arguments equal the first", helper=True),
)
