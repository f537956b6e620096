"""Statements as instructions: where each goes on, and what functions the program has."""

from __future__ import annotations

from adcli.language.syntax import Statement, Syntax
from adcli.program.checks import check_definitions
from adcli.program.expressions import Expressions
from adcli.program.instructions import Defined, Forward, Op


class Code(Expressions):
    """The instructions of a program, its functions, and the names that its statements outside of functions give values to."""

    def __init__(self, syntax: Syntax) -> None:
        super().__init__(syntax, check_definitions(syntax))
        self.functions: dict[str, Defined] = {}
        self.names = self._assigned(0, len(syntax.statements))
        self._write()

    def _assigned(self, first: int, stop: int) -> frozenset[str]:
        """The names that statements give values to; functions inside keep theirs. A vector's name ends in "["."""
        found: set[str] = set()
        k = first
        while k < stop:
            statement = self.syntax.statements[k]
            if statement.kind in ("assign", "for", "element"):
                found.add(statement.name + "[" * (statement.kind == "element"))
            k = statement.to if statement.kind == "define" else k + 1
        return frozenset(found)

    def _write(self) -> None:
        entries: list[int] = []  # where each statement begins
        again: dict[int, int] = {}  # where each pass of a loop begins
        for k, statement in enumerate(self.syntax.statements):
            entries.append(len(self.instructions))
            if statement.kind == "while":
                self.emit(Op.WHILE, None, None, statement.operands[0])
                again[k] = len(self.instructions)
                self.emit(Op.PASS, None, None, statement.operands[0])
            if statement.kind not in ("define", "end"):
                self._values(statement)
            self._statement(k, statement, again)
        entries.append(len(self.instructions))
        for place, (op, a, b, i) in enumerate(self.instructions):
            if isinstance(b, Forward):
                self.instructions[place] = op, a, entries[b.statement], i

    def _values(self, statement: Statement) -> None:
        """Instructions that leave the values a statement wants on the stack."""
        operands = statement.operands
        if statement.kind == "element":
            target, value = operands
            operands = (*self.syntax.operands[target], value)
        for i in operands:
            self.expression(i)
            if self.conditions[i] and statement.kind not in ("if", "while"):
                self.refuse_condition(i, "1 if {} else 0")
            if statement.kind in ("if", "while") and not self.conditions[i]:
                self.refuse_number(i)

    def _statement(self, k: int, statement: Statement, again: dict[int, int]) -> None:
        kind, name, operands = statement.kind, statement.name, statement.operands
        last = operands[-1] if operands else -1
        to = Forward(statement.to)
        if kind == "define":
            (target,) = operands
            parameters = tuple(self.syntax.leaves[j] for j in self.syntax.operands[target])
            self.emit(Op.GO, None, to, target)
            names = self._assigned(k + 1, statement.to) - set(parameters)
            self.functions[name] = Defined(parameters, len(self.instructions), names)
        elif kind == "result":
            self.emit(Op.RESULT, None, None, last)
        elif kind == "assign":
            self.emit(Op.ASSIGN, name, None, last)
        elif kind == "element":
            self.emit(Op.SET, name, len(self.syntax.operands[operands[0]]), operands[0])
        elif kind == "return":
            self.emit(Op.RETURN, operands, None, last)
        elif kind == "end":
            self.emit(Op.END, name, None, last)
        elif kind in ("if", "while"):
            self.emit(Op.IF, kind, to, last)
        elif kind == "for":
            self.emit(Op.FOR, name, operands, operands[0])
            again[k] = len(self.instructions)
            self.emit(Op.NEXT, None, to, operands[0])
        else:
            self.emit(Op.GO, None, again.get(statement.to, to), last)
