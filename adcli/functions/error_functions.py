"""The error functions."""

from __future__ import annotations

from adcli.functions.entry import Function

ENTRIES = (
    Function("erf", "x", ("2/sqrt(pi)*gauss(x)",), "error function", orders=1, latex=r"\operatorname{erf}", entire=True),
    Function(
        "erfc",
        "x",
        ("-(2/sqrt(pi)*gauss(x))",),
        "complementary error function, 1 - erf(x)",
        rounding=3,
        orders=1,
        latex=r"\operatorname{erfc}",
        entire=True,
    ),
    Function(
        "erfi",
        "x",
        ("2/sqrt(pi)*expsquare(x)",),
        "imaginary error function, -i*erf(i*x)",
        home="erf",
        orders=1,
        latex=r"\operatorname{erfi}",
        entire=True,
    ),
    Function(
        "erfinv",
        "x",
        ("erfinv_slope(x)",),
        "inverse error function",
        home="erf",
        orders=1,
        domain="abs(x) < 1",
        latex=r"\operatorname{erf}^{-1}",
    ),
    Function(
        "erfinv_slope",
        "x",
        ("2*erfinv(x)*out^2",),
        "sqrt(pi)/2*exp(erfinv(x)^2)",
        value="sqrt(pi)/2*exp(erfinv(x)^2)",
        home="erf",
        rounding=5,
        orders=0,
        domain="abs(x) < 1",
        shown="sqrt(pi)/2*exp(erfinv(x)^2)",
        binding=6,
        helper=True,
    ),
    # The digits of x^2 that a product rounds away are those that its exponential needs.
    Function("gauss", "x", ("-flow(2*x, out)",), "exp(-x^2)", value="exp(-x^2)", home="gauss", shown="exp(-x^2)", helper=True),
    Function("expsquare", "x", ("2*x*out",), "exp(x^2)", value="exp(x^2)", home="gauss", shown="exp(x^2)", helper=True),
)
