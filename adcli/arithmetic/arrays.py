"""Arrays of doubles: what the table's names compute for a whole column of points, written into a buffer.

numpy's ufunc of an entry's name (or of an alias) is used, else scipy.special's; an entry with a `value` text needs neither. Where a
library keeps no promise, the rows concerned are computed one by one by the arithmetic of floats. Only runs over arrays import this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adcli.arithmetic.exact import exact_product
from adcli.arithmetic.floats import FLOATS
from adcli.functions import ALIASES, FUNCTIONS

FloatArray = NDArray[np.float64]
_LEAST_NORMAL = np.float64(2.0**-1022)
Operation = Callable[..., Any]  # of the operands and, last, the array for the result

_UFUNCS: dict[str, Operation] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "flow": np.multiply,  # 0·∞ is nan here, which tells the caller that the row is none for arrays
    "div": np.divide,
    "neg": np.negative,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
    "root": np.sqrt,  # of what is never -0
    "not": np.logical_not,
    "and": np.logical_and,
    "or": np.logical_or,
}


def one_by_one(name: str, rows: NDArray[np.bool_], operand: FloatArray, out: FloatArray) -> None:
    """Compute some rows of a function of one operand by the arithmetic of floats."""
    function = FLOATS.functions[name]
    out[rows] = [function(x) for x in operand[rows].tolist()]


def _sqrt(x: FloatArray, out: FloatArray) -> None:
    np.add(np.sqrt(x, out), 0.0, out)  # 0 for -0, as floats have it


def _sign(x: FloatArray, out: FloatArray) -> None:
    np.copysign(np.sign(x), x, out)


def _tan(x: FloatArray, out: FloatArray) -> None:
    """The library's tangent, where |x| is small enough for any library to have reduced it well."""
    far = ~(np.absolute(x) <= 1e4)
    np.tan(x, out)
    near_pole = ~(np.absolute(out) <= 1e4) | ((np.absolute(out) < 1e-4) & (np.absolute(x) > 1))
    far |= near_pole
    if far.any():
        one_by_one("tan", far, x, out)


def _cbrt(x: FloatArray, out: FloatArray) -> None:
    """The library's cube root, off by up to 3 ulp, and one Newton step with an exact residual (Dekker 1971)."""
    size = np.absolute(x)
    ordinary = (size > 1e-200) & (size < 1e200)
    y = np.cbrt(x)
    square, square_low = exact_product(y, y)
    cube, cube_low = exact_product(square, y)
    np.subtract(y, ((cube - x) + (cube_low + square_low * y)) / (3.0 * square), out)
    if not ordinary.all():
        one_by_one("cbrt", ~ordinary, x, out)


def _least(*operands: FloatArray) -> None:
    _fold(np.minimum, operands)


def _greatest(*operands: FloatArray) -> None:
    _fold(np.maximum, operands)


def _fold(function: Operation, operands: tuple[FloatArray, ...]) -> None:
    first, *others, out = operands
    if not others:
        np.copyto(out, first)
    for other in others:
        function(first, other, out=out)
        first = out


def _ties(first: FloatArray, *others_and_out: FloatArray) -> None:
    *others, out = others_and_out
    total = np.equal(first, others[0]).astype(np.float64)
    for other in others[1:]:
        total += np.equal(first, other)
    np.copyto(out, total)


def _odd(a: FloatArray, out: NDArray[np.bool_]) -> None:
    np.equal(np.remainder(a, 2.0), 1.0, out)


OWN: dict[str, Operation] = {
    "sqrt": _sqrt,
    "sign": _sign,
    "tan": _tan,
    "cbrt": _cbrt,
    "min": _least,
    "max": _greatest,
    "ties": _ties,
    "odd": _odd,
    "mod": np.remainder,
    "floored": np.floor_divide,
    "round": np.rint,
}
_MAPPED = ("erf", "erfc")  # where the library loses digits


def _mapped(name: str) -> Operation:
    """The arithmetic of floats, row by row: slower than a library's function, and right to the last digits."""
    function = FLOATS.functions[name]

    def rows(*operands_and_out: Any) -> None:
        *operands, out = operands_and_out
        out[:] = list(map(function, *[np.broadcast_to(operand, out.shape).tolist() for operand in operands]))
        if not np.all((size := np.abs(out)) >= _LEAST_NORMAL) or np.isinf(size).any():
            np.multiply(_LEAST_NORMAL, _LEAST_NORMAL)  # numpy tells whoever wants to know, as it does of its own functions

    return rows


class _Functions(dict[str, Operation]):
    """What each of the table's names computes, found when first asked for."""

    def __missing__(self, name: str) -> Operation:
        found = OWN.get(name) or _UFUNCS.get(name) or (_mapped(name) if FUNCTIONS[name].home or name in _MAPPED else library_function(name))
        self[name] = found
        return found

    def elementwise(self, name: str) -> bool:
        """Whether the result may take the place of an operand."""
        return isinstance(self[name], np.ufunc) or name == "sqrt"


def library_function(name: str) -> Operation:
    """The ufunc of an entry's name or alias, of numpy or else of scipy.special. Raises LookupError where there is none."""
    import importlib

    spellings = [name, *(alias for alias, entry in ALIASES.items() if entry == name)]
    for library in ("numpy", "scipy.special"):
        module = importlib.import_module(library)
        for spelling in spellings:
            found = getattr(module, spelling, None)
            if isinstance(found, np.ufunc):
                return found
    raise LookupError(
        f"no library of arrays has {name}: give its entry a value text, or tell arithmetic/arrays.py ({FUNCTIONS[name].about})"
    )


ARRAYS = _Functions()
