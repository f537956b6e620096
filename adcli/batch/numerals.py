"""Numbers as text and back, many at a time: by orjson where it is installed (extra `fast`), else by numpy and repr.

Both ways read every text to the nearest double and write what `repr` writes, so that output does not depend on what is installed.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

try:
    import orjson
except ImportError:  # the plain install
    orjson = None

FloatArray = NDArray[np.float64]

_PLAIN = b"0123456789+-.eE,"
_NOT_ZERO = re.compile(rb"[eE]-[0-9]{3}|[0-9.]{200}|-0(?![0-9.eE])")  # what may be read as 0 and be a smaller number, or -0


def read_numbers(texts: bytes, count: int) -> FloatArray | None:
    """So many numbers with commas between them; None where it takes a closer look to read them, or to tell what is wrong."""
    if texts.translate(None, _PLAIN) or texts.endswith(b","):  # which numpy takes for an end
        return None
    values = _read(texts)
    if values is None or len(values) != count or not np.isfinite(values).all():
        return None
    return None if not values.all() and _NOT_ZERO.search(texts) else values


def _read(texts: bytes) -> FloatArray | None:
    if orjson is not None:
        try:
            return np.array(orjson.loads(b"[" + texts + b"]"), np.float64)
        except (orjson.JSONDecodeError, OverflowError):
            pass
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        try:
            return np.fromstring(texts.decode(), np.float64, sep=",")
        except (DeprecationWarning, ValueError):
            return None


def write_rows(columns: FloatArray) -> list[bytes]:
    """For each row of a matrix its numbers with commas between them, as `repr` writes them."""
    if orjson is None:
        width = ",".join(["%r"] * columns.shape[1])
        return "\n".join(map(width.__mod__, zip(*columns.T.tolist(), strict=True))).encode().split(b"\n")
    texts: list[bytes] = orjson.dumps(np.ascontiguousarray(columns), option=orjson.OPT_SERIALIZE_NUMPY)[2:-2].split(b"],[")
    size = np.abs(columns)
    alike = ((size >= 1e-4) & (size < 1e16)) | (size == 0)  # beyond, the two write exponents differently
    for i in np.flatnonzero(~alike.all(axis=1)).tolist():
        texts[i] = ",".join(map(repr, columns[i].tolist())).encode()
    return texts


def write_whole(numbers: NDArray[np.int64]) -> list[bytes]:
    """The digits of whole numbers."""
    if orjson is not None:
        texts: Any = orjson.dumps(np.ascontiguousarray(numbers), option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].split(b",")
        return list(texts)
    return [b"%d" % number for number in numbers.tolist()]
