"""Taylor coefficients as a polynomial to read: x - x^3/6 + x^5/120 + ..."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from adcli.expansions.expansion import Taylor
from adcli.formula import LATEX, PLAIN, Style, styled_name
from adcli.notes import finite

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LINE = 150  # the characters of LaTeX that fill a line of a page, about
_SIMPLE = 10**9  # of such a fraction, numerator times denominator is below this


def polynomial(taylor: Taylor, number: Callable[[float], str], style: Style = PLAIN, most: int = 0) -> str:
    """The polynomial in x, x - 0.5 or, along another line than one variable, t; it ends where the function does, else with dots.

    From the first coefficient on that is not finite there is nothing. A coefficient that is a simple fraction up to rounding is written
    as one, any other by `number`. Of more than `most` terms the first are shown.
    """
    base = shifted(taylor, number, style)
    if " " in base:
        base = rf"\left({base}\right)" if style is LATEX else f"({base})"
    terms: list[str] = []
    for k, c in enumerate(taylor.coefficients):
        if not finite(c):
            return _joined(terms, style) or "0" * (k > 0)
        if c and not (most and len(terms) == most):
            sign = ("- " if c < 0 else "+ ") if terms else "-" * (c < 0)
            terms.append(sign + _term(abs(c), _power(base, k, style), number, style, taylor.precision))
    if not taylor.ends or (most and len(terms) == most):
        terms = [*(terms or ["0"]), {"latex": r"+ \cdots", "unicode": "+ …"}.get(style.name, "+ ...")]
    return _joined(terms, style) or "0"


def _joined(terms: list[str], style: Style) -> str:
    """The sum of the terms; in LaTeX with so many on a line as fit."""
    if style is not LATEX:
        return " ".join(terms)
    lines: list[list[str]] = [[]]
    for term in terms:
        if lines[-1] and sum(map(len, lines[-1])) + len(term) > _LINE:
            lines.append(["{}"])
        lines[-1].append(term)
    return " \\\\\n".join(" ".join(line) for line in lines)


def variable_of(taylor: Taylor) -> str:
    """The first of t, s, h that no variable is called."""
    return next((name for name in ("t", "s") if name not in taylor.point), "h")


def shifted(taylor: Taylor, number: Callable[[float], str], style: Style) -> str:
    """What the series is one of powers of: x, x - 0.5 or t."""
    if not taylor.along:
        return variable_of(taylor)
    name, start = styled_name(taylor.along, style), taylor.point[taylor.along]
    if start == 0:
        return name
    return f"{name} {'-' if start > 0 else '+'} {number(abs(start))}"


def _power(base: str, k: int, style: Style) -> str:
    if k < 2:
        return base if k else ""
    if style is LATEX:
        return f"{base}^{{{k}}}"
    return base + str(k).translate(_SUPERSCRIPTS) if style.superscripts else f"{base}^{k}"


def _fraction_of(size: Any, digits: int | None) -> Fraction | None:
    """The simple fraction that a coefficient is: a double up to rounding, one of many digits to all of them."""
    near = float(size)
    found = simple_fraction(near) if near < math.inf else None  # as one of many digits may be
    if found is None or digits is None:
        return found
    gap = abs(size * found.denominator - found.numerator)
    return found if gap * 10 ** max(digits, 15) <= found.numerator else None


def _term(size: Any, power: str, number: Callable[[Any], str], style: Style, digits: int | None) -> str:
    times = {"latex": r" \, ", "unicode": "·"}.get(style.name, "*")
    found = _fraction_of(size, digits)
    if found is None:
        return f"{number(size)}{times}{power}" if power else number(size)
    above, below = str(found.numerator), str(found.denominator)
    if style is LATEX and below != "1":
        return rf"\frac{{{power if above == '1' and power else f'{above} {power}'.strip()}}}{{{below}}}"
    top = power if power and above == "1" else f"{above}{times}{power}" if power else above
    return top if below == "1" else f"{top}/{below}"


def simple_fraction(size: float) -> Fraction | None:
    """The fraction of small whole numbers that a number above 0 is up to rounding, or None."""
    if 1e-15 < size < 1e-3 and abs(size * round(1 / size) - 1) < 1e-15:
        return Fraction(1, round(1 / size))
    found = Fraction(size).limit_denominator(100_000)
    if found.numerator * found.denominator < _SIMPLE and abs(size - found) <= 2 * math.ulp(size):
        return found
    return None
