"""Many different short formulas, each at one point: from text to value and gradient, as a ratio to what others take in the same run.

    python tests/benchmarks/formulas.py [FORMULAS]

The measure is Lark alone, parsing the same texts with a transformer that does nothing. CasADi and SymPy are measured, on fewer of
the formulas, where they are installed; adcli needs neither. All run in turn, several rounds; the medians are printed.
"""

from __future__ import annotations

import gc
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from lark import Transformer

from adcli.derivatives import gradient_at
from adcli.language.grammar import load_grammar
from adcli.reading import parse

ROUNDS = 5
VARIABLES = ("x", "y", "z", "a", "b", "x1")
FUNCTIONS = ("sin", "cos", "exp", "log", "sqrt", "tanh")
SHAPES = (
    "{k}*{a} + {f}({b})*{c}^2/3",
    "{f}({a}*{b} + {k}) - {c}/{k}",
    "({a} + {k}*{b})*exp(-{c}/{k})",
    "{a}^{k}*{b} + {f}({c} + 1)",
    "{f}({k}*{a})/({b}^2 + {c}) - {k}",
)

Formula = tuple[str, dict[str, float]]


def formulas(count: int) -> list[Formula]:
    """So many different formulas of about 15 tokens, each with a point at which it has a value."""
    dice = random.Random(1)
    found: dict[str, dict[str, float]] = {}
    while len(found) < count:
        a, b, c = (dice.choice(VARIABLES) for _ in range(3))
        text = dice.choice(SHAPES).format(k=dice.randint(1, 9_999) / 100, f=dice.choice(FUNCTIONS), a=a, b=b, c=c)
        found[text] = {name: dice.randint(1, 300) / 100 for name in dict.fromkeys((a, b, c))}
    return list(found.items())


def lark_alone() -> Callable[[Formula], Any]:
    """Parsing with our grammar and a transformer that does nothing."""
    parser = load_grammar(Transformer())
    return lambda formula: parser.parse(formula[0])


def adcli() -> Callable[[Formula], Any]:
    """Text to value and gradient."""

    def run(formula: Formula) -> Any:
        text, point = formula
        found = gradient_at(parse(text, names=point), point)
        return found.value, found.gradient

    return run


def casadi() -> Callable[[Formula], Any]:
    """Python's reading of the text with symbols, their gradient, a function of both, and one call."""
    import casadi as ca

    functions = {name: getattr(ca, name) for name in FUNCTIONS}

    def run(formula: Formula) -> Any:
        text, point = formula
        symbols = {name: ca.SX.sym(name) for name in point}
        value = eval(text.replace("^", "**"), {"__builtins__": {}}, functions | symbols)
        inputs = ca.vertcat(*symbols.values())
        answer = ca.Function("f", [inputs], [value, ca.gradient(value, inputs)])(ca.DM(list(point.values())))
        return float(answer[0]), dict(zip(point, answer[1].elements(), strict=True))

    return run


def sympy() -> Callable[[Formula], Any]:
    """sympify, diff by each variable, and the numbers put in."""
    import sympy as sp

    def run(formula: Formula) -> Any:
        text, point = formula
        value = sp.sympify(text)
        return float(value.subs(point)), {name: float(value.diff(name).subs(point)) for name in point}

    return run


def agree(first: Any, second: Any) -> bool:
    """Whether two answers are the same but for rounding."""
    numbers = [(first[0], second[0]), *((first[1][name], second[1][name]) for name in first[1])]
    return all(abs(a - b) <= 1e-9 * max(1, abs(a)) for a, b in numbers)


def main(count: int) -> None:
    """Print microseconds per formula and the ratios."""
    texts = formulas(count)
    tokens = statistics.mean(len(re.findall(r"[\w.]+|\S", text)) for text, _ in texts)
    print(f"{count:,} formulas of {tokens:.1f} tokens")
    ways: dict[str, tuple[Callable[[Formula], Any], list[Formula]]] = {"Lark alone": (lark_alone(), texts), "adcli": (adcli(), texts)}
    if find_spec("casadi"):
        ways["CasADi"] = (casadi(), texts[: count // 10])
    if find_spec("sympy"):
        ways["SymPy"] = (sympy(), texts[: count // 200])
    for name, (way, some) in ways.items():
        answers = [(way(formula), ways["adcli"][0](formula)) for formula in some[:50]]
        assert name == "Lark alone" or all(agree(*pair) for pair in answers), name
    gc.disable()  # as in the command
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (way, some) in ways.items():
            begun = time.perf_counter()
            for formula in some:
                way(formula)
            times[name].append((time.perf_counter() - begun) / len(some) * 1e6)
    ours = times["adcli"]
    for name, each in times.items():
        ratio = statistics.median(a / b for a, b in zip(ours, each, strict=True))
        told = (
            ""
            if name == "adcli"
            else f"   adcli takes {ratio:.2f} times that"
            if ratio > 0.2
            else f"   adcli is {1 / ratio:.0f} times as fast"
        )
        print(f"{name:<11}{statistics.median(each):>9.0f} us a formula{told}")


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 20_000)
