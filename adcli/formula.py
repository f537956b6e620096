"""Graphs back to text: plain (which parses again), Unicode, ASCII and LaTeX.

One writer walks the graph with a stack; the table's entries say how each function looks, and a style how names and products do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from adcli.functions import FUNCTIONS
from adcli.graph import Graph
from adcli.helpers import has_helpers, with_helpers_told
from adcli.transliteration import in_ascii

_SUBSCRIPTS = str.maketrans("-0123456789", "₋₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# The letters that LaTeX has commands for.
_SMALL = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega"
_CAPITAL = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
_GREEK = frozenset(f"{_SMALL} {_CAPITAL}".split(" "))

ATOM, LEAF, CALL, BARE_CALL, NEGATIVE, MULTIPLY, SIGN = 10, 9, 9, 7, 7, 6, 5


class Style(NamedTuple):
    """How formulas look. `field` is the part of a table entry that spells it ("" for its name and operator)."""

    name: str
    field: str = ""
    bare_calls: bool = False  # sin v1 for sin(v1), where nothing else could be meant
    superscripts: bool = False


PLAIN = Style("plain")
UNICODE = Style("unicode", "pretty", bare_calls=True, superscripts=True)
SOURCE = Style("unicode", "pretty", superscripts=True)  # a whole formula, with the parentheses of its calls
ASCII = Style("ascii", bare_calls=True)
ASCII_SOURCE = Style("ascii")
LATEX = Style("latex", "latex", bare_calls=True)


def styled_name(name: str, style: Style) -> str:
    """A variable's name: x1 as x₁ in Unicode, x_{1} in LaTeX."""
    if style.name == "unicode":
        return {"pi": "π", "tau": "τ"}.get(name) or re.sub(r"(?<=[^\W\d_])[0-9]+$", lambda found: found[0].translate(_SUBSCRIPTS), name)
    if style is LATEX:
        return _latex_name(name)
    return in_ascii(name) if style.name == "ascii" else name


def _latex_name(name: str) -> str:
    if name.endswith("]"):  # an element of a vector
        vector, _, indices = name[:-1].partition("[")
        return f"{_latex_word(vector)}_{{{indices}}}"
    stem, _, index = name.partition("_")
    if not index:
        found = re.fullmatch(r"(.*?[^\d])(\d+)", stem)
        stem, index = (found[1], found[2]) if found else (stem, "")
    return f"{_latex_word(stem)}_{{{_latex_word(index)}}}" if index else _latex_word(stem)


def _latex_word(word: str) -> str:
    if not word.isascii():  # Δt
        return " ".join([_latex_word(in_ascii(letter)) for letter in word])
    if word in _GREEK:
        return f"\\{word}"
    word = word.replace("_", r"\_")
    return rf"\mathrm{{{word}}}" if len(word) > 1 and not word.isdigit() else word or r"\_"


def styled_number(text: str, style: Style) -> str:
    """A number as written; in LaTeX with a power of ten for the exponent."""
    if style is LATEX:
        if text in ("inf", "-inf"):
            return text.replace("inf", r"\infty")
        mantissa, mark, exponent = text.lower().partition("e")
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if mark and exponent.lstrip("+-").isdigit() else text
    return text


class Label(NamedTuple):
    """What a node is written as, and how tightly that binds: ATOM for one name or one plain number."""

    text: str
    binding: int = ATOM

    @classmethod
    def of_number(cls, text: str) -> Label:
        """The label of a number: a sign binds loosely, and a power of ten is no atom."""
        return cls(text, SIGN if text.startswith("-") else LEAF if "e" in text else ATOM)

    @classmethod
    def of_node(cls, graph: Graph, node: int, style: Style) -> Label:
        """The label of a part that is written as it stands, cut where it is long."""
        function = graph.functions[node]
        return cls(write(graph, node, style, limit=60), FUNCTIONS[function].binding if function else ATOM)


CUT = r"\ldots{}"  # in the place of a formula that is too long
Labels = Mapping[int, Label]
Part = str | tuple[int, int, bool]


def write(graph: Graph, root: int, style: Style = PLAIN, labels: Labels | None = None, *, limit: int = 0) -> str:
    """The text of a node.

    `labels` gives nodes that are written as something of their own. Beyond `limit` characters the text is cut, with an ellipsis.
    """
    labels = labels or {}
    if has_helpers(graph, root, labels):
        graph, root, places = with_helpers_told(graph, root, labels)
        labels = {places[i]: label for i, label in labels.items() if i in places}
    pieces: list[str] = []
    length = 0
    # What is still to be written, last first: texts, and nodes with the least binding that needs no parentheses here and
    # whether a call may stand without parentheses.
    stack: list[Part] = [(root, 0, True)]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            length += len(item)
            if limit and length > limit:
                if style is LATEX:
                    return CUT  # a part of it would be no LaTeX
                return "".join(pieces)[: limit - 1] + ("..." if style.name in ("plain", "ascii") else "…")
            continue
        i, needed, bare = item
        label = labels.get(i)
        if label is not None:
            stack.append(f"({label.text})" if label.binding < needed else label.text)
        elif not graph.functions[i]:
            stack.append(_leaf(graph, i, style, needed))
        else:
            binding, parts = _operation(graph, i, style, labels, needed, bare)
            if binding < needed or (graph.functions[i] == "neg" and needed > 5):
                parts = [*_BRACKETS[style is LATEX][:1], *parts, *_BRACKETS[style is LATEX][1:]]
            stack.extend(reversed(parts))
    return "".join(pieces)


