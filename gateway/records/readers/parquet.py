"""Parquet, row group by row group, with the file's own types."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from gateway.errors import BadInput
from gateway.model import Table
from gateway.records.readers.source import check_columns, open_bytes

ROWS = 16_384


def read(table: Table) -> Iterator[pa.RecordBatch]:
    """Columns in declared order; nested types are refused. Raises BadInput."""
    with open_bytes(table) as handle:
        try:
            file = pq.ParquetFile(handle, pre_buffer=False, buffer_size=1 << 20)
        except (pa.ArrowInvalid, OSError):
            raise BadInput(f"{table.source}: not a readable Parquet file", hint="is it complete?") from None
        check_columns(table, file.schema_arrow.names)
        for field in file.schema_arrow:
            if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
                what = f"column {field.name!r} has type {field.type}"
                raise BadInput(f"{table.source}: {what}", hint="flatten it to plain values first")
        if file.metadata.num_rows == 0:
            raise BadInput(f"{table.source}: no rows", hint="export it again from the source system")
        names = [column.name for column in table.columns]
        try:
            for batch in file.iter_batches(batch_size=ROWS, columns=names):
                batch.validate(full=True)  # a text that is not UTF-8 would fail later, with its value
                yield batch.select(names)
        except (pa.ArrowInvalid, OSError):
            raise BadInput(f"{table.source}: damaged Parquet file", hint="export it again") from None
