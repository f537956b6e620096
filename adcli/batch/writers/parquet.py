"""Parquet, by pyarrow: the batches are kept as an Arrow stream, which may be cut anywhere between two, and rewritten at the end."""

from __future__ import annotations

from adcli.batch import sinks
from adcli.batch.plan import Plan
from adcli.batch.spool import Spool
from adcli.batch.writers.binary import Block

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise sinks.missing_extra("Parquet", "parquet", error) from None

_STREAM = "rows.arrows"


class Kept(sinks.Kept):
    """The rows as an Arrow stream in a spool, and as Parquet when they are all there."""

    def __init__(self, spool: Spool, plan: Plan) -> None:
        self.schema: pa.Schema | None = None
        super().__init__(spool, plan)
        if spool.state["lengths"].get(_STREAM) and not spool.complete:
            with open(spool.path(_STREAM), "rb") as file:
                self.schema = pa.ipc.open_stream(file).schema

    def begin(self, plan: Plan) -> None:
        """Nothing stands before the stream."""

    def write(self, output: Block) -> None:
        arrays = {name: _strings(column) if isinstance(column, list) else pa.array(column) for name, column in output.items()}
        batch = pa.RecordBatch.from_pydict(arrays)
        if self.schema is None:
            self.schema = batch.schema
            self.spool.append(_STREAM, self.schema.serialize().to_pybytes())
        try:
            batch = batch.cast(self.schema)
        except pa.ArrowInvalid:
            raise sinks.UnfitError("a column that is kept holds something else in another file", advice="leave it out of --keep") from None
        self.spool.append(_STREAM, batch.serialize().to_pybytes())

    def finish(self) -> None:
        if not self.spool.complete:
            # Opened here, as a path need not be UTF-8.
            with open(self.spool.path("whole"), "wb") as whole, pq.ParquetWriter(whole, self.schema or pa.schema([])) as writer:
                if self.schema is not None:
                    with open(self.spool.path(_STREAM), "rb") as file:
                        for batch in pa.ipc.open_stream(file):
                            writer.write_batch(batch)
        self.spool.finish("whole")


def _strings(texts: list[str | None]) -> pa.Array:
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:  # half a character, as JSON may have it, or a file's name that is not UTF-8
        return pa.array([text and text.encode(errors="replace").decode() for text in texts], pa.string())
