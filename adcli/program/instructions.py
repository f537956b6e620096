"""The instructions of a stack machine that runs programs: a loop's body is looked at once, and run many times.

An instruction is an operation, two values of its own, and the node of the syntax it is about. Operands are left on a stack; what need
not be run is jumped over.
"""

from __future__ import annotations

from enum import IntEnum, auto
from typing import Any, NamedTuple


class Op(IntEnum):
    """What an instruction does."""

    NUMBER = auto()  # push the number written `a`
    NAME = auto()  # push the value of the name `a`
    BINARY = auto()  # pop two values, push the function `a` of them
    APPLY = auto()  # pop `b` values, push the function `a` of them
    COMPARE = auto()  # pop two values, push the condition `a`, or its truth where it is known
    DECIDE = auto()  # find out whether the condition on the stack holds
    TEST = auto()  # jump to `b` if the condition on the stack is known to be `a`
    NOT = auto()  # negate the condition on the stack
    JOIN = auto()  # pop two conditions, push `a` ("and" or "or") of them
    CHOOSE = auto()  # pop a condition; run one branch only where it is known, or where `a`; the other one begins at `b`
    OTHERWISE = auto()  # between the branches of a conditional, which ends at `b`
    CHOSEN = auto()  # push the conditional, or leave the one branch that was run
    ELEMENT = auto()  # pop `b` indices, push that element of the vector `a`
    ARGUMENT = auto()  # push the value of the name `a`, or the vector of that name
    CALL = auto()  # pop `b` values, and run the function `a` of the program
    FORM = auto()  # push what a form says of the vectors `a`
    EACH = auto()  # pop two bounds and run the term of the sum or product `a` once for each number between; it ends at `b`
    TERM = auto()  # take a term, and go on at `b` with the next
    RESULT = auto()  # pop the value of a statement
    ASSIGN = auto()  # pop the value of the name `a`
    SET = auto()  # pop a value and `b` indices: an element of the vector `a`
    RETURN = auto()  # pop the values of the nodes `a` and end the function, or the program
    END = auto()  # end the function `a` with the value of its last statement
    IF = auto()  # pop a condition; go on at `b` unless it holds
    FOR = auto()  # pop the bounds of a loop by the name `a`, the nodes `b`, which may have a step
    NEXT = auto()  # the next number for the name `a`, or go on at `b`
    WHILE = auto()  # begin a loop
    PASS = auto()  # begin a pass
    GO = auto()  # go on at `b`


Instruction = tuple[Op, Any, Any, int]


class Defined(NamedTuple):
    """A function of the program: its parameters, the instruction it begins with, the names it gives values to."""

    parameters: tuple[str, ...]
    entry: int
    names: frozenset[str]


class Forward(NamedTuple):
    """A jump to a statement, before its place is known."""

    statement: int
