"""Functions with corners and steps."""

from __future__ import annotations

from adcli.functions.entry import Function, Kink

_SHARE_OF_TIE = "0 if x != out else (1 if ties == 1 else 1/ties)"
_TIE = Kink("ties > 1", "has a tie: arguments that tie share the derivative equally")
_JUMP = "jumps here: derivative 0 used"

ENTRIES = (
    Function(
        "abs",
        "x",
        ("sign(x)",),
        "absolute value",
        kink=Kink("x == 0", "has a kink at 0: left -1, right 1, 0 used", zeros=("x",)),
        aliases="fabs",
        pretty="|#1|",
        latex=r"\left|#1\right|",
    ),
    Function(
        "sign",
        "x",
        ("0",),
        "-1, 0 or 1, as x is negative, zero or positive",
        kink=Kink("x == 0", "jumps at 0: derivative 0 used", zeros=("x",)),
        aliases="sgn signum",
        latex=r"\operatorname{sign}",
    ),
    Function(
        "floor",
        "x",
        ("0",),
        "largest whole number up to x",
        kink=Kink("x == out", _JUMP, wholes=("x",)),
        pretty="⌊#1⌋",
        latex=r"\left\lfloor #1\right\rfloor",
    ),
    Function(
        "ceil",
        "x",
        ("0",),
        "smallest whole number from x up",
        kink=Kink("x == out", _JUMP, wholes=("x",)),
        pretty="⌈#1⌉",
        latex=r"\left\lceil #1\right\rceil",
    ),
    Function(
        "round",
        "x",
        ("0",),
        "nearest whole number, the even one of two",
        kink=Kink("abs(x - out) == 0.5", _JUMP, wholes=("x + 0.5",)),
        latex=r"\operatorname{round}",
    ),
    Function(
        "trunc",
        "x",
        ("0",),
        "x without its fraction, towards 0",
        kink=Kink("x == out and x != 0", _JUMP, wholes=("x",)),
        latex=r"\operatorname{trunc}",
    ),
    Function(
        "mod",
        "a b",
        ("1", "-floored(a, b)"),
        "a - b*floor(a/b), with the sign of b",
        domain="b != 0 and abs(a) < inf",
        guarded=True,
        kink=Kink("out == 0", "jumps here: the derivative of the branch to the right used", wholes=("a/b",)),
        latex=r"\left(#1 \bmod #2\right)",
    ),
    # Not floor(a/b), since the rounded quotient can be the next whole number.
    Function("floored", "a b", ("0", "0"), "floor(a/b)", value="floor(a/b)", shown="floor(a/b)", domain="b != 0", orders=0, helper=True),
    Function("min", "x*", (_SHARE_OF_TIE,), "smallest of its arguments", kink=_TIE, latex=r"\min"),
    Function("max", "x*", (_SHARE_OF_TIE,), "largest of its arguments", kink=_TIE, latex=r"\max"),
    Function(
        "clamp",
        "x low high",
        ("1 if low <= x and x <= high else 0", "1 if x < low else 0", "1 if x > high else 0"),
        "x, but not less than low nor more than high",
        value="(low if x < low else high if x > high else x) if low <= high and x == x else nan",
        domain="low <= high",
        guarded=True,
        kink=Kink(
            "x == low or x == high",
            "has a corner at high: left 1, right 0, 1 used",
            zeros=("x - low", "x - high"),
            others=(
                ("low == high", "has its corners at one place: derivative 1 used"),
                ("x == low", "has a corner at low: left 0, right 1, 1 used"),
            ),
        ),
        aliases="clip",
        latex=r"\operatorname{clamp}",
    ),
    Function(
        "relu",
        "x",
        ("1 if x > 0 else 0",),
        "max(x, 0), the rectified linear unit",
        value="max(x, 0)",
        kink=Kink("x == 0", "has a kink at 0: left 0, right 1, 0 used", zeros=("x",)),
        latex=r"\operatorname{relu}",
    ),
    Function(
        "if",
        "c a b",
        about="a where the condition c holds, else b; also a if c else b, and where(c, a, b)",
        takes="conditional",
        infix="if",
        binding=0,
        aliases="where",
        latex=r"\begin{cases} #2 & \text{if } #1 \\ #3 & \text{otherwise} \end{cases}",
    ),
)
