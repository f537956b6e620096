"""A small graph as a Python function of scalars: the table's texts, ready to run.

Code is generated from graphs only, with names chosen here; no text of a user is ever compiled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adcli.functions import FUNCTIONS
from adcli.graph import Graph

_PYTHON = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "eq": "==",
    "ne": "!=",
    "and": "and",
    "or": "or",
}


def compile_graph(
    graph: Graph, outputs: Sequence[int | None], parameters: Sequence[str], functions: Mapping[str, Any], number: Callable[[str], Any]
) -> Callable[..., Any]:
    """A function of the parameters, in order, giving a tuple with each output's value (None for an output that is None).

    `functions` has what each of the table's names computes; `number` makes a value of a written number or a constant's name.
    What is used twice is computed once, beforehand; of everything else, branches not taken are not run.
    """
    names = {name: f"p{k}" for k, name in enumerate(parameters)}
    scope: dict[str, Any] = {}
    code: dict[int, str] = {}
    lines: list[str] = []
    needed = graph.needed([i for i in outputs if i is not None])
    uses = Counter([j for i in needed for j in graph.operands[i]] + [i for i in outputs if i is not None])
    for i in needed:
        function = graph.functions[i]
        arguments = [code[j] for j in graph.operands[i]]
        if not function:
            if graph.fixed[i]:
                scope[f"k{i}"] = number(graph.leaves[i])
                code[i] = f"k{i}"
            else:
                code[i] = names[graph.leaves[i]]
            continue
        if function in _PYTHON:
            code[i] = f"({arguments[0]} {_PYTHON[function]} {arguments[1]})"
        elif function == "neg":
            code[i] = f"(-{arguments[0]})"
        elif function == "not":
            code[i] = f"(not {arguments[0]})"
        elif function == "if":
            code[i] = f"({arguments[1]} if {arguments[0]} else {arguments[2]})"
        else:
            scope[f"f_{FUNCTIONS[function].name}"] = functions[function]
            code[i] = f"f_{FUNCTIONS[function].name}({', '.join(arguments)})"
        if uses[i] > 1:
            lines.append(f" t{i} = {code[i]}\n")
            code[i] = f"t{i}"
    results = "".join(f"{'None' if i is None else code[i]}, " for i in outputs)
    exec(f"def made({', '.join(names.values())}):\n{''.join(lines)} return ({results})", scope)
    made: Callable[..., Any] = scope["made"]
    return made
