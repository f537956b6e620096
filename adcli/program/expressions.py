"""Expressions as instructions: what is written inside is computed first, and of what is chosen only one part."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from adcli.functions import Function
from adcli.language.forms import FORMS
from adcli.language.syntax import Syntax
from adcli.meaning import Meanings
from adcli.program.checks import check_arguments, check_form, check_variable, check_vector
from adcli.program.instructions import Instruction, Op


class Expressions(Meanings):
    """Writes instructions for the nodes of a syntax; `arities` are those of the functions that the program defines."""

    def __init__(self, syntax: Syntax, arities: dict[str, int]) -> None:
        super().__init__(syntax)
        self.arities = arities
        self.instructions: list[Instruction] = []
        self.conditions = bytearray(len(syntax))  # 1 for a node that is a condition
        self.hazardous = self._hazardous_nodes()

    def known_names(self) -> Collection[str]:
        return [*self.arities, *(statement.name for statement in self.syntax.statements if statement.name)]

    def _hazardous_nodes(self) -> bytearray:
        """1 for a node that is run only where it is needed: it calls functions of the program, which may call themselves, or counts by
        what may be no number to count by."""
        syntax = self.syntax
        hazardous = bytearray(len(syntax))
        for i, function in enumerate(syntax.functions):
            operands = syntax.operands[i]
            name = function[:-1]
            counts = operands if function == "[" else operands[1:3] if name in FORMS and len(operands) == 4 else ()
            hazardous[i] = name in self.arities or any(not syntax.leaves[j][:1].isdigit() for j in counts)
            for j in operands:
                hazardous[i] |= hazardous[j]
        return hazardous

    def emit(self, op: Op, a: Any, b: Any, i: int) -> int:
        self.instructions.append((op, a, b, i))
        return len(self.instructions) - 1

    def _jumps_here(self, instruction: int) -> None:
        op, a, _, i = self.instructions[instruction]
        self.instructions[instruction] = op, a, len(self.instructions), i

    def expression(self, root: int) -> None:
        """Instructions that leave the value of a node on the stack. What is still to be done is on a stack too: nodes, and endings."""
        todo: list[Any] = [root]
        while todo:
            item = todo.pop()
            if isinstance(item, int):
                todo += reversed(self._node(item))
            else:
                item()

    def _node(self, i: int) -> list[Any]:
        """What a node needs done, in order: nodes whose values it wants, and functions that emit an instruction."""
        syntax = self.syntax
        function, operands = syntax.functions[i], syntax.operands[i]
        if not function:
            text = syntax.leaves[i]
            number = text[0] in ".0123456789"
            if number:
                self.check_number(i)
            self.emit(Op.NUMBER if number else Op.NAME, text, None, i)
            return []
        name = function[:-1]
        if function == "group" or (function == "+" and len(operands) == 1):
            return [*operands, lambda: self._passed_on(i, operands[0])]
        if function == "[":
            check_vector(syntax, i)
            return [*operands, lambda: self._counted(i, operands), lambda: self.emit(Op.ELEMENT, syntax.leaves[i], len(operands), i)]
        if function.endswith("(") and name in self.arities:
            check_arguments(syntax, i, name, self.arities[name])
            arguments = [self._argument(j) for j in operands]
            return [*arguments, lambda: self._counted(i, operands), lambda: self.emit(Op.CALL, name, len(operands), i)]
        if function.endswith("(") and name in FORMS:
            return self._form(i, name, operands)
        entry = self.meaning(i)
        self.conditions[i] = entry.gives == "condition"
        if entry.name in ("and", "or"):
            return self._joined(i, entry, operands)
        if entry.takes == "conditional":
            return self._conditional(i, entry, operands)
        return [*operands, lambda: self._applied(i, entry, operands)]

    def _argument(self, j: int) -> Any:
        """An argument of a function of the program: a name may be that of a vector."""
        if self.syntax.functions[j] or not self.syntax.leaves[j][0].isidentifier():
            return j
        return lambda: self.emit(Op.ARGUMENT, self.syntax.leaves[j], None, j)

    def _passed_on(self, i: int, operand: int) -> None:
        if self.syntax.functions[i] == "+" and self.conditions[operand]:
            self.refuse_condition(operand, "(1 if {} else 0)")
        self.conditions[i] = self.conditions[operand]

    def _counted(self, i: int, operands: tuple[int, ...]) -> None:
        """Check that operands are numbers."""
        for j in operands:
            if self.conditions[j]:
                self.refuse_condition(j, "(1 if {} else 0)")

    def _applied(self, i: int, entry: Function, operands: tuple[int, ...]) -> None:
        self.check_kinds(i, entry, operands, [bool(self.conditions[j]) for j in operands])
        if entry.name == "not":
            self.emit(Op.NOT, None, None, i)
        elif entry.gives == "condition" and len(operands) == 2:
            self.emit(Op.COMPARE, entry.name, None, i)
        else:
            self.emit(Op.APPLY if len(operands) != 2 or entry.given else Op.BINARY, entry.name, len(operands), i)

    def _joined(self, i: int, entry: Function, operands: tuple[int, ...]) -> list[Any]:
        first, second = operands
        jumps: list[int] = []

        def between() -> None:
            if self.hazardous[second]:
                self.emit(Op.DECIDE, None, None, first)
            jumps.append(self.emit(Op.TEST, entry.name == "or", None, first))

        def after() -> None:
            self.check_kinds(i, entry, operands, [bool(self.conditions[j]) for j in operands])
            self.emit(Op.JOIN, entry.name, None, i)
            self._jumps_here(jumps[0])

        return [first, between, second, after]

    def _conditional(self, i: int, entry: Function, operands: tuple[int, ...]) -> list[Any]:
        condition, value, otherwise = operands
        jumps: list[int] = []

        def choose() -> None:
            jumps.append(self.emit(Op.CHOOSE, bool(self.hazardous[value] or self.hazardous[otherwise]), None, condition))

        def other() -> None:
            jumps.append(self.emit(Op.OTHERWISE, None, None, condition))
            self._jumps_here(jumps[0])

        def after() -> None:
            self.check_kinds(i, entry, operands, [bool(self.conditions[j]) for j in operands])
            self.emit(Op.CHOSEN, None, None, i)
            self._jumps_here(jumps[1])

        return [condition, choose, value, other, otherwise, after]

    def _form(self, i: int, name: str, operands: tuple[int, ...]) -> list[Any]:
        syntax = self.syntax
        form = FORMS[name]
        if len(operands) == 4 and form.over_numbers:
            variable, first, last, term = operands
            check_variable(syntax, variable, name)
            begun: list[int] = []

            def begin() -> None:
                self._counted(i, (first, last))
                begun.append(self.emit(Op.EACH, (name, syntax.leaves[variable]), None, i))

            def end() -> None:
                self._counted(i, (term,))
                self.emit(Op.TERM, name, begun[0] + 1, i)
                self._jumps_here(begun[0])

            return [first, last, begin, term, end]
        check_form(syntax, i, name)
        return [lambda: self.emit(Op.FORM, (name, tuple(syntax.leaves[j] for j in operands)), None, i)]
