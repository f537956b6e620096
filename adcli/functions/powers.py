"""Powers and roots."""

from __future__ import annotations

from adcli.functions.entry import Function, Kink

ENTRIES = (
    Function(
        "pow",
        "a b",
        # b*a^(b - 1) is off by log(a) ulp where b - 1 rounds, as it does for b < 1/2 and for huge b, where it takes a sign's parity too.
        (
            "0 if a == 0 and b == 0 else b*a^(b - 1)"
            " if a == 0 and b > 0 or abs(b) < 1e15 and (b >= 0.5 or b < 0 and b == floor(b)) else b*out/a",
            "flow(out, log(a))",
        ),
        "a to the power b, also a^b and a**b",
        whole=True,
        domain="a > 0 or (a == 0 and b >= 0) or (a < 0 and b == floor(b))",
        beyond=("a < 0 and b == 1/3", "cbrt(a) is the real cube root"),
        limit="nan if a < 0 and b != floor(b) else (copysign(inf, a) if odd(b) else inf)",
        given=(("0", "unit(a)"), ("1", "a")),
        aliases="power",
        infix="^",
        binding=8,
        latex="{#1}^{#2}",
        books=(
            "b*a^(b - 1)",
            "out*log(a)",
        ),
    ),
    Function("unit", "a", ("0",), "a to the power 0", value="1", rounding=0, spelled="pow", pretty="#1⁰", latex="{#1}^{0}", helper=True),
    Function(
        "sqrt",
        "x",
        ("0.5/out",),
        "square root",
        rounding=1,
        whole=True,
        domain="x >= 0",
        pretty="√",
        latex=r"\sqrt{#1}",
        books=("1/(2*out)",),
    ),
    Function("cbrt", "x", ("1/(3*out^2)",), "cube root, real for every x", pretty="∛", latex=r"\sqrt[3]{#1}"),
    Function(
        "hypot",
        "a b",
        ("leg(a, b)", "leg(b, a)"),
        "sqrt(a^2 + b^2) without overflow",
        kink=Kink("out == 0", "has a kink at (0, 0): 0 used"),
        latex=r"\operatorname{hypot}",
        books=("a/out", "b/out"),
    ),
    # Its own slope is that of an angle, (b/h)^2/h: the quotient's would be the difference of two numbers near 1 where b is small.
    Function(
        "leg",
        "a b",
        (
            "b/hypot(a, b)*(b/hypot(a, b))/hypot(a, b) if hypot(a, b) != 0 else 0",
            "-(a/hypot(a, b)*(b/hypot(a, b))/hypot(a, b)) if hypot(a, b) != 0 else 0",
        ),
        "a/hypot(a, b)",
        value="a/hypot(a, b) if hypot(a, b) != 0 else 0",
        rounding=3,
        shown="a/hypot(a, b)",
        helper=True,
        binding=6,
    ),
)
