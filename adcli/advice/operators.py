"""Operators of other languages."""

from __future__ import annotations

import re

from adcli.advice.writing import unwrapped, write
from adcli.errors import ParseError, Span

# What is wrong, and what to write instead.
_OPERATORS: dict[str, tuple[str, str]] = {
    **{mark: (f"'{mark}' is no comparison", "write ==") for mark in ("===", "=~", "~~", "≟")},
    **{mark: (f"'{mark}' is no comparison", "write !=") for mark in ("!==", "~=", "<>", "><", "=!", "=/=", "^=", "!~")},
    **{mark: (f"'{mark}' is no comparison", "write <=") for mark in ("=<", "<==", "<=>")},
    **{mark: (f"'{mark}' is no comparison", "write >=") for mark in ("=>", ">==", "==>")},
    **{mark: (f"'{mark}' is no operator", "write ^ for a power") for mark in ("^^", "***", "**^", "^**", "*^", "^*")},
    **{mark: (f"'{mark}' changes no value here", f"write y = y {mark[0]} 1") for mark in ("+=", "-=", "*=")},
    **{mark: (f"'{mark}' is no operator", f"write x {mark[0]} 1") for mark in ("++", "--")},
    **{mark: (f"'{mark}' is no operator", f"write {mark[1:]} without the point") for mark in (".*", "./", ".^", ".**", ".+", ".-")},
    **{mark: (f"'{mark}' is no operator", "write and between two conditions") for mark in ("&&", "&", "/\\")},
    **{mark: (f"'{mark}' is no operator", "write or between two conditions") for mark in ("||", "\\/")},
    "%%": ("'%%' is no operator", "write a - b*floor(a/b) for the remainder"),
    "%/%": ("'%/%' is no operator", "write floor(a/b)"),
    "<<": ("'<<' is no operator", "write x*2^n"),
    ">>": ("'>>' is no operator", "write floor(x/2^n)"),
    "/=": ("'/=' is no operator", "write != to compare, or y = y/2"),
    "//": ("'//' is no operator", "write floor(a/b) to divide to a whole number, and # before a comment"),
    ":=": ("':=' is no operator", "write = to give a name its value"),
    "<-": ("'<-' is no operator", "write = to give a name its value"),
    "->": ("'->' has no meaning here", "write the formula alone, and give its point with --at"),
    "::": ("'::' has no meaning here", "remove it"),
}
_SPLIT = {"= =": "==", "< =": "<=", "> =": ">=", "! =": "!=", "* *": "**"}
_RUNS = (re.compile(r"[=<>!~&|^*/+\-:.%\\≟]+"), re.compile(r"[=<>!] =|\* \*"))


def _changed(text: str, at: int, mark: str) -> str:
    """The assignment that `y += x`, `y++` and the like mean, or "" where that says no more than the table."""
    target = re.search(r"(?:^|[;\n{}])\s*(([^\W\d]\w*)(?:\[[^\[\];\n]*\])?)\s*$", text[max(0, at - 100) : at])
    rest = re.match(r"[^;\n{}#]*", text[at + len(mark) : at + len(mark) + 100])
    value = rest[0].strip() if rest else ""
    if (
        not target
        or not re.search(rf"(?<!\w){target[2]}\s*(?:\[[^\[\]]*\]\s*)?=(?!=)", text[:at])
        or mark[1:] not in ("=", mark[0])
        or bool(value) == (mark[1:] != "=")
    ):
        return ""
    simple = mark[0] == "+" or re.fullmatch(r"[\w.]*", value)
    return f"{target[1]} = {target[1]} {mark[0]} {(value or '1') if simple else f'({unwrapped(value)})'}"


def foreign_operator(text: str, at: int) -> ParseError | None:
    """The error for an operator of another language at an offset, or None where there is none."""
    start = max(0, at - 6)
    for pattern in _RUNS:
        for found in pattern.finditer(text[start : at + 6]):
            begin = start + found.start()
            run = found[0]
            if not begin <= at <= begin + len(run):
                continue
            if run in _SPLIT:
                message = f"'{_SPLIT[run]}' is written without a space"
                return ParseError(message, span=Span(begin, begin + len(run)), advice=f"write {_SPLIT[run]}")
            if run.startswith("/*") and "*/" in text[begin + 2 : begin + 200]:
                return ParseError("'/*' begins no comment", span=Span(begin, begin + 2), advice="write # before a comment")
            run = run if run in _OPERATORS else run.rstrip("+-")
            if run in ("++", "--") and not re.search(r"[\w)]\s*$", text[max(0, begin - 9) : begin]):
                continue  # signs, as in `2 * --`
            if run in _OPERATORS:
                message, advice = _OPERATORS[run]
                if run[0] in "+-*/" and (changed := _changed(text, begin, run)):
                    advice = write(changed, otherwise=advice)
                return ParseError(message, span=Span(begin, begin + len(run)), advice=advice)
    return None
