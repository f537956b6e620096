"""LaTeX commands: what they are called here."""

from __future__ import annotations

import re
import unicodedata

from adcli.advice.writing import bare, is_function, unwrapped, write
from adcli.errors import ParseError, Span

_GROUP = r"\{([^{}]*)\}"
# What a command and its arguments look like, and the expression that they mean.
_REWRITTEN = (
    (rf"\\[dt]?frac{_GROUP}{_GROUP}", r"(\1)/(\2)"),
    (rf"\\sqrt\[([^\[\]]*)\]{_GROUP}", r"(\2)^(1/(\1))"),
    (r"\\log_\{?(2|10)\}?\s*(\([^()]*\)|\w+)", r"log\1(\2)"),
    (r"\\(\w+)\^\{?(\w+)\}?\s*(\([^()]*\)|\w+)", r"\1(\3)^\2"),
    (r"\\(\w+)\s*(?:\{([^{}]*)\}|\(([^()]*)\))", r"\1(\2\3)"),
    (r"\\(\w+)\s+([^\W\d]\w*|[0-9.]+)(?!\s*[\w(^{])", r"\1(\2)"),
)
_COMMANDS: dict[str, str] = {
    command: advice
    for advice, commands in {
        "write *": "cdot times ast cdotp",
        "write /": "div over",
        r"write (a)/(b) for \frac{a}{b}": "frac dfrac tfrac",
        "write <=": "le leq leqslant",
        "write >=": "ge geq geqslant",
        "write !=": "ne neq",
        "write <": "lt",
        "write >": "gt",
        "write and": "land wedge",
        "write or": "lor vee",
        "write not": "lnot neg",
        "write abs(...)": "lvert rvert vert",
        "write every term": "sum prod ldots cdots dots",
        "remove it": "left right big Big bigg displaystyle quad qquad limits",
        "write the formula alone": "begin end lim int partial nabla",
        "write the name alone": "mathrm text operatorname mathbf mathit vec hat bar",
        "give inf as the value of a variable, as in --at x=inf": "infty",
        "write ε": "varepsilon",
        "write φ": "varphi",
        "write θ": "vartheta",
        "write λ": "lambda",
        "write Λ": "Lambda",
        "write pi": "pi",
    }.items()
    for command in commands.split()
}


def latex_command(text: str, at: int) -> ParseError:
    """The error for a LaTeX command, whose backslash is at that offset."""
    rest = text[at : at + 200]
    found = re.match(r"\\([A-Za-z]{1,20})", rest)
    if found is None:
        if rest[1:2] in ("\n", "\r"):
            return ParseError(r"'\' continues no line", span=Span(at, at + 1), advice="put a formula of several lines in parentheses")
        return ParseError(r"'\' has no meaning in a formula", span=Span(at, at + 1), advice="remove it")
    advice = _COMMANDS.get(found[1], "") or _letter(found[1])
    if not advice:
        advice = f"write {found[1]}(...)" if is_function(found[1]) else "write the formula without backslashes"
    for pattern, code in _REWRITTEN:
        matched = re.match(pattern, rest)
        if matched and (found[1] not in _COMMANDS or "frac" in found[1]):
            for number, group in enumerate(matched.groups(), 1):
                code = code.replace(f"(\\{number})", bare(f"({unwrapped((group or '').strip())})") if "/" in code else f"(\\{number})")
                code = code.replace(f"\\{number}", unwrapped((group or "").strip()))
            advice = write(code, otherwise=advice)
            break
    return ParseError(f"'{found[0]}' is LaTeX", span=Span(at, at + found.end()), advice=advice)


def _letter(command: str) -> str:
    """The advice to write a Greek letter, or ""."""
    if not (command.islower() or command.istitle()):
        return ""
    try:
        case = "SMALL" if command.islower() else "CAPITAL"
        return f"write {unicodedata.lookup(f'GREEK {case} LETTER {command.upper()}')}"
    except KeyError:
        return ""
