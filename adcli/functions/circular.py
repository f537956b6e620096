"""Circular functions and their inverses."""

from __future__ import annotations

from adcli.functions.entry import Function

ENTRIES = (
    Function("sin", "x", ("cos(x)",), "sine, x in radians", domain="abs(x) < inf", latex=r"\sin", entire=True),
    Function("cos", "x", ("-sin(x)",), "cosine, x in radians", domain="abs(x) < inf", latex=r"\cos", entire=True),
    Function("tan", "x", ("1 + out^2",), "tangent, x in radians", domain="abs(x) < inf", latex=r"\tan"),
    Function("sec", "x", ("out*tan(x)",), "secant, 1/cos(x)", value="1/cos(x)", domain="abs(x) < inf", latex=r"\sec"),
    Function(
        "csc",
        "x",
        ("-(out/tan(x))",),
        "cosecant, 1/sin(x)",
        value="1/sin(x)",
        series=("abs(x) < inf", "1/sin(x)"),  # the tangent in the partial has poles that are nearer
        domain="x != 0 and abs(x) < inf",
        latex=r"\csc",
        books=("-(out*cot(x))",),
    ),
    Function("cot", "x", ("-(1 + out^2)",), "cotangent, 1/tan(x)", value="1/tan(x)", domain="x != 0 and abs(x) < inf", latex=r"\cot"),
    # Not 1 - x^2 near 1, where it cancels, nor the product near 0, where its derivative does.
    Function(
        "asin",
        "x",
        ("1/sqrt(1 - x^2 if abs(x) < 0.5 else (1 - x)*(1 + x))",),
        "inverse sine, from -pi/2 to pi/2",
        domain="abs(x) <= 1",
        aliases="arcsin",
        latex=r"\arcsin",
        books=("1/sqrt(1 - x^2)",),
    ),
    Function(
        "acos",
        "x",
        ("-(1/sqrt(1 - x^2 if abs(x) < 0.5 else (1 - x)*(1 + x)))",),
        "inverse cosine, from 0 to pi",
        domain="abs(x) <= 1",
        aliases="arccos",
        latex=r"\arccos",
        books=("-(1/sqrt(1 - x^2))",),
    ),
    Function("atan", "x", ("witch(x)",), "inverse tangent, from -pi/2 to pi/2", aliases="arctan", latex=r"\arctan"),
    # The derivative of 1/(1 + x^2) divides by the square of that, which overflows long before the result underflows.
    Function(
        "witch",
        "x",
        ("-(2*(x*out)*out)",),
        "1/(1 + x^2), the witch of Agnesi",
        value="1/(1 + x^2)",
        rounding=3,
        shown="1/(1 + x^2)",
        helper=True,
    ),
    Function(
        "atan2",
        "y x",
        ("inverted(x, y)", "-inverted(y, x)"),
        "angle of the point (x, y), from -pi to pi",
        aliases="arctan2",
        latex=r"\operatorname{atan2}",
    ),
    # By hypot twice, because a^2 + b^2 overflows and underflows. Its own slope is 0 where |a| = |b|, which the quotient's loses.
    Function(
        "inverted",
        "a b",
        (
            "(b - a)/hypot(a, b)*((b + a)/hypot(a, b))/hypot(a, b)/hypot(a, b)",
            "-(2*(a/hypot(a, b))*(b/hypot(a, b))/hypot(a, b)/hypot(a, b))",
        ),
        "a/(a^2 + b^2)",
        value="a/hypot(a, b)/hypot(a, b)",
        rounding=4,
        shown="a/(a^2 + b^2)",
        helper=True,
    ),
    # The inverses of reciprocals are not those of 1/x, whose rounding leaves them few digits where |x| is near 1.
    Function(
        "asec",
        "x",
        ("1/abs(x)/sqrt(abs(x) - 1)/sqrt(abs(x) + 1)",),
        "inverse secant, acos(1/x), from 0 to pi",
        value="atan(sqrt(abs(x) - 1)*sqrt(abs(x) + 1)) if x > 0 else pi - atan(sqrt(abs(x) - 1)*sqrt(abs(x) + 1))",
        rounding=3,
        domain="abs(x) >= 1",
        aliases="arcsec",
        latex=r"\operatorname{arcsec}",
        books=("1/(abs(x)*sqrt(x^2 - 1))",),
    ),
    Function(
        "acsc",
        "x",
        ("-(1/abs(x)/sqrt(abs(x) - 1)/sqrt(abs(x) + 1))",),
        "inverse cosecant, asin(1/x), from -pi/2 to pi/2",
        value="sign(x)*atan(1/(sqrt(abs(x) - 1)*sqrt(abs(x) + 1)))",
        rounding=3,
        domain="abs(x) >= 1",
        aliases="arccsc",
        latex=r"\operatorname{arccsc}",
        books=("-(1/(abs(x)*sqrt(x^2 - 1)))",),
    ),
    Function(
        "acot",
        "x",
        ("-witch(x)",),
        "inverse cotangent, atan(1/x), from -pi/2 to pi/2",
        value="atan(1/x)",
        domain="x != 0",
        aliases="arccot",
        latex=r"\operatorname{arccot}",
    ),
)
