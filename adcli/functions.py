"""The table: everything adcli knows about a function stands in its one entry here.

Values, partial derivatives, domains, kinks and spellings are data, and the texts among them are written in adcli's own
language. Scalar and array evaluation, both modes, derivative graphs, traces, LaTeX, the function list and the tests read
this table; to add a function, add an entry and run the tests.

In a text the names are the entry's parameters, `out` is the function's own value, and `inf` and `nan` are constants. In a
variadic entry `x` is the argument differentiated by, and `ties` is how many arguments equal `out`. Texts are written for accuracy, and
so that they survive being differentiated themselves; nobody simplifies them.
"""

from __future__ import annotations

from typing import NamedTuple


class Kink(NamedTuple):
    """Where a derivative is taken by convention, and what to tell the user about it."""

    where: str  # a condition on the parameters and `out`
    note: str  # left and right derivative, and the convention used


class Function(NamedTuple):
    """One entry: a function's parameters, value, partials, domain and looks.

    `parameters` is a list of names; a name that ends in `*` stands for one or more arguments.
    `partials` has one text per parameter (for a variadic entry, one text for every argument).
    `value` is a text in the language, or "" for the function of the same name in the library of the kind of number.
    `limit` is what IEEE arithmetic has where the math library raises an exception.
    """

    name: str
    parameters: str
    partials: tuple[str, ...] = ()
    about: str = ""
    value: str = ""
    domain: str = ""  # a condition on the parameters: where value and derivative exist
    limit: str = "nan"
    kink: Kink | None = None
    guarded: bool = False  # the partial's text is a number beyond the domain, so a derivative graph must check the domain
    longer: str = ""  # the entry that takes over when one more argument than parameters is given
    given: tuple[tuple[str, str], ...] = ()  # (a number as last argument, the text that then takes the call's place)
    takes: str = "number"  # the kind of the operands; a conditional takes a condition and two numbers
    gives: str = "number"
    infix: str = ""  # the operator between (or before) its operands, in text
    binding: int = 9  # how tightly it binds, from 0 (conditional) to 9 (a call)
    pretty: str = ""  # in Unicode: a name, or a template with #1, #2
    latex: str = ""  # in LaTeX: a name, or a template with #1, #2
    helper: bool = False  # users cannot call it by name

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' names, without the mark of a variadic one."""
        return tuple(self.parameters.replace("*", "").split())

    @property
    def variadic(self) -> bool:
        """Whether it takes any number of arguments from one up."""
        return self.parameters.endswith("*")


CONSTANTS = {"pi": "the circle's circumference over its diameter", "e": "the base of the natural logarithm", "tau": "2·pi"}

_SHARE_OF_TIE = "0 if x != out else (1 if ties == 1 else 1/ties)"

