"""A formula or a program as a function of numpy arrays, with whatever shapes, and the rows in doubt answered one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, SupportsFloat

import numpy as np
from numpy.typing import ArrayLike, NDArray

from adcli.arrays.paths import Paths, graph_of, vectorized
from adcli.arrays.vectorized import FloatArray, Vectorized
from adcli.build import single_output
from adcli.derivatives import gradient_at, value_at
from adcli.errors import PointError, short
from adcli.graph import Graph
from adcli.language.names import canonical_name
from adcli.program.recorder import Recorder


class Compiled:
    """A formula or a program as a function of arrays, made by `adcli.compile`.

    `inputs` are its variables in order of first appearance, which is the order of its arguments; `wrt` those that it differentiates by.
    """

    def __init__(self, formula: Graph | Recorder, wrt: Sequence[str]) -> None:
        self._formula = formula
        self.inputs = tuple(formula.inputs)
        self.wrt = tuple(wrt)
        if isinstance(formula, Graph):
            single_output(formula, "compile")

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs, which compiles it anew."""
        return {name: value for name, value in vars(self).items() if name not in ("_both", "_values")}

    def __repr__(self) -> str:
        return f"<Compiled {short(self._formula.source)!r}: value and derivatives by {short(', '.join(self.wrt)) or 'nothing'}>"

    @cached_property
    def _both(self) -> Vectorized | Paths:
        return vectorized(self._formula, self.wrt)

    @cached_property
    def _values(self) -> Vectorized | Paths:
        return vectorized(self._formula, self.inputs, 0)

    def __call__(
        self, *arrays: ArrayLike, out: tuple[FloatArray, FloatArray] | None = None, threads: int = 1, **named: ArrayLike
    ) -> tuple[FloatArray, FloatArray]:
        """Value and gradient at every point: an array of the points' shape, and one of that shape for each variable of `wrt`.

        Arguments stand in the order of `inputs`, or are named, and are broadcast together. `out` is a pair of arrays to write into:
        contiguous, of doubles, the second with the variables as its first axis. Special points have the conventions of `gradient`.
        Where an argument is masked, all is nan. Raises PointError where one is missing or unknown, ValueError where shapes do not fit.
        """
        columns, shape, masked = self._columns(arrays, named)
        if out is None:
            out = np.empty(shape), np.empty((len(self.wrt), *shape))
        if not isinstance(out, tuple) or len(out) != 2:
            raise ValueError("out wants a pair of arrays, for the value and for the gradient")
        value, gradient = out
        for array, wanted in ((value, shape), (gradient, (len(self.wrt), *shape))):
            _check(array, wanted)
        if np.may_share_memory(value, gradient):
            raise ValueError("out wants two arrays that share no memory")
        columns = _apart(columns, out)
        rows = [value.reshape(-1), *[gradient[k : k + 1].reshape(-1) for k in range(len(self.wrt))]]
        for i in self._both.fill(columns, rows, threads).tolist():
            point = self._point(columns, i)
            graph = graph_of(self._formula, point)
            found = gradient_at(graph, point, [name for name in self.wrt if name in graph.inputs], "reverse", "compile")
            for row, number in zip(rows, (found.value, *(found.gradient.get(name, 0.0) for name in self.wrt)), strict=True):
                row[i] = number
        gradient += 0.0  # a derivative of -0 is 0, as everywhere
        if masked is not None:
            value[masked] = gradient[:, masked] = np.nan
        return value, gradient

    def value(self, *arrays: ArrayLike, out: FloatArray | None = None, threads: int = 1, **named: ArrayLike) -> FloatArray:
        """The value alone at every point, likewise."""
        columns, shape, masked = self._columns(arrays, named)
        value = np.empty(shape) if out is None else out
        _check(value, shape)
        columns = _apart(columns, (value,))
        row = value.reshape(-1)
        for i in self._values.fill(columns, [row], threads).tolist():
            point = self._point(columns, i)
            row[i] = value_at(graph_of(self._formula, point), point, "compile")[0]
        if masked is not None:
            value[masked] = np.nan
        return value

    def _columns(
        self, arrays: Sequence[ArrayLike], named: Mapping[str, ArrayLike]
    ) -> tuple[dict[str, Any], tuple[int, ...], NDArray[np.bool_] | None]:
        """Each input's array of one dimension (or number), the shape of the points, and where one of them is masked, if any is."""
        given: dict[str, Any] = dict(zip(self.inputs, arrays, strict=False))
        names = ", ".join(self.inputs) or "none"
        if len(arrays) > len(self.inputs):
            raise PointError(f"there are {len(arrays)} arrays, and the variables are {short(names)}")
        for written, array in named.items():
            name = canonical_name(written)
            if name in given or name not in self.inputs:
                why = "is given twice" if name in given else "does not occur in the expression"
                raise PointError(f"{short(name, 40)} {why}; the variables are {short(names)}")
            given[name] = array
        missing = [name for name in self.inputs if name not in given]
        if missing:
            raise PointError(f"{short(', '.join(missing))} has no value", advice=f"the arguments are {short(names)}")
        found = {name: _doubles(name, array) for name, array in given.items()}
        shape = np.broadcast_shapes(*[array.shape for array in found.values()])
        masks = [np.ma.getmaskarray(array) for array in given.values() if isinstance(array, np.ma.MaskedArray)]
        masked = np.broadcast_to(np.any(np.broadcast_arrays(*masks), axis=0), shape) if masks else None
        columns = {name: array if array.ndim == 0 else np.broadcast_to(array, shape).reshape(-1) for name, array in found.items()}
        return columns, shape, masked

    def _point(self, columns: Mapping[str, Any], i: int) -> dict[str, float]:
        return {name: float(column[i] if column.ndim else column) for name, column in columns.items()}


def _check(array: FloatArray, shape: tuple[int, ...]) -> None:
    """Raise ValueError where an array cannot take the answers."""
    if not isinstance(array, np.ndarray):
        raise ValueError(f"out wants arrays, got {type(array).__name__}")
    if array.shape != shape or array.dtype != np.float64:
        raise ValueError(f"out wants doubles of shape {shape}, got {array.dtype} of shape {array.shape}")
    if not array.flags.c_contiguous or not array.flags.writeable:
        raise ValueError("out wants contiguous arrays that can be written to")


def _apart(columns: Mapping[str, Any], out: Sequence[FloatArray]) -> dict[str, Any]:
    """The arrays, copied where they share memory with what is written."""
    return {name: array.copy() if any([np.may_share_memory(array, target) for target in out]) else array for name, array in columns.items()}


def _doubles(name: str, array: ArrayLike) -> FloatArray:
    """An argument as doubles, whatever is masked. Raises PointError for what holds no real numbers."""
    found = np.asarray(array)
    try:
        if found.dtype.kind in "biuf" or (found.dtype == object and all([isinstance(x, SupportsFloat) for x in found.flat])):
            return found.astype(np.float64, copy=False)
    except (TypeError, ValueError, OverflowError):
        pass
    raise PointError(f"{short(name, 40)} holds no real numbers, but {found.dtype if found.dtype != object else 'other objects'}")
