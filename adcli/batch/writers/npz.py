"""NumPy's .npz: an array for each column. Columns of texts are whole numbers that say which of NAME_texts stands in a row."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np

from adcli.batch import sinks
from adcli.batch.plan import Plan
from adcli.batch.readers.columns import text_of
from adcli.batch.spool import Spool
from adcli.batch.writers.binary import Block
from adcli.errors import short

_BLOCK = 1 << 22
_TYPES = "types"


class Kept(sinks.Kept):
    """The columns as files that grow, made into an archive at the end; only distinct texts are held."""

    def __init__(self, spool: Spool, plan: Plan) -> None:
        self.codes: dict[str, dict[str, int]] = {}
        self.types: dict[str, str] = spool.state.get(_TYPES, {})
        self.places = {name: k for k, name in enumerate(self.types)}
        super().__init__(spool, plan)
        for name, kind in self.types.items():
            if kind == "text" and not spool.complete:
                texts = spool.read(self._file(name, "texts")).decode().splitlines()
                self.codes[name] = {json.loads(text): code for code, text in enumerate(texts)}

    def _file(self, name: str, what: str) -> str:
        """The file of a column, called by its place: its name may be no file's."""
        return f"{self.places[name]}.{what}"

    def begin(self, plan: Plan) -> None:
        """Nothing stands before the columns."""

    def write(self, output: Block) -> None:
        for name, column in output.items():
            if name not in self.types:
                self.places[name] = len(self.types)
                self.types[name] = "text" if isinstance(column, list) else np.asarray(column).dtype.newbyteorder("<").str
            kind = self.types[name]
            array = self._coded(name, column) if kind == "text" else _numbers(name, column, kind)
            self.spool.append(self._file(name, "numbers"), array.tobytes())

    def _coded(self, name: str, texts: Any) -> Any:
        codes = self.codes.setdefault(name, {})
        fresh: list[str] = []
        for text in map(text_of, texts):
            if text not in codes:
                codes[text] = len(codes)
                fresh.append(text)
        self.spool.append(self._file(name, "texts"), "".join([json.dumps(text) + "\n" for text in fresh]).encode())
        return np.array([codes[text] for text in map(text_of, texts)], np.int64)

    def commit(self, state: dict[str, Any]) -> None:
        super().commit(state | {_TYPES: self.types})

    def finish(self) -> None:
        if not self.spool.complete:
            with zipfile.ZipFile(self.spool.path("whole"), "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
                self._add_all(archive)
        self.spool.finish("whole")

    def _add_all(self, archive: zipfile.ZipFile) -> None:
        for name, kind in self.types.items():
            self._add(archive, name, "<i8" if kind == "text" else kind)
            if kind == "text":
                buffer = io.BytesIO()
                np.lib.format.write_array(buffer, np.array(list(self.codes[name]) or [""]), allow_pickle=False)
                archive.writestr(zipfile.ZipInfo(f"{name}_texts.npy"), buffer.getvalue())  # without the time: the same again

    def _add(self, archive: zipfile.ZipFile, name: str, kind: str) -> None:
        """Copy a column's file into the archive, behind the header that says what it is."""
        path = self.spool.path(self._file(name, "numbers"))
        with open(path, "rb") as source, archive.open(f"{name}.npy", "w", force_zip64=True) as target:
            count = source.seek(0, 2) // np.dtype(kind).itemsize
            source.seek(0)
            np.lib.format.write_array_header_1_0(target, {"descr": kind, "fortran_order": False, "shape": (count,)})
            while data := source.read(_BLOCK):
                target.write(data)


def _numbers(name: str, column: Any, kind: str) -> Any:
    """A column as it was before. Raises UnfitError where it holds something else now, or has gaps and no nan for them."""
    array = column.filled(np.nan) if isinstance(column, np.ma.MaskedArray) and column.dtype.kind == "f" else np.asarray(column)
    what = ""
    if isinstance(column, list) or not np.can_cast(array.dtype, kind):
        what = "holds something else from here on"
    elif array.dtype.kind != "f" and np.ma.getmaskarray(column).any():
        what = "holds whole numbers and has rows without one"
    if what:
        raise sinks.UnfitError(f"column {short(name, 40)} {what}, which .npz cannot have", advice="write another format, or do not keep it")
    return array.astype(kind)
