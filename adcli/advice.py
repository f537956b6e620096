"""What to say about a text that is no expression: what is wrong, where, and what to write instead.

People paste formulas from LaTeX, spreadsheets, calculators and other languages; each habit met so far has its own sentence here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata

from adcli.errors import ParseError, Span, short
from adcli.syntax import Syntax

_SUPERSCRIPTS = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹"


def suggest(name: str, known: list[str]) -> str:
    """The known name that was probably meant, or ""."""
    close = difflib.get_close_matches(name[:40], known, n=1, cutoff=0.6)
    if close:
        return close[0]
    lowered = name[:40].lower()
    return lowered if lowered in known else ""


def bad_assignment(s: Syntax, target: int, equals: int) -> ParseError:
    """The error for `2*x = 3`, `f(x) = x^2` and `pi() = 3`."""
    if s.functions[target].endswith("("):
        return ParseError(
            "functions of your own cannot be defined here",
            span=Span(equals, equals + 1),
            advice="write the formula itself; or == to compare",
        )
    return ParseError("only a name can stand before '='", span=Span(equals, equals + 1), advice="write == to compare two values")


def unexpected_token(text: str, kind: str, token: str, at: int) -> ParseError:
    """The error for a token that cannot stand where it stands; `kind` is the grammar's terminal."""
    span = Span(at, at + max(1, len(token)))
    depth, opening = _open_brackets(text, at)
    before = text[:at].rstrip(" \t\r\n")[-1:]
    wanting = (
        not before
        or before in "+-−*·×⋅/÷^(,<>=;≤≥≠"
        or re.search(r"(?:^|[^\w])(?:and|or|not|if|else)$", text[max(0, at - 40) : at].rstrip())
    )
    if kind == "$END" or kind == "SEPARATOR":
        if depth:
            return ParseError("this '(' is never closed", span=Span(opening, opening + 1), advice="add a ')'")
        if before == "=" and text[:at].rstrip()[-2:] not in ("==", "<=", ">=", "!="):
            return ParseError("nothing follows '='", span=span, advice="give the value of the name")
        if wanting:
            what = f"'{_last_word(text, at)}'"
            line_end = " on the same line" if token == "\n" else ""
            return ParseError(f"a value is missing after {what}", span=span, advice=f"finish the expression{line_end}")
        return ParseError("the expression is not finished", span=span, advice="`a if c else b` needs its else")
    if kind == "RPAR":
        if not depth:
            return ParseError("this ')' closes nothing", span=span, advice="remove it, or add the '(' it belongs to")
        return ParseError("a value is missing before ')'", span=span)
    if kind == "COMMA":
        if re.match(r",\s*[0-9]", text[at:]) and before.isdigit():
            return ParseError("',' does not mark decimals", span=span, advice="write a decimal point, as in 1.5")
        if before in "(,":
            return ParseError("an argument is missing before ','", span=span)
        if not depth:
            return ParseError("',' only separates the arguments of a function", span=span, advice="write ; between statements")
        return ParseError("',' only separates the arguments of a function", span=span, advice="name the function before the '('")
    if kind == "ASSIGN":
        if text[at : at + 2] in ("=<", "=>"):
            return ParseError(f"'{text[at : at + 2]}' is no comparison", span=span, advice=f"write {text[at + 1]}=")
        if wanting:
            return ParseError("a value is missing before '='", span=span)
        return ParseError("'=' names a value at the start of a statement", span=span, advice="write == to compare")
    if kind == "POWER" and before in _SUPERSCRIPTS:
        return ParseError("a superscript cannot be raised again without parentheses", span=span, advice="write (x²)^3 or x^(2^3)")
    if kind == "SUPERSCRIPT":
        return ParseError("a superscript needs one value before it", span=span, advice="write (...)² around what it raises")
    if kind in ("ELSE",):
        return ParseError("'else' has no 'if' before it", span=span, advice="write a if c else b")
    if kind == "IF" and wanting:
        return ParseError("'if' stands where a value should", span=span, advice="write a if c else b, or if(c, a, b)")
    if kind == "COMPARE" and before in "<>=":
        return ParseError("this is no comparison", span=span, advice="write <, <=, >, >=, == or !=")
    if wanting:
        return ParseError(f"a value is missing before '{short(token)}'", span=span)
    if kind == "IF":
        return ParseError("a second 'if' needs parentheses around the first choice", span=span, advice="write a if c else (b if d else f)")
    return ParseError(f"'{short(token)}' cannot stand here", span=span)


def _last_word(text: str, at: int) -> str:
    words: list[str] = re.findall(r"\w+|\*\*|[<>=!]=|\S", text[max(0, at - 60) : at])
    return words[-1]


def _open_brackets(text: str, at: int) -> tuple[int, int]:
    """How many parentheses are open before `at` in this statement, and where the last of them is."""
    stack: list[int] = []
    for found in re.finditer(r"[()]", text[:at]):
        if found.group() == "(":
            stack.append(found.start())
        elif stack:
            stack.pop()
    return len(stack), stack[-1] if stack else -1


