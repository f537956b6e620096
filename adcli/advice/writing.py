"""Advice that shows what to write, and is kept only where that is an expression."""

from __future__ import annotations

import re
from collections.abc import Callable

from adcli.functions import ALIASES, FUNCTIONS, callable_names
from adcli.language.syntax import KEYWORDS

_LONGEST = 60
PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")  # of superscripts


class Rewritten(str):
    """Advice that shows expressions; its text is what to say where one of them turns out to be none, or too long to show."""

    codes: tuple[str, ...]
    tail: str
    otherwise: str

    def settled(self, reads: Callable[[str], bool]) -> str:
        """The first of this advice and its fallbacks that shows only expressions."""
        if sum(map(len, self.codes)) <= _LONGEST and all(_known(code) and reads(code) for code in self.codes):
            return f"write {' or '.join(self.codes)}{self.tail}"
        return self.otherwise.settled(reads) if isinstance(self.otherwise, Rewritten) else self.otherwise


def write(*codes: str, otherwise: str, tail: str = "") -> Rewritten:
    """The advice to write one of these expressions, or else the fallback."""
    advice = Rewritten(otherwise)
    advice.codes = tuple(one_line(code) for code in codes)
    advice.otherwise = otherwise
    advice.tail = tail
    return advice


def _known(code: str) -> bool:
    """Whether what a code calls are functions."""
    called = re.findall(r"([^\W\d]\w*)\s*\(", code)
    return "#" not in code and all(is_function(name) or name in KEYWORDS for name in called)


def is_function(name: str) -> bool:
    """Whether a name can be called."""
    return name in ALIASES or (name in FUNCTIONS and not FUNCTIONS[name].helper)


def known_functions() -> list[str]:
    """Every name that can be called, aliases too."""
    return [*callable_names(), *ALIASES]


def one_line(text: str) -> str:
    """The text with every stretch of white space as one space."""
    return " ".join(text.split())


def unwrapped(text: str) -> str:
    """The text without parentheses around the whole of it."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for i, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and i < len(text) - 1:
            return text
    return text[1:-1].strip()


def bare(text: str) -> str:
    """The text without parentheses around a single name or number."""
    inner = unwrapped(text)
    return inner if re.fullmatch(r"[\w.]+", inner) else text
