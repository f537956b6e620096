"""LaTeX has the form that a compiler wants: braces, environments and columns match, and nothing stands in it that is not ASCII."""

from __future__ import annotations

import re

import pytest

from adcli.render.latex import escape
from tests.running import call
from tests.test_samples import SAMPLES

MORE = {
    "numbers only": ("3", ""),
    "negative": ("-x^2 + (-3)*y - -y", "x=-1,y=-2"),
    "large and small": ("1e-9*x + 1e300*y", "x=1e-20,y=3e100"),
    "not finite": ("1/x + exp(y) + log(z)", "x=0,y=1000,z=-1"),
    "bars and brackets": ("abs(x)*floor(y) + ceil(x)/sqrt(y) + cbrt(x)", "x=-1.5,y=2.7"),
    "powers": ("pow(x, y)^2/(x^-2 + y)^(1/3)", "x=2,y=3"),
    "nested fractions": ("((x + 1)/(y + 2))/((x - 1)/(1 + 1/y))", "x=3,y=4"),
    "Greek names": ("α_1^β·γ12/Δt + θ_max + Ω + lambda1 + xΔ", "α_1=1,β=2,γ12=3,Δt=4,θ_max=1,Ω=2,lambda1=4,xΔ=1"),
    "underscores": ("_a*a_b_c*__x1*long_name2", "_a=1,a_b_c=2,__x1=3,long_name2=1"),
    "extremes": ("max(x, y, z)*min(x, 3)", "x=1,y=2,z=3"),
    "conditions": ("x if x > 0 and y < 2 or not z == 1 else (y if y >= 0 else -z)", "x=-1,y=2,z=3"),
    "a long condition": ("x if " + "+".join(f"x^{k}*y" for k in range(2, 30)) + " > 0 else sin(y)", "x=1,y=2"),
    "statements": ("a = x*y; b = sin(a)^2; b/a + x^3", "x=1.5,y=-2"),
    "many variables": ("*".join(f"x{k}" for k in range(12)), ",".join(f"x{k}={k + 1}" for k in range(12))),
    "a long sum": ("+".join(f"sin({k}*x)" for k in range(100)), "x=0.1"),
}
CASES = MORE | {
    name: (sample.formula, ",".join(f"{variable}={value!r}" for variable, value in sample.point.items()))
    for name, sample in list(SAMPLES.items())[::3]
}
MODES = (
    ("grad",),
    ("trace", "--mode", "forward"),
    ("trace", "--mode", "reverse"),
    ("trace", "--mode", "both"),
    ("jacobian",),
    ("hessian",),
)


def latex(command: tuple[str, ...], expression: str, at: str = "") -> str:
    done = call(*command, "--format", "latex", *(["--at", at] if at else []), "--", expression)
    assert done.code in (0, 1), done.err
    return done.out


def pairs_match(text: str) -> bool:
    """Whether braces, environments, and \\left with \\right nest."""
    stack = []
    for token in re.findall(r"\\begin\{[a-z*]+\}|\\end\{[a-z*]+\}|\\left\b|\\right\b|\\\[|\\\]|\\[{}]|\\\\|[{}$]", text):
        if token.startswith((r"\begin", r"\left", "{", r"\[")):
            stack.append(token)
        elif token == "$":
            if stack and stack[-1] == "$":
                stack.pop()
            else:
                stack.append(token)
        elif token.startswith((r"\end", r"\right", "}", r"\]")):
            wanted = {r"\right": r"\left", "}": "{", r"\]": r"\["}.get(token, token.replace(r"\end", r"\begin"))
            if not stack or stack.pop() != wanted:
                return False
    return not stack


def columns_match(array: str) -> bool:
    """Whether every row of an array has the columns that its head announces."""
    head = re.match(r"\\begin\{array\}\{([^\n]*)\}\n", array)
    assert head
    count = len(re.findall("[lrc]", re.sub(r"@\{[^}]*\}", "", head[1])))
    body = re.sub(r"\\begin\{cases\}.*?\\end\{cases\}|\\hline", "", array[head.end() :])
    for row in re.split(r" \\\\ ?\n", body)[:-1]:
        spanned = sum(int(width) - 1 for width in re.findall(r"\\multicolumn\{(\d)\}", row))
        if row.count("&") + 1 + spanned != count:
            return False
    return True


@pytest.mark.parametrize("name", CASES)
def test_traces_compile(name: str) -> None:
    for command in MODES:
        text = latex(command, *CASES[name])
        assert text.isascii(), command
        assert pairs_match(text), command
        arrays = re.findall(r"\\begin\{array\}.*?\\end\{array\}", text, re.DOTALL)
        assert len(arrays) == 1 or name == "numbers only", command
        assert all(map(columns_match, arrays)), command
        assert "\n\n" not in text and "..." not in text and "\\text{}" not in text and not re.search(r"\b\d+e-?\d", text), command


@pytest.mark.parametrize("name", [name for name in CASES if (CASES[name][1] and name not in SAMPLES) or name in list(SAMPLES)[::12]])
def test_the_other_commands_compile(name: str) -> None:
    formula, at = CASES[name]
    x = at.partition("=")[0]
    for command in (
        ("jvp", "--tangent", f"{x}=1e-9"),
        ("vjp", "--cotangent", "1"),
        ("vjp", "--cotangent", "1", "--trace"),
        ("hvp", "--direction", f"{x}=1"),
        ("taylor", "--along", x, "--order", "14"),
        ("taylor", "--direction", f"{x}=1e-9", "--precision", "20"),
        ("trace", "--cost"),
        ("check", "--claim", f"{x}={x}^2 + 1", "--wrt", x),
        ("compare", "--wrt", x),
    ):
        text = latex(command, formula, at)
        assert text.isascii() and pairs_match(text), command
        assert all(map(columns_match, re.findall(r"\\begin\{array\}.*?\\end\{array\}", text, re.DOTALL))), command
        assert "\n\n" not in text and not re.search(r"\b\d+e-?\d", text), command
    derivative = latex(("diff", "--wrt", x), formula)
    assert derivative.isascii() and pairs_match(derivative)


