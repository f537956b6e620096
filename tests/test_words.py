"""The words of a command line: what is an option, what is an expression, and what is refused."""

from __future__ import annotations

import json

import pytest

from tests.running import call, refused, value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("-1", -1),
        ("-x", -2),
        ("-x^2", -4),
        ("-x*-x", 4),
        ("--x^2", 4),
        ("-(x)", -2),
        ("-2^2", -4),
        ("-.5", -0.5),
        ("-e", -2.718281828459045),
    ],
)
def test_an_expression_may_begin_with_a_minus_sign(expression: str, expected: float) -> None:
    assert value(expression, "--at", "x=2") == expected
    assert value("--at", "x=2", expression) == expected
    assert value("--at", "x=2", "--", expression) == expected


def test_the_expression_is_never_changed() -> None:
    for expression in ("-x^2", "- x ^ 2", "-x  # note", "(-o)", "-o*x", "-f + h"):
        done = call("eval", expression, "--at", "x=2,o=1,f=1,h=1", "--format", "jsonl")
        assert json.loads(done.out)["expr"] == expression


def test_a_word_that_is_exactly_an_option_is_an_option() -> None:
    assert "Usage: adcli eval" in call("eval", "-h", "--at", "h=1").out
    assert value("--at", "h=1", "--", "-h") == value("(-h)", "--at", "h=1") == -1


def test_an_option_does_not_swallow_another_one() -> None:
    formats = "table|json|jsonl|csv|markdown|latex"
    refused(
        call("eval", "-f", "--at", "f=2"), f"-f wants a value, and --at is an option: write -f {formats}; the expression -f is written (-f)"
    )
    refused(call("eval", "x", "--at"), "--at wants a value: write --at NAME=VALUE,...")
    refused(call("eval", "x", "--output", "--ascii"), "--output wants a value, and --ascii is an option: write --output FILE")


def test_options_may_stand_anywhere_and_have_equals_signs() -> None:
    one = call("grad", "-x^2", "--at", "x=-1", "--format", "jsonl")
    assert one == call("grad", "--format=jsonl", "--at=x=-1", "-x^2") == call("grad", "-f", "jsonl", "-x^2", "--at", "x=-1")


def test_unknown_options_are_refused() -> None:
    refused(call("grad", "x", "--formt", "json"), "there is no option --formt: did you mean --format?")
    refused(call("grad", "x", "--qqq"), "there is no option --qqq: adcli grad --help lists them; the expression --qqq is written (--qqq)")
    refused(call("grad", "--x", "--at", "x=1"), "there is no option --x: adcli grad --help lists them; the expression --x is written (--x)")


def test_a_formula_for_all_points_takes_no_point() -> None:
    answer = "adcli diff takes no --at: it writes a formula for all points; adcli grad and adcli eval answer at one"
    refused(call("diff", "x^2", "--at", "x=2"), answer)


def test_two_words_are_no_expression() -> None:
    begin = "adcli grad takes one expression, and here are"
    refused(call("grad", "x", "+1"), f"{begin} 2 words: 'x', '+1': put the expression in quotes, as in adcli grad 'x +1'")
    refused(call("grad", "x", "-at", "x=1"), f"{begin} 3 words: 'x', '-at', 'x=1': did you mean --at?")
    refused(call("grad", "x", "-fjson"), f"{begin} 2 words: 'x', '-fjson': write -f json, with a space, for the option -f")
    refused(call("grad", "--", "x", "--at", "x=1"), f"{begin} 3 words: 'x', '--at', 'x=1': write the options before --")


def test_bad_values_of_options_are_refused() -> None:
    refused(call("grad", "x", "--mode", "both"), "--mode is one of auto, forward, reverse, not 'both'")
    refused(call("eval", "x", "--digits", "99"), "--digits is a whole number from 0 to 17, not '99'")
    refused(call("eval", "x", "--digits", "-1"), "--digits is a whole number from 0 to 17, not '-1'")
    refused(call("eval", "x", "--width", "wide"), "--width is a whole number from 20 up, not 'wide'")
    refused(call("eval", "x", "--ascii=yes"), "--ascii takes no value")


def test_a_missing_command_or_expression_is_named() -> None:
    refused(call("grad"), 'the expression is missing: give one, as in adcli grad "sin(x1) + x1*x2" --at x1=2,x2=3')
    refused(call("gard", "x"), "there is no command 'gard': did you mean grad?")
    refused(call("x^2", "--at", "x=1"), "a command comes first: write adcli grad 'x^2'")
    refused(call("-x^2", "--at", "x=1"), "a command comes first: write adcli grad '-x^2'")
    refused(call("--width", "80"), "a command comes first, and there is no option --width before it: adcli --help lists both")
    refused(call("functions", "tanhh"), "there is no function 'tanhh': did you mean 'tanh'?")
    refused(call("functions", "sin", "cos"), "adcli functions takes one name, and here are 2 words: 'sin', 'cos'")
