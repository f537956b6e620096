"""Blocks, loops and vectors that are not written as they should be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lark import Token

from adcli.advice.pasted import unexpected_character
from adcli.errors import ParseError, Span, short
from adcli.language.forms import FORMS

if TYPE_CHECKING:
    from adcli.advice.tokens import Place

LOOP = "write for i in 1..n { ... }"
_BLOCKS = {"FOR": LOOP, "WHILE": "write { ... } after the condition", "IF": "write { ... } after the condition, or a if c else b"}
_STATEMENTS = ("FOR", "WHILE", "RETURN")


def kind_of(item: object) -> str:
    """The name of a token's kind as the grammar files have it, or "" for what is no token."""
    return item.type.removeprefix("expression__") if isinstance(item, Token) else ""


def refused_statement(place: Place, kind: str) -> ParseError | None:
    """The error for a token that a program cannot have here, or None where it is an expression that is wrong."""
    before = place.text[max(0, place.at - 1000) : place.at].rstrip(" \t\r")
    head = waiting(place)
    if misplaced := _misplaced_block(place, kind, before, head):
        return misplaced
    if before.endswith("}") and kind not in ("RBRACE", "RPAR", "$END"):
        if place.token.lower() in ("elif", "elseif", "elsif"):
            return place.error(f"'{place.token}' is written in two words", "write else if")
        return place.error("a statement begins here", "write ; or a new line before it")
    if kind in _STATEMENTS and not place.begins:
        counted = LOOP if kind == "FOR" else "write ; or a new line before it"
        advice = f"write {FORMS[place.called].signature}" if place.called in FORMS else counted
        return place.error(f"'{place.token.split()[0]}' begins a statement", advice)
    if kind == "ASSIGN" and kind_of(place.last) in (*_STATEMENTS, "ELSE", "IF"):
        return place.error(f"'{place.last}' is a word of the language", "choose another name", at=place.last)
    if kind == "ASSIGN" and re.search(r"(?<!\w)else[ \t]+[^\W\d]\w*$", before):
        return place.error("what else does stands in braces", "write else { ... }")
    if kind == "LSQB" and kind_of(place.last) == "RETURN":
        return place.error("a list is no value", "write return a, b for several outputs")
    if kind == "LSQB" and before.endswith("]"):
        return place.error("an element has all its indices in one pair of brackets", "write W[i,j]")
    if kind == "RANGE":
        numbers = re.match(r"\.\.[0-9]", place.text[place.at : place.at + 3]) and before[-1:].isdigit()
        if numbers and not head:
            return place.error("'..' is no part of a number", "write one decimal point")
        return place.error("'..' stands between the bounds of a loop", LOOP)
    if head is not None and place.opening < 0 and kind in ("$END", "SEPARATOR", "LBRACE") and (place.last is None or place.last is head):
        return _unfinished(place, head, kind)
    if kind == "$END" and place.opening < 0 and place.last is None:
        return unclosed_brace(place.text)
    if kind == "LBRACE" and head is not None and place.last is not None:
        return None
    if kind == "RBRACE" and place.opening >= 0 and unclosed_brace(place.text[: place.at]):
        return place.error("this '(' is never closed", "add ')'", at=place.stack[place.opening])
    if kind == "RBRACE" and place.opening < 0 and (place.last is not None or unclosed_brace(place.text[: place.at]) is None):
        if place.last is not None:
            return place.error(f"a value is missing after '{short(str(place.last))}'", f"write one, or remove '{place.last}'")
        return place.error("this '}' closes nothing", "remove it, or add the '{' it belongs to")
    listed = re.search(r"(?:^|[;\n{])\s*([^\W\d]\w*)\s*=$", before)
    if kind == "LSQB" and listed:
        name = short(listed[1], 20)
        return place.error("a list is no value", f"assign {name}[1], {name}[2], ..., or give --at {name}=[1,2,3]")
    if kind in ("LBRACE", "RBRACE", "LSQB", "RSQB"):
        return unexpected_character(place.text, place.at, value_before=not place.begins and place.last is None)
    return None


def _misplaced_block(place: Place, kind: str, before: str, head: Token | None) -> ParseError | None:
    """The error for a block that begins in another line than its head, or has no braces."""
    opening = re.match(r"\s*\{", place.text[place.at : place.at + 1000]) if place.token == "\n" and place.opening < 0 else None
    if opening and (head is not None or kind_of(place.last) in ("ELSE", "ASSIGN")):
        brace = Token("", "{", place.at + opening.end() - 1)
        return place.error("a '{' stands in the line that it belongs to", "move it to the end of the line before", at=brace)
    if kind in ("ASSIGN", "RETURN"):
        found = re.search(r"(?:^|[;\n{}])\s*(?:else\s+)?(if|for|while)(?!\w)([^;\n{}]*)$", before)
        target = r"" if kind == "RETURN" else r"\s+[^\W\d]\w*(?:\[[^\[\]]*\])?"
        value = re.search(rf"(\w+|[)\]]){target}$", found[2]) if found else None
        if found and value and value[1] not in ("and", "or", "not"):
            start = place.text.rindex(found[1] + found[2], 0, place.at)
            return place.error(f"this '{found[1]}' has no block", _BLOCKS[found[1].upper()], at=Token("", found[1], start))
    return None


def leaves_a_loop(word: str, at: int) -> ParseError:
    """The error for `break` and `continue` alone in a block."""
    advice = "let the condition of a while end it, or return from a function" if word == "break" else "write if c { ... } around the rest"
    return ParseError(f"there is no {word}", span=Span(at, at + len(word)), advice=advice)


def waiting(place: Place) -> Token | None:
    """The head of a block that is being read: its `for` or `while`, or the `if` at the beginning of a statement."""
    for item in reversed(place.stack):
        kind = kind_of(item)
        if kind in ("FOR", "WHILE") or (kind == "IF" and begins_statement(place.text, item.start_pos or 0)):
            return item if isinstance(item, Token) else None
    return None


def begins_statement(text: str, at: int) -> bool:
    """Whether what stands at an offset begins a statement, or the condition of an else."""
    before = text[max(0, at - 1000) : at].rstrip(" \t\r")
    return not before or before[-1] in ";\n{}" or re.search(r"(?<!\w)else$", before) is not None


def _unfinished(place: Place, head: Token, kind: str) -> ParseError:
    """The head of a block, and no block."""
    word = str(head).split()[0]
    if kind_of(head) == "FOR" and not any(kind_of(item) == "RANGE" for item in place.stack):
        return place.error("a loop counts from one whole number to another", LOOP, at=head)
    if kind == "LBRACE":
        return place.error("a value is missing before '{'", _BLOCKS[kind_of(head)])
    return place.error(f"this '{word}' has no block", _BLOCKS[kind_of(head)], at=Token("", word, head.start_pos))


def unclosed_brace(text: str) -> ParseError | None:
    """The error for the last `{` that is open at the end of a text, or None where there is none."""
    opened: list[int] = []
    for found in re.finditer(r"[{}]|#[^\n]*", text):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            opened.pop()
    if not opened:
        return None
    return ParseError("this '{' is never closed", span=Span(opened[-1], opened[-1] + 1), advice=f"add '{'}' * min(len(opened), 4)}'")


def strange_loop(text: str, at: int) -> ParseError | None:
    """The error for a `for` at an offset that is no head of a loop as it is written here, or None where there is no `for`."""
    found = re.match(r"for(?!\w)", text[at : at + 4])
    return ParseError("a loop is written in another way", span=Span(at, at + 3), advice=LOOP) if found else None