def test_the_checks_find_faults() -> None:
    assert pairs_match(r"\left(\frac{a}{b}\right)") and not pairs_match(r"\left(\frac{a}{b\right)") and not pairs_match("{}}")
    assert not columns_match("\\begin{array}{lr@{}l}\na & b \\\\\n\\end{array}")


def test_a_trace_in_a_document() -> None:
    assert latex(("trace", "--mode", "forward"), "sin(x1)*x1", "x1=2") == (
        "% needs \\usepackage{amsmath,graphicx,longtable}\n"
        "\\begin{gather*}\n"
        "y = \\sin\\left(x_{1}\\right) \\cdot x_{1} \\\\\n"
        "x_{1} = 2\n"
        "\\end{gather*}\n"
        "\\[\n"
        "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{$\\renewcommand{\\arraystretch}{1.3}\n"
        "\\begin{array}{llr@{}l|lr@{}l}\n"
        "\\text{step} & \\text{primal} & \\multicolumn{2}{c|}{\\text{value}}"
        " & \\text{tangent} & \\multicolumn{2}{c}{\\text{value}} \\\\ \\hline\n"
        "v_{1} & x_{1} & 2 &  & \\dot{x}_{1}\\quad \\text{(seed)} & 1 &  \\\\\n"
        "v_{2} & \\sin v_{1} & 0 & .9093 & \\dot{v}_{1} \\cdot \\cos v_{1} = 1 \\cdot (-0.4161) & -0 & .4161 \\\\\n"
        "v_{3} & v_{2} \\cdot v_{1} & 1 & .8186"
        " & \\dot{v}_{2} \\cdot v_{1} + v_{2} \\cdot \\dot{v}_{1} = (-0.4161) \\cdot 2 + 0.9093 \\cdot 1 & 0 & .0770 \\\\\n"
        "\\hline\n"
        "y & v_{3} & 1 & .8186 & \\partial y/\\partial x_{1} & 0 & .0770 \\\\\n"
        "\\end{array}$}\n"
        "\\]\n"
        "\\begin{gather*}\n"
        "\\frac{\\partial y}{\\partial x_{1}} = 0.0770\n"
        "\\end{gather*}\n"
    )


@pytest.mark.parametrize(
    ("expression", "at", "shown"),
    [
        ("m*c^2", "m=1,c=299792458", r"m \cdot {c}^{2} = 8.9876 \cdot 10^{16}"),
        ("Δt/σ_x", "Δt=1,σ_x=3", r"\frac{\Delta t}{\sigma_{x}} = 0.3333"),
        ("abs(-x)", "x=inf", r"\left|-x\right| = \infty"),
        ("0/0", "", r"\frac{0}{0} = \text{nan}"),
    ],
)
def test_a_value_is_an_equation(expression: str, at: str, shown: str) -> None:
    assert latex(("eval",), expression, at).splitlines()[1:] == [rf"\[ {shown} \]"]


def test_numbers_are_split_at_the_decimal_point() -> None:
    text = latex(("grad",), "x*1e-7 + y", "x=-1,y=12.5")
    assert "v_{1} = x & -1 &  & " in text
    assert "v_{2} = y & 12 & .5 & " in text
    assert r"-1 & {}\cdot 10^{-7}" in text


def test_a_long_trace_has_as_many_rows_as_a_page() -> None:
    expression = MORE["a long sum"][0]
    assert r"\vdots & \multicolumn{2}{l}{\text{268 more steps}}" in latex(("grad",), expression, "x=1")
    assert latex(("grad", "--rows", "1000"), expression, "x=1").count("v_{298}") > 1


def test_many_sweeps_are_left_out_with_a_word() -> None:
    text = latex(("trace", "--mode", "forward"), *MORE["many variables"])
    assert "% the first 2 of 12 forward sweeps: --seed chooses others\n" in text


@pytest.mark.parametrize("command", [("eval",), ("grad",), ("taylor",), ("hessian",)])
def test_a_formula_whose_parts_are_shared_is_not_written_out(command: tuple[str, ...]) -> None:
    """Written out, this one would have 2^60 parts; what it is called stands in its place."""
    text = latex(command, "a0 = x; " + "".join(f"a{k + 1} = a{k}*a{k} + a{k}; " for k in range(60)), "x=0.001")
    assert len(text) < 20_000 and pairs_match(text) and "a_{60}" in text


def test_the_functions_are_a_table() -> None:
    text = call("functions", "--format", "latex").out
    assert text.isascii() and pairs_match(text)
    rows = text.split("\\endhead\n")[1].split("\\end{longtable}")[0].splitlines()
    assert all(re.sub(r"\\&", "", row).count("&") == 3 for row in rows)
    assert r"\texttt{tan(x)} & $1 + {(\tan x)}^{2}$" in text


def test_special_characters_are_plain() -> None:
    assert escape(r"a_b & 50% {x}^~#$" + "\\") == r"a\_b \& 50\% \{x\}\textasciicircum{}\textasciitilde{}\#\$\textbackslash{}"
