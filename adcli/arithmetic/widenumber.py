"""A number with the digits of a double and an exponent without end: mantissa times 2^exponent."""

from __future__ import annotations

import math

_MOST = 3 * 10**18  # the largest exponents of 2 whose power decimals can hold


class Wide:
    """`m`*2^`e` with 0.5 <= abs(m) < 1, or m is 0, infinite or nan and e is 0."""

    __slots__ = ("e", "m")

    def __init__(self, m: float, e: int = 0) -> None:
        self.m, shift = math.frexp(m)
        self.e = e + shift if self.m and self.m - self.m == 0 else 0

    def __float__(self) -> float:
        """The double nearest to it: 0 or infinite beyond their range."""
        try:
            return math.ldexp(self.m, self.e)
        except OverflowError:
            return math.copysign(math.inf, self.m)

    def __repr__(self) -> str:
        """As a double prints: the digits of 17 that are enough to tell it, and its exponent."""
        if self.fits or abs(self.e) > _MOST:
            return repr(float(self))
        from decimal import Context, Decimal

        context = Context(prec=60, Emax=10**18 - 1, Emin=1 - 10**18)
        scale = context.power(Decimal(2), self.e)
        exact = context.multiply(Decimal(self.m), scale)
        for digits in range(1, 18):
            shown = Context(prec=digits, Emax=10**18 - 1, Emin=1 - 10**18).plus(exact)
            if float(context.divide(shown, scale)) == self.m:
                break
        sign, figures, exponent = shown.as_tuple()
        text = "".join(map(str, figures)).rstrip("0")
        return f"{'-' * sign}{text[0]}{'.' * (len(text) > 1)}{text[1:]}e{int(exponent) + len(figures) - 1:+d}"

    @property
    def fits(self) -> bool:
        """Whether a double has all its digits."""
        return -1021 <= self.e <= 1024

    def __add__(self, other: float | Wide) -> Wide:
        other = wide(other)
        large, small = (self, other) if self.e >= other.e else (other, self)
        if not self.m or not other.m:
            return Wide(self.m + other.m) if self.m == other.m else self if self.m else other
        return Wide(large.m + math.ldexp(small.m, small.e - large.e), large.e)

    def __sub__(self, other: float | Wide) -> Wide:
        return self + -wide(other)

    def __mul__(self, other: float | Wide) -> Wide:
        other = wide(other)
        return Wide(self.m * other.m, self.e + other.e)

    def __truediv__(self, other: float | Wide) -> Wide:
        """The quotient, where IEEE has an infinity or nan that too."""
        other = wide(other)
        if other.m:
            return Wide(self.m / other.m, self.e - other.e)
        return Wide(self.m * math.copysign(math.inf, other.m))

    def __rsub__(self, other: float) -> Wide:
        return wide(other) - self

    def __rtruediv__(self, other: float) -> Wide:
        return wide(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Wide:
        return Wide(-self.m, self.e)

    def __abs__(self) -> Wide:
        return Wide(abs(self.m), self.e)

    def __bool__(self) -> bool:
        return self.m != 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Wide, int, float)):
            return NotImplemented
        other = wide(other)
        return self.m == other.m and self.e == other.e

    def __hash__(self) -> int:
        return hash((self.m, self.e))

    def __lt__(self, other: float | Wide) -> bool:
        return (self - other).m < 0

    def __le__(self, other: float | Wide) -> bool:
        return self == other or self < other

    def __gt__(self, other: float | Wide) -> bool:
        return (self - other).m > 0

    def __ge__(self, other: float | Wide) -> bool:
        return self == other or self > other

    def __mod__(self, other: float | Wide) -> Wide:
        return wide(float(self) % float(other))


def wide(x: float | Wide) -> Wide:
    """The same number as a wide one."""
    return x if isinstance(x, Wide) else Wide(x)


def settled(x: Wide) -> float | Wide:
    """The same number, as a double where one has all its digits."""
    return float(x) if x.fits else x