_ENTRIES = (
    # Arithmetic: the operators.
    Function("add", "a b", ("1", "1"), "sum", infix="+", binding=5, helper=True),
    Function("sub", "a b", ("1", "-1"), "difference", infix="-", binding=5, helper=True),
    Function("mul", "a b", ("b", "a"), "product", infix="*", binding=6, pretty="·", latex=r"\cdot", helper=True),
    Function(
        "div",
        "a b",
        ("1/b", "-(out/b)"),
        "quotient",
        domain="b != 0",
        limit="a*copysign(inf, b)",
        infix="/",
        binding=6,
        latex=r"\frac{#1}{#2}",
        helper=True,
    ),
    Function("neg", "a", ("-1",), "negative", infix="-", binding=7, helper=True),
    # Circular functions and their inverses.
    Function("sin", "x", ("cos(x)",), "sine, x in radians", domain="abs(x) < inf", latex=r"\sin"),
    Function("cos", "x", ("-sin(x)",), "cosine, x in radians", domain="abs(x) < inf", latex=r"\cos"),
    Function("tan", "x", ("1 + out^2",), "tangent, x in radians", domain="abs(x) < inf", latex=r"\tan"),
    # Not 1 - x^2 near 1, where it cancels, nor the product near 0, where its derivative does.
    Function(
        "asin",
        "x",
        ("1/sqrt(1 - x^2 if abs(x) < 0.5 else (1 - x)*(1 + x))",),
        "inverse sine, from -pi/2 to pi/2",
        domain="abs(x) <= 1",
        latex=r"\arcsin",
    ),
    Function(
        "acos",
        "x",
        ("-(1/sqrt(1 - x^2 if abs(x) < 0.5 else (1 - x)*(1 + x)))",),
        "inverse cosine, from 0 to pi",
        domain="abs(x) <= 1",
        latex=r"\arccos",
    ),
    Function("atan", "x", ("1/(1 + x^2)",), "inverse tangent, from -pi/2 to pi/2", latex=r"\arctan"),
    Function(
        "atan2",
        "y x",
        # By hypot twice, because x^2 + y^2 overflows and underflows.
        ("x/hypot(x, y)/hypot(x, y)", "-(y/hypot(x, y)/hypot(x, y))"),
        "angle of the point (x, y), from -pi to pi",
        latex=r"\operatorname{atan2}",
    ),
    # Hyperbolic functions and their inverses.
    Function("sinh", "x", ("cosh(x)",), "hyperbolic sine", limit="x*inf", latex=r"\sinh"),
    Function("cosh", "x", ("sinh(x)",), "hyperbolic cosine", limit="inf", latex=r"\cosh"),
    # Not 1 - out^2, which has no digits left near saturation, nor (1/cosh(x))^2, which doubles the errors of cosh: 4.7 ulp.
    Function("tanh", "x", ("2/(1 + cosh(2*x))",), "hyperbolic tangent", latex=r"\tanh"),
    Function("asinh", "x", ("1/hypot(1, x)",), "inverse hyperbolic sine", latex=r"\operatorname{arsinh}"),
    Function(
        "acosh",
        "x",
        ("1/(sqrt(x - 1)*sqrt(x + 1))",),
        "inverse hyperbolic cosine, from 0 up",
        domain="x >= 1",
        latex=r"\operatorname{arcosh}",
    ),
    Function(
        "atanh",
        "x",
        ("1/(1 - x^2 if abs(x) < 0.5 else (1 - x)*(1 + x))",),
        "inverse hyperbolic tangent",
        domain="abs(x) < 1",
        limit="x*inf if abs(x) == 1 else nan",
        guarded=True,
        latex=r"\operatorname{artanh}",
    ),
    # Exponentials and logarithms.
    Function("exp", "x", ("out",), "e to the power x", limit="inf", latex=r"\exp"),
    # Not out + 1, which rounds to nothing for very negative x.
    Function("expm1", "x", ("exp(x)",), "exp(x) - 1, accurate near 0", limit="inf", latex=r"\operatorname{expm1}"),
    Function(
        "log",
        "x",
        ("1/x",),
        "natural logarithm; log(x, b) has base b",
        domain="x > 0",
        limit="-inf if x == 0 else nan",
        guarded=True,
        longer="logb",
        latex=r"\ln",
    ),
    Function(
        "logb",
        "x b",
        ("1/(x*log(b))", "-(out/log(b)/b)"),
        "logarithm of x to base b",
        value="log(x)/log(b) if b != 1 else nan",
        domain="x > 0 and b > 0 and b != 1",
        guarded=True,
        given=(("2", "log2(x)"), ("10", "log10(x)")),
        pretty="log",
        latex=r"\log_{#2}\left(#1\right)",
        helper=True,
    ),
    Function(
        "log2",
        "x",
        ("1/(x*log(2))",),
        "logarithm to base 2",
        domain="x > 0",
        limit="-inf if x == 0 else nan",
        guarded=True,
        latex=r"\log_2",
    ),
    Function(
        "log10",
        "x",
        ("1/(x*log(10))",),
        "logarithm to base 10",
        domain="x > 0",
        limit="-inf if x == 0 else nan",
        guarded=True,
        latex=r"\log_{10}",
    ),
    Function(
        "log1p",
        "x",
        ("1/(1 + x)",),
        "log(1 + x), accurate near 0",
        domain="x > -1",
        limit="-inf if x == -1 else nan",
        guarded=True,
        latex=r"\operatorname{log1p}",
    ),
    # Powers and roots.
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
        domain="a > 0 or (a == 0 and b >= 0) or (a < 0 and b == floor(b))",
        limit="nan if a < 0 and b != floor(b) else (copysign(inf, a) if odd(b) else inf)",
        given=(("0", "unit(a)"), ("1", "a")),
        infix="^",
        binding=8,
        latex="{#1}^{#2}",
    ),
    Function("unit", "a", ("0",), "a to the power 0", value="1", pretty="#1⁰", latex="{#1}^{0}", helper=True),
    Function("sqrt", "x", ("0.5/out",), "square root", domain="x >= 0", pretty="√", latex=r"\sqrt{#1}"),
    Function("cbrt", "x", ("1/(3*out^2)",), "cube root, real for every x", pretty="∛", latex=r"\sqrt[3]{#1}"),
    Function(
        "hypot",
        "a b",
        ("a/out if out != 0 else 0", "b/out if out != 0 else 0"),
        "sqrt(a^2 + b^2) without overflow",
        kink=Kink("out == 0", "has a kink at (0, 0): 0 used"),
        latex=r"\operatorname{hypot}",
    ),
    # Pieces and steps.
    Function(
        "abs",
        "x",
        ("sign(x)",),
        "absolute value",
        kink=Kink("x == 0", "has a kink at 0: left -1, right 1, 0 used"),
        pretty="|#1|",
        latex=r"\left|#1\right|",
    ),
    Function(
        "sign",
        "x",
        ("0",),
        "-1, 0 or 1, as x is negative, zero or positive",
        kink=Kink("x == 0", "jumps at 0: derivative 0 used"),
        latex=r"\operatorname{sign}",
    ),
    Function(
        "floor",
        "x",
        ("0",),
        "largest whole number up to x",
        kink=Kink("x == out", "jumps here: derivative 0 used"),
        pretty="⌊#1⌋",
        latex=r"\left\lfloor #1\right\rfloor",
    ),
    Function(
        "ceil",
        "x",
        ("0",),
        "smallest whole number from x up",
        kink=Kink("x == out", "jumps here: derivative 0 used"),
        pretty="⌈#1⌉",
        latex=r"\left\lceil #1\right\rceil",
    ),
    Function(
        "min",
        "x*",
        (_SHARE_OF_TIE,),
        "smallest of its arguments",
        kink=Kink("ties > 1", "has a tie: arguments that tie share the derivative equally"),
        latex=r"\min",
    ),
    Function(
        "max",
        "x*",
        (_SHARE_OF_TIE,),
        "largest of its arguments",
        kink=Kink("ties > 1", "has a tie: arguments that tie share the derivative equally"),
        latex=r"\max",
    ),
    Function(
        "if",
        "c a b",
        about="a where the condition c holds, else b; also a if c else b, and where(c, a, b)",
        takes="conditional",
        infix="if",
        binding=0,
        latex=r"\begin{cases} #2 & \text{if } #1 \\ #3 & \text{otherwise} \end{cases}",
    ),
    # Conditions.
    Function("lt", "a b", gives="condition", infix="<", binding=4, helper=True),
    Function("le", "a b", gives="condition", infix="<=", binding=4, pretty="≤", latex=r"\le", helper=True),
    Function("gt", "a b", gives="condition", infix=">", binding=4, helper=True),
    Function("ge", "a b", gives="condition", infix=">=", binding=4, pretty="≥", latex=r"\ge", helper=True),
    Function("eq", "a b", gives="condition", infix="==", binding=4, pretty="=", latex="=", helper=True),
    Function("ne", "a b", gives="condition", infix="!=", binding=4, pretty="≠", latex=r"\ne", helper=True),
    Function("not", "a", takes="condition", gives="condition", infix="not", binding=3, latex=r"\lnot", helper=True),
    Function("and", "a b", takes="condition", gives="condition", infix="and", binding=2, latex=r"\land", helper=True),
    Function("or", "a b", takes="condition", gives="condition", infix="or", binding=1, latex=r"\lor", helper=True),
    # Helpers of the texts above.
    Function("copysign", "a b", ("sign(a)*copysign(1, b)", "0"), "the size of a with the sign of b", helper=True),
    Function("odd", "a", gives="condition", about="whether a is an odd whole number", helper=True),
    Function("ties", "x*", ("0",), "how many of the further arguments equal the first", helper=True),
    # A sweep's product: nothing flows through an edge whose factor is zero, even where the other is infinite.
    Function(
        "flow",
        "a b",
        ("b", "a"),
        "a*b, and 0 where a or b is 0 and the other infinite",
        infix="*",
        binding=6,
        pretty="·",
        latex=r"\cdot",
        helper=True,
    ),
)

FUNCTIONS: dict[str, Function] = {entry.name: entry for entry in _ENTRIES}

ALIASES: dict[str, str] = {
    "where": "if",
    "ln": "log",
    "fabs": "abs",
    "sgn": "sign",
    "signum": "sign",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arctan2": "atan2",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "arsinh": "asinh",
    "arcosh": "acosh",
    "artanh": "atanh",
    "power": "pow",
}

# What the grammar's operators and symbols stand for, by spelling and number of operands.
OPERATORS: dict[tuple[str, int], str] = {(entry.infix, len(entry.names)): entry.name for entry in reversed(_ENTRIES) if entry.infix}


def callable_names() -> list[str]:
    """The names a user can call, aliases left out, in the order of the table."""
    return [name for name, entry in FUNCTIONS.items() if not entry.helper]
