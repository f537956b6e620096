"""What can be wrong with the functions, sums and products of a program before it runs."""

from __future__ import annotations

from adcli.errors import NamingError, ParseError, Span, short
from adcli.functions import ALIASES, FUNCTIONS
from adcli.language.forms import FORMS
from adcli.language.syntax import Statement, Syntax


def check_definitions(syntax: Syntax) -> dict[str, int]:
    """The functions that a program defines, and how many parameters each has. Raises NamingError for a name that is taken."""
    arities: dict[str, int] = {}
    for statement in syntax.statements:
        if statement.kind != "define":
            continue
        name, (target,) = statement.name, statement.operands
        start = syntax.starts[target]
        at = Span(start, start + len(name))
        if name in FORMS or name in ALIASES or (name in FUNCTIONS and not FUNCTIONS[name].helper):
            raise NamingError(f"'{short(name)}' is a function of the language", span=at, advice="choose another name for yours")
        if name in arities:
            raise NamingError(f"the function '{short(name)}' is defined twice", span=at, advice="choose another name")
        arities[name] = len(syntax.operands[target])
    returned_together = [s for s in _inside_functions(syntax) if s.kind == "return" and len(s.operands) > 1]
    if returned_together:
        second = returned_together[0].operands[1]
        at = Span(syntax.starts[second], syntax.stops[second])
        raise NamingError("a function gives one value", span=at, advice="return one, and write a function for each")
    return arities


def _inside_functions(syntax: Syntax) -> list[Statement]:
    """The statements that are in the body of a function."""
    found: list[Statement] = []
    for k, statement in enumerate(syntax.statements):
        if statement.kind == "define":
            found += syntax.statements[k + 1 : statement.to]
    return found


def check_arguments(syntax: Syntax, i: int, name: str, wanted: int) -> None:
    """Raise NamingError for a call of the program's own function with a wrong number of arguments."""
    given = len(syntax.operands[i])
    if given != wanted:
        start = syntax.carets[i]
        told = f"{short(name)} takes {wanted} argument{'s' * (wanted != 1)}, got {given}"
        raise NamingError(told, span=Span(start, start + len(name)), advice="give as many as its definition names")


def check_variable(syntax: Syntax, i: int, form: str) -> None:
    """Raise NamingError where the first argument of a sum or product is not the name of a variable."""
    if syntax.functions[i] or not syntax.leaves[i][0].isidentifier() or syntax.grouped(i):
        at = Span(syntax.starts[i], syntax.stops[i])
        raise NamingError(f"{form} counts by a variable, which stands first", span=at, advice=f"write {FORMS[form].signature}")


def check_form(syntax: Syntax, i: int, name: str) -> None:
    """Raise NamingError for a question about vectors that is not asked about so many names of vectors."""
    form, operands = FORMS[name], syntax.operands[i]
    start = syntax.carets[i]
    if len(operands) != form.vectors:
        counts = f"{form.vectors} or 4" if form.over_numbers else str(form.vectors)
        told = f"{name} takes {counts} argument{'s' * (counts != '1')}, got {len(operands)}"
        raise NamingError(told, span=Span(start, start + len(name)), advice=f"write {form.signature}")
    for j in operands:
        if syntax.functions[j] or not syntax.leaves[j][0].isidentifier():
            at = Span(syntax.starts[j], syntax.stops[j])
            raise NamingError(f"{name} takes the name of a vector", span=at, advice=f"write {form.signature}")


def check_vector(syntax: Syntax, i: int) -> None:
    """Raise ParseError where brackets stand behind the name of a function, and parentheses were meant."""
    name = syntax.leaves[i]
    if name in FORMS or name in ALIASES or name in FUNCTIONS:
        from adcli.advice.writing import write

        start = syntax.starts[i] + syntax.written(i).index("[")
        inside = syntax.text[start + 1 : syntax.stops[i] - 1]
        advice = write(f"{name}({inside})", otherwise="write ( and )")
        raise ParseError("square brackets are not parentheses", span=Span(start, start + 1), advice=advice)
