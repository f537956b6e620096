"""mpmath's functions under the table's names, with IEEE's results where mpmath raises exceptions or turns to complex numbers.

Decimals are rounded on their way into binary, so a difference that is 0 may come out as a rounding error. What is smaller than the
rounding errors that its operands may carry is taken as 0 here, what is that close to a whole number as that number, and values that
close as equal. The caller is told (`doubt`), and finds out with more digits whether it was right.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from adcli.arithmetic.floats import FLOATS
from adcli.arithmetic.multiprecision_special import MOST_EXPONENT, SpecialFunctions, is_special, size

POLES = ("y0", "y1", "y1_slope")  # at 0, where mpmath takes a long time for no answer
_FAR = {
    "exp": MOST_EXPONENT,
    "exp2": MOST_EXPONENT,
    "expm1": MOST_EXPONENT,
    "sinh": MOST_EXPONENT,
    "cosh": MOST_EXPONENT,
    "tanh": MOST_EXPONENT,
    "gamma": 10**16,
    "erf": 10**9,
    "erfc": 10**9,
    "erfi": 10**9,
}
_ANGLES = ("sin", "cos", "tan", "j0", "j1", "y0", "y1")
_SUBTLE = ("log", "log2", "log10", "lgamma", "digamma")  # 0 at 1 or thereabouts, where an operand's rounding error is all there is
_ENDS = ("asin", "acos", "acosh", "atanh")  # whose domain ends at 1 or -1


class Multiprecision(SpecialFunctions):
    """What the table's names compute in one of mpmath's contexts, those that have no text of their own."""

    def function(self, name: str) -> Callable[..., Any] | None:
        """The function of a name, None where there is none."""
        return getattr(self, "_" + name, None) or _PLAIN.get(name) or self._library(name)

    def _library(self, name: str) -> Callable[..., Any] | None:
        """mpmath's function, made real and total."""
        context = self.context
        made = {
            "lgamma": lambda x: context.re(context.loggamma(x)),
            "trigamma": lambda x: self._psi(1, x),
            "polygamma": self._psi,
            "sinc": context.sincpi,
            "j0": lambda x: context.besselj(0, x),
            "j1": lambda x: context.besselj(1, x),
            "y0": self._y_zero,
            "y1": self._y_one,
            "exp2": lambda x: context.power(2, x),
            "log2": lambda x: context.log(x, 2),
        }.get(name)
        found = made or getattr(context, name, None)
        if found is None:
            return None
        far = _FAR.get(name)

        def total(*operands: Any) -> Any:
            first = operands[0]
            if any(map(is_special, operands)) or (far and abs(first) > far):
                return self.as_floats(name, operands)
            if name in _ANGLES and first:
                self._need(size(first), name)
            if name in _ENDS:
                operands = (self._whole_if_near(first),)
            try:
                out = found(*operands)
            except (ValueError, ZeroDivisionError, OverflowError):
                return self.as_floats(name, operands)
            if not isinstance(out, context.mpf):
                return self.nan
            least = size(first) if name in _ANGLES and first else 0 if name in _SUBTLE else None
            if least is not None and out and not is_special(out) and size(out) < least - self._certain:
                self.doubt()
                return self.zero
            return out

        return total

    def _atan(self, x: Any) -> Any:
        return self.context.atan(x)

    def _atan2(self, y: Any, x: Any) -> Any:
        if y < 0:
            return -self._atan2(-y, x)  # also where y vanishes beside an infinite x, and would leave a -0
        if y == y and x == x and (is_special(y) or is_special(x)):
            y, x = (self._sign(v) if is_special(v) else self.zero for v in (y, x))
        return self.context.atan2(y, x)

    # Sums, where digits cancel.

    def _add(self, a: Any, b: Any) -> Any:
        return self._checked(a + b, a)

    def _sub(self, a: Any, b: Any) -> Any:
        return self._checked(a - b, a)

    def _checked(self, total: Any, a: Any) -> Any:
        if total and not is_special(total) and a and size(total) < size(a) - self._certain:
            self.doubt()
            return self.zero
        return total

    def _near(self, a: Any, b: Any) -> bool:
        if a == b:
            return True
        gap = a - b
        near = not is_special(gap) and bool(a) and bool(b) and size(gap) < size(a) - self._certain
        if near:
            self.doubt()
        return near

    def _eq(self, a: Any, b: Any) -> bool:
        return self._near(a, b)

    def _ne(self, a: Any, b: Any) -> bool:
        return not self._near(a, b)

    def _lt(self, a: Any, b: Any) -> bool:
        return bool(a < b) and not self._near(a, b)

    def _le(self, a: Any, b: Any) -> bool:
        return bool(a < b) or self._near(a, b)

    def _gt(self, a: Any, b: Any) -> bool:
        return bool(a > b) and not self._near(a, b)

    def _ge(self, a: Any, b: Any) -> bool:
        return bool(a > b) or self._near(a, b)

    # Products and powers.

    def _flow(self, a: Any, b: Any) -> Any:
        product = a * b
        return self.zero if product != product and (a == 0 or b == 0) and a == a and b == b else product

    def _div(self, a: Any, b: Any) -> Any:
        if b == 0:
            return a * self.context.inf
        return a / b

    def _pow(self, a: Any, b: Any) -> Any:
        if a == 0 or is_special(a) or is_special(b):
            return self._power_of_the_like(a, b)
        if a < 0 and b != self.context.floor(b):
            return self.nan
        exponent = b * self.context.log(abs(a))
        if abs(exponent) > MOST_EXPONENT:
            return self._power_of_the_like(a, self._sign(b) * self.context.inf) * (-1 if a < 0 and self._odd(b) else 1)
        return self.context.power(a, b)

    def _power_of_the_like(self, a: Any, b: Any) -> Any:
        """IEEE's power where it is 0, 1, inf or nan: of doubles that are as large, or as odd, as matters."""
        like = float(a) if a == 0 or is_special(a) else math.copysign(0.5 if abs(a) < 1 else 2.0 if abs(a) > 1 else 1.0, a)
        exponent = float(b) if b == 0 or is_special(b) else math.copysign(1.0 if self._odd(b) else 2.0 if b == int(b) else 0.5, b)
        return self.context.mpf(FLOATS.functions["pow"](like, exponent))

    def _odd(self, a: Any) -> bool:
        return not is_special(a) and bool(a % 2 == 1)

    def _sqrt(self, x: Any) -> Any:
        return self.context.sqrt(x) if x >= 0 else self.nan

    def _cbrt(self, x: Any) -> Any:
        return self.context.cbrt(x) if x >= 0 else -self.context.cbrt(-x)

    # Pieces.

    def _sign(self, x: Any) -> Any:
        return self.one if x > 0 else -self.one if x < 0 else x

    def _copysign(self, a: Any, b: Any) -> Any:
        return -abs(a) if b < 0 else abs(a)

    def _min(self, *values: Any) -> Any:
        return min(values) if all([x == x for x in values]) else self.nan

    def _max(self, *values: Any) -> Any:
        return max(values) if all([x == x for x in values]) else self.nan

    def _ties(self, out: Any, *values: Any) -> Any:
        return self.context.mpf(values.count(out))

    def _whole_if_near(self, x: Any) -> Any:
        """The number, or the whole number that it is a rounding error away from."""
        whole = self.context.nint(x)
        return whole if x != whole and whole and self._near(x, whole) else x

    def _floor(self, x: Any) -> Any:
        return x if is_special(x) else self.context.floor(self._whole_if_near(x))

    def _ceil(self, x: Any) -> Any:
        return x if is_special(x) else self.context.ceil(self._whole_if_near(x))

    def _trunc(self, x: Any) -> Any:
        return self._floor(x) if x >= 0 else self._ceil(x)

    def _round(self, x: Any) -> Any:
        return x if is_special(x) else self.context.nint(self._whole_if_near(2 * x) / 2)

    def _floored(self, a: Any, b: Any) -> Any:
        if b == 0 or b != b or is_special(a):
            return self.nan
        return self._floor(a / b) if not is_special(b) else self._floor(-self.one if a * b < 0 else self.zero)

    def _mod(self, a: Any, b: Any) -> Any:
        if b == 0 or b != b or is_special(a):
            return self.nan
        if is_special(b):
            return a if a * b >= 0 else b
        if a:
            self._need(size(a) - size(b), "mod")
        left = self._sub(a, b * self._floored(a, b))
        return left if left * b >= 0 and abs(left) < abs(b) else self.zero


_PLAIN: dict[str, Callable[..., Any]] = {
    "mul": operator.mul,
    "neg": operator.neg,
    "abs": abs,
    "not": operator.not_,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
}
