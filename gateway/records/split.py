"""A described table in, its parts out: where each begins and how many rows it holds, before any work starts.

One linear pass over the source; parts depend on the source alone, so a resumed export meets the same ones.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from gateway.model import Format, PlannedPart, Table
from gateway.records.readers import csv, fhir, jsonl, parquet

SOURCE_BYTES = 24 << 20

Splitter = Callable[[Table, int], Iterator[PlannedPart]]

SPLITTERS: Mapping[Format, Splitter] = MappingProxyType(
    {"csv": csv.split, "jsonl": jsonl.split, "parquet": parquet.split, "fhir": fhir.split}
)


def split(table: Table, size: int | None = None) -> tuple[PlannedPart, ...]:
    """The table's parts of about `size` bytes of its source. Raises BadInput."""
    return tuple(SPLITTERS[table.format](table, size or SOURCE_BYTES))
