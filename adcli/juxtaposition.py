"""Factors side by side: which products may be written without a sign, and which people read in two ways."""

from __future__ import annotations

from adcli.errors import ParseError, Span, short
from adcli.functions import ALIASES, callable_names
from adcli.syntax import Syntax

_SUPERSCRIPTS = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹"


def judge_juxtaposition(s: Syntax, left: int, right: int) -> None:
    """Let two factors side by side pass, or raise ParseError: nobody may read the product in another way."""
    last, split = left, -1
    while s.operands[last] and not s.grouped(last) and not s.functions[last].endswith("("):
        if s.functions[last] in "/^" and split < 0:
            split = last
        last = s.operands[last][-1]
    head = right
    while s.operands[head] and not s.grouped(head) and not s.functions[head].endswith("("):
        head = s.operands[head][0]
    before, after = s.text[s.stops[left] - 1], s.text[s.starts[right]]
    number_first = not s.functions[last] and (s.leaves[last][0] in ".0123456789") and before not in _SUPERSCRIPTS and before != ")"
    span = Span(s.starts[right], s.starts[right] + 1)
    l, r = short(s.written(left), 40), short(s.written(right), 40)  # noqa: E741
    for node in (last, head):
        if s.functions[node] in ("if(", "where("):
            raise ParseError(
                f"{s.functions[node][:-1]}(...) is never multiplied by what stands beside it",
                span=span,
                advice="write * between the factors",
            )
    if not (number_first and (after == "(" or after.isalpha() or after in "_√")) and not (before == ")" and after == "("):
        message, instead = _unfit_factors(s, left, last, head, l, r)
        raise ParseError(message, span=span, advice=instead)
    if split >= 0:
        operand = s.operands[split][-1]
        opening, inner = s.text[s.starts[left] : s.starts[operand]], s.text[s.starts[operand] : s.stops[left]]
        raise ParseError(
            f"'{short(s.text[s.starts[left] : s.stops[right]])}' can be read in two ways",
            span=span,
            advice=f"write ({l})*{r} or {short(opening, 40)}({short(inner, 40)}*{r})",
        )


def _unfit_factors(s: Syntax, left: int, last: int, head: int, l: str, r: str) -> tuple[str, str]:  # noqa: E741
    known = {*callable_names(), *ALIASES}
    name = s.leaves[last]
    if name in known and not s.grouped(last):
        return (f"{name} needs its argument in parentheses", f"write {name}({r})")
    power = last if s.functions[last] == "^" else left
    if s.functions[power] == "^" and s.leaves[s.operands[power][0]] in known and not s.grouped(power):
        name, exponent = (s.leaves[i] for i in s.operands[power])
        return (f"a power of {name} is written after its argument", f"write {name}({_unwrapped(r)})^{exponent}")
    if s.leaves[head][:1].isdigit() and s.leaves[last][:1].isdigit():
        return ("two numbers stand side by side", f"write {l}*{r} to multiply, or drop the space")
    if s.leaves[head] in ("AND", "OR", "NOT", "And", "Or", "Not"):
        return ("two values stand side by side", f"write {s.leaves[head].lower()} in small letters")
    return ("two values stand side by side with no operator between them", f"write {l}*{r} to multiply")


def _unwrapped(text: str) -> str:
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text