_BRACKETS: tuple[list[Part], list[Part]] = (["(", ")"], [r"\left(", r"\right)"])


def _leaf(graph: Graph, i: int, style: Style, needed: int) -> str:
    text = graph.leaves[i]
    if not graph.fixed[i] or text[-1].isalpha():
        return styled_name(text, style) if text not in ("inf", "-inf", "nan") else styled_number(text, style)
    number = styled_number(text, style)
    return f"({number})" if text[0] == "-" and needed > 5 else number


def _operation(graph: Graph, i: int, style: Style, labels: Labels, needed: int, bare: bool) -> tuple[int, list[Part]]:
    """How tightly the operation binds where so much is needed, and its parts: texts, and operands with what they need."""
    function, operands = graph.functions[i], graph.operands[i]
    entry = FUNCTIONS[function]
    look = getattr(entry, style.field) if style.field else ""
    if function == "if" and style is not LATEX:
        c, a, b = operands
        return 0, [(a, 1, False), " if ", (c, 1, False), " else ", (b, 0, bare)]
    if function == "pow" and style.superscripts:
        exponent = graph.leaves[operands[1]]
        if operands[1] not in labels and re.fullmatch(r"-?[0-9]{1,3}", exponent):
            return entry.binding, [(operands[0], LEAF, False), exponent.translate(_SUPERSCRIPTS)]
    if "#1" in look:
        return _templated(look, operands, entry.binding)
    if not entry.infix:
        name = look or entry.spelled or function
        root = name in ("√", "∛")
        # Γ x would be a product to the eye; sin x is none.
        clear = style.bare_calls and (root or not (look and entry.pretty)) and function != "unit"
        if bare and clear and len(operands) == 1 and _is_atom(graph, operands[0], labels):
            return BARE_CALL, [name if root else f"{name} ", (operands[0], 0, False)]
        opening, closing = _BRACKETS[style is LATEX]
        parts: list[Part] = [name, opening]
        for j in operands:
            parts += [(j, 0, True), ", "]
        parts[-1] = closing
        if function == "unit" and style.field == "":
            parts[-1:] = [", 0", closing]
        return CALL, parts
    symbol, binding = look or entry.infix, entry.binding
    if len(operands) == 1:
        # -(a*b) is -a*b to the eye; only text that is to parse as the same graph needs the parentheses.
        inner = MULTIPLY if function == "neg" and style is not PLAIN else binding + 1
        return binding, [symbol + (" " if symbol.isalpha() or symbol.startswith("\\") else ""), (operands[0], inner, bare)]
    if function == "pow":
        return binding, [(operands[0], LEAF, False), symbol, (operands[1], NEGATIVE, False)]
    tight = binding == MULTIPLY and style is not LATEX
    gap = "" if tight else " "
    # A sign at the very beginning of a product needs no parentheses: -x*y is (-x)*y.
    begins = binding == MULTIPLY and needed < MULTIPLY and graph.functions[operands[0]] in ("neg", "mul", "div")
    left = (operands[0], needed if begins else binding, False)
    label = labels.get(operands[1])
    if function == "add" and label is not None and label.binding == SIGN:
        return binding, [left, " - ", label.text.removeprefix("-")]
    return binding, [left, f"{gap}{symbol}{gap}", (operands[1], binding + 1, bare)]


def _templated(look: str, operands: tuple[int, ...], binding: int) -> tuple[int, list[Part]]:
    parts: list[Part] = []
    for k, piece in enumerate(re.split(r"#([1-9])", look)):
        if k % 2 == 0:
            parts.append(piece)
        else:
            # Inside braces and bars anything may stand; the base of a power needs parentheses of its own.
            base = look.startswith(("{#1}^", "#1"))
            parts.append((operands[int(piece) - 1], LEAF if base and piece == "1" else 0, False))
    return binding, parts


def _is_atom(graph: Graph, i: int, labels: Labels) -> bool:
    """Whether a node is written as one name or one plain number."""
    label = labels.get(i)
    if label is not None:
        return label.binding == ATOM
    leaf = graph.leaves[i]
    return bool(leaf) and leaf[0] != "-" and not (leaf[0] in ".0123456789" and "e" in leaf.lower())
