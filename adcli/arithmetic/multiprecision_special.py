"""Special functions in one of mpmath's contexts, where mpmath's own of that name are slow, complex or not there."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from adcli.arithmetic.floats import FLOATS
from adcli.errors import LimitError

MOST_EXPONENT = 10**18  # exp of what is larger is inf: numbers end at 10^(4e17)
UNCERTAIN_BITS = 27  # at the end of each number: eight digits, in which rounding errors add up


def size(x: Any) -> int:
    """The k with 2^(k - 1) <= |x| < 2^k of a finite number that is not 0."""
    _, _, exponent, bits = x._mpf_
    return int(exponent + bits)


def is_special(x: Any) -> bool:
    """Whether a number is nan or infinite."""
    return bool(x - x != 0)


class TooFewDigitsError(LimitError):
    """The digits of work end before the point of a number whose fraction is needed."""


class SpecialFunctions:
    """What the table's names compute, and what all functions of a context share."""

    def __init__(self, context: Any, doubt: Callable[[], None]) -> None:
        self.context, self.doubt = context, doubt
        self.zero, self.one, self.nan = context.mpf(0), context.mpf(1), context.nan

    def as_floats(self, name: str, operands: tuple[Any, ...]) -> Any:
        """The limit that the arithmetic of floats has, at infinities, poles and where results end."""
        return self.context.mpf(FLOATS.functions[name](*map(float, operands)))

    def _need(self, bits: int, name: str) -> None:
        """Raise TooFewDigitsError where a number of so many bits before its point has no certain one behind it."""
        if bits > self._certain:
            digits = int(bits * math.log10(2)) + 1
            raise TooFewDigitsError(
                f"{name} of a number with {digits:,} digits before its point needs more than {self.context.dps:,} digits of work"
            )

    @property
    def _certain(self) -> int:
        """How many bits of a number are free of rounding errors."""
        return int(self.context.prec) - UNCERTAIN_BITS

    def _psi(self, n: Any, x: Any) -> Any:
        """A derivative of digamma; far to the left by reflection, where mpmath's would take a step for each whole number (DLMF 5.15.6)."""
        context = self.context
        if n != int(n) or not 0 <= n <= 1000:
            return self.nan
        if x > -1000 or n == 0:
            return context.psi(int(n), x)
        if x == context.floor(x):
            raise ValueError("a pole")
        if n > 2:
            raise LimitError(f"polygamma({int(n)}, x) below x = -1000 is not computed to many digits")
        sine, cosine = context.sinpi(x), context.cospi(x)
        return (context.pi / sine) ** 2 - context.psi(1, 1 - x) if n == 1 else context.psi(2, 1 - x) - 2 * cosine * (context.pi / sine) ** 3

    def _y_zero(self, x: Any) -> Any:
        """Y_0, for small x by its series (DLMF 10.8.2), where mpmath's limit of orders takes a hundred times as long."""
        context = self.context
        if x < 0:
            return self.nan
        if x > 4:
            return context.bessely(0, x)
        square, term, harmonic, total, k = -x * x / 4, self.one, self.zero, self.zero, 0
        while abs(term) > context.eps:
            k += 1
            term *= square / (k * k)
            harmonic += self.one / k
            total -= harmonic * term
        return 2 / context.pi * ((context.log(x / 2) + context.euler) * context.besselj(0, x) + total)

    def _y_one(self, x: Any) -> Any:
        """Y_1 from Y_0 by their Wronskian (DLMF 10.5.2), for the same reason."""
        first, second = self.context.besselj(0, x), self.context.besselj(1, x)
        return (second * self._y_zero(x) - 2 / (self.context.pi * x)) / first

    def _lbeta(self, a: Any, b: Any) -> Any:
        if not (a > 0 and b > 0) or is_special(a) or is_special(b):
            return self.as_floats("lbeta", (a, b)) if a >= 0 and b >= 0 else self.nan
        log = self.context.loggamma
        return log(a) + log(b) - log(a + b)

    def _beta(self, a: Any, b: Any) -> Any:
        log = self._lbeta(a, b)
        return self.context.exp(log) if abs(log) < MOST_EXPONENT else self.as_floats("exp", (log,))

    def _digamma_gap(self, a: Any, b: Any) -> Any:
        """The difference of what is not equal only by a rounding error is the derivative, times b."""
        if not (a > 0 and b > 0) or is_special(a) or is_special(b):
            return self.as_floats("digamma_gap", (a, b)) if a >= 0 and b >= 0 else self.nan
        if size(b) < size(a) - int(self.context.prec):
            return -b * self.context.psi(1, a)
        return self.context.psi(0, a) - self.context.psi(0, a + b)

    def _erfinv(self, x: Any) -> Any:
        return self.context.erfinv(x) if abs(x) < 1 else x * self.context.inf if abs(x) == 1 else self.nan

    def _lambertw(self, x: Any) -> Any:
        end = -self.context.exp(-1)
        if abs(x - end) < abs(end) * self.context.ldexp(1, -self._certain):
            self.doubt()
            return -self.one
        return self.nan if not x >= end else x if is_special(x) else self.context.re(self.context.lambertw(x))
