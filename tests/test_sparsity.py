"""Patterns of dependence and their groups."""

from __future__ import annotations

import random

import pytest

import adcli
from adcli.arithmetic.floats import FLOATS
from adcli.matrices.sparsity import dependencies, groups, symmetric_groups, transposed
from adcli.sweep import Tape, evaluate, linearize, push


def tape_of(text: str) -> Tape:
    """The linearized tape of a text with every variable at 1."""
    graph = adcli.parse(text)
    tape = evaluate(graph, dict.fromkeys(graph.inputs, 1.0), FLOATS)
    linearize(tape, graph.inputs.values())
    return tape


def pattern(text: str) -> list[list[int]]:
    tape = tape_of(text)
    return dependencies(tape, tape.graph.outputs, list(tape.graph.inputs.values()))


def test_each_output_has_the_inputs_it_depends_on() -> None:
    assert pattern("x*y; z; sin(x) + z; 3; x*y") == [[0, 1], [2], [0, 2], [], [0, 1]]


def test_parts_that_several_outputs_share() -> None:
    assert pattern("a = x*y + z; b = sin(a); b*w; b/x; a^2") == [[0, 1, 2, 3], [0, 1, 2], [0, 1, 2]]


def test_conditions_are_no_dependence_and_the_branch_not_taken_is_none() -> None:
    assert pattern("x if y > 0 else z; z") == [[0], [2]]


def test_random_programs_have_the_pattern_that_tangents_show() -> None:
    dice = random.Random(7)
    for _ in range(30):
        names = [f"x{k}" for k in range(6)]
        lines = []
        for k in range(12):
            lines.append(f"v{k} = {dice.choice(names)}*{dice.choice(names)} + 0.1*{dice.choice(names)}")
            names.append(f"v{k}")
        tape = tape_of("; ".join(lines))
        graph, inputs = tape.graph, list(tape.graph.inputs.values())
        sweeps = [push(tape, {i: 1.0}) for i in inputs]
        reached = [[c for c, tangents in enumerate(sweeps) if tangents[i] is not None] for i in graph.outputs]
        assert dependencies(tape, graph.outputs, inputs) == reached


@pytest.mark.parametrize(
    "text",
    [
        "+".join(f"x{k}^2" for k in range(3000)),  # one output of many inputs
        "v = " + "+".join(f"x{k}" for k in range(3000)) + "; v*x0; v*x1; v^2",  # a long sum that several share
        "v = " + "sin(" * 900 + "x" + ")" * 900 + "; " + "; ".join(f"v*x{k}" for k in range(900)),  # a long chain that many share
    ],
    ids=["one output", "shared sum", "shared chain"],
)
def test_no_set_is_copied_along_a_sum_or_a_chain(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from adcli.matrices import sparsity

    copied = 0
    plain = sparsity._union

    def counting(parts: list[set[int]]) -> set[int]:
        nonlocal copied
        found = plain(parts)
        copied += 0 if any(found is part for part in parts) else len(found)
        return found

    monkeypatch.setattr(sparsity, "_union", counting)
    pattern(text)
    assert copied < 20_000


def independent(lines: list[list[int]], members: list[list[int]]) -> bool:
    """Whether the lines of each group have no crossing in common, and each line that has any is in one group."""
    apart = all(len(crossings) == len(set(crossings)) for crossings in ([c for k in group for c in lines[k]] for group in members))
    return apart and sorted(k for group in members for k in group) == [k for k, line in enumerate(lines) if line]


def test_groups_have_no_crossing_in_common() -> None:
    dice = random.Random(3)
    for _ in range(50):
        lines = [sorted(dice.sample(range(30), dice.randint(0, 4))) for _ in range(40)]
        found = groups(lines, 30)
        assert independent(lines, found)
        assert len(found) >= max(map(len, transposed(lines, 30)))


def test_diagonals_and_bands_need_as_many_groups_as_they_are_wide() -> None:
    assert len(groups([[k] for k in range(100)], 100)) == 1
    assert len(groups([[k, k + 1, k + 2] for k in range(100)], 102)) == 3
    assert groups([[], [], []], 5) == []


def test_where_one_crossing_has_all_lines_each_is_a_group() -> None:
    assert groups([[0], [], [0, 1]], 2) == [[0], [2]]


def test_a_symmetric_arrow_needs_two_groups() -> None:
    rows = [list(range(50)), *([0, k] for k in range(1, 50))]
    found, singles = symmetric_groups(rows)
    assert (len(found), singles, found[0]) == (2, 1, [0])


def test_symmetric_groups_give_every_entry() -> None:
    dice = random.Random(5)
    for _ in range(30):
        pairs = {(dice.randrange(20), dice.randrange(20)) for _ in range(30)}
        rows = [sorted({c for r, c in pairs if r == k} | {r for r, c in pairs if c == k}) for k in range(20)]
        found, singles = symmetric_groups(rows)
        given = {(r, c) for group in found[:singles] for c in group for r in rows[c]}
        given |= {(c, r) for r, c in given}
        known = {group[0] for group in found[:singles]}
        for group in found[singles:]:
            rest = [[r for r in rows[c] if r not in known] for c in group]
            assert max(map(len, transposed(rest, 20)), default=0) <= 1
            given |= {(r, c) for c, column in zip(group, rest, strict=True) for r in column}
        assert given == {(r, c) for r in range(20) for c in rows[r]}
