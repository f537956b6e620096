"""What an entry of the table is."""

from __future__ import annotations

from typing import NamedTuple


class Kink(NamedTuple):
    """Where a derivative is taken by convention, and what to tell the user about it."""

    where: str  # a condition on the parameters and `out`
    note: str  # left and right derivative, and the convention used
    zeros: tuple[str, ...] = ()  # what is 0 there: within rounding errors of it, arrays leave the decision to floats
    wholes: tuple[str, ...] = ()  # what is a whole number there, likewise
    others: tuple[tuple[str, str], ...] = ()  # (a narrower condition, the note that then takes the other's place)


class Function(NamedTuple):
    """One entry: a function's parameters, value, partials, domain and looks.

    `parameters` is a list of names; a name that ends in `*` stands for one or more arguments.
    `partials` has one text per parameter (for a variadic entry, one text for every argument).
    `value` is a text in the language, or "" for the function of the same name in the library of the kind of number.
    `books` are partials for formulas that people read; in those of a variadic entry `others` is the function of the other arguments.
    `limit` is what IEEE arithmetic has where the math library raises an exception.
    """

    name: str
    parameters: str
    partials: tuple[str, ...] = ()
    about: str = ""
    value: str = ""
    books: tuple[str, ...] = ()  # the partials as books write them, where the accurate texts are not what a reader looks for
    series: tuple[str, str] | None = None  # a condition, and the text whose Taylor series has digits that the partials' would lose there
    home: str = ""  # the module of adcli.arithmetic.special whose function of this name has all the digits that `value` loses
    bound: int = 4  # the largest error of value and partials, in units in the last place, over the whole domain
    rounding: int = 2  # how far its value may be off, in units of 2^-53 of the value: 0 where it is exact, 1 where it is correctly rounded
    whole: bool = False  # whether a whole result of whole operands is exact, as long as all are below 2^52
    orders: int = 2  # how many derivatives keep a bound: the first `bound`, a second one (or a helper's first) 16
    entire: bool = False  # whether it has no singularity in the whole complex plane, so that its Taylor series converge everywhere
    domain: str = ""  # a condition on the parameters: where value and derivative exist
    beyond: tuple[str, str] | None = None  # a condition beyond the domain, and what to write there instead
    limit: str = "nan"
    kink: Kink | None = None
    guarded: bool = False  # the partial's text is a number beyond the domain, so a derivative graph must check the domain
    aliases: str = ""  # what else people call it
    longer: str = ""  # the entry that takes over when as many arguments are given as that one has parameters
    given: tuple[tuple[str, str], ...] = ()  # (a number as last argument, the text that then takes the call's place)
    takes: str = "number"  # the kind of the operands; a conditional takes a condition and two numbers
    gives: str = "number"
    infix: str = ""  # the operator between (or before) its operands, in text
    binding: int = 9  # how tightly it binds, from 0 (conditional) to 9 (a call)
    spelled: str = ""  # the name that a call of it is written with, where that is another entry's
    shown: str = ""  # the text that stands for it wherever a formula is written: what a helper means
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
