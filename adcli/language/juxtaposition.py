"""Factors side by side: which products may be written without a sign, and which people read in two ways."""

from __future__ import annotations

from adcli.language.syntax import Syntax

_SUPERSCRIPTS = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_CHOICES = ("if(", "where(")


def judge_juxtaposition(s: Syntax, left: int, right: int) -> None:
    """Let two factors side by side pass, or raise ParseError: nobody may read the product in another way."""
    last, split = left, -1  # the node that ends the left factor, and a quotient or power that may end in the product
    while s.operands[last] and not s.grouped(last) and not s.closed(last):
        if split < 0 and s.functions[last] in "/^" and s.text[s.starts[s.operands[last][-1]]] not in _SUPERSCRIPTS:
            split = last
        last = s.operands[last][-1]
    head = right
    while s.operands[head] and not s.grouped(head) and not s.closed(head):
        head = s.operands[head][0]
    before, after = s.text[s.stops[left] - 1], s.text[s.starts[right]]
    number = not s.functions[last] and s.leaves[last][0] in ".0123456789" and before not in _SUPERSCRIPTS and before != ")"
    fits = (number and (after == "(" or after.isalpha() or after in "_√")) or (before == ")" and after == "(")
    if not fits or split >= 0 or s.functions[last] in _CHOICES or s.functions[head] in _CHOICES:
        from adcli.advice.products import refused_product

        raise refused_product(s, left, right, last, head, split)
