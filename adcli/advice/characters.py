"""Characters that formulas do not have, by name, and the ones they are mistaken for."""

from __future__ import annotations

import re
import unicodedata

from adcli.advice.writing import write
from adcli.errors import ParseError, Span

# Letters of other alphabets that look like ours.
_LOOKALIKES = str.maketrans("аеорсухіјѕԁԛԝһАВЕЅІЈКМНОРСТХУԌꓫᴇɡı", "aeopcyxijsdqwhABESIJKMHOPCTXYGXEgi")
_PLAIN = re.compile("[A-Za-zΑ-Ωα-ω]")
_INVISIBLE = {"\u2062": "write *", "\u2064": "write +"}


def named_character(character: str, span: Span, before: str = "") -> ParseError:
    """The error for a character that formulas do not have, with its name; `before` is the text before it."""
    message, advice = _judged(character, before)
    return ParseError(message, span=span, advice=advice)


def _judged(character: str, before: str) -> tuple[str, str]:
    if 0xDC80 <= ord(character) <= 0xDCFF:
        return f"the byte {ord(character) - 0xDC00:#04x} is no UTF-8 text", "type the character again"
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "").lower() or ("control character" if ord(character) < 0xA0 else "a character without a name")
    category = unicodedata.category(character)
    if category in ("Cn", "Co"):
        return f"{name} ({code}) stands here", "remove it"
    if category[0] in "CZ":
        return f"an invisible character, {name} ({code}), stands here", _INVISIBLE.get(character, "remove it")
    form = unicodedata.decomposition(character).partition(" ")[0]
    plain = unicodedata.normalize("NFKC", character.translate(_LOOKALIKES))
    if form in ("<super>", "<sub>"):
        return _raised_or_lowered(character, form, plain, before)
    if form == "<fraction>" and plain[-1].isdigit():
        number = re.search(r"[0-9]+$", before)
        fraction = plain.replace("⁄", "/")
        shown = f"({number[0]} + {fraction})" if number else f"({fraction})"
        return f"'{character}' is not read", write(shown, otherwise="write it as a quotient")
    if category == "Nd":
        return f"'{character}' is {name} ({code})", f"type {unicodedata.digit(character)}"
    if plain != character and plain.isascii() and plain.strip():
        return f"'{character}' is not '{plain}' but {name} ({code})", f"type {plain}"
    if category[0] == "M":
        return f"a mark stands on a letter, {name} ({code})", "write a plain name, as in x_hat"
    if category[0] == "L":
        base = unicodedata.normalize("NFD", character)[0].translate(_LOOKALIKES)
        advice = f"type {base}" if base != character and _PLAIN.match(base) else "write names in letters a to z or Greek letters"
        return f"the letter '{character}' is {name} ({code})", advice
    return f"'{character}' is {name} ({code})", "remove it, or write what it stands for"


def _raised_or_lowered(character: str, form: str, plain: str, before: str) -> tuple[str, str]:
    mark, what, example = ("^", "superscript", "write ^ and the exponent") if form == "<super>" else ("_", "subscript", "write x_n")
    if plain.isdecimal():
        return f"the {what} '{character}' belongs to no name", f"write x{character} or x{plain}"
    operand = re.search(r"[^\W\d]\w*$|[0-9]+$" if mark == "^" else r"[^\W\d]\w*$", before)
    code = f"{operand[0]}{mark}{plain}" if operand and plain.isascii() and plain.isalnum() else ""
    return f"the {what} '{character}' is not read", write(code, otherwise=example) if code else example
