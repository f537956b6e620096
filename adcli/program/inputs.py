"""The inputs of a program, found without running it: the names that it reads and never gives a value to."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from adcli.functions import CONSTANTS
from adcli.language.forms import FORMS
from adcli.language.names import element_name
from adcli.program.code import Code
from adcli.program.vectors import input_vectors


def input_names(code: Code, given: Collection[str]) -> list[str]:
    """The inputs in order of first appearance, whatever way the program goes; of a vector, the elements that are `given`."""
    vectors = input_vectors(given)
    found: dict[str, None] = {}
    for name, is_vector in _names_read(code):
        if is_vector or (name in vectors and name not in given):
            for index in sorted(vectors[name].elements) if name in vectors else ():
                found.setdefault(element_name(name, index))
        elif name not in CONSTANTS or name in given:
            found.setdefault(name)
    return list(found)


def _names_read(code: Code) -> Iterator[tuple[str, bool]]:
    """Each name that is read and is no name of the program's own, and whether it is a vector's, in order."""
    syntax = code.syntax
    bound = _bound_by_sums(code)
    for own, first, stop in _regions(code):
        for i in range(first, stop):
            name, function = syntax.leaves[i], syntax.functions[i]
            is_vector = function == "["
            if (function and not is_vector) or not name[:1].isidentifier() or i in bound:
                continue
            if name not in own and f"{name}[" not in own:
                yield name, is_vector


def _regions(code: Code) -> Iterator[tuple[Collection[str], int, int]]:
    """Stretches of nodes whose values are wanted, with the names that are the program's own there."""
    statements = code.syntax.statements
    function, until = "", -1
    for k, statement in enumerate(statements):
        if k >= until:
            function = ""
        if statement.kind == "define":
            function, until = statement.name, statement.to
            continue
        own = code.names
        if function:
            defined = code.functions[function]
            own = code.names.union(defined.names, defined.parameters)
        if statement.kind == "end":
            continue
        if statement.kind == "element":
            target = statement.operands[0]
            yield own, statement.first, target  # its indices
            yield own, target + 1, statement.stop
        else:
            yield own, statement.first, statement.stop


def _bound_by_sums(code: Code) -> set[int]:
    """The nodes that are the variable of a sum or product around them."""
    syntax = code.syntax
    first = list(range(len(syntax)))  # where the nodes begin that a node is made of
    bound: set[int] = set()
    for i, operands in enumerate(syntax.operands):
        for j in operands:
            first[i] = min(first[i], first[j])
        if len(operands) == 4 and syntax.functions[i][:-1] in FORMS:
            variable, _, _, term = operands
            bound.add(variable)
            bound.update(j for j in range(first[term], term + 1) if not syntax.functions[j] and syntax.leaves[j] == syntax.leaves[variable])
    return bound
