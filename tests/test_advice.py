"""What is said about texts that are no expressions: each row is an input, the column of the caret, the message and the advice."""

from __future__ import annotations

import math
import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adcli import evaluate
from adcli.advice.spelling import suggest
from adcli.advice.writing import Rewritten, bare, known_functions, unwrapped
from adcli.errors import AdcliError
from adcli.reading import parse
from adcli.render.messages import format_error
from tests.strategies import expressions

REFUSED = [
    # Unfinished and unbalanced.
    ("", 1, "there is no expression", 'give one, as in "sin(x1) + x1*x2"'),
    ("   ", 1, "there is no expression", 'give one, as in "sin(x1) + x1*x2"'),
    ("# nothing", 1, "there is no expression", 'give one, as in "sin(x1) + x1*x2"'),
    (";", 1, "there is no expression", 'give one, as in "sin(x1) + x1*x2"'),
    ("x +", 4, "a value is missing after '+'", "write one, or remove '+'"),
    ("x *", 4, "a value is missing after '*'", "write one, or remove '*'"),
    ("x **  # note", 5, "a value is missing after '**'", "write one, or remove '**'"),
    ("2^", 3, "a value is missing after '^'", "write one, or remove '^'"),
    ("x ==", 5, "a value is missing after '=='", "write one, or remove '=='"),
    ("x and", 6, "a condition is missing after 'and'", "write one, or remove 'and'"),
    ("not", 4, "a condition is missing after 'not'", "write one, or remove 'not'"),
    ("x = ", 4, "a value is missing after '='", "write one, or remove '='"),
    ("x +\ny", 4, "a value is missing after '+'", "put a formula of several lines in parentheses"),
    ("-", 2, "a value is missing after '-'", "write one, or remove '-'"),
    ("(", 1, "this '(' is never closed", "add ')'"),
    ("((x)", 1, "this '(' is never closed", "add ')'"),
    ("sin((x", 5, "this '(' is never closed", "add '))'"),
    ("sin(cos(x)", 4, "this '(' is never closed", "add ')'"),
    ("x)", 2, "this ')' closes nothing", "remove it, or add the '(' it belongs to"),
    ("(x))", 4, "this ')' closes nothing", "remove it, or add the '(' it belongs to"),
    ("()", 1, "there is nothing in these parentheses", "write a value between them"),
    ("sin(x,)", 7, "an argument is missing after ','", "write one, or remove ','"),
    ("sin(,x)", 5, "an argument is missing before ','", "write one, or remove ','"),
    ("max(x,,y)", 7, "an argument is missing after ','", "write one, or remove ','"),
    ("(x+)", 4, "a value is missing after '+'", "write one, or remove '+'"),
    ("sin(x*, y)", 7, "a value is missing after '*'", "write one, or remove '*'"),
    ("x + * y", 5, "a value is missing between '+' and '*'", "write one, or remove one of the two"),
    ("x*/2", 3, "a value is missing between '*' and '/'", "write one, or remove one of the two"),
    ("* x", 1, "a value is missing before '*'", "write one, or remove '*'"),
    ("^2", 1, "a value is missing before '^'", "write one, or remove '^'"),
    ("= x", 1, "a formula has no '=' before it", "remove it"),
    ("a = 1 b = 2", 9, "a second '=' stands in this statement", "write ; between statements, == to compare"),
    ("x = y = 2", 7, "a second '=' stands in this statement", "write ; between statements, == to compare"),
    ("1 if", 5, "a condition is missing after 'if'", "write one, or remove 'if'"),
    ("1 if x > 0", 3, "this 'if' has no else", "write a if c else b"),
    ("1 if x > 0 else", 16, "a value is missing after 'else'", "write one, or remove 'else'"),
    ("1 if else 2", 6, "a condition is missing between 'if' and 'else'", "write one, or remove one of the two"),
    ("1 else 2", 3, "'else' has no 'if' before it", "write a if c else b"),
    ("(1 if x > 0) else 2", 4, "this 'if' has no else", "write a if c else b"),
    ("1 if (x > 0 else 2", 6, "this '(' is not closed before 'else'", "add ')'"),
    ("1 if x > 0 if y > 0 else 2", 12, "a second 'if' stands before the else of the first", "write a if c else (b if d else f)"),
    ("x if y else", 12, "a value is missing after 'else'", "write one, or remove 'else'"),
    ("if()", 1, "if takes 3 arguments, got 0", "write if(c, a, b)"),
    ("and x", 1, "a condition is missing before 'and'", "write one, or remove 'and'"),
    ("x not y", 3, "'not' cannot follow a value", "write and not, or or not"),
    ("x > not y", 5, "'not' stands before a condition, and a number belongs here", "write (1 if not c else 0)"),
    # Products.
    ("2 3", 3, "two numbers stand side by side", "write 2*3 to multiply"),
    ("2 .5", 3, "two numbers stand side by side", "write 2*.5 to multiply"),
    ("1 000", 3, "two numbers stand side by side", "write 1000"),
    ("12 345.5", 4, "two numbers stand side by side", "write 12345.5 or 12*345.5"),
    ("x y", 3, "two values stand side by side", "write x*y to multiply"),
    ("2 x y", 5, "two values stand side by side", "write x*y to multiply"),
    ("x1 2", 4, "two values stand side by side", "write x1*2 to multiply"),
    ("(x+1)x", 6, "two values stand side by side", "write (x+1)*x to multiply"),
    ("x²y", 3, "two values stand side by side", "write x²*y to multiply"),
    ("2x² y", 5, "two values stand side by side", "write x²*y to multiply"),
    ("sin(x)cos(x)", 7, "two values stand side by side", "write sin(x)*cos(x) to multiply"),
    ("x sin(x)", 3, "two values stand side by side", "write x*sin(x) to multiply"),
    ("2(x)y", 5, "two values stand side by side", "write (x)*y to multiply"),
    ("1/2x", 4, "this product can be read in two ways", "write (1/2)*x or 1/(2*x)"),
    ("1/2(x)", 4, "this product can be read in two ways", "write (1/2)*x or 1/(2*x)"),
    ("1/2sin(x)", 4, "this product can be read in two ways", "write (1/2)*sin(x) or 1/(2*sin(x))"),
    ("a/(b)(c)", 6, "this product can be read in two ways", "write (a/b)*c or a/(b*c)"),
    ("e^2x", 4, "this product can be read in two ways", "write e^2*x or e^(2*x)"),
    ("2^3(x)", 4, "this product can be read in two ways", "write 2^3*x or 2^(3*x)"),
    ("x^-2y", 5, "this product can be read in two ways", "write x^-2*y or x^(-2*y)"),
    ("sin(x)^2cos(x)", 9, "this product can be read in two ways", "write sin(x)^2*cos(x) or sin(x)^(2*cos(x))"),
    ("x(y)", 1, "'x' is no function", "write x*y to multiply"),
    ("x (y+1)", 1, "'x' is no function", "write x*(y+1) to multiply"),
    ("3x(y)", 2, "'x' is no function", "write x*y to multiply"),
    ("1/x(y)", 3, "'x' is no function", "write (1/x)*y or 1/(x*y)"),
    ("2^x(3)", 3, "'x' is no function", "write 2^x*3 or 2^(x*3)"),
    ("xsin(x)", 1, "unknown function 'xsin'", "write x*sin(x)"),
    ("2if(x > 0, 1, 2)", 2, "if(...) is never multiplied by what stands beside it", "write * between them"),
    ("if(x > 0, 1, 2)3", 16, "if(...) is never multiplied by what stands beside it", "write * between them"),
    ("(2)if(x>0,1,2)", 4, "if(...) is never multiplied by what stands beside it", "write * between them"),
    ("2where(x>0,1,2)", 2, "where(...) is never multiplied by what stands beside it", "write * between them"),
    # Functions.
    ("sin x", 5, "sin needs its argument in parentheses", "write sin(x)"),
    ("sin 2x + 1", 5, "sin needs its argument in parentheses", "write sin(2x)"),
    ("x sin x", 3, "sin needs its argument in parentheses", "write x*sin(x)"),
    ("2 sin x", 7, "sin needs its argument in parentheses", "write sin(x)"),
    ("sqrt 2", 6, "sqrt needs its argument in parentheses", "write sqrt(2)"),
    ("log2 x", 6, "log2 needs its argument in parentheses", "write log2(x)"),
    ("log 10 x y", 5, "log needs its argument in parentheses", "write log(...)"),
    ("max x, y", 5, "max needs its arguments in parentheses", "write max(x, ...)"),
    ("x max y", 3, "max needs its arguments in parentheses", "write max(x, ...)"),
    ("sin^2(x)", 6, "a power of sin stands after its argument", "write sin(x)^2"),
    ("sin^2 x", 7, "a power of sin stands after its argument", "write sin(x)^2"),
    ("2sin^2(x)", 7, "a power of sin stands after its argument", "write sin(x)^2"),
    ("sin²(x)", 5, "a power of sin stands after its argument", "write sin(x)^2"),
    ("sin^-1(x)", 7, "a power of sin stands after its argument", "write asin(x) or 1/sin(x)"),
    ("sin⁻¹(x)", 6, "a power of sin stands after its argument", "write asin(x) or 1/sin(x)"),
    ("log^2(x)", 6, "a power of log stands after its argument", "write log(x)^2"),
    ("sin()", 1, "sin takes 1 argument, got 0", "write sin(x)"),
    ("sin(x, y)", 1, "sin takes 1 argument, got 2", "write sin(x)"),
    ("atan2(x)", 1, "atan2 takes 2 arguments, got 1", "write atan2(y, x)"),
    ("log(x, 2, 3)", 1, "log takes 1 or 2 arguments, got 3", "write log(x) or log(x, b)"),
    ("max()", 1, "max takes 1 or more arguments, got 0", "write max(x, ...)"),
    ("if(x > 0, 1)", 1, "if takes 3 arguments, got 2", "write if(c, a, b)"),
    ("sin(1,5)", 1, "sin takes 1 argument, got 2", "write sin(1.5)"),
    ("atan2(1,5, 2)", 1, "atan2 takes 2 arguments, got 3", "write atan2(1.5, 2)"),
    ("SIN(x)", 1, "unknown function 'SIN'", "write sin(x)"),
    ("Sqrt(x)", 1, "unknown function 'Sqrt'", "write sqrt(x)"),
    ("LN(x)", 1, "unknown function 'LN'", "write ln(x)"),
    ("IF(x>0,1,2)", 1, "unknown function 'IF'", "write if(x>0,1,2)"),
    ("PI()", 1, "'PI' is no function", "write pi for the number"),
    ("pi()", 1, "'pi' is no function", "write pi for the number"),
    ("e(x)", 1, "'e' is no function", "write exp(x) or e*x"),
    ("sni(x)", 1, "unknown function 'sni'", "did you mean 'sin'?"),
    ("cosine(x)", 1, "unknown function 'cosine'", "did you mean 'cos'?"),
    ("tg(x)", 1, "unknown function 'tg'", "did you mean 'tan'?"),
    ("lg(x)", 1, "unknown function 'lg'", "did you mean 'log10'?"),
    ("log_2(x)", 1, "unknown function 'log_2'", "write log2(x)"),
    ("log3(x)", 1, "unknown function 'log3'", "write log(x, 3)"),
    ("sin2(x)", 1, "unknown function 'sin2'", "write sin(x)^2"),
    ("f(x)", 1, "'f' is no function", "write f*x to multiply"),
    ("f(x, y)", 1, "'f' is no function", "define it, as in f(t) = t^2"),
    ("foo(x)", 1, "unknown function 'foo'", "`adcli functions` lists them"),
    ("diff(x^2)", 1, "unknown function 'diff'", "write the formula alone, and adcli differentiates it"),
    ("mean(x)", 1, "unknown function 'mean'", "write sum(x)/len(x), or (a + b)/2"),
    ("d/dx(x^2)", 3, "'dx' is no function", "write the formula alone, and adcli differentiates it"),
    ("d²y/dx²", 3, "adcli differentiates by itself", "write the formula alone"),
    ("d/dx x^2", 6, "adcli differentiates by itself", "write the formula alone"),
    ("AND(x > 0, y > 0)", 1, "unknown function 'AND'", "write and between two conditions"),
    # Conditions.
    ("x > 0", 1, "a condition is no number", "write 1 if x > 0 else 0"),
    ("(x>0)*2", 1, "a condition is no number", "write (1 if x>0 else 0)"),
    ("sin(x > 0)", 5, "a condition is no number", "write (1 if x > 0 else 0)"),
    ("a = x > 0", 5, "a condition is no number", "write 1 if x > 0 else 0"),
    ("if(x, 1, 2)", 4, "a condition belongs here, not a number", "write x != 0"),
    ("1 if x else 2", 6, "a condition belongs here, not a number", "write x != 0"),
    ("1 if not (x) else 2", 10, "a condition belongs here, not a number", "write x != 0"),
    ("x and y > 0", 1, "a condition belongs here, not a number", "write x != 0"),
    ("+(x > 0)", 2, "a condition is no number", "write (1 if x > 0 else 0)"),
    ("0 < x < 1", 7, "comparisons do not chain", "write 0 < x and x < 1"),
    ("a == b == c", 8, "comparisons do not chain", "write a == b and b == c"),
    ("(a < b) < c", 1, "a condition is no number", "write (1 if a < b else 0)"),
    ("1 if x = 0 else 2", 8, "'=' gives a name its value, at the start of a statement", "write == to compare"),
    ("if(x = 0, 1, 2)", 6, "'=' gives a name its value, at the start of a statement", "write == to compare"),
    # Statements.
    ("x + 1 = 2", 7, "only a name can stand before '='", "write x + 1 - 2, the difference of both sides"),
    ("2x = 4", 4, "only a name can stand before '='", "write 2x - 4, the difference of both sides"),
    ("2 = x", 3, "only a name can stand before '='", "write x = 2"),
    ("(x) = 2", 5, "only a name can stand before '='", "write x - 2, the difference of both sides"),
    ("x > 0 = 1", 7, "only a name can stand before '='", "write the difference of both sides"),
    ("a = b; b = 1", 5, "'b' is used before it is assigned", "assign it first, or choose another name"),
    ("a = a + 1", 5, "'a' is used before it is assigned", "assign it first, or choose another name"),
    ("2e1*e; e = 3", 5, "'e' is used before it is assigned", "assign it first, or choose another name"),
    ("(x; y)", 3, "';' separates statements, and a '(' is open", "add ')' before it"),
    ("max(1; 2)", 6, "';' does not separate arguments", "write , between them"),
    ("x, y", 2, "',' separates only the arguments of a function", "write ; between statements"),
    ("(x, y)", 3, "',' separates only the arguments of a function", "write the function's name before the '('"),
    ("x = 1, y = 2", 6, "',' separates only the arguments of a function", "write ; between statements"),
    # Numbers.
    ("1,5", 2, "',' is no decimal point", "write 1.5"),
    ("(1,5)", 3, "',' is no decimal point", "write 1.5"),
    ("3,14*x", 2, "',' is no decimal point", "write 3.14"),
    ("1.000,5", 6, "',' is no decimal point", "write 1000.5"),
    ("1,000.5", 2, "',' is no decimal point", "write 1000.5"),
    ("1,000", 2, "',' is no decimal point", "write 1000 or 1.000"),
    ("1,2,3", 2, "',' is no decimal point", "write 1.5 for a number, and ; between statements"),
    ("1.2.3", 1, "this number has two decimal points", "write one, as in 1.5"),
    ("1.000.000", 1, "the digits of a number are not grouped", "write 1000000"),
    ("1..2", 2, "'..' is no part of a number", "write one decimal point"),
    ("1e", 1, "this number's exponent has no digits", "write 1*e or 1e3"),
    ("2.e", 1, "this number's exponent has no digits", "write 2*e or 2e3"),
    ("2e*x", 1, "this number's exponent has no digits", "write 2*e or 2e3"),
    ("1e5.5", 1, "the exponent after e is a whole number", "write 10^5.5"),
    ("2e1.5", 1, "the exponent after e is a whole number", "write 2*10^1.5"),
    ("5e5e", 1, "this number has two exponents", "write 5e5*e"),
    ("1_000", 1, "the digits of a number are not grouped", "write 1000"),
    ("2_a", 1, "'_' begins no factor after a number", "write 2*_a"),
    ("0x10", 1, "hexadecimal numbers are not read", "write 16"),
    ("0b11", 1, "binary numbers are not read", "write 3"),
    ("0o17", 1, "octal numbers are not read", "write 15"),
    (".", 1, "this '.' belongs to no number", "write .5 or 0.5 for a number"),
    ("x.", 2, "this '.' belongs to no number", "remove it"),
    ("1e400", 1, "1e400 is beyond the largest number, 1.8e308", "write a smaller number"),
    ("1e-400", 1, "1e-400 is below the smallest number, 4.9e-324", "write 0"),
    ("½x", 1, "'½' is not read", "write (1/2)"),
    ("2½", 2, "'½' is not read", "write (2 + 1/2)"),
    ("x^½", 3, "'½' is not read", "write (1/2)"),
    # C, Python, MATLAB.
    ("x && y", 3, "'&&' is no operator", "write and between two conditions"),
    ("x > 0 || y > 0", 7, "'||' is no operator", "write or between two conditions"),
    ("!x", 1, "'!' is no operator", "write not before a condition"),
    ("!(x > 0)", 1, "'!' is no operator", "write not before a condition"),
    ("~x", 1, "'~' is no operator", "write not before a condition"),
    ("x === y", 3, "'===' is no comparison", "write =="),
    ("x <> y", 3, "'<>' is no comparison", "write !="),
    ("x ! = y", 3, "'!=' is written without a space", "write !="),
    ("x =< 1", 3, "'=<' is no comparison", "write <="),
    ("x = > 1", 5, "a value is missing between '=' and '>'", "write one, or remove one of the two"),
    ("x % 2", 3, "'%' is no operator", "write "),
    ("5%", 2, "'%' is no operator", "write 5/100"),
    ("10%*x", 3, "'%' is no operator", "write 10/100"),
    ("5!", 2, "factorials are not read", "write "),
    ("x // 2", 3, "'//' is no operator", "write floor(a/b) to divide to a whole number, and # before a comment"),
    ("x << 1", 3, "'<<' is no operator", "write x*2^n"),
    ("x += 1", 3, "'+=' changes no value here", "write y = y + 1"),
    ("x++", 2, "'++' is no operator", "write x + 1"),
    ("x := 3", 3, "':=' is no operator", "write = to give a name its value"),
    ("x -> 0", 3, "'->' has no meaning here", "write the formula alone, and give its point with --at"),
    ("x ? 1 : 2", 3, "a choice is written in words", "write 1 if x != 0 else 2"),
    ("x > 0 ? 1 : 2", 7, "a choice is written in words", "write 1 if x > 0 else 2"),
    ("if x > 0: 1 else: 2", 1, "'if' stands between its two values", "write 1 if x > 0 else 2"),
    ("if x > 0 then 1 else 2", 1, "'if' stands between its two values", "write 1 if x > 0 else 2"),
    ("if (x > 0) 1 else 2", 1, "'if' stands between its two values", "write 1 if x > 0 else 2"),
    ("if x > 0: 1", 1, "'if' stands between its two values", "write a if c else b, or if c { ... }"),
    ("lambda x: x", 1, "'lambda' is no word of a formula", "write f(x) = ..."),
    ("def f(x): return x", 1, "'def' is no word of a formula", "write f(x) = ..."),
    ("let y = 2*x", 1, "'let' is no word of a formula", "write the name alone, as in y = 2*x"),
    ("x is y", 3, "'is' is no word of a formula", "write == to compare"),
    ("x AND y", 3, "'AND' is no word of a formula", "write and in small letters"),
    ("x mod y", 3, "'mod' is no word of a formula", "write mod(a, b)"),
    ("np.sin(x)", 1, "'np.' is not needed", "write sin(x)"),
    ("x.y", 2, "a point is no part of a name", "write x_y"),
    ("x.^2", 2, "'.^' is no operator", "write ^ without the point"),
    ("x.*y", 2, "'.*' is no operator", "write * without the point"),
    ("sin[x]", 4, "square brackets are not parentheses", "write sin(x)"),
    ("[x+1]*2", 1, "square brackets are not parentheses", "write (x+1)"),
    ("{x+1}*2", 1, "braces are not parentheses", "write (x+1)"),
    ("(x]", 3, "square brackets are not parentheses", "write ( and )"),
    ('"x"', 1, "a formula has no quotation marks", "remove them"),
    ("'x'", 1, "a formula has no quotation marks", "remove them"),
    ("x'", 2, "a prime takes no derivative", "write the formula alone, and adcli differentiates it"),
    ("x^^2", 2, "'^^' is no operator", "write ^ for a power"),
    ("x***2", 2, "'***' is no operator", "write ^ for a power"),
    ("x**^2", 2, "'**^' is no operator", "write ^ for a power"),
    ("x %% 2", 3, "'%%' is no operator", "write a - b*floor(a/b) for the remainder"),
    ("x %/% 2", 3, "'%/%' is no operator", "write floor(a/b)"),
    ("x /* note */", 3, "'/*' begins no comment", "write # before a comment"),
    ("x > 0: x", 6, "a choice is written in words", "write a if c else b"),
    ("1 if x > 0, else 2", 11, "',' has no place in a choice", "write a if c else b"),
    ("max(1 if x > 0, 2)", 7, "this 'if' has no else", "write a if c else b"),
    ("a::b", 2, "'::' has no meaning here", "remove it"),
    ("x* *2", 2, "'**' is written without a space", "write **"),
    # Spreadsheets and calculators.
    ("=A1*2", 1, "a formula has no '=' before it", "remove it"),
    ("$A$1", 1, "'$' fixes no cell here", "write the cell as a name, as in A1"),
    ("MAX(A1:A9)", 7, "ranges of cells are not read", "write every argument"),
    ("IF(A1>0;1;2)", 8, "';' does not separate arguments", "write , between them"),
    ("1:2", 2, "':' is no operator", "write 1/2"),
    ("5€", 2, "a formula has no currency or dollar signs", "remove it"),
    ("$5", 1, "a formula has no currency or dollar signs", "remove it"),
    ("90°", 3, "angles are in radians, not degrees", "write 90*pi/180"),
    ("|x|", 1, "|...| is not read", "write abs(x)"),
    ("|x|+|y|", 1, "|...| is not read", "write abs(x)"),
    ("2|x|", 2, "|...| is not read", "write 2*abs(x)"),
    ("x @ 1", 3, "a point is no part of a formula", "give it with --at"),
    ("3x10^5 @", 8, "a point is no part of a formula", "give it with --at"),
    # LaTeX.
    ("\\frac{a}{b}", 1, "'\\frac' is LaTeX", "write a/b"),
    ("\\frac{a+1}{2}", 1, "'\\frac' is LaTeX", "write (a+1)/2"),
    ("\\sqrt{x+1}", 1, "'\\sqrt' is LaTeX", "write sqrt(x+1)"),
    ("\\sqrt[3]{x}", 1, "'\\sqrt' is LaTeX", "write x^(1/3)"),
    ("\\sin x", 1, "'\\sin' is LaTeX", "write sin(x)"),
    ("\\sin(x)", 1, "'\\sin' is LaTeX", "write sin(x)"),
    ("\\log_{10}(x)", 1, "'\\log' is LaTeX", "write log10(x)"),
    ("\\sin^2 x", 1, "'\\sin' is LaTeX", "write sin(x)^2"),
    ("\\pi r", 1, "'\\pi' is LaTeX", "write pi"),
    ("\\alpha", 1, "'\\alpha' is LaTeX", "write α"),
    ("2 \\cdot x", 3, "'\\cdot' is LaTeX", "write *"),
    ("x \\le 1", 3, "'\\le' is LaTeX", "write <="),
    ("\\left(x\\right)", 1, "'\\left' is LaTeX", "remove it"),
    ("\\foo", 1, "'\\foo' is LaTeX", "write the formula without backslashes"),
    ("e^{x}", 3, "braces are not parentheses", "write e^(x)"),
    ("e^{2x}", 3, "braces are not parentheses", "write e^(2x)"),
    ("x_{1}", 3, "braces are not parentheses", "write x_1"),
    ("$x$", 1, "a formula has no currency or dollar signs", "remove it"),
    ("\\ x", 1, "'\\' has no meaning in a formula", "remove it"),
    ("x \\\n+ 1", 3, "'\\' continues no line", "put a formula of several lines in parentheses"),
    # Typography.
    ("√x", 1, "√ needs its argument in parentheses", "write √(x)"),
    ("√2x", 1, "√ needs its argument in parentheses", "write √(...)"),
    ("√x²", 1, "√ needs its argument in parentheses", "write √(...)"),
    ("3√x", 2, "√ needs its argument in parentheses", "write √(x)"),
    ("√", 1, "√ needs its argument in parentheses", "write √(...)"),
    ("∛x", 1, "∛ is not read", "write cbrt(x)"),
    ("³√x", 1, "'³√' is not read", "write cbrt(...)"),
    ("∜x", 1, "∜ is not read", "write (x)^(1/4)"),
    ("x²^3", 3, "a superscript cannot be raised again", "write (x²)^3 or x^(2^3)"),
    ("2^²", 3, "'²' raises nothing here", "write 2 after the ^"),
    ("²", 1, "'²' raises nothing here", "write it after a value, as in x²"),
    ("x² ²", 4, "two superscripts stand side by side", "write (x²)³ or x²³"),
    ("xⁿ", 2, "the superscript 'ⁿ' is not read", "write x^n"),
    ("x⁻", 2, "the superscript '⁻' is not read", "write ^ and the exponent"),
    ("₁", 1, "the subscript '₁' belongs to no name", "write x₁ or x1"),
    ("xₙ", 2, "the subscript 'ₙ' is not read", "write x_n"),
    ("∞", 1, "infinity is no number in a formula", "give it as the value of a variable, as in --at x=inf"),
    ("x → 0", 3, "an arrow has no meaning here", "write the formula alone, and give its point with --at"),
    ("∂f/∂x", 1, "adcli differentiates by itself", "write the formula alone"),
    ("∫x", 1, "integrals are not computed", "write the formula to differentiate"),
    ("∑x", 1, "∑ and ∏ are not read", "write sum(i, 1, n, term)"),
    ("x ± 1", 3, "'±' stands for two formulas", "write one with + and one with -"),
    ("x ≈ y", 3, "'≈' is no comparison", "write =="),
    ("x ∧ y", 3, "'∧' is no operator", "write and between two conditions"),
    ("¬x", 1, "'¬' is no operator", "write not before a condition"),
    ("⌊x⌋", 1, "⌊...⌋ is not read", "write floor(x)"),
    ("⌈x⌉", 1, "⌈...⌉ is not read", "write ceil(x)"),
    ("‖x‖", 1, "‖...‖ is not read", "write norm(x)"),
    ("x…", 2, "nothing can be left out of a formula", "write every term"),
    ("x – y", 3, "'–' is no minus sign", "write -"),
    ("x ∗ y", 3, "'∗' is no multiplication sign", "write *"),
    ("x ∕ y", 3, "'∕' is no division sign", "write /"),
    ("“x”", 1, "a formula has no quotation marks", "remove them"),
    ("x′", 2, "a prime takes no derivative", "write the formula alone, and adcli differentiates it"),
    # Characters.
    ("х + 1", 1, "'х' is not 'x' but cyrillic small letter ha (U+0445)", "type x"),
    ("сos(x)", 1, "'с' is not 'c' but cyrillic small letter es (U+0441)", "type c"),
    ("１", 1, "'１' is fullwidth digit one (U+FF11)", "type 1"),
    ("ｘ", 1, "'ｘ' is not 'x' but fullwidth latin small letter x (U+FF58)", "type x"),
    ("（x）", 1, "'（' is not '(' but fullwidth left parenthesis (U+FF08)", "type ("),
    ("x，y", 2, "'，' is not ',' but fullwidth comma (U+FF0C)", "type ,"),
    ("٣", 1, "'٣' is arabic-indic digit three (U+0663)", "type 3"),
    ("𝑥", 1, "'𝑥' is not 'x' but mathematical italic small x (U+1D465)", "type x"),
    ("ℓ", 1, "'ℓ' is not 'l' but script small l (U+2113)", "type l"),
    ("é", 1, "the letter 'é' is latin small letter e with acute (U+00E9)", "type e"),
    ("ß", 1, "the letter 'ß' is latin small letter sharp s (U+00DF)", "write names in letters a to z or Greek letters"),
    ("变量", 1, "the letter '变' is cjk unified ideograph-53d8 (U+53D8)", "write names in letters a to z or Greek letters"),
    ("x̂", 2, "a mark stands on a letter, combining circumflex accent (U+0302)", "write a plain name, as in x_hat"),
    ("😀", 1, "'😀' is grinning face (U+1F600)", "remove it, or write what it stands for"),
    ("x\u200b+1", 2, "an invisible character, zero width space (U+200B), stands here", "remove it"),
    ("\ufeffx", 1, "an invisible character, zero width no-break space (U+FEFF), stands here", "remove it"),
    ("x\u202e+1", 2, "an invisible character, right-to-left override (U+202E), stands here", "remove it"),
    ("2\u2062x", 2, "an invisible character, invisible times (U+2062), stands here", "write *"),
    ("\x1b[31mx", 1, "an invisible character, control character (U+001B), stands here", "remove it"),
    ("x\x00", 2, "an invisible character, control character (U+0000), stands here", "remove it"),
    ("x\udcff", 2, "the byte 0xff is no UTF-8 text", "type the character again"),
    ("x\ufdd0", 2, "a character without a name (U+FDD0) stands here", "remove it"),
    ("①", 1, "'①' is not '1' but circled digit one (U+2460)", "type 1"),
    ("🅰x", 1, "'🅰' is negative squared latin capital letter a (U+1F170)", "remove it, or write what it stands for"),
    ("∈", 1, "'∈' is element of (U+2208)", "remove it, or write what it stands for"),
]  # fmt: skip


