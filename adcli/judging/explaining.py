"""Why a claimed derivative is wrong: hypotheses about the mistake, each tried at every scene, likely ones first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from adcli.arithmetic.floats import FLOATS
from adcli.derivatives import Gradient
from adcli.formula import PLAIN, Label, write
from adcli.functions import FUNCTIONS
from adcli.judging.mistakes import INNER, KINDS, SUMS, Mistake, mistakes, with_all, with_one
from adcli.judging.nearby import Scene
from adcli.rules import operand_names
from adcli.traces.chain_rule import branches_taken, shown_rule
from adcli.traces.tracing import trace_of

MOST_MISTAKES = 4000  # that are tried: formulas done by hand have fewer


class Reason(NamedTuple):
    """What kind of mistake it is, and in words."""

    kind: str
    why: str


def explain(result: Gradient, scenes: Sequence[Scene]) -> Reason | None:
    """The first mistake that makes the claim of the derivative at every scene; None where no single one does."""

    def fits(value: Callable[[Scene], float]) -> bool:
        values = [value(scene) for scene in scenes]
        claimed = all(scene.is_claimed(found) for scene, found in zip(scenes, values, strict=True))
        return claimed and any(not math.isclose(found, scene.derivative) for scene, found in zip(scenes, values, strict=True))

    def itself(scene: Scene) -> float:
        return float(scene.tape.values[result.output])

    for kind, why, value in _overall(result, scenes[0].name, scenes):
        if fits(value):
            return Reason(kind, why)
    words = _Words(result, scenes[0])
    made = [mistake for mistake, _ in zip(mistakes(scenes[0]), range(MOST_MISTAKES), strict=False)]
    operators = SUMS | {"div"}  # whose rules are the likelier place of a wrong sign
    made.sort(key=lambda mistake: (mistake.kind, result.graph.functions[mistake.node] not in operators))
    inner = sum([mistake.kind == INNER for mistake in made])  # exp(2x) as the derivative of exp(2x) is one of these, and itself
    for k, mistake in enumerate(made):
        if k == inner and fits(itself):
            break
        if fits(lambda scene, one=mistake: with_one(scene, one)):  # type: ignore[misc]
            return Reason(KINDS[mistake.kind], words.tell(mistake))
    if fits(itself):
        return Reason("not differentiated", "this is the expression itself, not its derivative")
    for group in _repeated(made):
        if fits(lambda scene, all_of=group: with_all(scene, all_of)):  # type: ignore[misc]
            return Reason(KINDS[group[0].kind], f"{words.tell(group[0])}; so in {len(group)} places")
    return _one_consumer(result, scenes, words) or _ratio(result, scenes)


def _overall(result: Gradient, name: str, scenes: Sequence[Scene]) -> Iterator[tuple[str, str, Callable[[Scene], float]]]:
    yield "sign", "the claim is -1 times the derivative", lambda scene: -scene.derivative
    for other in result.graph.inputs:
        if other != name and any(scene.gradient[other] for scene in scenes):
            yield "wrong variable", f"this is the derivative by {other}", lambda scene, y=other: scene.gradient[y]  # type: ignore[misc]


def _repeated(made: Sequence[Mistake]) -> Iterator[list[Mistake]]:
    """The same mistake made wherever it can be made."""
    groups: dict[tuple[int, str], list[Mistake]] = {}
    for mistake in made:
        group = groups.setdefault((mistake.kind, mistake.why), [])
        if all(other.node != mistake.node for other in group):
            group.append(mistake)
    return (group for group in groups.values() if len(group) > 1)


def _one_consumer(result: Gradient, scenes: Sequence[Scene], words: _Words) -> Reason | None:
    """Of a value with several consumers, only what one of them sends back is counted."""
    graph, name = result.graph, scenes[0].name
    users: dict[int, list[tuple[int, int]]] = {}
    for i in scenes[0].tape.order:
        for k, j in enumerate(graph.operands[i]):
            if scenes[0].tangents[j] is not None and scenes[0].tape.partials[i] and scenes[0].tape.partials[i][k] is not None:
                users.setdefault(j, []).append((i, k))
    for j, edges in users.items():
        for i, k in edges if len(edges) > 1 else ():

            def only(scene: Scene, i: int = i, k: int = k, j: int = j) -> float:
                back = scene.adjoints[i]
                sent = FLOATS.flow(back, scene.tape.partials[i][k]) if back is not None else 0.0
                return float(scene.derivative + (sent - scene.adjoints[j]) * scene.tangents[j])

            if all(scene.adjoints[j] is not None and scene.is_claimed(only(scene)) for scene in scenes):
                what = name if graph.inputs.get(name) == j else words.named(j)
                return Reason("missing term", f"{what} is used {len(edges)} times, and only its use in {words.named(i)} is counted")
    return None


def _ratio(result: Gradient, scenes: Sequence[Scene]) -> Reason | None:
    """What the claim has in common with the derivative at all: a factor, a difference, a power of a value on the way."""
    graph, name, first = result.graph, scenes[0].name, scenes[0]
    if all(scene.claimed == 0 for scene in scenes):
        return Reason("zero", f"the expression does change with {name}: it is no constant here")
    if all(scene.derivative == 0 for scene in scenes):
        return Reason("not zero", f"the expression does not change with {name}: its derivative is 0")
    factor = first.claimed / first.derivative if first.derivative else math.nan
    if (len(scenes) > 2 or _simple(factor)) and all(scene.is_claimed(factor * scene.derivative) for scene in scenes):
        if abs(factor - 1) < 2e-3:
            return Reason("rounded", f"the claim is {factor:.6g} times the derivative: is a constant of it rounded?")
        return Reason("factor", f"the claim is {_simple(factor) or f'{factor:.6g}'} times the derivative")
    if len(scenes) > 2:
        apart = first.claimed - first.derivative
        if all(scene.is_claimed(scene.derivative + apart) for scene in scenes):
            return Reason("constant", f"the claim is {abs(apart):.6g} too {'large' if apart > 0 else 'small'} everywhere")
        for i in first.tape.order:
            if graph.fixed[i] or isinstance(first.tape.values[i], bool):
                continue
            text = write(graph, i, PLAIN, limit=40)
            if all(scene.is_claimed(scene.derivative * scene.tape.values[i]) for scene in scenes):
                return Reason("factor", f"the claim has a factor {text} too much")
            if all(scene.is_claimed(scene.derivative / (scene.tape.values[i] or math.nan)) for scene in scenes):
                return Reason("factor", f"the claim lacks a factor {text}")
        if all(scene.is_claimed(sum(scene.gradient.values())) for scene in scenes):
            return Reason("wrong variable", "this is the sum of the derivatives by all variables")
        if all(scene.derivative and scene.is_claimed(1 / scene.derivative) for scene in scenes):
            return Reason("reciprocal", f"this is 1 over the derivative: d{name} by the expression, not the other way round")
    return None


def _simple(factor: float) -> str:
    """A factor that is a plain fraction, as a text; "" for any other."""
    if not math.isfinite(factor):
        return ""
    near = Fraction(factor).limit_denominator(12)
    plain = near and abs(near) <= 12 and 1 in (near.denominator, abs(near.numerator))
    return str(near) if plain and abs(float(near) - factor) < 1e-9 * abs(factor) else ""


class _Words:
    """The formulas of the reasons, as the user wrote them."""

    def __init__(self, result: Gradient, scene: Scene) -> None:
        self.result, self.scene, self.graph = result, scene, result.graph

    def tell(self, mistake: Mistake) -> str:
        """The reason with its formulas filled in."""
        graph, i = self.graph, mistake.node
        texts = {"node": self.text(i), "variable": self.scene.name}
        if mistake.operand >= 0:
            j = graph.operands[i][mistake.operand]
            texts["operand"] = self.named(j) if graph.functions[i] in SUMS else self.text(j)
            texts["enclosed"] = texts["operand"] if FUNCTIONS[graph.functions[j] or "sin"].binding == 9 else f"({texts['operand']})"
            if graph.functions[i] != "if":
                texts["partial"] = self.partial(i, mistake.operand)
                texts["inner"] = self.inner(j)
        return mistake.why.format(**texts)

    def text(self, i: int) -> str:
        return write(self.graph, i, PLAIN, limit=40)

    def named(self, i: int) -> str:
        """A step with its number in the trace: v4 = x1*x2."""
        number = trace_of(self.result, []).numbers.get(i)
        return f"v{number} = {self.text(i)}" if number else self.text(i)

    def partial(self, i: int, k: int) -> str:
        """The partial of a node by one of its operands."""
        graph, values = self.graph, self.scene.tape.values
        operands, function = graph.operands[i], graph.functions[i]
        numbers = tuple([graph.leaves[j] if graph.fixed[j] else "" for j in operands])
        part = shown_rule(function, numbers, branches_taken(function, [values[j] for j in operands], values[i], self.scene.tape.numbers))
        places = zip((*operand_names(function, len(operands)), "out"), (*operands, i), strict=True)
        labels = {part.inputs[name]: Label.of_node(graph, j, PLAIN) for name, j in places if name in part.inputs}
        return write(part, part.outputs[k], PLAIN, labels, limit=60)

    def inner(self, j: int) -> str:
        """The derivative of an operand by the variable: as a formula where it is one step away, else its value."""
        graph, name = self.graph, self.scene.name
        moving = [k for k, operand in enumerate(graph.operands[j]) if self.scene.tangents[operand] is not None]
        if len(moving) == 1 and graph.operands[j][moving[0]] == graph.inputs[name] and graph.functions[j] != "if":
            return self.partial(j, moving[0])
        return f"d({self.text(j)})/d{name}, which is {self.scene.tangents[j]:.6g} here"
