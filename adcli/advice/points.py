"""Values and choices of variables that are wrong: what to write in `--at` and `--wrt` instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from adcli.advice.numerals import decimal_comma
from adcli.advice.spelling import suggest
from adcli.advice.writing import is_function
from adcli.errors import AdcliError, PointError, listed, short
from adcli.functions import CONSTANTS
from adcli.language.syntax import KEYWORDS

_NAME = r"[^\W\d]\w*"
_FORM = "write it as in x=2,y=pi/4"

# Greek letters that look like Latin ones.
_LOOKALIKES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορυχ", "ABEZHIKMNOPTYXvopux")


def refused_piece(piece: str, before: str, text: str) -> PointError:
    """The error for a piece of an `--at` list that is no NAME=VALUE, after the piece before it."""
    name, equals, value = (part.strip() for part in piece.partition("="))
    if not piece:
        if not text.strip():
            return PointError("this list of values is empty", advice=_FORM)
        return PointError(f"nothing stands {'after' if before else 'before'} a comma", advice="remove the comma")
    inner = re.fullmatch(r"[\[({]\s*(.*?)\s*[\])}]?|(.*?)\s*[\])}]", piece)
    if inner and re.match(rf"[\"']?{_NAME}[\"']?\s*[=:]", inner[1] or inner[2] or ""):
        return PointError("a list of values has no brackets", advice="write x=1,y=2, or @FILE for a file with JSON")
    message = f"'{short(piece, 40)}' is not NAME=VALUE"
    other = re.fullmatch(rf"[\"'`]?({_NAME})[\"'`]?\s*(:=|==+|->|=>|→|≔|≈|＝|:|=|\s)\s*([^\s=].*)", piece)
    if name in KEYWORDS and value:
        return PointError(f"'{name}' is a word of the language", advice="choose another name")
    if other and not (other[2].isspace() and equals):
        return PointError(message, advice=_pairs((other[1], other[3])))
    if not equals:
        return PointError(message, advice=_meant(piece, before))
    if re.fullmatch(_NAME, value):
        return PointError(message, advice=_pairs((value, name or "2")))
    if name and not value:
        return PointError(message, advice=f"give {short(name, 40)} a value, as in x=2")
    if not name:
        return PointError(message, advice=_FORM)
    return PointError(f"'{short(name, 40)}' is no name", advice="a name has letters, digits and _, and begins with a letter")


def _pairs(*pairs: tuple[str, str]) -> str:
    """The advice to write these names and values, as far as they can be some."""
    text = ",".join(f"{name}={value.strip()}" for name, value in pairs)
    values = all(re.search(r"[0-9]|^[+-]?(?:inf|nan|pi|e|tau)$", value.strip()) for _, value in pairs)
    return f"write {text}" if len(text) <= 60 and values else _FORM


def _meant(piece: str, before: str) -> str:
    """What to write for a piece without '=', perhaps the decimals of the value before it."""
    name, _, value = (part.strip() for part in before.partition("="))
    sign = "-" if value.startswith("-") else ""
    numbers = decimal_comma(f"{value.lstrip('+-')},{piece}")
    if numbers:
        return "write " + " or ".join(f"{name}={sign}{number}" for number in numbers)
    if re.fullmatch(_NAME, piece):
        return _pairs((piece, "2"))
    return f"write x={piece}" if re.fullmatch(r"-?[0-9.]{1,20}", piece) else _FORM


def refused_value(name: str, text: str, error: AdcliError) -> PointError:
    """The error for a value that is no expression."""
    name = short(name, 40)
    if not text:
        return PointError(f"the value of {name} is an empty text", advice=_FORM)
    quoted = re.fullmatch(r"[\"'“”](.+)[\"'“”]", text)
    start = max(0, min(error.span.start - 20, len(text) - 40))
    shown = f"'{name}={'…' * (start > 0)}{text[start : start + 40]}{'…' * (start + 40 < len(text))}'"
    if "∞" in text:
        return PointError(f"in {shown}, '∞' is no number", advice=f"write {name}={'-' * text.startswith(('-', '−'))}inf")
    if quoted:
        return PointError(f"in {shown}, the value has quotation marks", advice=_pairs((name, quoted[1])))
    if text[0] in "[{@":
        return PointError(f"in {shown}, the value is no number", advice=_FORM)
    return _two_values(name, text) or PointError(f"in {shown}, {error.message}", advice=error.advice)


def _two_values(name: str, text: str) -> PointError | None:
    """The error for `x=1;y=2`, where there are such two."""
    pairs = re.match(rf"([^;=\s&]+)[;\s&]+({_NAME})\s*=\s*([^;=\s&]+)", text)
    if pairs is None:
        return None
    return PointError("values stand between commas", advice=_pairs((name, pairs[1]), (pairs[2], pairs[3])))


def no_constant(name: str, text: str, variable: str) -> PointError:
    """The error for a value that contains a variable, or is no single expression."""
    name, shown = short(name, 40), short(variable, 40)
    message = f"the value of {name} contains the variable {shown}"
    error = _two_values(name, text)
    if error:
        return error
    if not variable:
        return PointError(f"'{name}={short(text, 40)}' is no single value", advice=_FORM)
    if variable.lower() in CONSTANTS:
        return PointError(message, advice=f"write {variable.lower()} for the number")
    if is_function(variable):
        return PointError(message, advice=f"write {variable}(...) for the function")
    return PointError(message, advice="write a number, or an expression without variables")


def without_value(missing: Sequence[str], unused: Sequence[str], given: Collection[str]) -> tuple[str, str, str]:
    """What to say about variables without a value: the variable to point at, the message and the advice.

    `unused` are names with a value that do not occur, `given` all names with a value.
    """
    option = ",".join(f"{name if len(name) <= 20 else 'NAME'}=..." for name in missing[:4]) + ",..." * (len(missing) > 4)
    many = len(missing) > 1
    message = f"{listed(missing)} {'have no values' if many else 'has no value'}"
    give = f"give {'them' if many else 'it'} with --at {option}"
    for name in missing[:100]:
        element = next((known for known in given if known.startswith(f"{name}[")), "")
        if element:
            return name, f"'{short(name, 30)}' is a vector", f"write {short(element, 40)} for an element, or sum({short(name, 30)})"
        hint = _hint(name, unused, given)
        if hint:
            return name, message, f"for {short(name, 30)} {hint}, or {give}" if many else f"{hint}, or {give}"
    return missing[0], message, give


def _hint(name: str, unused: Sequence[str], given: Collection[str]) -> str:
    """What a name was probably meant to be, or ""."""
    lowered = name.lower()
    if lowered in ("inf", "infinity", "nan"):
        return f"give it as the value of a variable, as in --at x={lowered[:3]}"
    if is_function(lowered):
        return f"write {lowered}(...) for the function"
    if lowered in CONSTANTS:
        return f"write {lowered} for the number"
    if lowered in ("true", "false"):
        return "write 1 == 1 for what always holds, and 1 == 0 for what never does"
    if lowered == "x10":
        return "write *10^ for a power of ten"
    looks = name.translate(_LOOKALIKES)
    if looks != name and looks in unused:
        return f"write {looks}, in Latin letters"
    parts = _parts(name, {*given, *CONSTANTS}) if len(name) <= 30 else ""
    if parts:
        return f"write {parts}"
    close = suggest(name, unused)
    return f"write {short(close, 30)}, which has a value" if close else ""


def _parts(name: str, known: Collection[str]) -> str:
    """The name as a product of known names, or as a function of one, or ""."""
    for cut in range(1, len(name)):
        first, rest = {"π": "pi", "τ": "tau"}.get(name[:cut], name[:cut]), name[cut:]
        if is_function(first) and rest.lstrip("0123456789") in known:
            return f"{first}({rest})"
        if first in known and (product := rest if rest in known else _parts(rest, known)):
            return f"{first}*{product}"
    return ""


def no_range(name: str, inputs: Sequence[str]) -> PointError:
    """The error for a range of values for what is no variable."""
    close = suggest(name, inputs)
    advice = f"did you mean {short(close, 40)}?" if close else "leave it off"
    return PointError(f"{short(name, 40)} has a range of values, and occurs in no expression", advice=advice)


def no_variable(name: str, inputs: Sequence[str]) -> PointError:
    """The error for a name to differentiate by that is no variable."""
    shown = short(name, 40)
    message = f"there is no variable {shown} to differentiate by"
    words = re.findall(_NAME, name)
    if len(words) > 1 and all(word in inputs for word in words):
        return PointError(message, advice=f"write {short(','.join(words))}")
    if words and words[0] in inputs:
        return PointError(message, advice=f"write {words[0]}")
    if name in CONSTANTS:
        return PointError(f"{name} is a constant here", advice=f"give it a value, as in --at {name}=3, to differentiate by it")
    close = suggest(name, inputs)
    if close:
        return PointError(message, advice=f"did you mean {short(close, 40)}?")
    if not inputs:
        return PointError(f"{message}, as the formula has none", advice="leave it out")
    known = ", ".join(short(known, 30) for known in inputs[:6]) + (", ..." if len(inputs) > 6 else "")
    return PointError(message, advice=f"the variables are {known}" if len(inputs) > 1 else f"the variable is {known}")