def refused(text: str) -> AdcliError:
    with pytest.raises(AdcliError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(("text", "column", "message", "advice"), REFUSED)
def test_what_is_wrong_where_and_what_to_write(text: str, column: int, message: str, advice: str) -> None:
    error = refused(text)
    assert error.message == message
    assert error.advice == advice or (advice.endswith(" ") and error.advice.startswith(advice))
    assert error.location is not None
    assert error.location.column == column


def test_every_row_is_another_and_has_advice() -> None:
    texts = [text for text, *_ in REFUSED]
    assert len(set(texts)) == len(texts) > 300
    assert all(advice for *_, advice in REFUSED)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The expressions that advice shows, as they are shown."""
    codes: list[str] = []
    settled = Rewritten.settled

    def record(self: Rewritten, reads: object) -> str:
        advice = settled(self, reads)  # type: ignore[arg-type]
        if advice.startswith(f"write {self.codes[0]}"):
            codes.extend(self.codes)
        return advice

    monkeypatch.setattr(Rewritten, "settled", record)
    return codes


def test_what_is_advised_is_itself_an_expression(shown: list[str]) -> None:
    for text, *_ in REFUSED:
        refused(text)
    assert len(shown) > 100
    for code in shown:
        try:
            parse(code)
        except AdcliError as error:
            assert error.message == "a condition is no number", code  # in a choice, where a condition belongs


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1,5", 1.5),
        ("-3,14", 3.14),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("12 345", 12345),
        ("1'000", 1000),
        ("1_000_000", 1e6),
        ("1.000.000", 1e6),
        ("0xff", 255),
        ("0b101", 5),
        ("2e0.5", 2 * math.sqrt(10)),
        ("½", 0.5),
        ("2½", 2.5),
        ("⅔", 2 / 3),
        ("90°", math.pi / 2),
        ("sin(90°)", math.pi / 2),
        ("50%", 0.5),
        ("20% of 5", 1),
        ("|2 - 5|", 3),
        ("sin^2(2)", math.sin(2) ** 2),
        ("sin²(2)", math.sin(2) ** 2),
        ("sin^-1(0.5)", math.asin(0.5)),
        ("cos 2pi", 1),
        ("log_2(8)", 3),
        ("LOG10(1000)", 3),
        ("sin2(1)", math.sin(1) ** 2),
        ("sin[0]", 0),
        ("2^{3}", 8),
        ("{2 + 1}*2", 3),
        ("\\frac{1}{4}", 0.25),
        ("\\frac{1+2}{4}", 0.75),
        ("\\sqrt[3]{27}", 3),
        ("\\sqrt{16}", 4),
        ("\\cos(0)", 1),
        ("∛8", 2),
        ("∜16", 2),
        ("⌊2.5⌋", 2),
        ("2 > 1 ? 3 : 4", 3),
        ("if 2 > 1 then 3 else 4", 3),
        ("if (2 < 1) 3 else 4", 4),
        ("math.sqrt(16)", 4),
        ("2 2", 4),
        ("(2)3", 6),
        ("sin(1,5)", math.sin(1.5)),
        ("2x = 4", -4 + 2 * 3),
        ("x + 1 = 2 - x", 3 + 1 - (2 - 3)),
    ],
)
def test_what_is_advised_is_what_was_meant(text: str, meant: float, shown: list[str]) -> None:
    refused(text)
    graph = parse(shown[0])
    assert evaluate(graph, dict.fromkeys(graph.inputs, 3)) == pytest.approx(meant, rel=1e-12)


def test_the_two_readings_of_a_product_differ(shown: list[str]) -> None:
    for text in ("1/2x", "x/2(x + 1)", "2^3x", "x^2(x)", "2/x(x)", "x^x sin(x)"):
        shown.clear()
        refused(text)
        first, second = (evaluate(code, {"x": 3}) for code in shown)
        assert first != second


@pytest.mark.parametrize(
    ("name", "meant"),
    [("sni", "sin"), ("Sin", "sin"), ("SQRT", "sqrt"), ("sqtr", "sqrt"), ("asinn", "asin"), ("arctn", "arctan"), ("q", ""), ("banana", "")],
)
def test_suggestions(name: str, meant: str) -> None:
    assert suggest(name, known_functions()) == meant


def test_parentheses_around_the_whole() -> None:
    assert [unwrapped(text) for text in ("(x)", "(x)(y)", "((x))", "(x", "x")] == ["x", "(x)(y)", "(x)", "(x", "x"]
    assert [bare(text) for text in ("(x)", "(x+1)", "((x))", "(1.5)")] == ["x", "(x+1)", "((x))", "1.5"]


SIGNS = "x y z1 2 .5 1e3 pi e ( ) ( ) + - * / ^ , ; = < | ! % ' & ? : { } [ ] \\ . _ √ π · − ² ₁ ½ ° ∞ → \" @ # $ ~"
WORDS = "** == <= != sin cos( max( if else and or not where( if( f( SIN AND mod for return 1, 1e 0x1 1_0 .. && || := ++ -- =>"
PIECES = [
    *SIGNS.split(),
    *WORDS.split(),
    *["\n", " ", "\t", "\\frac{", "^{", "_{", "d/dx", "\u200b", "\u202e", "é", "х", "ｘ", "（", "😀", "\x1b", "\x00", "\udcff", "ⁿ"],
]  # fmt: skip


def check(text: str) -> None:
    """A text parses, or there is one short and printable message about a place in it."""
    try:
        parse(text)
    except AdcliError as error:
        message = format_error(error)
        assert len(message) <= 400
        assert message.count("\n") <= 2
        assert message.replace("\n", "").isprintable()
        assert type(error.advice) is str
        assert 0 <= error.span.start <= len(text)
        assert ": " not in re.sub("(?s)'.*'", "", error.message)


@settings(max_examples=300)
@given(st.text(max_size=20))
def test_any_text(text: str) -> None:
    check(text)


@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=10), st.sampled_from(["", " "]))
def test_any_pieces_of_notation(pieces: list[str], between: str) -> None:
    check(between.join(pieces))


@settings(max_examples=300)
@given(expressions, st.randoms(use_true_random=False))
def test_any_formula_with_slips(text: str, chance: random.Random) -> None:
    letters = list(text)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(letters) + 1)
        letters[place : place + chance.randint(0, 2)] = [chance.choice(PIECES)] * chance.randint(0, 1)
    check("".join(letters))


LARGE = {
    "opening": "(" * 100_000,
    "closing": "(" * 50_000 + "x" + ")" * 50_001,
    "brackets": "[" * 100_000,
    "letters": "a" * 100_000 + "(x)",
    "foreign letters": "a" * 100_000 + "б",
    "accents": "x" + "\u0301" * 100_000,
    "digits": "1" * 100_000 + "_",
    "points": "1." * 50_000,
    "superscripts": "x²" + "²" * 100_000 + "^2",
    "spaces": "x" + " " * 1_000_000 + "y",
    "newlines": "(" + "\n" * 100_000,
    "signs": "-" * 100_000,
    "equals": "x=" * 50_000,
    "factors": "1*" * 50_000 + "x y",
    "side by side": "2(x)" * 25_000,
    "quotient": "1*" * 50_000 + "1/2x",
    "calls": "f(" * 20_000 + "x" + ")" * 20_000,
    "arguments": f"sin({','.join('x' * 50_000)})",
    "conditions": "x > 0 and " * 10_000 + "x > 0",
    "choices": "(x if x > 0 else " * 10_000,
    "statements": "x = 1\n" * 10_000 + "x +",
    "backslashes": "\\" * 100_000,
    "bars": "|x" * 50_000,
    "junk": "@" * 1_000_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_text_is_refused_as_fast_as_it_is_read(name: str) -> None:
    start = time.process_time()
    check(LARGE[name])
    assert time.process_time() - start < 10  # far more than any takes, and far less than quadratic work would
