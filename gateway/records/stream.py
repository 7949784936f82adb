"""A described table in, its parts out: bounded runs of rows in source order, in the declared types.

Parts depend on the source alone, so a resumed export meets the same parts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gateway.model import Column, ColumnType, Table
from gateway.records.readers import READERS

PART_BYTES = 24 << 20

ARROW: Mapping[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows `first_row` … of a table, without those that cannot be read; these are counted by reason."""

    table: str
    index: int
    first_row: int
    rows: pa.RecordBatch
    quarantined: Mapping[str, int]


def parts(table: Table, columns: tuple[str, ...] | None = None) -> Iterator[Part]:
    """The table's parts, only with `columns` where given. Raises BadInput."""
    wanted = tuple(column for column in table.columns if columns is None or column.name in columns)
    first = 0
    for index, run in enumerate(_runs(table)):
        rows, quarantined = _typed(run.select([column.name for column in wanted]), wanted)
        yield Part(table.name, index, first, rows, quarantined)
        first += run.num_rows


def _runs(table: Table) -> Iterator[pa.RecordBatch]:
    """Batches of the reader, gathered to about PART_BYTES."""
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in READERS[table.format](table):
        held.append(batch)
        size += batch.nbytes
        if size >= PART_BYTES:
            yield pa.concat_batches(held)
            held, size = [], 0
    if held:
        yield pa.concat_batches(held)


def _typed(rows: pa.RecordBatch, columns: tuple[Column, ...]) -> tuple[pa.RecordBatch, Mapping[str, int]]:
    """Cast to the declared types; rows with a value that is not of its type are left out and counted."""
    bad = np.zeros(rows.num_rows, dtype=bool)
    quarantined: dict[str, int] = {}
    arrays = []
    for column, values in zip(columns, rows.columns, strict=True):
        array, wrong = _cast(values, column.type)
        if count := int((wrong & ~bad).sum()):
            quarantined[f"{column.name}: not of type {column.type}"] = count
            bad |= wrong
        arrays.append(array)
    typed = pa.record_batch(arrays, names=rows.schema.names)
    return (typed.filter(pa.array(~bad)) if bad.any() else typed), quarantined


def _cast(values: pa.Array, wanted: ColumnType) -> tuple[pa.Array, np.ndarray]:
    if wanted == "text" and not pa.types.is_string(values.type):
        wrong = np.zeros(len(values), dtype=bool)
        return (values if _is_plain(values.type) else values.cast(pa.string())), wrong
    target = ARROW[wanted]
    try:
        return pc.cast(values, target), np.zeros(len(values), dtype=bool)
    except pa.ArrowInvalid:
        array = _coerce(values, wanted, target)
        return array, np.asarray(pc.and_(array.is_null(), values.is_valid()))


def _is_plain(kind: pa.DataType) -> bool:
    """A type of its own that the source gives and transforms know."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
                or pa.types.is_date(kind) or pa.types.is_timestamp(kind))


def _coerce(values: pa.Array, wanted: ColumnType, target: pa.DataType) -> pa.Array:
    """Null where a text is not of the wanted type."""
    series = values.cast(pa.string()).to_pandas()
    match wanted:
        case "integer":
            exact = series.where(series.str.fullmatch(r"[+-]?\d{1,18}", na=False))
            return pa.array(pd.to_numeric(exact, errors="coerce").astype("Int64"), target, from_pandas=True)
        case "number":
            return pa.array(pd.to_numeric(series, errors="coerce"), target, from_pandas=True)
        case "boolean":
            return pa.array(series.str.lower().map({"true": True, "false": False}), target, from_pandas=True)
        case _:
            times = pd.to_datetime(series, errors="coerce", format="ISO8601", utc=True).dt.tz_localize(None)
            return pa.array(times, pa.timestamp("us"), from_pandas=True).cast(target, safe=False)
