"""The grammar files, and the Lark parser that is built from them."""

from __future__ import annotations

import os
import sys
from typing import Any

from lark import Lark
from lark import __version__ as lark_version


def load_grammar(transformer: object | None = None, **options: Any) -> Lark:
    """The Lark parser of grammars/program.lark; `options` are Lark's."""
    path = os.path.join(grammar_folder(), "program.lark")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    cache = _cache_file(path, text) if not options else None
    return Lark(
        text,
        source_path=path,
        parser="lalr",
        lexer="basic",
        maybe_placeholders=False,
        transformer=transformer,
        **({"cache": cache} if cache else {}),
        **options,
    )


def grammar_folder() -> str:
    """Where the grammar files are: inside the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(package, "grammars")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "grammars")


def _cache_file(path: str, grammar: str) -> str | None:
    """Where the built grammar is kept between runs: the user's own cache folder, or None where there is none.

    Each place that adcli is installed in has a file of its own; two would take turns to write it anew.
    """
    from hashlib import sha256

    base = os.environ.get("XDG_CACHE_HOME", "")
    folder = os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "adcli")
    if not os.path.isabs(folder):  # there is no home
        return None
    digest = sha256(f"{path} {grammar} {lark_version} {sys.version}".encode()).hexdigest()[:16]
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError:
        return None
    return os.path.join(folder, f"grammar-{digest}.pickle") if os.access(folder, os.W_OK) else None
