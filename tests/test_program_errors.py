"""What is wrong with a program: one line each, the place, and what to write instead."""

from __future__ import annotations

import pytest

import adcli
from adcli.errors import AdcliError
from tests.running import call

# A program, the line and column of the caret, the message and the advice.
REFUSED = [
    # Loops.
    ("for i in 1..3", (1, 1), "this 'for' has no block", "write for i in 1..n { ... }"),
    ("for i in x", (1, 1), "a loop counts from one whole number to another", "write for i in 1..n { ... }"),
    ("for i in range(9) { y = i }", (1, 1), "a loop counts from one whole number to another", "write for i in 1..n { ... }"),
    ("for i = 1:n { y = i }", (1, 1), "a loop is written in another way", "write for i in 1..n { ... }"),
    ("for (i in 1..3) { y = i }", (1, 1), "a loop is written in another way", "write for i in 1..n { ... }"),
    ("y = x\nfor i in range(9):\n  y = i", (2, 1), "'for' is no word of a formula", "write for i in 1..n { ... }"),
    ("for i in 1..3 step 0 { y = i }", (1, 20), "a step of 0 leads nowhere", "write step 1 or step -1"),
    ("for i in 1..x/4 { y = i }", (1, 13), "a whole number belongs here", "this is 0.5: round it"),
    ("for i in 1..3 { for i in 1..2 { y = i } }", (1, 26), "'i' has a value already, and cannot count here", "count by another name"),
    ("y = i*x\nfor i in 1..3 { z = i }", (1, 5), "'i' has a value only inside of its loop", "give it another name inside, as in last = i"),
    ("for i in 1..3 { y = i }\ny*i", (2, 3), "'i' has a value only inside of its loop", "give it another name inside, as in last = i"),
    ("for i in 1..3 { i = 2*i }", (1, 21), "'i' counts the passes of a loop", "assign to another name"),
    ("while x > 0", (1, 1), "this 'while' has no block", "write { ... } after the condition"),
    ("while x { y = 2 }", (1, 7), "a condition belongs here, not a number", "write x != 0"),
    ("while x > 0:\n  y = 2", (1, 1), "'while' is no word of a formula", "write while c { ... }"),
    ("while x > { y = 2 }", (1, 11), "a value is missing between '>' and '{'", "write one, or remove one of the two"),
    ("1..2", (1, 2), "'..' is no part of a number", "write one decimal point"),
    ("x..y", (1, 2), "'..' stands between the bounds of a loop", "write for i in 1..n { ... }"),
    ("while x > 0 { if x > 1 { break } }", (1, 26), "there is no break", "let the condition of a while end it, or return from a function"),
    ("for i in 1..3 { continue; i }", (1, 17), "there is no continue", "write if c { ... } around the rest"),
    # Branches.
    ("if x > 0", (1, 1), "this 'if' has no block", "write { ... } after the condition, or a if c else b"),
    ("if x { y = 2 }", (1, 4), "a condition belongs here, not a number", "write x != 0"),
    ("if x > 0 { y = 2 } elif x < 0 { y = 3 }", (1, 20), "'elif' is written in two words", "write else if"),
    ("if x > 0 { y = 2 } y", (1, 20), "a statement begins here", "write ; or a new line before it"),
    (
        "if x > 0 { 2 } else { 3 } else { 4 }",
        (1, 36),
        "no branch can follow an else without a condition",
        "write else if c { ... } before it",
    ),
    ("if x > 0 { y = 2 } else y = 3", (1, 27), "what else does stands in braces", "write else { ... }"),
    ("else { 2 }", (1, 1), "'else' has no 'if' before it", "write a if c else b"),
    ("if x > 0 {\n  y = 2\n", (1, 10), "this '{' is never closed", "add '}'"),
    ("if x > 0 { y = 2 }}", (1, 19), "this '}' closes nothing", "remove it, or add the '{' it belongs to"),
    ("if x > 0 { y = 2 + }", (1, 20), "a value is missing after '+'", "write one, or remove '+'"),
    ("if x > 3 { y = 2 }\ny", (2, 1), "'y' has no value here: what assigns it, in line 1, was not run", "give it one before, as in y = 0"),
    ("y = 2 +\n3", (1, 8), "a value is missing after '+'", "put a formula of several lines in parentheses"),
    # Functions.
    ("def f(x): return x", (1, 1), "'def' is no word of a formula", "write f(x) = ..."),
    ("f(x) { return x }", (1, 6), "the body of a function stands after '='", "write f(x) = { ... }"),
    ("f(2) = x", (1, 3), "a function is defined with a different name for each argument", "write f(x, y) = ..."),
    ("f(x, x) = x", (1, 6), "a function is defined with a different name for each argument", "write f(x, y) = ..."),
    ("sin(t) = t", (1, 1), "'sin' is a function of the language", "choose another name for yours"),
    ("f(t) = t; f(t) = 2*t", (1, 11), "the function 'f' is defined twice", "choose another name"),
    ("f(t) = t; f + 1", (1, 11), "'f' is a function of the program", "write f(...) for its value"),
    ("f(t) = t; f(1, 2)", (1, 11), "f takes 1 argument, got 2", "give as many as its definition names"),
    ("f(t) = { }; f(2)", (1, 1), "f gives no value", "end it with an expression, or with return"),
    ("f(t) = { return t, 2 }; f(2)", (1, 20), "a function gives one value", "return one, and write a function for each"),
    ("if x > 0 { f(t) = t }; 2", (1, 12), "a function is defined outside of all blocks", "move it up, before the block"),
    ("a = { 2 }", (1, 3), "braces hold the statements of a function, an if, a for or a while", "write a(x) = { ... } for a function"),
    ("f(t) = t + late; y = f(1); late = 2", (1, 12), "'late' is used before it is assigned", "assign it first, or choose another name"),
    # Sums and vectors.
    ("sum(i, 1, 3)", (1, 1), "sum takes 1 or 4 arguments, got 3", "write sum(i, 1, n, term) or sum(x)"),
    ("sum(2, 1, 3, x)", (1, 5), "sum counts by a variable, which stands first", "write sum(i, 1, n, term) or sum(x)"),
    ("sum(x, 1, 3, x)*x", (1, 17), None, None),
    ("dot(x)", (1, 1), "dot takes 2 arguments, got 1", "write dot(x, y)"),
    ("norm(x + 1)", (1, 6), "norm takes the name of a vector", "write norm(x)"),
    ("v[1:2]", (1, 4), "there are no ranges of elements", "write sum(i, 1, n, x[i]), or a loop"),
    ("v[1][2]", (1, 5), "an element has all its indices in one pair of brackets", "write W[i,j]"),
    ("v[0]", (1, 3), "there is no element 0", "count elements from 1"),
    ("v[1.5]", (1, 3), "a whole number belongs here", "this is 1.5: round it"),
    ("v[3]", (1, 1), "'v[3]' has no value: v has 2 elements", "ask for one that it has"),
    ("v + 1", (1, 1), "'v' is a vector", "write v[1] for an element, or sum(v)"),
    ("a = 2; { a }", (1, 8), "braces are not parentheses", "write (a)"),
    ("v + v[1]", (1, 1), "'v' is a vector", "write v[1] for an element, or sum(v)"),
    ("v[1] = 3; v[1]", (1, 1), "'v' is an input", "assign the elements of another name"),
    ("h[1] = x; h[3] = x; sum(h)", (1, 21), "'h' has no element 2, and sum needs them all", "assign h[2]"),
    ("h[1,1] = x; h[2,2] = x; sum(h)", (1, 25), "'h' has no element 1,2, and sum needs them all", "assign h[1,2]"),
    (
        "h[1] = x; h[1,2] = x; sum(h)",
        (1, 11),
        "'h[1,2]' has another number of indices than the elements of 'h' before it",
        "choose another name",
    ),
    ("v[1,1]", (1, 1), "'v[1,1]' has no value: v has 2 elements of 1 index each", "ask for one that it has"),
    ("for i in 1..2 { h[1,i] = x; g[i,1] = x }; dot(g, h)", (1, 43), "dot takes vectors of one length, got 2x1 and 1x2 elements", ""),
    ("h[1] = x; dot(h, v)", (1, 11), "dot takes vectors of one length, got 1 and 2 elements", ""),
    ("a = 2; a[1]", (1, 8), "'a' is a number, and has no elements", "write a alone"),
    ("y = [1, 2]", (1, 5), "a list is no value", "assign y[1], y[2], ..., or give --at y=[1,2,3]"),
    ("sin[2]", (1, 4), "square brackets are not parentheses", "write sin(2)"),
    # Statements.
    ("x = x + 1", (1, 5), "'x' is used before it is assigned", "assign it first, or choose another name"),
    ("y = 2*return", (1, 7), "'return' begins a statement", "write ; or a new line before it"),
    ("while = 3", (1, 1), "'while' is a word of the language", "choose another name"),
    ("return", (1, 7), "a value is missing after 'return'", "write one, or remove 'return'"),
    ("y = x > 0", (1, 5), "a condition is no number", "write 1 if x > 0 else 0"),
    ("y += 1", (1, 3), "'+=' changes no value here", "write y = y + 1"),
    # As other languages have it.
    ("y = 1\ny += 2*x", (2, 3), "'+=' changes no value here", "write y = y + 2*x"),
    ("y = 1\ny *= x + 1", (2, 3), "'*=' changes no value here", "write y = y * (x + 1)"),
    ("n = 0; n++", (1, 9), "'++' is no operator", "write n = n + 1"),
    ("k = 1\nwhile x > 0\n{ k = 2 }", (3, 1), "a '{' stands in the line that it belongs to", "move it to the end of the line before"),
    ("if x > 0 return x", (1, 1), "this 'if' has no block", "write { ... } after the condition, or a if c else b"),
    ("for i in 1..9 by 2 { y = i }", (1, 1), "a loop is written in another way", "write for i in 1..n { ... }"),
    ("a, b = 1, 2", (1, 2), "one name gets a value at a time", "write a = 1; b = 2"),
    ("return (x, 2)", (1, 10), "several outputs need no parentheses", "write return a, b"),
    ("sum(i = 1, 3, x)", (1, 7), "sum counts by a variable, which stands first", "write sum(i, 1, n, term) or sum(x)"),
    ("return [x, 2]", (1, 8), "a list is no value", "write return a, b for several outputs"),
    ("y = if x > 0 { 1 } else { 2 }", (1, 5), "'if' stands between its two values", "write 1 if x > 0 else 2"),
    ("switch x { 1 }", (1, 1), "'switch' is no word of a formula", "write if c { ... } else if d { ... }"),
    ("unless x > 0 { 1 }", (1, 1), "'unless' is no word of a formula", "write if not (c) { ... }"),
    ("g = lambda t: t^2", (1, 13), "a function is defined by '='", "write f(x) = ..."),
    ("while true { x }", (1, 7), "a condition belongs here, not a number", "write 1 == 1 for what always holds"),
    ("zeros(3)", (1, 1), "unknown function 'zeros'", "assign x[1], x[2], ..., in a loop or one by one"),
    ("print(x)", (1, 1), "unknown function 'print'", "write the formula alone"),
    ("sum(x for x in v)", (1, 7), "'for' begins a statement", "write sum(i, 1, n, term) or sum(x)"),
]


