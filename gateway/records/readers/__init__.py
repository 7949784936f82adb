"""A table's source in, record batches of text (or of the source's own types) out, in source order.

A reader reads a planned part, or the whole source. It raises BadInput naming the file and the row for anything it
cannot read; it never skips a row.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import pyarrow as pa

from gateway.model import Format, PlannedPart, Table
from gateway.records.readers import csv, fhir, jsonl, parquet

Reader = Callable[[Table, PlannedPart | None], Iterator[pa.RecordBatch]]

READERS: Mapping[Format, Reader] = MappingProxyType(
    {"csv": csv.read, "jsonl": jsonl.read, "parquet": parquet.read, "fhir": fhir.read}
)
