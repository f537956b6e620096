"""What the grammar's rules for statements and blocks do: each appends statements to the syntax at hand.

A block is a stretch of the flat list of statements; its head is told where to go on once its end has been read.
"""

from __future__ import annotations

from re import Match

from adcli.language.names import checked_name
from adcli.language.syntax import Statement, Syntax

Token = Match[str]
Branches = tuple[list[int], bool]  # the ends of a choice's branches so far, and whether an else without a condition was among them


class Blocks:
    """The rules' callbacks, under the rules' names, and the syntax that they write."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self.statement_start = 0
        self.depth = 0  # how many blocks are open

    def begin(self, text: str) -> Syntax:
        """The syntax of a text, to be filled from now on."""
        self.syntax = Syntax(text)
        self.statement_start = 0
        self.depth = 0
        return self.syntax

    def _statement(self, kind: str, name: str, operands: tuple[int, ...] = (), to: int = -1) -> int:
        """Append a statement of all that was read since the one before; its index."""
        s = self.syntax
        s.statements.append(Statement(kind, name, self.statement_start, len(s), operands, to))
        self.statement_start = len(s)
        return len(s.statements) - 1

    def _block(self, kind: str, name: str, operands: tuple[int, ...] = (), to: int = -1) -> int:
        self.syntax.plain = False
        return self._statement(kind, name, operands, to)

    def _opened(self, kind: str, name: str, *operands: int) -> int:
        self.depth += 1
        return self._block(kind, name, operands)

    def _goes_on(self, statement: int) -> None:
        """Let a statement go on behind all that was read so far."""
        statements = self.syntax.statements
        statements[statement] = statements[statement]._replace(to=len(statements))

    def result(self, value: int) -> None:
        s = self.syntax
        if self.depth and s.leaves[value] in ("break", "continue") and not s.functions[value]:
            from adcli.advice.programs import leaves_a_loop

            raise leaves_a_loop(s.leaves[value], s.starts[value])
        self._statement("result", "", (value,))

    def assignment(self, target: int, token: Token, value: int) -> None:
        s = self.syntax
        if s.functions[target] == "[" and not s.grouped(target):
            self._block("element", s.leaves[target], (target, value))
        elif s.functions[target].endswith("(") and not s.grouped(target):
            head = self._function_head(target, token.start(), value)
            self._block("return", "", (value,))
            self._goes_on(head)
        elif s.functions[target] or not s.leaves[target][0].isidentifier() or s.text[s.starts[target]] == "(":
            from adcli.advice.statements import bad_assignment

            raise bad_assignment(s, target, token.start(), value)
        else:
            self.statement_start = target + 1  # the target is no part of the value
            self._statement("assign", s.leaves[target], (value,))

    def _function_head(self, target: int, equals: int, value: int = -1) -> int:
        """The head of the function that a call on the left of `=` defines."""
        s = self.syntax
        called, parameters = s.functions[target][:-1], [s.leaves[i] for i in s.operands[target]]
        if len(set(parameters)) < len(parameters) or any(s.functions[i] or not s.leaves[i][0].isidentifier() for i in s.operands[target]):
            from adcli.advice.statements import bad_parameters

            raise bad_parameters(s, target, equals, value)
        if self.depth:
            from adcli.advice.statements import inner_function

            raise inner_function(s, target)
        s.plain = False
        s.statements.append(Statement("define", called, self.statement_start, target + 1, (target,)))
        self.statement_start = target + 1
        return len(s.statements) - 1

    def function_head(self, target: int, token: Token, _: Token) -> int:
        if not self.syntax.functions[target].endswith("(") or self.syntax.grouped(target):
            from adcli.advice.statements import block_assigned

            raise block_assigned(self.syntax, target, token.start())
        head = self._function_head(target, token.start())
        self.depth += 1
        return head

    def function(self, head: int, _lines: object, _: Token) -> None:
        self.depth -= 1
        self._block("end", self.syntax.statements[head].name, self.syntax.statements[head].operands)
        self._goes_on(head)

    def return_(self, _: Token, values: list[int]) -> None:
        self._block("return", "", tuple(values))

    def for_head(self, token: Token, first: int, _range: Token, last: int, *step: int) -> int:
        name = token[0].split()[1]
        checked = checked_name(name, token.start() + token[0].index(name, 3), self.syntax.text)
        return self._opened("for", checked, first, last, *step[1:2])

    def while_head(self, _: Token, condition: int, _brace: Token) -> int:
        return self._opened("while", "", condition)

    def loop(self, head: int, _lines: object, _: Token) -> None:
        self.depth -= 1
        self._block("go", "", to=head)
        self._goes_on(head)

    def if_head(self, _: Token, condition: int, _brace: Token) -> int:
        return self._opened("if", "", condition)

    def call_head(self, condition: int, brace: Token) -> int:
        return self._opened("if", "", self._condition(condition, brace))

    def else_head(self, _: Token, _brace: Token) -> int:
        self.depth += 1
        return -1

    def else_if_head(self, _else: Token, _if: Token, condition: int, _brace: Token) -> int:
        return self._opened("if", "", condition)

    def else_call_head(self, _else: Token, condition: int, brace: Token) -> int:
        return self._opened("if", "", self._condition(condition, brace))

    def _condition(self, i: int, brace: Token) -> int:
        """The condition of `if (c) {`, whose beginning was read as a call."""
        s, head = self.syntax, i
        leading = [i]  # the nodes that begin with it
        while s.operands[head] and not s.functions[head].endswith("(") and s.starts[s.operands[head][0]] == s.starts[i]:
            head = s.operands[head][0]
            leading.append(head)
        if s.functions[head] != "if(" or len(s.operands[head]) != 1:
            from adcli.advice.statements import strange_brace

            raise strange_brace(s.text, brace.start())
        (inner,) = s.operands[head]
        s.functions[head], s.operands[head], s.leaves[head] = "group", (inner,), ""
        opening = s.text.index("(", s.starts[i])
        for node in leading:
            s.starts[node] = opening
        return i

    def branch(self, head: int, _lines: object, brace: Token) -> Branches:
        return self.further_branch(([], False), head, _lines, brace)

    def further_branch(self, branches: Branches, head: int, _lines: object, brace: Token) -> Branches:
        ends, closed = branches
        if closed:
            from adcli.advice.statements import after_else

            raise after_else(self.syntax.text, brace.start())
        self.depth -= 1
        ends.append(self._block("go", ""))
        if head >= 0:
            self._goes_on(head)
        return ends, head < 0

    def choices(self, branches: Branches) -> None:
        for end in branches[0]:
            self._goes_on(end)

    def line(self) -> None:
        """An empty statement."""

    def lines(self, *_: object) -> None:
        """Statements, one after the other."""

    start = lines
