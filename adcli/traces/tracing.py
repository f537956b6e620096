"""The trace: one record of everything that is known about each step. Every view renders this and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from adcli.cost import Cost
from adcli.derivatives import Gradient
from adcli.graph import Graph
from adcli.matrices.products import Product
from adcli.program.executed import Executed
from adcli.rules import operand_names
from adcli.traces.chain_rule import (
    CARRIED,
    Formula,
    Slot,
    Taken,
    adjoint_formula,
    branches_taken,
    in_numbers,
    one_slot,
    shown_rule,
    tangent_formula,
)
from adcli.traces.ordering import arrange, consumers
from adcli.traces.steps import Contribution, Contributions, Partial, Quantity, Step, Use
from adcli.traces.trace_sweeps import with_sweeps

if TYPE_CHECKING:
    from adcli.accuracy.bounds import ErrorEstimate

_DIGITS = tuple("0123456789.")


class Trace:
    """The evaluation trace of one output, or of the outputs of a `product`, at one point: a sequence of steps, each made when it
    is asked for.

    Inputs come first, in order of first appearance; then the operations, for one expression by depth and left to right within
    a depth, for several statements in the order executed. Parts made of numbers only have no step.
    """

    def __init__(self, result: Gradient, seeded: Sequence[str], product: Product | None = None, error: ErrorEstimate | None = None) -> None:
        graph = result.graph
        self.graph, self.result, self.tape, self.output = graph, result, result.tape, result.output
        self.wrt, self.point = result.wrt, result.point
        self.zero, self.one = (self.tape.numbers.number(text) for text in "01")
        self.seeded = list(seeded)  # the input that each forward sweep is seeded at; "" where it is seeded at several
        self.product = product
        traced = graph.outputs if product else [self.output]
        names = dict(zip(reversed(graph.outputs), reversed(graph.output_names()), strict=True))
        self.outputs = {i: names[i] for i in traced}
        self.cotangents = product.cotangents if product else {self.output: self.one}
        self.nodes, self.numbers = arrange(result.tape)
        self.error = error
        self._shares = error.by_step(self.tape, self.numbers) if error else {}
        self._consumers: dict[int, list[tuple[int, int]]] = {}
        self._asked: set[int] = set()
        self._executed = Executed(graph)
        self._cases: dict[int, tuple[tuple[str, ...], Taken]] = {}

    def __len__(self) -> int:
        return len(self.nodes)

    def __iter__(self) -> Iterator[Step]:
        return self.steps(range(len(self)))

    def __getitem__(self, position: int) -> Step:
        return next(self.steps([range(len(self))[position]]))

    def steps(self, positions: Iterable[int]) -> Iterator[Step]:
        """The steps at those positions of the trace."""
        nodes = [self.nodes[k] for k in positions]
        self._find_consumers(nodes)
        return (self._step(i) for i in nodes)

    def seeds(self, k: int) -> dict[str, float]:
        """The tangents of the inputs that forward sweep `k` begins with."""
        return (
            {name: self.one if name == self.seeded[k] else self.zero for name in self.wrt}
            if self.seeded[k] or not self.product
            else self.product.seeds
        )

    @cached_property
    def cost(self) -> Cost:
        """What value and gradient cost, counted once."""
        return self.result.cost

    @property
    def count(self) -> int:
        """How many numbered steps there are."""
        return len(self.numbers)

    def _find_consumers(self, nodes: Iterable[int]) -> None:
        """Note who uses each of these nodes: (consumer, position among its operands), in order of evaluation."""
        wanted = {i for i in (range(len(self.graph)) if self._asked else nodes) if i not in self._asked}
        self._asked |= wanted  # who asks twice is likely to ask for all
        if wanted:
            self._consumers |= consumers(self.tape, self.numbers, wanted)

    def _step(self, i: int) -> Step:
        graph, tape = self.graph, self.tape
        function, number = graph.functions[i], self.numbers.get(i, 0)
        sweeps = self.result.tangents if number else []
        adjoints = self.result.adjoints
        if not function:
            name = graph.leaves[i]
            primal = Quantity(tape.values[i])
            tangents = [Quantity(sweep[i] if sweep[i] is not None else self.zero) for sweep in sweeps]
        else:
            name = graph.assigned.get(i, "")
            primal = Quantity(self._executed.value(i, tape.values[i]), *self._primal(i))
            tangents = [self._tangent(i, sweep) for sweep in sweeps]
        adjoint = None
        if number and adjoints is not None and tape.active[i]:
            adjoint = adjoints[i] if adjoints[i] is not None else self.zero
        consumers = sorted({self.numbers[user] for user, _ in self._consumers[i]})
        return Step(
            number,
            name,
            function or "input",
            graph.span(i),
            primal,
            self.outputs.get(i, ""),
            tangents,
            adjoint,
            self._contributions(i) if number and adjoints is not None else [],
            self._partials(i) if number and function else [],
            consumers,
            self._executed.place(i),
            self._shares.get(i),
            self._executed.margin(i),
        )

    def _primal(self, i: int) -> tuple[Formula, Formula]:
        """The operation on steps, and the same in numbers."""
        graph, tape = self.graph, self.tape
        if graph.functions[i] == "if":
            return self._conditional(i)
        slots: dict[int, Slot] = {}
        values: dict[int, Slot] = {}
        stack = list(graph.operands[i])
        while stack:
            j = stack.pop()
            if j in self.numbers:
                slots[j] = Slot("value", self.numbers[j])
                values[j] = Slot("number", tape.values[j])
            elif tape.values[j] is None and not graph.fixed[j] and i not in self._executed.decisions:
                slots[j] = values[j] = Slot("nothing", None)
            elif not graph.fixed[j]:
                stack += graph.operands[j]
        return Formula(graph, i, slots), Formula(graph, i, values)

    def _conditional(self, i: int) -> tuple[Formula, Formula]:
        """A conditional as its branch taken, the condition, and an ellipsis for the other branch."""
        graph, taken = self.graph, self.tape.taken[i]
        shown = Graph()
        condition, value, nothing = (shown.leaf(name, fixed=False) for name in ("condition", "value", "nothing"))
        first = taken == graph.operands[i][1]
        root = shown.add("if", (condition, value, nothing) if first else (condition, nothing, value))
        written = {condition: Slot("written", (graph, graph.operands[i][0])), nothing: Slot("nothing", None)}
        slot = Slot("value", self.numbers[taken]) if taken in self.numbers else Slot("written", (graph, taken))
        return Formula(shown, root, written | {value: slot}), Formula(shown, root, written | {value: Slot("number", self.tape.values[i])})

    def _operand_slots(self, i: int, part: Graph) -> tuple[dict[int, Slot], dict[str, float]]:
        """The slots of a rule's inputs for a node's operands and its value, and their values by name."""
        graph, tape = self.graph, self.tape
        names = (*operand_names(graph.functions[i], len(graph.operands[i])), "out")
        slots: dict[int, Slot] = {}
        values: dict[str, float] = {}
        for name, j in zip(names, (*graph.operands[i], i), strict=True):
            values[name] = tape.values[j]
            if name in part.inputs:
                slots[part.inputs[name]] = Slot("value", self.numbers[j]) if j in self.numbers else Slot("written", (graph, j))
        return slots, values

    def _case(self, i: int) -> tuple[tuple[str, ...], Taken]:
        """What decides how a node's rule is shown: the numbers among its operands, and the branches its partials take."""
        if i in self._cases:
            return self._cases[i]
        graph, values = self.graph, self.tape.values
        numbers = tuple(graph.leaves[j] if graph.leaves[j][-1:] in _DIGITS and graph.fixed[j] else "" for j in graph.operands[i])
        case = numbers, branches_taken(graph.functions[i], [values[j] for j in graph.operands[i]], values[i], self.tape.numbers)
        self._cases[i] = case
        return case

    def _tangent(self, i: int, sweep: Sequence[Any]) -> Quantity:
        graph, tape = self.graph, self.tape
        value = sweep[i] if sweep[i] is not None else self.zero
        if not tape.active[i]:
            return Quantity(value)
        if graph.functions[i] == "if":
            taken = tape.taken[i]
            return Quantity(value, *one_slot("tangent", self.numbers[taken], value)) if taken in self.numbers else Quantity(value)
        wanted = tuple(j in self.numbers and tape.active[j] == 1 for j in graph.operands[i])
        part = tangent_formula(graph.functions[i], *self._case(i), wanted)
        slots, values = self._operand_slots(i, part)
        for name, j, want in zip(operand_names(graph.functions[i], len(wanted)), graph.operands[i], wanted, strict=True):
            if want:
                slots[part.inputs[CARRIED + name]] = Slot("tangent", self.numbers[j])
                values[CARRIED + name] = self.zero if sweep[j] is None else sweep[j]
        return Quantity(value, Formula(part, part.outputs[0], slots), in_numbers(part, values, tape.numbers))

    def _contributions(self, i: int) -> Contributions:
        """What a node's adjoint is the sum of: the seed of an output (a use by no node), and what each consumer sends."""
        adjoints, active = self.result.adjoints, self.tape.active
        assert adjoints is not None
        uses = [(-1, i)] if i in self.cotangents else []
        if active[i]:
            found = [(user, position) for user, position in self._consumers[i] if adjoints[user] is not None and active[user]]
            uses += sorted(found, key=lambda use: -self.numbers[use[0]])
        return Contributions(uses, self._contribution)

    def _contribution(self, use: Use) -> Contribution:
        user, position = use
        graph, adjoints = self.graph, self.result.adjoints
        assert adjoints is not None
        if user < 0:
            return Contribution(0, "", Quantity(self.cotangents[position]))
        function, number, adjoint = graph.functions[user], self.numbers[user], adjoints[user]
        if function == "if":
            return Contribution(number, function, Quantity(adjoint, *one_slot("adjoint", number, adjoint)))
        part = adjoint_formula(function, *self._case(user), position)
        slots, values = self._operand_slots(user, part)
        slots[part.inputs[CARRIED]] = Slot("adjoint", number)
        values[CARRIED] = adjoint
        value = self.tape.flow(user, adjoint, self.tape.partials[user][position])
        quantity = Quantity(value, Formula(part, part.outputs[0], slots), in_numbers(part, values, self.tape.numbers))
        return Contribution(number, function, quantity)

    def _partials(self, i: int) -> list[Partial]:
        graph, tape = self.graph, self.tape
        if graph.functions[i] == "if":
            taken = tape.taken[i]
            return [Partial(self.numbers[taken], Quantity(self.one))] if taken in self.numbers else []
        part = shown_rule(graph.functions[i], *self._case(i))
        slots, _ = self._operand_slots(i, part)
        found = []
        for k, (j, value) in enumerate(zip(graph.operands[i], tape.partials[i], strict=False)):
            if value is not None:
                found.append(Partial(self.numbers[j], Quantity(value, Formula(part, part.outputs[k], slots))))
        return found


def trace_of(result: Gradient, sweeps: Collection[str] = (), *, reverse: bool = True, error: ErrorEstimate | None = None) -> Trace:
    """The trace of a gradient. It holds the forward sweeps towards the inputs named, or those the gradient was found by, and a
    reverse sweep if that is wanted."""
    seeded = result.wrt if result.tangents else [name for name in result.wrt if name in sweeps]
    return Trace(with_sweeps(result, seeded, reverse), seeded, error=error)
