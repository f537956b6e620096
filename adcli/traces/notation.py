"""What the steps of a trace are called: v₁, v₂, ... with a dot for a tangent and a bar for an adjoint."""

from __future__ import annotations

from typing import NamedTuple

from adcli.formula import ASCII, LATEX, PLAIN, SOURCE, Style, styled_name

_SUBSCRIPTS = str.maketrans("-0123456789", "₋₀₁₂₃₄₅₆₇₈₉")
_MARKS = {"value": ("", "", "v"), "tangent": ("\u0307", "d", r"\dot{v}"), "adjoint": ("\u0304", "b", r"\bar{v}")}

NOTATIONS = ("plain", "baydin")


class Notation(NamedTuple):
    """The names of steps in a style; `shift` is taken off every number (Baydin et al. 2018 end the inputs at v0)."""

    style: Style
    shift: int = 0

    def name(self, kind: str, number: int) -> str:
        """The name of a step's value, tangent or adjoint."""
        mark, letter, latex = _MARKS[kind]
        number -= self.shift
        if self.style is LATEX:
            return f"{latex}_{{{number}}}"
        if self.style in (ASCII, PLAIN):
            return f"{letter}v{number}"
        return f"v{mark}{str(number).translate(_SUBSCRIPTS)}"

    def letter(self, kind: str) -> str:
        """The letter that the steps' values, tangents or adjoints share."""
        mark, letter, latex = _MARKS[kind]
        return latex if self.style is LATEX else f"{letter}v" if self.style in (ASCII, PLAIN) else f"v{mark}"

    def marked(self, kind: str, name: str) -> str:
        """A variable's name with the dot of a tangent or the bar of an adjoint."""
        mark, letter, latex = _MARKS[kind]
        shown = styled_name(name, SOURCE if self.style.superscripts else self.style)
        if self.style is LATEX:
            stem, index, rest = shown.partition("_{")
            return f"{latex[:-3]}{{{stem}}}{index}{rest}" if kind != "value" else shown
        if self.style in (ASCII, PLAIN):
            return f"{letter}{shown}"
        return shown[:1] + mark + shown[1:]