@pytest.mark.parametrize(("text", "place", "message", "advice"), REFUSED)
def test_what_is_wrong_where_and_what_to_write(text: str, place: tuple[int, int], message: str | None, advice: str | None) -> None:
    if message is None:
        assert adcli.evaluate(text, {"x": 2.0}) == 12.0  # the variable of a sum is its own
        return
    with pytest.raises(AdcliError) as caught:
        adcli.jacobian(text, {"x": 2.0, "v": [1.0, 2.0]})
    error = caught.value
    assert (error.message, error.advice) == (message, advice)
    assert error.location is not None
    assert (error.location.line, error.location.column) == place


def test_an_input_without_a_value_is_pointed_at() -> None:
    ended = call("grad", "a = 2*x\nif a > limit { y = a } else { y = x }\ny", "--at", "x=1")
    assert ended.code == 2
    assert ended.err.splitlines() == [
        "error: limit has no value: give it with --at limit=... (line 2, column 8)",
        "  if a > limit { y = a } else { y = x }",
        "         ^^^^^",
    ]


def test_a_program_without_a_result_says_so() -> None:
    with pytest.raises(AdcliError, match="the program has no result: end it with an expression, or with return"):
        adcli.evaluate("for i in 1..0 { y = 2 }", {})


def test_lengths_are_not_known_without_values() -> None:
    with pytest.raises(AdcliError, match=r"the elements of 'x' are not known without values, and sum needs them all: give them"):
        adcli.parse("sum(x)")