# What people paste: a pattern at the character that cannot stand there, what is wrong, and what to write instead.
_PASTED: tuple[tuple[str, str, str], ...] = (
    (r"0[xX]", "hexadecimal numbers are not read", "write the number in decimal digits"),
    (r"0[bBoO]", "binary and octal numbers are not read", "write the number in decimal digits"),
    (r"[0-9]+\.\.", "'..' is no part of a number", "write one decimal point"),
    (r"[0-9]*\.?[0-9]*\.", "this number has two decimal points", "write one, as in 1.5"),
    (r"[0-9.]+[eE][+-]?[0-9]*_|[0-9.]+_", "'_' cannot stand in or after a number", "write 1000, not 1_000, and 2*_a to multiply"),
    (r"[0-9.]+[eE][+-]?[0-9]+\.", "an exponent is a whole number", "write 1e3, or 10^2.5"),
    (r"[0-9.]+[eE]", "this number's exponent has no digits", "write 1e3, or 2*e for 2 times e"),
    (r"\.", "'.' stands alone", "write 0.5 or .5 for a number, * to multiply"),
    (r"\|\|", "'||' is written or", "write or between two conditions"),
    (r"\|", "|x| is written abs(x)", "write abs(...)"),
    (r"&", "'&' is written and", "write and between two conditions"),
    (r"~", "'~' is written not", "write not before a condition"),
    (r"%", "'%' is neither percent nor remainder here", "write /100 for percent"),
    (r"['’′]", "a prime is no derivative here", "write the formula itself; adcli differentiates it"),
    (r"\\frac", "LaTeX is not read", r"write (a)/(b) for \frac{a}{b}"),
    (r"\\sqrt", "LaTeX is not read", r"write sqrt(a) for \sqrt{a}"),
    (r"\\(?:cdot|times)", "LaTeX is not read", "write *"),
    (r"\\", "LaTeX is not read", "write sin(x) for \\sin x, pi for \\pi, x*y for x \\cdot y"),
    (r"\{|\}", "braces are not parentheses", "write ( and ), as in e^(x)"),
    (r"\[|\]", "square brackets are not parentheses", "write ( and )"),
    (r"\?|:", "'c ? a : b' is written a if c else b", "write a if c else b"),
    (r"\$|\"|`", "this mark does not belong to formulas", "remove it"),
    (r"@", "a point is given by --at", "write the formula alone"),
    (r"[–—‒‐‑―]", "this dash is no minus sign", "write -"),
    (r"∗|∙|•", "this sign is no multiplication sign", "write *"),
    (r"∕|⁄|／", "this sign is no division sign", "write /"),
    (r"∞", "infinity is no number in a formula", "give it as a value: --at x=inf"),
    (r"∛", "∛ is written cbrt(...)", "write cbrt(x)"),
    (r"[∧∨¬]", "logic is written in words", "write and, or, not"),
    (r"[⇒→≈≡]", "this sign has no meaning here", "write one formula"),
    (r"[∂∇∫∑∏]", "this sign has no meaning here", "write the formula to differentiate; adcli does the rest"),
    (r"[²³¹⁰⁴-⁹ⁿ]", "this superscript has no meaning here", "write ^ and the exponent"),
)


def unexpected_character(text: str, at: int) -> ParseError:
    """The error for a character that no token begins with, at that offset."""
    character = text[at]
    span = Span(at, at + 1)
    if character == "!":
        if re.match(r"!\s*[\w(]", text[at:]) and not re.search(r"[\w)]\s*$", text[max(0, at - 40) : at]):
            return ParseError("'!' is written not", span=span, advice="write not before a condition")
        return ParseError("'!' is no operator here: factorials are not read", span=span, advice="write the product, or != for 'not equal'")
    for pattern, message, instead in _PASTED:
        if re.match(pattern, text[at : at + 400]):
            if re.match(r"\.\.", text[at:]) or (pattern == r"\." and re.search(r"[0-9]$", text[:at][-1:])):
                return ParseError("'..' is no part of a number", span=span, advice="write one decimal point")
            return ParseError(message, span=span, advice=instead)
    return named_character(character, span)


_LOOKALIKES = str.maketrans("аеорсухіјѕАВЕЅІЈКМНОРСТХУᴇꓫℓ", "aeopcyxijsABESIJKMHOPCTXYExl")


def named_character(character: str, span: Span) -> ParseError:
    """The error for a character that formulas do not have, with its name."""
    name = unicodedata.name(character, "").lower() or f"control character {ord(character)}"
    code = f"U+{ord(character):04X}"
    plain = character.translate(_LOOKALIKES)
    if plain == character:
        plain = unicodedata.normalize("NFKC", character)
    if plain != character and plain.isascii() and plain.strip():
        return ParseError(f"'{character}' is not '{plain}' but {name} ({code})", span=span, advice=f"type {plain}")
    if unicodedata.category(character)[0] in "CZ" or not character.isprintable():
        return ParseError(f"an invisible character, {name} ({code}), cannot stand here", span=span, advice="remove it")
    if character.isalpha():
        return ParseError(f"'{character}' is {name} ({code})", span=span, advice="names have ASCII or Greek letters, digits and _")
    return ParseError(f"'{character}' ({name}, {code}) has no meaning here", span=span, advice="remove it or write what it stands for")
