"""The column names of a source, before it is described."""

import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq

from gateway.errors import BadInput
from gateway.model import Table
from gateway.records.readers.source import open_bytes

LINES = 1_000


def column_names(table: Table) -> list[str]:
    """Names in source order; of JSON Lines those of the first thousand objects. Raises BadInput."""
    with open_bytes(table) as handle:
        try:
            if table.format == "parquet":
                return list(pq.ParquetFile(handle).schema_arrow.names)
            if table.format == "csv":
                line = handle.readline().decode("utf-8-sig")
                return next(csv.reader([line]), [])
            objects = (json.loads(line) for line, _ in zip(handle, range(LINES), strict=False) if line.strip())
            return list(dict.fromkeys(key for item in objects for key, _ in item.items()))
        except (pa.ArrowInvalid, OSError, ValueError, AttributeError, TypeError, csv.Error):
            raise BadInput(f"{table.source}: its columns cannot be read", hint="is it UTF-8 text?") from None
