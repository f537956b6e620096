"""Reading what a command is about: the expression and the point."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Sequence
from typing import Any

from adcli.errors import LimitError, ParseError, PointError, short
from adcli.language.elements import NAME, flat, spelled
from adcli.point import parse_point, split_commas

MOST_BYTES = 100_000_000  # of a file with a point
FILE_END = ".ad"  # of the files that programs are in
_FILE_NAME = re.compile(r"[^;*^()\s]*[^\W\d]\.[^\W\d]\w*")  # which is no expression, since no name has a point
_SPECIAL = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}
_OBJECT = 'write {"x1": 2, "x2": 3}'


def read_expression(word: str, max_length: int) -> str:
    """The expression itself, that on standard input (`-`), or that in a file of a program: UTF-8, line ends as \\n, those at the end
    left off."""
    if word != "-" and not word.endswith(FILE_END):
        if _FILE_NAME.fullmatch(word) and os.path.isfile(word):
            shown = short(word, 60)
            raise PointError(f"{shown} is a file, and no expression", advice=f"write - < {shown} to read it, or end its name in {FILE_END}")
        return word
    if word == "-" and sys.stdin is None:
        raise _unreadable("standard input is closed")
    shown = "standard input" if word == "-" else short(word, 60)
    try:
        with io.TextIOWrapper(_opened(word), encoding="utf-8-sig") as reader:
            text = reader.read(max_length + 1)
    except UnicodeDecodeError as error:
        raise ParseError(f"{shown} is not UTF-8: it has the byte {error.object[error.start]:#04x}") from None
    except OSError as error:
        raise _unreadable(f"cannot read {shown}: {error.strerror}") from None
    if len(text) > max_length:
        raise LimitError(f"{shown} has more than {max_length:,} characters", advice="raise the limit with --max-length")
    return text.rstrip("\n")


def _unreadable(message: str) -> PointError:
    return PointError(message, advice="give the expression itself, or pipe it in")


def names_list(texts: Sequence[str], option: str) -> list[str] | None:
    """The names of comma-separated lists, or None where there is none."""
    names = [name.strip() for text in texts for name in split_commas(text)]
    if any(not name for name in names):
        raise PointError("a name is missing between the commas", advice=f"write it as in {option} x1,x2")
    return names or None


def point_files(text: str) -> list[str]:
    """The files that a list of values names: those behind @."""
    return [piece.strip()[1:] for piece in split_commas(text) if piece.strip().startswith("@")]


def read_point(texts: Sequence[str]) -> dict[str, str]:
    """The values of every `--at`, as written; `@FILE` is a JSON object of them."""
    point: dict[str, str] = {}
    for text in texts:
        pieces = [piece.strip() for piece in split_commas(text)]
        files = point_files(text)
        written = [piece for piece in pieces if not piece.startswith("@")]
        try:
            found = [*([parse_point([",".join(written)])] if written else []), *map(_point_file, files)]
        except ParseError as error:
            raise PointError(error.message, advice=error.advice) from None
        for values in found:
            for name, value in values.items():
                if name in point:
                    raise PointError(
                        f"{short(name, 40)} is given twice: {short(point[name], 20)} and {short(value, 20)}",
                        advice="give each variable one value",
                    )
                point[name] = value
    return point


def read_seeds(texts: Sequence[str], option: str) -> dict[str, str]:
    """The values of `--tangent` or `--direction`, as written. Raises PointError where there are none."""
    if not texts:
        raise PointError(f"there is no {option[2:]}", advice=f"give one with {option} x1=1,x2=0")
    return read_point(texts)


def read_cotangent(texts: Sequence[str]) -> dict[str, str] | list[str]:
    """The values of `--cotangent`, as written: by the names of outputs, or in their order."""
    if not texts:
        raise PointError("there is no cotangent", advice="give one with --cotangent 1,0, a number for each output")
    pieces = [piece.strip() for text in texts for piece in split_commas(text)]
    if any("=" in piece or piece.startswith("@") for piece in pieces):
        return read_point(texts)
    if not all(pieces):
        raise PointError("a number is missing between the commas", advice="write it as in --cotangent 1,0")
    return pieces


def _point_file(path: str) -> dict[str, str]:
    import json

    shown = short(path, 60)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, value in pairs:
            if not re.fullmatch(NAME, name):
                raise PointError(f"'{short(name, 40)}' in {shown} is no name of a variable", advice=_OBJECT)
            name = spelled(name)
            if name in values:
                raise PointError(f"{short(name, 40)} is given twice in {shown}", advice="give each variable one value")
            values[name] = value
        return values

    try:
        with _opened(path) as file:
            text = file.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise PointError(f"{shown} has more than {MOST_BYTES:,} bytes")
        values = json.loads(text.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=_SPECIAL.get, object_pairs_hook=once)
    except OSError as error:
        raise PointError(f"cannot read the point from {shown}: {error.strerror}") from None
    except RecursionError:
        raise PointError(f"{shown} is nested too deeply for a point", advice=_OBJECT) from None
    except UnicodeDecodeError as error:
        raise PointError(f"{shown} is not UTF-8: it has the byte {error.object[error.start]:#04x}") from None
    except ValueError as error:
        raise PointError(f"{shown} is no JSON object of values ({error})", advice=_OBJECT) from None
    if not isinstance(values, dict):
        raise PointError(f"{shown} is no JSON object of values", advice=_OBJECT)
    values = dict(flat(values))
    for name, value in values.items():
        if not isinstance(value, str):
            raise PointError(f"the value of {short(name, 40)} in {shown} is no number", advice=_OBJECT)
    return values


def _opened(path: str) -> Any:
    """A file, or for `-` standard input."""
    if path != "-":
        return open(path, "rb")
    if sys.stdin is None or sys.stdin.buffer.closed:
        raise PointError("standard input is closed, or read already")
    return sys.stdin.buffer
