"""Characters that no token begins with: what the notation of spreadsheets, calculators and other languages is called here."""

from __future__ import annotations

import re
from typing import NamedTuple

from adcli.advice.characters import named_character
from adcli.advice.numerals import refused_number
from adcli.advice.operators import foreign_operator
from adcli.advice.spelling import misplaced_word
from adcli.advice.writing import is_function, unwrapped, write
from adcli.errors import ParseError, Span

_CHOICE = "write a if c else b"
_CONDITION = re.compile(r"[<>≤≥≠]|[=!]=|\b(?:and|or|not)\b")


class Pasted(NamedTuple):
    """Foreign notation: a pattern at the character that cannot stand there, what is wrong, and what to write instead.

    `code` is the expression that was meant, with the pattern's groups as \\1 and the value before as {it}; where that gives no
    expression, `advice` stands in. {sign} is the character.
    """

    pattern: str
    message: str
    advice: str
    code: str = ""


_VALUE = r"\s*([\w.]+(?:\([^()]*\))?|\([^()]*\))"

# After a value, {it}.
_AFTER_A_VALUE = (
    Pasted(r"!", "factorials are not read", "write the product, as in 1*2*3", "gamma({it} + 1)"),
    Pasted(rf"%\s*of\b{_VALUE}", "'%' is no operator", "write /100* for percent of", r"{it}/100*\1"),
    Pasted(rf"%{_VALUE}", "'%' is no operator", "write a - b*floor(a/b) for the remainder, /100 for percent", r"mod({it}, \1)"),
    Pasted(r"%", "'%' is no operator", "write /100 for percent", "{it}/100"),
    Pasted(r"[°º˚]", "angles are in radians, not degrees", "write *pi/180 for degrees", "{it}*pi/180"),
    Pasted(r"['’]([0-9]{3})\b", "the digits of a number are not grouped", "write 1000 for 1'000", r"{it}\1"),
    Pasted(r"['’′´″‴ʹ`‘]", "a prime takes no derivative", "write the formula alone, and adcli differentiates it"),
    Pasted(r"\[([^\[\]]*)\]", "square brackets are not parentheses", "write ( and )", r"{it}(\1)"),
    Pasted(r"\{(\w+)\}", "braces are not parentheses", "write ( and )", r"{it}\1"),
    Pasted(r"\{([^{}]*)\}", "braces are not parentheses", "write ( and )", r"{it}(\1)"),
    Pasted(r":\$?[A-Z]{1,3}\$?[0-9]", "ranges of cells are not read", "write every argument"),
    Pasted(rf":{_VALUE}", "':' is no operator", "write / to divide", r"{it}/\1"),
    Pasted(r"\?", "a choice is written in words", _CHOICE),
    Pasted(r"\|(?=\S)([^|]*\S)\|", "|...| is not read", "write abs(...)", r"{it}*abs(\1)"),
    Pasted(r"\|", "'|' is no operator", "write abs(...) for |...|"),
    Pasted(r"~", "'~' has no meaning between values", "write == or != to compare"),
)

# Anywhere.
_PASTED = (
    Pasted(r"\|\|?([^|]+)\|", "|...| is not read", "write abs(...)", r"abs(\1)"),
    Pasted(r"\|", "'|' has no meaning here", "write abs(...) for |...|"),
    Pasted(r"[!~¬]", "{sign} is no operator", "write not before a condition"),
    Pasted(r"[&∧⋀]", "{sign} is no operator", "write and between two conditions"),
    Pasted(r"[∨⋁]", "{sign} is no operator", "write or between two conditions"),
    Pasted(r"%", "'%' is no operator", "write /100 for percent, and # before a comment"),
    Pasted(r"\$\$?[A-Z]{1,3}\$?[0-9]", "'$' fixes no cell here", "write the cell as a name, as in A1"),
    Pasted(r"[$€£¥₽¢₹]", "a formula has no currency or dollar signs", "remove it"),
    Pasted(r"[\"“”„«»`‘’'‹›]", "a formula has no quotation marks", "remove them"),
    Pasted(r"@", "a point is no part of a formula", "give it with --at"),
    Pasted(r"[–—‒‐‑―]", "{sign} is no minus sign", "write -"),
    Pasted(r"[∗∙•✕✖⨯]", "{sign} is no multiplication sign", "write *"),
    Pasted(r"[∕⁄／]", "{sign} is no division sign", "write /"),
    Pasted(r"∞", "infinity is no number in a formula", "give it as the value of a variable, as in --at x=inf"),
    Pasted(rf"∛{_VALUE}", "∛ is not read", "write cbrt(...)", r"cbrt(\1)"),
    Pasted(rf"∜{_VALUE}", "∜ is not read", "write ^(1/4)", r"(\1)^(1/4)"),
    Pasted(r"[∛∜]", "this root is not read", "write cbrt(...) or ^(1/4)"),
    Pasted(r"⌊([^⌊⌋]*)⌋", "⌊...⌋ is not read", "write floor(...)", r"floor(\1)"),
    Pasted(r"⌈([^⌈⌉]*)⌉", "⌈...⌉ is not read", "write ceil(...)", r"ceil(\1)"),
    Pasted(r"[‖∥]", "‖...‖ is not read", "write norm(x)"),
    Pasted(r"[±∓]", "'±' stands for two formulas", "write one with + and one with -"),
    Pasted(r"[≈≡≅≃∼≐≔]", "{sign} is no comparison", "write =="),
    Pasted(r"[⩽≦≲]", "{sign} is no comparison", "write <="),
    Pasted(r"[⩾≧≳]", "{sign} is no comparison", "write >="),
    Pasted(r"[→⇒↦⟶⟹]", "an arrow has no meaning here", "write the formula alone, and give its point with --at"),
    Pasted(r"[∂∇∆]", "adcli differentiates by itself", "write the formula alone"),
    Pasted(r"[∫∬∮]", "integrals are not computed", "write the formula to differentiate"),
    Pasted(r"[∑∏]", "∑ and ∏ are not read", "write sum(i, 1, n, term)"),
    Pasted(r"[…⋯]", "nothing can be left out of a formula", "write every term"),
    Pasted(r"\{([^{}]*)\}", "braces are not parentheses", "write ( and )", r"(\1)"),
    Pasted(r"\[([^\[\]]*)\]", "square brackets are not parentheses", "write ( and )", r"(\1)"),
    Pasted(r"[{}]", "braces are not parentheses", "write ( and )"),
    Pasted(r"[\[\]]", "square brackets are not parentheses", "write ( and )"),
    Pasted(r"\?", "a choice is written in words", _CHOICE),
    Pasted(r":", "':' has no meaning here", "remove it"),
)


