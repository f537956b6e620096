"""The grammar files, the Lark parser that is built from them, and the rules that it makes of them, which are kept between runs."""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from zlib import crc32

from adcli.language.lalr import Rule, Rules
from adcli.version import __version__

if TYPE_CHECKING:
    from lark import Lark

_FILES = ("program.lark", "expression.lark")  # the second is imported by the first


def load_grammar(transformer: object | None = None, **options: Any) -> Lark:
    """The Lark parser of grammars/program.lark; `options` are Lark's."""
    from lark import Lark

    path = os.path.join(grammar_folder(), _FILES[0])
    cache = _kept_file("grammar-{}.pickle") if not options else None
    return Lark(
        _read(path),
        source_path=path,
        parser="lalr",
        lexer="basic",
        maybe_placeholders=False,
        transformer=transformer,
        **({"cache": cache} if cache else {}),
        **options,
    )


def load_rules() -> Rules:
    """The rules of the grammar as they were kept, or as Lark makes them now."""
    grammar = "".join([_read(os.path.join(grammar_folder(), name)) for name in _FILES])
    file = _kept_file("rules-{}")
    made = _kept(file, grammar)
    if made is None:
        made = _made(load_grammar())
        if file:
            _keep(file, grammar, made)
    return made


def _made(lark: Lark) -> Rules:
    """What a parser of Lark's knows: tables by symbol, and patterns of tokens in the order that they are tried in."""
    table = lark.parser.parser.parser.parse_table
    numbers: dict[Any, int] = {}  # of the rules, as they are met
    states: dict[int, dict[str, int]] = {}
    for state, row in table.states.items():
        steps = {str(symbol): target for symbol, (_, target) in row.items()}
        states[state] = {
            symbol: target if isinstance(target, int) else -1 - numbers.setdefault(target, len(numbers)) for symbol, target in steps.items()
        }
    rules = [_rule(str(rule.origin.name), rule.alias and str(rule.alias), len(rule.expansion), rule.options.expand1) for rule in numbers]
    ignored = lark.parser.lexer.ignore_types
    patterns = [(terminal.name, terminal.pattern.to_regexp()) for terminal in lark.parser.lexer.terminals]
    groups = [f"(?:{pattern})" if name in ignored else f"(?P<{name}>{pattern})" for name, pattern in patterns]
    tokens = "|".join([*groups, r"(?P<END>\Z)", "(?P<NONE>(?s:.))"])
    return Rules(states, rules, table.start_states["start"], table.end_states["start"], tokens)


def _rule(origin: str, alias: str | None, length: int, hands_on: bool) -> Rule:
    """A rule; one that may hand on its only value does so where it has no other name and is made of one symbol."""
    return Rule(origin, alias or origin, length, hands_on and not alias and length == 1)


def grammar_folder() -> str:
    """Where the grammar files are: inside the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "grammars")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "grammars")


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def _kept_file(name: str) -> str | None:
    """Where something is kept between runs: the user's own cache folder, or None where there is none.

    Each place that adcli is installed in has a file of its own; two would take turns to write it anew.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    folder = os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "adcli")
    if not os.path.isabs(folder):  # there is no home
        return None
    place = crc32(f"{grammar_folder()} {__version__} {sys.version}".encode())
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError:
        return None
    return os.path.join(folder, name.format(f"{place:08x}")) if os.access(folder, os.W_OK) else None


def _kept(file: str | None, grammar: str) -> Rules | None:
    """The rules in a file, if it is whole and of this grammar."""
    try:
        with open(file or "", "rb") as stream:
            check, content = stream.read(4), stream.read()
    except OSError:
        return None
    if check != crc32(content).to_bytes(4, "big"):
        return None
    of, states, rules, *rest = marshal.loads(content)
    return Rules(states, [Rule(*rule) for rule in rules], *rest) if of == grammar else None


def _keep(file: str, grammar: str, made: Rules) -> None:
    """Write the rules to a file, which appears whole; where it cannot be written, the next run makes them again."""
    content = marshal.dumps((grammar, made.states, [tuple(rule) for rule in made.rules], made.first, made.last, made.tokens))
    own = f"{file}.{os.getpid()}"
    try:
        with open(own, "wb") as stream:
            stream.write(crc32(content).to_bytes(4, "big") + content)
        os.replace(own, file)
    except OSError:
        with suppress(OSError):
            os.unlink(own)
