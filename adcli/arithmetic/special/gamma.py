"""The gamma function and its kin: recurrences up to 32, then Stirling's series; reflection for negative arguments.

DLMF 5.5, 5.11 and 5.15; for the derivatives of digamma, Hurwitz's zeta function by the formula of Euler and Maclaurin (25.11.28 there).
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

from adcli.arithmetic.special.fixed import BITS, ONE, circle, exp, fixed, half_turns, log, ratio, rounded

_FAR = 32  # from here on 30 terms of the series have more digits than a fixed-point number
_TINY = 1e-17  # below it the first term of the series at 0 is the whole result


@cache
def bernoulli() -> list[Fraction]:
    """Bernoulli's numbers of even index, from B(2) to B(60)."""
    numbers = [Fraction(1)]
    for m in range(1, 61):
        numbers.append(-sum((math.comb(m + 1, k) * numbers[k] for k in range(m)), Fraction(0)) / (m + 1))
    return numbers[2::2]


@cache
def _fractions() -> list[tuple[int, int]]:
    """Their numerators and denominators."""
    return [(number.numerator, number.denominator) for number in bernoulli()]


@cache
def _coefficients(divided_twice: bool) -> list[int]:
    """The coefficients B(2k)/(2k) of digamma's series, or B(2k)/(2k(2k - 1)) of lgamma's, as fixed-point numbers, the last one first."""
    terms = [number / (2 * k) / ((2 * k - 1) if divided_twice else 1) for k, number in enumerate(bernoulli(), 1)]
    return [(term.numerator << BITS) // term.denominator for term in reversed(terms)]


@cache
def _half_log_of_circle() -> int:
    """log(2*pi)/2."""
    return log(2 * circle()) // 2


def _polynomial(coefficients: list[int], x: int) -> int:
    """The value of a polynomial, by Horner's rule."""
    total = 0
    for coefficient in coefficients:
        total = (total * x >> BITS) + coefficient
    return total


def stirling(x: int) -> tuple[int, int]:
    """lgamma(z) of the first z = x + k beyond 32, and the product x*(x + 1)*...*(z - 1), for a positive fixed-point number x."""
    product, z = ONE, x
    while z < _FAR * ONE:
        product = product * z >> BITS
        z += ONE
    inverse = (ONE << BITS) // z
    series = inverse * _polynomial(_coefficients(True), inverse * inverse >> BITS) >> BITS
    return ((z - ONE // 2) * log(z) >> BITS) - z + _half_log_of_circle() + series, product


def log_gamma(x: int) -> int:
    """lgamma of a positive fixed-point number."""
    beyond, product = stirling(x)
    return beyond - log(product)


def di_gamma(x: int) -> int:
    """digamma of a positive fixed-point number."""
    total, z = 0, x
    while z < _FAR * ONE:
        total -= (ONE << BITS) // z
        z += ONE
    inverse = (ONE << BITS) // z
    square = inverse * inverse >> BITS
    return total + log(z) - inverse // 2 - (square * _polynomial(_coefficients(False), square) >> BITS)


def gamma(x: float) -> float:
    """The gamma function."""
    if x == 0:
        return math.copysign(math.inf, x)
    if not -math.inf < x < 172:
        return math.inf if x > 0 else math.nan
    if x == math.floor(x):
        return float(math.factorial(int(x) - 1)) if x > 0 else math.nan
    if abs(x) < _TINY:
        return 1.0 / x
    if x < -190:
        return 0.0 if math.floor(x) % 2 == 0 else -0.0
    n = fixed(x)
    beyond, product = stirling(n if x > 0 else ONE - n)
    mantissa, power = exp(beyond)
    return ratio(mantissa, product, power) if x > 0 else ratio(circle() * product, half_turns(x)[0] * mantissa, -power)


def lgamma(x: float) -> float:
    """The logarithm of the gamma function's absolute value."""
    if x != x or abs(x) == math.inf:
        return abs(x)
    if x in (1, 2):
        return 0.0
    if x <= 0 and x == math.floor(x):
        return math.inf
    if abs(x) < _TINY:
        return -math.log(abs(x))
    n = fixed(x)
    if x > 0:
        return rounded(log_gamma(n))
    return rounded(log((circle() << BITS) // abs(half_turns(x)[0])) - log_gamma(ONE - n))


def digamma(x: float) -> float:
    """The derivative of lgamma."""
    if x == 0:
        return -math.copysign(math.inf, x)
    if not -math.inf < x < math.inf or (x < 0 and x == math.floor(x)):
        return x if x > 0 else math.nan
    if abs(x) < _TINY:
        return -1.0 / x
    if x > 1e18:
        return math.log(x)
    n = fixed(x)
    if x > 0:
        return rounded(di_gamma(n))
    sine, cosine = half_turns(x)
    return rounded(di_gamma(ONE - n) - circle() * cosine // sine)


def trigamma(x: float) -> float:
    """The derivative of digamma."""
    return polygamma(1.0, x)


def polygamma(n: float, x: float) -> float:
    """The n-th derivative of digamma."""
    if not (0 <= n <= 1000 and n == math.floor(n)) or x in (math.nan, -math.inf) or x != x:
        return math.nan
    order = int(n)
    if order == 0:
        return digamma(x)
    if x <= 0 and x == math.floor(x):
        return math.inf if order % 2 else -math.copysign(math.inf, x) if x == 0 else math.nan
    if x == math.inf:
        return -0.0 if order % 2 == 0 else 0.0
    sign = 1 if order % 2 else -1
    numerator, denominator = x.as_integer_ratio()
    if abs(x) < _TINY:
        return ratio(sign * math.factorial(order) * denominator ** (order + 1), numerator ** (order + 1))
    if x > 0:
        mantissa, exponent = math.frexp(x)
        whole = int(math.ldexp(mantissa, 53))
        scaled = sign * math.factorial(order) * _scaled_zeta(order + 1, fixed(x))
        return ratio(scaled, whole ** (order + 1) << BITS, -(exponent - 53) * (order + 1))
    sine, cosine = half_turns(x)
    y = ONE - fixed(x)
    scaled = -math.factorial(order) * _scaled_zeta(order + 1, y)  # times (-1)^order twice: polygamma(n, y), reflected
    if cosine == 0 and order % 2 == 0:
        return ratio(scaled, y ** (order + 1), BITS * order)
    reflected = _cotangent_derivative(order, (cosine << BITS) // sine)
    return rounded((scaled << BITS * (order + 1)) // y ** (order + 1) - reflected)


def _scaled_zeta(s: int, x: int) -> int:
    """The sum over k of (x/(x + k))^s: Hurwitz's zeta function times x^s."""
    total, z = 0, x
    while z < (_FAR + s) * ONE:
        total += _power((x << BITS) // z, s)
        z += ONE
    inverse = (ONE << BITS) // z
    square = inverse * inverse >> BITS
    term = s * inverse >> 1
    rest = z // (s - 1) + ONE // 2
    for k, (numerator, denominator) in enumerate(_fractions(), 1):
        # B(2k)/(2k)! times s(s + 1)...(s + 2k - 2)/z^(2k - 1); `term` has all but B(2k), from k = 1: s/(2z)
        rest += term * numerator // denominator
        term = (term * square >> BITS) * (s + 2 * k - 1) * (s + 2 * k) // ((2 * k + 1) * (2 * k + 2))
        if not term:
            break
    return total + (_power((x << BITS) // z, s) * rest >> BITS)


def _power(base: int, exponent: int) -> int:
    """A fixed-point number to a positive whole power, by squaring."""
    result = ONE
    while exponent:
        if exponent & 1:
            result = result * base >> BITS
        base = base * base >> BITS
        exponent >>= 1
    return result


@cache
def _cotangent_polynomial(order: int) -> list[int]:
    """The coefficients, ascending, of the polynomial in cot(x) that is the order-th derivative of cot(x)."""
    if order == 0:
        return [0, 1]
    made = [0, 1]
    for _ in range(order):
        slope = [k * c for k, c in enumerate(made)][1:]
        made = [-(a + b) for a, b in zip([*slope, 0, 0], [0, 0, *slope], strict=True)]
    return made


def _cotangent_derivative(order: int, cotangent: int) -> int:
    """The order-th derivative of pi*cot(pi*x) by x, where cot(pi*x) is given."""
    total = 0
    for coefficient in reversed(_cotangent_polynomial(order)):
        total = (total * cotangent >> BITS) + coefficient * ONE
    for _ in range(order + 1):
        total = total * circle() >> BITS
    return total