def test_errors_of_files_name_file_line_and_column(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wrong.ad").write_text("a = x^2\nfor i in 1..3 {\n  a = a*(i + 1\n}\na\n")
    ended = call("grad", "wrong.ad", "--at", "x=2")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "wrong.ad:3:9: error: this '(' is never closed: add ')'\n    a = a*(i + 1\n          ^\n"
    assert call("grad", "missing.ad").err.startswith("error: cannot read missing.ad: No such file or directory")
    assert call("grad", "missing.ad").code == 2


def test_elements_with_more_indices_than_others_are_no_vector() -> None:
    with pytest.raises(AdcliError, match="some elements of 'h' have more indices than others, and sum needs a vector or a matrix"):
        adcli.evaluate("sum(h)", {"h[1]": 2.0, "h[1,2]": 3.0})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("x=[]", "the list of values for x is empty: write x=[1,2,3]"),
        ("x=[[1],[1,2]]", "the lists of values for x are not of one length: write W=[[1,2],[3,4]]"),
        ("x=[1,2],x[2]=3", "x[2] is given twice, as 2 and 3: give each variable one value"),
        ("x=[1,[2,3]]", "the lists of values for x are not of one length: write W=[[1,2],[3,4]]"),
        ("x[=1", "'x[' is no name: a name has letters, digits and _, and begins with a letter"),
    ],
)
def test_vectors_that_are_given_wrongly(value: str, message: str) -> None:
    ended = call("eval", "sum(x)", "--at", value)
    assert (ended.code, ended.err.splitlines()[0]) == (2, f"error: {message}")


def test_a_program_with_several_outputs_is_told_to_return_one() -> None:
    answer = "grad wants one output, and there are 2 (s, m): end with return and what is wanted, or use the command jacobian (column 32)"
    assert call("grad", "for i in 1..2 { s = i*x }; m = x", "--at", "x=1").err.startswith(f"error: {answer}")