def unexpected_character(text: str, at: int, *, value_before: bool) -> ParseError:
    """The error for a character that no token begins with, at that offset; `value_before` says whether a value is complete."""
    character = text[at]
    start = max(0, at - 200)
    found = re.search(r"[^;\n]*$", text[start:at])
    statement, start = (found[0], start + found.start()) if found else ("", at)
    word = re.match(r"\s*([^\W\d]+)\s+[^\W\d]", statement)
    if word and (error := misplaced_word(word[1], start + word.start(1))):
        return error
    if character == "f":
        from adcli.advice.programs import strange_loop

        if error := strange_loop(text, at):
            return error
    if character == "\\":
        from adcli.advice.latex import latex_command

        return latex_command(text, at)
    if character in ":{" and (begin := re.search(r"(?:^|[=(,])\s*(if)\b", statement)):
        return prefix_if(text, start + begin.start(1))
    if character == ":" and re.search(r"\blambda\b[^=]*$|^\s*[^\W\d]\w*\([^()]*\)\s*$", statement):
        return ParseError("a function is defined by '='", span=Span(at, at + 1), advice="write f(x) = ...")
    if character == ":" and _CONDITION.search(statement):
        return ParseError("a choice is written in words", span=Span(at, at + 1), advice=_CHOICE)
    if character == "?" and (error := _question_mark(text, at, statement)):
        return error
    foreign = foreign_operator(text, at) if value_before or character != "|" else None
    if foreign:
        return foreign
    if character in ".0123456789":
        return refused_number(text, at)
    return _pasted(text, at, value_before) or named_character(character, Span(at, at + 1), text[max(0, at - 30) : at])


def _pasted(text: str, at: int, value_before: bool) -> ParseError | None:
    rest = text[at : at + 200]
    before = re.search(r"(?:(?:[^\W\d]\w*)?\([^()]*\)|[^\W\d]\w*|[0-9.]+)(?:\^|\*\*)?$", text[max(0, at - 60) : at].rstrip())
    it = before[0] if before and (value_before or rest[0] == "{") else ""
    for row in (*(_AFTER_A_VALUE if it else ()), *_PASTED):
        found = re.match(row.pattern, rest)
        if found:
            return ParseError(row.message.replace("{sign}", f"'{text[at]}'"), span=Span(at, at + 1), advice=_rewritten(row, found, it))
    return None


def _rewritten(row: Pasted, found: re.Match[str], it: str) -> str:
    """The advice of a row, with the code that was meant where there is one."""
    code = row.code
    if is_function(it.lower()):
        it, code = it.lower(), r"{it}(\1)" if r"\1" in code else ""
    elif it.endswith(("^", "*")):
        code = code.replace(r"{it}\1", r"{it}(\1)")
    elif code == r"{it}\1" and it[-1] not in "_0123456789" and found[0][0] == "{":
        code = r"{it}*\1"
    for number, group in enumerate(found.groups(), 1):
        code = code.replace(f"\\{number}", unwrapped(group.strip()))
    return write(code.replace("{it}", it), otherwise=row.advice) if code else row.advice


def _question_mark(text: str, at: int, before: str) -> ParseError | None:
    """The error for `c ? a : b`."""
    after = re.match(r"\?([^:;\n]+):([^;\n]+)", text[at : at + 200])
    if not after:
        return None
    condition = re.sub(r"^\s*\w+\s*=(?!=)", "", before).strip()
    if not _CONDITION.search(condition):
        condition += " != 0"
    code = f"{after[1].strip()} if {condition} else {after[2].strip()}"
    return ParseError("a choice is written in words", span=Span(at, at + 1), advice=write(code, otherwise=_CHOICE))


_PREFIX_IF = re.compile(
    r"if\b\s*(?P<c>[^;\n]+?)\s*(?::|\bthen\b|\{|(?<=\))(?=[\s\w]))\s*(?P<a>[^;\n]+?)[\s;}]*"
    r"\belse\b\s*[:{]?\s*(?P<b>[^;\n]+?)[\s}]*(?:$|[;\n])",
    re.IGNORECASE,
)


def prefix_if(text: str, at: int) -> ParseError:
    """The error for an `if` at an offset that stands before both its values."""
    found = _PREFIX_IF.match(text[at : at + 200])
    advice = f"{_CHOICE}, or if c {{ ... }}"
    if found and _CONDITION.search(found["c"]):
        advice = write(f"{found['a']} if {unwrapped(found['c'])} else {found['b']}", otherwise=advice)
    return ParseError("'if' stands between its two values", span=Span(at, at + 2), advice=advice)
