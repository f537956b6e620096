"""Products that need their sign: why, and how to write them."""

from __future__ import annotations

import re

from adcli.advice.pasted import prefix_if
from adcli.advice.spelling import misplaced_word
from adcli.advice.writing import PLAIN_DIGITS, bare, is_function, known_functions, unwrapped, write
from adcli.errors import ParseError, Span
from adcli.functions import ALIASES, FUNCTIONS
from adcli.language.syntax import Syntax

_BETWEEN = "write * between them"
_CHOICES = ("if(", "where(")


def refused_product(s: Syntax, left: int, right: int, last: int, head: int, split: int) -> ParseError:
    """The error for two factors side by side.

    `last` and `head` are the nodes that meet; `split` is the quotient or power whose right end takes the second factor in one of
    two readings, or -1.
    """
    span = Span(s.starts[right], s.starts[right] + 1)
    factor = left
    while s.functions[factor] == "*" and not s.grouped(factor):
        factor = s.operands[factor][-1]
    a, b = s.written(factor), bare(s.written(right))
    special = _choice(s, last, head, span) or _loop(s, right) or _word(s, last, head)
    special = special or _function(s, last, head, right, a, span) or _power(s, last, right, span)
    if special:
        return special
    around = s.text[max(0, s.stops[left] - 30) : s.stops[left]] + "|" + s.text[s.starts[right] : s.starts[right] + 30]
    if re.search(r"\bd[\w^]*/d\w+\||\bd[²³]?\|\w+/d\w", around):
        return ParseError("adcli differentiates by itself", span=span, advice="write the formula alone")
    digits = s.written(right)[0].isdigit()
    if split >= 0 and not digits:
        middle = s.starts[s.operands[split][-1]]
        opening, inner = s.text[s.starts[factor] : middle], bare(s.text[middle : s.stops[left]])
        outer = f"({opening}{inner})" if s.functions[split] == "/" else f"{opening}{inner}"
        advice = write(f"{outer}*{b}", f"{opening}({inner}*{b})", otherwise="write * and parentheses for the one that is meant")
        return ParseError("this product can be read in two ways", span=span, advice=advice)
    numbers = s.written(right)[0] in ".0123456789" and s.leaves[factor][:1] in (*".0123456789",)
    grouped = re.search(r"(?<![\w.])[0-9]{1,3}(?:\s[0-9]{3})*$", s.text[max(0, s.stops[left] - 30) : s.stops[left]])
    if numbers and grouped and re.fullmatch(r"[0-9]{3}(?:\.[0-9]+)?", b):
        whole = "".join(f"{grouped[0]}{b}".split())
        codes = (whole,) if b[0] == "0" else (whole, f"{a}*{b}")
        return ParseError("two numbers stand side by side", span=span, advice=write(*codes, otherwise=_BETWEEN))
    message = f"two {'numbers' if numbers else 'values'} stand side by side"
    return ParseError(message, span=span, advice=write(f"{a}*{b}", otherwise=_BETWEEN, tail=" to multiply"))


def _loop(s: Syntax, right: int) -> ParseError | None:
    """The error in the head of a loop."""
    from adcli.advice.programs import LOOP

    start = max(0, s.starts[right] - 200)
    found = re.search(r"(?:^|[;\n{}])\s*(for)\s+\w+\s+in\b[^;\n{}]*$", s.text[start : s.starts[right]])
    if not found:
        return None
    at = Span(start + found.start(1), start + found.end(1))
    advice = "write for i in 1..n step 2 { ... }" if re.match(r"by\b", s.text[s.starts[right] :][:3]) else LOOP
    return ParseError("a loop is written in another way", span=at, advice=advice)


def _choice(s: Syntax, last: int, head: int, span: Span) -> ParseError | None:
    """The error beside `if(...)` and `where(...)`."""
    for node in (last, head):
        if s.functions[node] in _CHOICES:
            if s.functions[node] == "if(" and len(s.operands[node]) == 1:
                from adcli.advice.pasted import prefix_if

                return prefix_if(s.text, s.starts[node])
            message = f"{s.functions[node]}...) is never multiplied by what stands beside it"
            return ParseError(message, span=span, advice=_BETWEEN)
    return None


def _word(s: Syntax, last: int, head: int) -> ParseError | None:
    """The error where a factor is a word of another language."""
    for node in (last, head):
        if s.leaves[node][:1].isalpha() and not s.grouped(node):
            if s.leaves[node] == "then" and (opening := re.search(r"(?:^|[;\n=(,])\s*(if)\b[^;\n]*$", s.text[: s.starts[node]])):
                return prefix_if(s.text, opening.start(1))
            error = misplaced_word(s.leaves[node], s.starts[node])
            if error:
                return error
    return None


def _function(s: Syntax, last: int, head: int, right: int, a: str, span: Span) -> ParseError | None:
    """The error for `sin x` and `x sin x`: a function without its parentheses."""
    for node, argument_at, prefix in ((last, s.starts[right], ""), (head, s.stops[head], f"{a}*")):
        name = s.leaves[node]
        if not is_function(name) or s.grouped(node):
            continue
        entry = FUNCTIONS[ALIASES.get(name, name)]
        if len(entry.names) > 1 or entry.variadic:
            signature = f"write {name}({', '.join(entry.names)}{', ...' if entry.variadic else ''})"
            return ParseError(f"{name} needs its arguments in parentheses", span=span, advice=signature)
        argument = unwrapped(_product_at(s.text, argument_at))
        advice = write(f"{prefix}{name}({argument})", otherwise=f"write {name}(...)") if argument else f"write {name}(...)"
        return ParseError(f"{name} needs its argument in parentheses", span=span, advice=advice)
    return None


def _power(s: Syntax, last: int, right: int, span: Span) -> ParseError | None:
    """The error for `sin^2(x)`: a power between a function and its argument."""
    power = next((j for j in range(len(s) - 1, last, -1) if s.functions[j] == "^" and s.stops[j] == s.stops[last]), -1)
    if power < 0 or not is_function(s.leaves[s.operands[power][0]]):
        return None
    name, exponent = s.leaves[s.operands[power][0]], s.written(s.operands[power][1]).translate(PLAIN_DIGITS)
    argument = unwrapped(_product_at(s.text, s.starts[right]))
    inverse = f"a{name}"
    if exponent == "-1" and inverse in known_functions():
        advice = write(f"{inverse}({argument})", f"1/{name}({argument})", otherwise=f"write {inverse}(...) or 1/{name}(...)")
    else:
        advice = write(f"{name}({argument})^{exponent}", otherwise=f"write {name}(...)^{exponent}")
    return ParseError(f"a power of {name} stands after its argument", span=span, advice=advice)


def _product_at(text: str, at: int) -> str:
    """The factors that stand side by side from an offset on."""
    found = re.match(r"(?:\s*(?:[\w.√]+(?:\([^()]*\))?|\([^()]*\)|\^-?(?=[\w(])))*", text[at : at + 80])
    return found[0].strip() if found else ""
