"""Errors and notes as they are printed: one line, the source line, and a caret under the exact column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcli.errors import AdcliError, ParseError, PointError, Span
from adcli.notes import Note
from adcli.reading import parse
from adcli.render.messages import columns, format_error, format_note, visible


def printed(text: str, **options: bool) -> str:
    with pytest.raises(AdcliError) as caught:
        parse(text)
    return format_error(caught.value, **options)


def test_an_error_is_three_lines() -> None:
    assert printed("1 + sni(x)") == (
        "error: unknown function 'sni': did you mean 'sin'? (column 5)\n"
        "  1 + sni(x)\n"
        "      ^^^"
    )  # fmt: skip


def test_an_error_about_no_place_is_one_line() -> None:
    assert format_error(PointError("x is given twice", advice="give it once")) == "error: x is given twice: give it once"
    assert "\n" not in printed("")


def test_of_several_lines_the_one_is_shown() -> None:
    assert printed("a = x\nb = a +\na*b") == (
        "error: a value is missing after '+': put a formula of several lines in parentheses (line 2, column 8)\n"
        "  b = a +\n"
        "         ^"
    )  # fmt: skip


def test_an_error_in_a_file_names_it() -> None:
    error = ParseError("this is wrong", source="x\ny )", span=Span(4, 5), file="formulas.txt")
    assert format_error(error) == "formulas.txt:2:3: error: this is wrong\n  y )\n    ^"


@pytest.mark.parametrize(
    ("text", "excerpt", "caret"),
    [
        ("x + @", "x + @", 4),
        ("α·β + @", "α·β + @", 6),
        ("x\t+ @", "x + @", 4),  # a tab is shown as a space
        ("x\u00a0+ @", "x + @", 4),
        ("（x", "（x", 0),
        ("x；y", "x；y", 1),
        ("x + 中", "x + 中", 4),
        ("1 + x\u0302", "1 + x\u0302", 5),  # combining characters take no column
        ("\x1b[31mx", "\\x1b[31mx", 0),
        ("x # \u202e\n)", ")", 0),
        ("x + \u200by", "x + \\u200by", 4),
        ("(\u3000) + \U000e0001", "( ) + \\U000e0001", 0),
    ],
)
def test_the_caret_stands_under_the_column(text: str, excerpt: str, caret: int) -> None:
    _, line, mark = printed(text).split("\n")
    assert line == f"  {excerpt}"
    assert mark.startswith(" " * (2 + caret) + "^")
    assert mark[: 2 + caret].isspace()


def test_wide_characters_get_wide_carets() -> None:
    assert printed("中").endswith("  中\n  ^^")
    assert printed("x + 😀").endswith("  x + 😀\n      ^^")
    assert printed("e\u200b").endswith("  e\\u200b\n   ^^^^^^")


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    _, line, mark = printed("x + " * 100 + "@" + " + x" * 100).split("\n")
    assert line.startswith("  …")
    assert line.endswith("…")
    assert len(line) <= 2 + 1 + 72 + 1
    assert line[mark.index("^")] == "@"
    assert mark.count("^") == 1


def test_the_end_and_the_beginning_of_a_long_line() -> None:
    _, line, mark = printed("x + " * 100).split("\n")
    assert line == "  …" + ("x + " * 100)[-72:]
    assert line[: mark.index("^")].endswith("x +")
    _, line, mark = printed("@" + " + x" * 100).split("\n")
    assert line == "  " + ("@" + " + x" * 100)[:72] + "…"
    assert mark == "  ^"


def test_a_long_place_is_marked_as_far_as_it_is_shown() -> None:
    _, line, mark = printed("f" * 500 + "(x)").split("\n")
    assert line == "  " + "f" * 72 + "…"
    assert mark == "  " + "^" * 72


def test_messages_are_cut_in_the_middle() -> None:
    shown = format_error(PointError("x" * 1000, advice="write less"))
    assert len(shown) < 250
    assert "…" in shown
    assert shown.endswith("write less")


def test_ascii_only() -> None:
    assert printed("α·x² + @", ascii_only=True).splitlines()[1:] == ["  alpha*x^2 + @", "              ^"]


def test_markup_and_escapes_in_a_text_are_text() -> None:
    shown = printed("[bold]x[/bold] \x1b]8;;http://x\x07")
    assert "\x1b" not in shown
    assert "[bold]x[/bold]" in shown


def test_notes() -> None:
    note = Note("kink", "abs has a kink at 0", Span(4, 10))
    assert format_note(note, "x + abs(x)") == "note: abs has a kink at 0 (column 5)\n  x + abs(x)\n      ^^^^^^"
    assert format_note(note, "x + abs(x)", caret=False) == "note: abs has a kink at 0"


def test_visible() -> None:
    assert visible("x + y") == "x + y"
    assert visible("α中😀") == "α中😀"
    assert visible("a\tb\u2009c") == "a b c"
    assert visible("\x00\x1b\x7f\x85\xad\u200e\u2028\ufeff\udc80\U000f0000") == (
        "\\x00\\x1b\\x7f\\x85\\xad\\u200e\\u2028\\ufeff\\udc80\\U000f0000"
    )
    assert visible("\u3164\u2800\ufe0f") == "\\u3164\\u2800\\ufe0f"  # letters that show nothing


def test_columns() -> None:
    assert [columns(text) for text in ("", "abc", "α", "中", "e\u0301", "ｘ", "😀")] == [0, 3, 1, 2, 1, 2, 2]


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200), st.booleans())
def test_any_source_and_place(text: str, start: int, length: int, ascii_only: bool) -> None:
    start = min(start, len(text))
    shown = format_error(ParseError("wrong", source=text, span=Span(start, start + length)), ascii_only=ascii_only)
    lines = shown.split("\n")
    assert len(lines) == (3 if text else 1)
    assert all(line.isprintable() for line in lines)
    if text:
        assert set(lines[2]) <= {" ", "^"}
        assert columns(lines[1]) <= 2 + 72 + 2 * len("...")
