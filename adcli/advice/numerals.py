"""Numbers that are not read, and points that belong to no number."""

from __future__ import annotations

import re
from collections.abc import Callable

from adcli.advice.writing import is_function, write
from adcli.errors import ParseError, Span

_Found = re.Match[str]
_DIGITS = "write it in decimal digits"
_POINT = "write one, as in 1.5"


def _whole(base: int) -> Callable[[_Found], str]:
    return lambda found: str(int(found[1], base)) if len(found[1]) < 16 else ""


def _ungrouped(found: _Found) -> str:
    return re.sub(r"[._]", "", found[0])


def _power_of_ten(found: _Found) -> str:
    return f"10^{found[2]}" if found[1].strip("0.") == "1" else f"{found[1]}*10^{found[2]}"


# What a refused number looks like, what is wrong, what to write instead, and where that can be known, the very number.
_NUMBERS: tuple[tuple[str, str, str, Callable[[_Found], str] | None], ...] = (
    (r"0[xX]([0-9A-Fa-f]+)\b", "hexadecimal numbers are not read", _DIGITS, _whole(16)),
    (r"0[bB]([01]+)\b", "binary numbers are not read", _DIGITS, _whole(2)),
    (r"0[oO]([0-7]+)\b", "octal numbers are not read", _DIGITS, _whole(8)),
    (r"0[xXbBoO]", "only decimal numbers are read", _DIGITS, None),
    (r"\.\.\.", "nothing can be left out of a formula", "write every term", None),
    (r"[0-9]*\.\.", "'..' is no part of a number", "write one decimal point", None),
    (r"[0-9]{1,3}(?:_[0-9]{3})+(?![\w.])", "the digits of a number are not grouped", "write 1000 for 1_000", _ungrouped),
    (r"([0-9.]+)(_\w*[^\W\d]\w*)", "'_' begins no factor after a number", "write * between them", lambda m: f"{m[1]}*{m[2]}"),
    (r"[0-9.eE+-]+_", "'_' is no part of a number", "write 1000 for 1_000", None),
    (r"[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![\w.,])", "the digits of a number are not grouped", "write 1000 for 1.000", _ungrouped),
    (r"[0-9]*\.[0-9]*\.", "this number has two decimal points", _POINT, None),
    (r"([0-9.]+)[eE]([+-]?[0-9]+\.[0-9]+)", "the exponent after e is a whole number", "write 10^5.5 for 1e5.5", _power_of_ten),
    (r"[0-9.]+[eE][+-]?[0-9]+\.", "the exponent after e is a whole number", "write 1e5", None),
    (r"([0-9.]+[eE][+-]?[0-9]+)([eE])", "this number has two exponents", "write * between two numbers", lambda m: f"{m[1]}*{m[2]}"),
)


def refused_number(text: str, at: int) -> ParseError:
    """The error for a number, or a point, that the grammar refuses at an offset."""
    rest = text[at : at + 200]
    for pattern, message, advice, code in _NUMBERS:
        found = re.match(pattern, rest)
        if found:
            shown = code(found) if code else ""
            span = Span(at, at + found.end())
            return ParseError(message, span=span, advice=write(shown, otherwise=advice) if shown else advice)
    exponent = re.match(r"(\.?[0-9][0-9.]*)([eE])[+-]?(?![0-9])", rest)
    if exponent:
        mantissa = exponent[1].rstrip(".")
        advice = write(f"{mantissa}*{exponent[2]}", f"{mantissa}e3", otherwise="write 2e3, or 2*e for 2 times e")
        return ParseError("this number's exponent has no digits", span=Span(at, at + exponent.end()), advice=advice)
    if rest[0] != ".":
        return ParseError("this is no number", span=Span(at, at + 1), advice="write it as in 1500 or 1.5e3")
    return _lone_point(text, at, rest)


def _lone_point(text: str, at: int, rest: str) -> ParseError:
    before = re.search(r"[^\W\d]\w*(?:\.\w+)*$", text[max(0, at - 60) : at])
    after = re.match(r"\.([^\W\d]\w*(?:\.[^\W\d]\w*)*)(\s*\([^()]*\))?", rest)
    if before and after:
        module, name = f"{before[0]}.{after[1]}".rsplit(".", 1)
        if is_function(name):
            advice = write(name + (after[2] or "(x)"), otherwise=f"write {name}(...)")
            return ParseError(f"'{module}.' is not needed", span=Span(at - len(before[0]), at + 1), advice=advice)
        whole = f"{module}_{name}".replace(".", "_")
        return ParseError("a point is no part of a name", span=Span(at, at + 1), advice=write(whole, otherwise="write _ for it"))
    ends = text[max(0, at - 9) : at].rstrip()[-1:] not in ("", *"+-*/^(,=;")
    return ParseError(
        "this '.' belongs to no number", span=Span(at, at + 1), advice="remove it" if ends else "write .5 or 0.5 for a number"
    )


def decimal_comma(number: str) -> tuple[str, ...]:
    """What `1,5`, `1.000,5`, `1,000.5` and `1,000` may mean; nothing where that is no number."""
    if re.fullmatch(r"[0-9]{1,3},[0-9]{3}", number):
        return number.replace(",", ""), number.replace(",", ".")
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", number):
        return (number.replace(",", ""),)
    whole, _, decimals = number.partition(",")
    if decimals.isdigit() and re.fullmatch(r"[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+", whole):
        return (f"{whole.replace('.', '')}.{decimals}",)
    return ()
