"""Names of variables: what they may be made of, and the one spelling of each."""

from __future__ import annotations

import re
import sys

from adcli.errors import Span

Index = tuple[int, ...]  # of an element: from 1, one number for each level of lists

PLAIN_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "01234567890123456789-+")
_GREEK_CONSTANTS = {"π": "pi", "τ": "tau"}
# ASCII and Greek letters with the compatibility forms of Greek ones (variants, micro and ohm signs, mathematical alphabets).
_LETTERS = (
    r"A-Za-z_\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9"
    r"\u03d0-\u03d2\u03d5\u03d6\u03f0-\u03f2\u03f4\u03f5\u03f9\u00b5\u2126\U0001d6a8-\U0001d7cb"
)
_NAME = rf"[{_LETTERS}][{_LETTERS}0-9₀-₉]*"


def element_name(name: str, index: Index) -> str:
    """What an element is called: x[1], W[2,3]."""
    return f"{name}[{','.join(map(str, index))}]"


def canonical_name(name: str) -> str:
    """The one spelling of a name: subscripts as digits, compatibility forms as plain letters, π as pi and τ as tau."""
    if name.isascii():
        return sys.intern(name)
    import unicodedata

    name = unicodedata.normalize("NFKC", name.translate(PLAIN_DIGITS))
    return sys.intern(_GREEK_CONSTANTS.get(name, name))


def checked_name(name: str, start: int = 0, text: str = "") -> str:
    """The one spelling of a name that begins at an offset of a text. Raises ParseError that names its first unfit character."""
    if not name.isascii() and not re.fullmatch(_NAME, name):
        from adcli.advice.characters import named_character

        fit = re.match(_NAME, name)
        place = fit.end() if fit else 0
        raise named_character(name[place], Span(start + place, start + place + 1), text[max(0, start - 30) : start] + name[:place])
    return canonical_name(name)
