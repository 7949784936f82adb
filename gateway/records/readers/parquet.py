"""Parquet, row group by row group, with the file's own types."""

from collections.abc import Iterator
from io import BufferedReader

import pyarrow as pa
import pyarrow.parquet as pq

from gateway import storage
from gateway.errors import BadInput
from gateway.model import PlannedPart, Table
from gateway.records.readers.source import check_columns, open_bytes

ROWS = 16_384


def read(table: Table, part: PlannedPart | None = None) -> Iterator[pa.RecordBatch]:
    """Columns in declared order; nested types are refused. Raises BadInput."""
    with open_bytes(table) as handle:
        file = _open(table, handle)
        check_columns(table, file.schema_arrow.names)
        for field in file.schema_arrow:
            if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
                what = f"column {field.name!r} has type {field.type}"
                raise BadInput(f"{table.source}: {what}", hint="flatten it to plain values first")
        if file.metadata.num_rows == 0:
            raise BadInput(f"{table.source}: no rows", hint="export it again from the source system")
        names = [column.name for column in table.columns]
        groups = range(part.start, part.end) if part else range(file.num_row_groups)
        try:
            for batch in file.iter_batches(batch_size=ROWS, columns=names, row_groups=list(groups)):
                batch.validate(full=True)  # a text that is not UTF-8 would fail later, with its value
                yield batch.select(names)
        except (pa.ArrowInvalid, OSError) as error:
            storage.reraise(table.source, error)
            raise BadInput(f"{table.source}: damaged Parquet file", hint="export it again") from None


def split(table: Table, size: int) -> Iterator[PlannedPart]:
    """Parts of whole row groups, of `size` bytes or a row group more. Raises BadInput."""
    with open_bytes(table) as handle:
        metadata = _open(table, handle).metadata
    start = index = first = rows = held = 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        rows, held = rows + group.num_rows, held + group.total_byte_size
        if rows and (held >= size or number == metadata.num_row_groups - 1):
            yield PlannedPart(table.name, index, start, number + 1, first, rows)
            start, index, first, rows, held = number + 1, index + 1, first + rows, 0, 0
    if not first:
        raise BadInput(f"{table.source}: no rows", hint="export it again from the source system")


def _open(table: Table, handle: BufferedReader) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(handle, pre_buffer=False, buffer_size=1 << 20)
    except (pa.ArrowInvalid, OSError) as error:
        storage.reraise(table.source, error)
        raise BadInput(f"{table.source}: not a readable Parquet file", hint="is it complete?") from None
