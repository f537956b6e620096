"""Bessel functions."""

from __future__ import annotations

from adcli.functions.entry import Function

_FINITE, _POSITIVE = "abs(x) < inf", "x > 0 and x < inf"

ENTRIES = (
    Function(
        "j0",
        "x",
        ("-j1(x)",),
        "Bessel function of the first kind, order 0",
        home="bessel",
        orders=1,
        domain=_FINITE,
        latex="J_0",
        pretty="J₀",
    ),
    Function(
        "j1",
        "x",
        ("j1_slope(x)",),
        "Bessel function of the first kind, order 1",
        home="bessel",
        orders=1,
        domain=_FINITE,
        latex="J_1",
        pretty="J₁",
    ),
    Function(
        "j1_slope",
        "x",
        ("(1/x^2 - 1)*j1(x) - out/x if abs(x) > 1e-4 else -(0.375*x)",),
        "j0(x) - j1(x)/x",
        value="j0(x) - j1(x)/x if x != 0 else 0.5",
        home="bessel",
        orders=0,
        shown="j0(x) - j1(x)/x",
        domain=_FINITE,
        binding=5,
        helper=True,
    ),
    Function(
        "y0",
        "x",
        ("-y1(x)",),
        "Bessel function of the second kind, order 0",
        home="bessel",
        orders=1,
        domain=_POSITIVE,
        latex="Y_0",
        pretty="Y₀",
    ),
    Function(
        "y1",
        "x",
        ("y1_slope(x)",),
        "Bessel function of the second kind, order 1",
        home="bessel",
        orders=1,
        domain=_POSITIVE,
        latex="Y_1",
        pretty="Y₁",
    ),
    Function(
        "y1_slope",
        "x",
        ("(1/x^2 - 1)*y1(x) - out/x",),
        "y0(x) - y1(x)/x",
        value="y0(x) - y1(x)/x",
        home="bessel",
        orders=0,
        shown="y0(x) - y1(x)/x",
        domain=_POSITIVE,
        binding=5,
        helper=True,
    ),
)
