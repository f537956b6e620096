"""Names that are not known: what was probably meant by them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

from adcli.advice.writing import bare, is_function, known_functions, one_line, unwrapped, write
from adcli.errors import NamingError, ParseError, Span, short
from adcli.functions import CONSTANTS
from adcli.language.syntax import KEYWORDS, Syntax

_ALONE = "write the formula alone"

# Words of programming languages and of prose, as they stand beside a value.
_WORDS: dict[str, str] = {
    **dict.fromkeys(("let", "var", "int", "float", "double", "const", "real", "set", "auto", "val"), "write the name alone, as in y = 2*x"),
    **dict.fromkeys(("for", "foreach"), "write for i in 1..n { ... }"),
    **dict.fromkeys(("do", "loop", "repeat"), "write for i in 1..n { ... }, or while c { ... }"),
    **dict.fromkeys(("switch", "match", "select"), "write if c { ... } else if d { ... }"),
    **dict.fromkeys(("global", "local", "import", "from", "using", "include"), "leave this statement out"),
    "unless": "write if not (c) { ... }",
    **dict.fromkeys(("while", "until"), "write while c { ... }"),
    **dict.fromkeys(("sum", "prod"), "write sum(i, 1, n, term)"),
    **dict.fromkeys(("def", "lambda", "function", "func", "fn"), "write f(x) = ..."),
    **dict.fromkeys(("print", "plot", "solve", "simplify", "differentiate", "derive", "evaluate"), _ALONE),
    **dict.fromkeys(("elif", "elseif", "elsif"), "write else if c { ... }"),
    **dict.fromkeys(("then", "endif", "when", "case", "otherwise"), "write a if c else b"),
    **dict.fromkeys(("begin", "end"), "write { and } around the statements of a block"),
    **dict.fromkeys(("where", "at", "given", "with", "in", "as"), "give points with --at, and choose by a if c else b"),
    **dict.fromkeys(("is", "equals", "eq"), "write == to compare"),
    **dict.fromkeys(("mod", "rem"), "write mod(a, b)"),
    **dict.fromkeys(("over", "by"), "write /"),
    "div": "write floor(a/b)",
    "xor": "write (a or b) and not (a and b)",
    "plus": "write +",
    "minus": "write -",
    "times": "write *",
    "of": "write *",
}

# Functions by the names that they have elsewhere.
_ELSEWHERE: dict[str, str] = {
    elsewhere: name
    for name, others in {
        "sin": "sen sine",
        "cos": "cosine cosin",
        "tan": "tg tangent",
        "cot": "ctg cotg cotan ctan cotangent",
        "csc": "cosec cosecant",
        "sec": "secant",
        "asin": "arcsine asen arcsen",
        "acos": "arccosine",
        "atan": "arctg atn atg",
        "acot": "arcctg",
        "sinh": "sh",
        "cosh": "ch",
        "tanh": "th tgh",
        "asinh": "arsh argsh",
        "acosh": "arch argch",
        "atanh": "arth argth",
        "sqrt": "sqr squareroot root wurzel racine raiz",
        "cbrt": "curt cuberoot sqrt3 root3",
        "log": "loge logn",
        "log10": "lg",
        "log2": "lb ld",
        "max": "maximum fmax",
        "min": "minimum fmin",
        "ceil": "ceiling",
        "trunc": "fix",
        "round": "rint",
        "abs": "absolute modulus magnitude",
        "mod": "rem fmod remainder modulo",
        "if": "iif ifelse cond piecewise select",
        "sigmoid": "logistic",
        "gamma": "tgamma",
        "lgamma": "lngamma logabsgamma",
        "beta": "betafunction",
        "normpdf": "dnorm gaussian phi",
        "normcdf": "pnorm ndtr normalcdf",
        "erfinv": "inverf erfinverse",
        "clamp": "bound saturate limit",
        "j0": "besselj0 bessel_j0",
        "j1": "besselj1 bessel_j1",
        "y0": "bessely0 bessel_y0",
        "y1": "bessely1 bessel_y1",
    }.items()
    for elsewhere in others.split()
}

# Functions that are not read, and what to write instead.
_NOT_READ: dict[str, str] = {
    **dict.fromkeys(("mean", "avg", "average"), "write sum(x)/len(x), or (a + b)/2"),
    **dict.fromkeys(("summation", "sigma"), "write sum(i, 1, n, term)"),
    "product": "write prod(i, 1, n, term)",
    "range": "write for i in 1..n { ... }",
    **dict.fromkeys(("diff", "deriv", "derivative", "grad", "gradient"), "write the formula alone, and adcli differentiates it"),
    **dict.fromkeys(("integrate", "integral", "int", "quad", "lim", "limit", "solve"), "write the formula to differentiate"),
    **dict.fromkeys(("radians", "deg2rad", "rad"), "write x*pi/180"),
    **dict.fromkeys(("degrees", "rad2deg", "deg"), "write x*180/pi"),
    **dict.fromkeys(("factorial", "fact"), "write prod(k, 1, n, k)"),
    **dict.fromkeys(("square", "sq"), "write x^2"),
    **dict.fromkeys(("nthroot", "rootn", "surd"), "write x^(1/n)"),
    **dict.fromkeys(("heaviside", "step", "theta"), "write 1 if x > 0 else 0"),
    **dict.fromkeys(("rand", "random", "randn"), "give values with --at"),
    **dict.fromkeys(("print", "println", "printf", "display", "disp"), _ALONE),
    **dict.fromkeys(("zeros", "ones", "array", "vector", "matrix", "list"), "assign x[1], x[2], ..., in a loop or one by one"),
    "and": "write and between two conditions",
    "or": "write or between two conditions",
    "not": "write not before a condition",
}


def suggest(name: str, known: Collection[str]) -> str:
    """The known name that was probably meant, or ""."""
    name = name[:40]
    lowered = name.lower()
    for candidate in known:
        if candidate.lower() == lowered:
            return candidate
    if len(name) < 2:
        return ""
    for candidate in known:
        if sorted(candidate) == sorted(lowered):
            return candidate
    close = difflib.get_close_matches(lowered, known, n=1, cutoff=0.76)
    return close[0] if close else ""


def misplaced_word(word: str, at: int) -> ParseError | None:
    """The error for a word of other languages beside a value, or None where it is none."""
    lowered = word.lower()
    advice = f"write {lowered} in small letters" if lowered in KEYWORDS and word != lowered else _WORDS.get(lowered, "")
    return ParseError(f"'{word}' is no word of a formula", span=Span(at, at + len(word)), advice=advice) if advice else None


def unknown_function(s: Syntax, i: int, variables: Collection[str]) -> NamingError:
    """The error for a call of a name that the table does not have."""
    name = s.functions[i][:-1]
    start = s.carets[i]
    opening = s.text.index("(", start)
    arguments = s.text[opening : s.stops[i]]
    message, advice = f"'{short(name, 40)}' is no function", ""
    if name.startswith("d") and re.search(r"\bd\s*/\s*$", s.text[max(0, start - 9) : start]):
        advice = "write the formula alone, and adcli differentiates it"
    elif name.lower() in CONSTANTS and (name.lower() != name or not unwrapped(arguments).strip()):
        advice = f"write {name.lower()} for the number"
    elif name == "e" and not s.text[max(0, start - 1) : start].endswith(("/", "^")):
        advice = write(f"exp{arguments}", f"e*{bare(arguments)}", otherwise="write exp(...)")
    elif name in variables or name in CONSTANTS:
        advice = _product(s, i, name, arguments)
    else:
        advice = _meant(name, arguments, variables)
        if advice or len(name) > 2:
            message = f"unknown function '{short(name, 40)}'"
        else:
            advice = _product(s, i, name, arguments)
    span = Span(start, start + len(s.text[start:opening].rstrip()))
    return NamingError(message, span=span, advice=advice or "`adcli functions` lists them")


def _meant(name: str, arguments: str, variables: Collection[str]) -> str:
    """The advice on a name that is neither a function nor a variable, or ""."""
    lowered = name.lower()
    inside = one_line(unwrapped(arguments))
    if is_function(lowered):
        return write(lowered + arguments, otherwise=f"write {lowered}(...) in small letters")
    if lowered in _NOT_READ:
        return _NOT_READ[lowered]
    if is_function(_ELSEWHERE.get(lowered, "")):
        return f"did you mean '{_ELSEWHERE[lowered]}'?"
    logarithm = re.fullmatch(r"log_?([0-9]+|[a-z])", lowered)
    if logarithm:
        base = logarithm[1]
        return write(f"log{base}{arguments}" if is_function(f"log{base}") else f"log({inside}, {base})", otherwise=f"write log(x, {base})")
    power = re.fullmatch(r"((?:sin|cos|tan|cot|sec|csc)h?)([23])", lowered)
    if power and is_function(power[1]):
        return write(f"{power[1]}{arguments}^{power[2]}", otherwise=f"write {power[1]}(...)^{power[2]}")
    for function in sorted(known_functions(), key=len, reverse=True):
        factor = name.removesuffix(function)
        if factor != name and (factor in variables or factor in CONSTANTS or (len(factor) == 1 and factor.isalpha())):
            return write(f"{factor}*{function}{arguments}", otherwise=f"write {factor}*{function}(...)")
    close = suggest(name, [function for function in known_functions() if len(function) > 2])
    return f"did you mean '{close}'?" if close else ""


def _product(s: Syntax, i: int, name: str, arguments: str) -> str:
    """The advice to multiply, with both readings where the call divides something or is an exponent."""
    if not unwrapped(arguments).strip() or len(s.operands[i]) > 1:
        return f"define it, as in {short(name, 20)}(t) = t^2"
    factor = bare(arguments)
    user = next((j for j in range(i + 1, len(s)) if i in s.operands[j]), -1)
    if user >= 0 and s.functions[user] in ("/", "^") and s.operands[user][1] == i:
        base = s.text[s.starts[s.operands[user][0]] : s.starts[i]].rstrip()
        outer = f"({base}{name})" if s.functions[user] == "/" else f"{base}{name}"
        return write(f"{outer}*{factor}", f"{base}({name}*{factor})", otherwise=f"write * after {short(name, 40)}")
    return write(f"{name}*{factor}", otherwise=f"write {short(name, 40)}*(...) to multiply", tail=" to multiply")
