"""Unicode text in ASCII: Greek letters by name, signs as people type them, everything else as an escape.

Streams that cannot take a character ask this module through the error handler "transliterate".
"""

from __future__ import annotations

import codecs
import re

_SIGNS = {
    "·": "*", "×": "*", "⋅": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "√": "sqrt", "∛": "cbrt", "∞": "inf", "…": "...", "≤": "<=",
    "≥": ">=", "≠": "!=", "∂": "d", "∇": "grad ", "⋮": ":", "’": "'", "─": "-", "│": "|", "┼": "+", "µ": "mu", "°": "deg", "\xa0": " ",
}  # fmt: skip
_RAISED = re.compile("[⁺⁻⁰¹²³⁴-⁹]+")
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋₊⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+0123456789-+")


def in_ascii(text: str) -> str:
    """The text with ASCII for everything else: `μ·x²` is `mu*x^2`."""
    if text.isascii():
        return text
    text = _RAISED.sub(lambda power: "^" + power[0], text).translate(_DIGITS)
    return "".join([character if character.isascii() else _SIGNS.get(character) or _named(character) for character in text])


def _named(character: str) -> str:
    import unicodedata

    letter = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (\w+)", unicodedata.name(character, ""))
    if letter:
        name = letter[2].replace("LAMDA", "LAMBDA")
        return name.lower() if letter[1] == "SMALL" else name.capitalize()
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def _replacement(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_ascii(error.object[error.start : error.end]), error.end


codecs.register_error("transliterate", _replacement)
