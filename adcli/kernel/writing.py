"""A plan as Python: one function that runs a chunk, every line a numpy call into a buffer.

As in `codegen`, code is made of names chosen here and of nothing that a user wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from adcli.arithmetic.arrays import ARRAYS
from adcli.kernel.forms import FORMS
from adcli.kernel.plan import Guard, Step, plan
from adcli.kernel.program import Program
from adcli.kernel.shaking import shaken
from adcli.sweep import CONDITIONS


class Chunk(NamedTuple):
    """`run(columns, out, floats, masks, n, note)` computes n rows; it calls note(mask) for rows that are doubtful."""

    run: Callable[..., None]
    run_shaken: Callable[..., None]  # the same with results out of range moved
    floats: int  # how many buffers of floats it wants
    masks: int  # and of truth values


class _Pool:
    """Names of buffers, given back when what they hold is used for the last time."""

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.size = 0
        self.free: list[str] = []
        self.ends: dict[str, int] = {}  # of arrays that are lent for a while: the step that must find them free

    def take(self, last: int) -> str:
        """A buffer until the step `last`: the one that was used most lately, which is in the cache, or a new one."""
        for k in range(len(self.free) - 1, -1, -1):
            if self.ends.get(self.free[k], last + 1) > last:
                return self.free.pop(k)
        self.size += 1
        return f"{self.letter}{self.size - 1}"


class Writer:
    """Writes the function of a program."""

    def __init__(self, program: Program, columns: Sequence[str]) -> None:
        self.program = program
        self.steps = plan(program)
        self.called: dict[str, tuple[str, int]] = {}  # by its name in the scope the function, and how many operands it takes there
        self.scope: dict[str, Any] = {
            "np": np,
            "copyto": np.copyto,
            "putmask": np.putmask,
            "count": np.count_nonzero,
            "isfinite": np.isfinite,
            "all_of": np.logical_and.reduce,
        }
        positions = {name: k for k, name in enumerate(columns)}
        self.code: dict[int, str] = {value: f"p{positions[name]}" for value, name in program.inputs.items()}
        for value, number in program.numbers.items():
            self.code[value] = f"k{value}"
            self.scope[f"k{value}"] = np.asarray(number)
        self.columns = len(columns)
        self.floats, self.masks = _Pool("b"), _Pool("m")
        self.lines: list[tuple[Guard, str]] = []
        self.homes = self._homes()
        self.last = self._last_uses()
        self._lend_outputs()

    def _homes(self) -> dict[int, str]:
        """The results that are computed where they are wanted: in an output's own array."""
        made = {result for step in self.steps for result in step.operation.results}
        homes: dict[int, str] = {}
        for k, value in enumerate(self.program.outputs):
            if value in made:
                homes.setdefault(value, f"o{k}")
        return homes

    def _last_uses(self) -> dict[int, int]:
        last: dict[int, int] = {}
        for k, step in enumerate(self.steps):
            for value in (*step.operation.operands, *step.operation.results, *(condition for condition, _ in step.guard)):
                last[value] = k
        return last

    def _lend_outputs(self) -> None:
        """Use the outputs' own arrays as buffers until they have their results: what is written soon is then in the cache."""
        for k, step in enumerate(self.steps):
            for result in step.operation.results:
                if result in self.homes:
                    self.floats.ends[self.homes[result]] = k + self._is_elementwise(step.operation.function)
        self.floats.free = sorted(self.floats.ends, key=self.floats.ends.__getitem__, reverse=True)

    @staticmethod
    def _is_elementwise(function: str) -> bool:
        """Whether the result may take the place of an operand."""
        return function not in FORMS and function not in ("if", "doubt") and ARRAYS.elementwise(function)

    def write(self) -> Chunk:
        """The function, ready to run."""
        counted = {condition for step in self.steps for condition, _ in step.guard}
        counted |= {step.operation.operands[0] for step in self.steps if step.operation.function == "if"}
        wanted: dict[int, list[int]] = {}
        for k, value in enumerate(self.program.outputs):
            wanted.setdefault(value, []).append(k)
            if value in self.program.inputs or value in self.program.numbers:
                self._put(k, value)
        for k, step in enumerate(self.steps):
            self._step(k, step)
            for result in step.operation.results:
                for output in wanted.get(result, ()):
                    self._put(output, result)
                if result in counted:
                    self.lines.append((step.guard, f"n{result} = count({self.code[result]})"))
        return Chunk(*self._compiled(), self.floats.size, self.masks.size)

    def _put(self, k: int, value: int) -> None:
        """Have output k in its place, and see whether it is finite while it is at hand."""
        if self.homes.get(value) == f"o{k}" or value not in self.homes:
            if value not in self.homes:
                self.lines.append(((), f"copyto(o{k}, {self.code[value]})"))
            function, operands = self.program.made.get(value, ("", ()))
            if function == "neg" and operands[0] in self.homes:
                return
            finite = self.masks.take(0)
            self.lines += [((), f"isfinite(o{k}, {finite})"), ((), f"if not all_of({finite}): note(~{finite})")]
            self.masks.free.append(finite)
        else:
            self.lines.append(((), f"copyto(o{k}, {self.homes[value]})"))

    def _step(self, k: int, step: Step) -> None:
        function, operands, results = step.operation
        arguments = [self.code[value] for value in operands]
        dying = [value for value in {*operands, *(condition for condition, _ in step.guard)} if self.last[value] == k]
        if function == "doubt":
            masks = [arguments[0], *(self.code[c] if answer else f"~{self.code[c]}" for c, answer in step.guard)]
            self.lines.append((step.guard, f"if count({arguments[0]}): note({' & '.join(masks)})"))
        elif function in FORMS:
            self._form(k, arguments, step)
        elif function == "if":
            self._choice(operands[0], arguments, results[0], step.guard)
        else:
            pool = self.masks if function in CONDITIONS else self.floats
            if self._is_elementwise(function):
                self._release(dying)
                dying = []
            out = self._home(results[0], pool)
            name = self._name(function, ARRAYS[function], len(arguments))
            self.lines.append((step.guard, f"{name}({', '.join([*arguments, out])})"))
        self._release([*dying, *(value for value in results if value >= 0 and self.last[value] == k and value not in dying)])

    def _home(self, value: int, pool: _Pool) -> str:
        self.code[value] = self.homes.get(value) or pool.take(self.last[value])
        return self.code[value]

    def _form(self, k: int, arguments: list[str], step: Step) -> None:
        (function, _, results), guard = step
        form = FORMS[function]
        outs = ["None" if value < 0 else self._home(value, self.floats) for value in results]
        scratch = [self.floats.take(k) for _ in range(form.scratch)]
        filled = []
        for j, argument in enumerate(arguments[: form.columns]):
            if argument.startswith("k"):  # a form wants columns
                filled.append(self.floats.take(k))
                self.lines.append((guard, f"copyto({filled[-1]}, {argument})"))
                arguments[j] = filled[-1]
        name = self._name(function, form.function, len(arguments))
        self.lines.append((guard, f"{name}({', '.join([*arguments, *outs, *scratch])})"))
        self.floats.free += [*filled, *scratch[::-1]]

    def _name(self, function: str, computes: Callable[..., Any], count: int) -> str:
        """The name in the scope of a function of so many operands; a variadic one has several."""
        name = f"f_{function}_{count}"
        self.called[name] = function, count
        self.scope[name] = computes
        return name

    def _choice(self, condition: int, arguments: list[str], result: int, guard: Guard) -> None:
        """One branch for all rows where all agree, else the rows of both."""
        mask, a, b = arguments
        out = self._home(result, self.floats)
        self.lines.append((guard, f"if n{condition} == n: copyto({out}, {a})"))
        self.lines.append((guard, f"if n{condition} < n: copyto({out}, {b})"))
        self.lines.append((guard, f"if 0 < n{condition} < n: putmask({out}, {mask}, {a})"))

    def _release(self, values: Sequence[int]) -> None:
        for value in values:
            name = self.code.get(value, "")
            for pool in (self.floats, self.masks):
                if value not in self.homes and (name.startswith(pool.letter) or name in pool.ends):
                    pool.free.append(name)

    def _compiled(self) -> tuple[Callable[..., None], Callable[..., None]]:
        program = self.program
        head = ["def run(columns, out, floats, masks, n, note):"]
        for letter, count, source in (
            ("p", self.columns, "columns"),
            ("o", len(program.outputs), "out"),
            ("b", self.floats.size, "floats"),
            ("m", self.masks.size, "masks"),
        ):
            if count:
                head.append(f" {', '.join(f'{letter}{k}' for k in range(count))}, = {source}")
        body = []
        before: Guard = ()
        for guard, line in self.lines:
            if guard and guard != before:
                asked = " and ".join(f"n{condition}" if answer else f"n{condition} < n" for condition, answer in guard)
                body.append(f" if {asked}:")
            body.append(f"{'  ' if guard else ' '}{line}")
            before = guard
        code = compile("\n".join([*head, *body]), "<kernel>", "exec")
        moved = {
            name: shaken(function, self.scope[name], count, 1 + k / len(self.called))
            for k, (name, (function, count)) in enumerate(self.called.items())
        }
        shaken_scope = self.scope | moved
        exec(code, self.scope)
        exec(code, shaken_scope)
        return self.scope["run"], shaken_scope["run"]
