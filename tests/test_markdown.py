"""Markdown: tables are well-formed, and nothing of a user's is taken for a mark."""

from __future__ import annotations

import io
import re

import pytest

from adcli.render.markdown import escape
from tests.running import call


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a page, each a list of rows of cells, its second row saying how columns are aligned."""
    found: list[list[list[str]]] = [[]]
    for line in io.StringIO(text):
        if line.startswith("|"):
            assert line.endswith("|\n")
            found[-1].append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]])
        elif found[-1]:
            found.append([])
    return [table for table in found if table]


def page(*words: str, stdin: bytes = b"") -> str:
    done = call(*words, "--format", "markdown", stdin=stdin)
    assert done.code in (0, 1), done.err
    return done.out


@pytest.mark.parametrize(
    "words",
    [
        ("grad", "sin(x) + abs(x*y)", "--at", "x=1,y=2"),
        ("grad", "3"),
        ("trace", "sin(x) + abs(x*y)", "--at", "x=1,y=2", "--mode", "forward"),
        ("trace", "x if x > 0 else abs(y)", "--at", "x=-1,y=2", "--mode", "reverse"),
        ("trace", "x+y+x*y+x/y+x^y", "--at", "x=1,y=2", "--rows", "3"),
        ("eval", "abs(x)", "--at", "x=1"),
        ("functions",),
    ],
)
def test_tables_are_well_formed(words: tuple[str, ...]) -> None:
    (table,) = tables(page(*words))
    assert all(re.fullmatch(":?-+:?", cell) for cell in table[1])
    assert {len(row) for row in table} == {len(table[0])}
    assert page(*words).endswith("\n")


def test_a_trace_in_a_page() -> None:
    assert page("trace", "x^2", "--at", "x=3", "--mode", "reverse") == (
        "**y = x²**, at x = 3, reverse sweep\n"
        "\n"
        "| node | value | adjoint | used by | contribution  v̄(user)·∂user/∂node |  |  |\n"
        "|:---|---:|---:|:---|:---|:---|---:|\n"
        "| v₂ = y | 9 | 1 | seed | y\u0304 |  | = 1 |\n"
        "| v₁ = x | 3 | 6 | v₂ = ^ | v̄₂·2·v₁ | = 1·2·3 | = 6 |\n"
        "\n"
        "∂y/∂x = 6, 1 sweep for 1 input  \n"
        "cost: value 1; reverse +1 in 1 sweep (2.0x), forward +1 in 1 sweep (2.0x)\n"
    )


def test_the_gradient_stands_under_the_table() -> None:
    assert page("grad", "x*y", "--at", "x=2,y=3,z=1").endswith("  \nf = 6, ∂f/∂x = 3, ∂f/∂y = 2, ∂f/∂z = 0\n")


def test_all_steps_are_there_unless_told_otherwise() -> None:
    words = ("trace", "+".join(f"sin({k}*x)" for k in range(1, 41)), "--at", "x=1")
    (table,) = tables(page(*words))
    assert len(table) == 2 + 1 + 40 + 40 + 39  # x, products, sines and sums
    (table,) = tables(page(*words, "--rows", "10"))
    assert len(table) == 2 + 11


def test_marks_are_escaped() -> None:
    assert escape("|a|*b_c*`d`<e>[f]~g\\") == r"\|a\|\*b\_c\*\`d\`\<e>\[f\]\~g" + "\\\\"
    (table,) = tables(page("eval", "abs(a_b)*c*2", "--at", "a_b=1,c=2"))
    assert table[2] == [r"abs(a\_b)\*c\*2", "4"]


def test_lines_of_an_expression_stay_in_their_cell() -> None:
    (table,) = tables(page("eval", "-", "--at", "x=1", stdin=b"a = x\na*2"))
    assert table[2] == [r"a = x<br>a\*2", "2"]


def test_ascii() -> None:
    for words in (("--ascii",), ()):
        done = call("trace", "μ²", "--at", "μ=3", "--format", "markdown", *words, encoding="ascii")
        assert "| v1 = mu | 3 |" in done.out


def test_digits_and_notation() -> None:
    assert "| 0.84147 |" in page("trace", "sin(x)", "--at", "x=1", "--digits", "5")
    assert "| v₀ = x |" in page("trace", "sin(x)", "--at", "x=1", "--notation", "baydin")


def test_a_reader_of_markdown_sees_the_text() -> None:
    markdown_it = pytest.importorskip("markdown_it")
    text = page("grad", "abs(a_b)*c_d^2*2 + 3*4", "--at", "a_b=-1,c_d=2")
    html = markdown_it.MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<table>") == html.count("<strong>") == 1
    assert "<em>" not in html and "<code>" not in html
    assert "<strong>y = |a_b|·c_d²·2 + 3·4</strong>, at a_b = -1, c_d = 2" in html
    assert '<td style="text-align:left">v₁ = a_b</td>\n<td style="text-align:right">-1</td>' in html
