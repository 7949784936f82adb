"""A described table, or a planned part of it, in; bounded runs of rows out, in source order, in the declared types."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway import storage
from gateway.model import Column, ColumnType, PlannedPart, Table
from gateway.records.readers import READERS

PART_BYTES = 8 << 20

ARROW: Mapping[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}

_DATE = r"(\d{3}[1-9]|\d{2}[1-9]0|\d[1-9]00|[1-9]000)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?"

FORMS: Mapping[ColumnType, str] = {  # what a text must look like to be of a type
    "integer": r"[+-]?\d{1,18}",
    "number": r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?",
    "boolean": r"(?i)true|false|0|1",
    "date": f"{_DATE}([T ]{_TIME})?",
    "timestamp": f"{_DATE}([T ]{_TIME})?",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows `first_row` … of a table, without those that cannot be read; these are counted by reason."""

    table: str
    index: int
    first_row: int
    rows: pa.RecordBatch
    quarantined: Mapping[str, int]


def parts(table: Table, columns: tuple[str, ...] | None = None, planned: PlannedPart | None = None) -> Iterator[Part]:
    """The rows of a table or of one planned part, only with `columns` where given. Raises BadInput."""
    wanted = tuple(column for column in table.columns if columns is None or column.name in columns)
    first = planned.first_row if planned else 0
    for index, run in enumerate(_runs(table, planned)):
        rows, quarantined = _typed(run.select([column.name for column in wanted]), wanted)
        yield Part(table.name, index, first, rows, quarantined)
        first += run.num_rows


def _runs(table: Table, planned: PlannedPart | None) -> Iterator[pa.RecordBatch]:
    """Batches of the reader, gathered to about PART_BYTES."""
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in _batches(table, planned):
        held.append(batch)
        size += batch.nbytes
        if size >= PART_BYTES:
            run, held, size = pa.concat_batches(held), [], 0  # the batches go before the part is worked on
            yield run
    if held:
        yield pa.concat_batches(held)


def _batches(table: Table, planned: PlannedPart | None) -> Iterator[pa.RecordBatch]:
    try:
        yield from READERS[table.format](table, planned)
    except OSError as error:
        storage.reraise(table.source, error)
        raise


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
    """The values in the wanted type, and which of them (True) are not of it. No value's fate hangs on another's."""
    right = np.zeros(len(values), dtype=bool)
    if wanted == "text" and _is_plain(values.type):
        return values, right
    if wanted != "text" and _is_plain(values.type):
        with suppress(pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return pc.cast(values, ARROW[wanted]), right
    try:
        texts = values.cast(pa.string())
    except pa.ArrowNotImplementedError:
        return pa.nulls(len(values), ARROW[wanted]), np.asarray(values.is_valid())
    array = texts if wanted == "text" else _parse(texts, wanted)
    return array, np.asarray(pc.and_(array.is_null(), values.is_valid()))


def _is_plain(kind: pa.DataType) -> bool:
    """A type of its own that the source gives and transforms know."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
                or pa.types.is_date(kind) or pa.types.is_timestamp(kind))


def _parse(texts: pa.StringArray, wanted: ColumnType) -> pa.Array:
    """Null where a text is not of the wanted type. A date is taken as it is written, a timestamp to UTC."""
    texts = pc.utf8_trim_whitespace(texts)
    texts = _where(pc.match_substring_regex(texts, f"^({FORMS[wanted]})$"), texts)
    match wanted:
        case "integer":
            texts = pc.utf8_ltrim(texts, "+")
        case "date":
            texts = pc.utf8_slice_codeunits(texts, 0, 10)
        case "timestamp":
            texts = pc.replace_substring_regex(texts, r"(\.\d{6})\d+", r"\1")
            zoned = pc.match_substring_regex(texts, r"\d:.*[Z+-]")
            moments = _cast_each(_where(zoned, texts), pa.timestamp("us", "UTC"))
            return pc.coalesce(moments.cast(ARROW[wanted]), _cast_each(_where(pc.invert(zoned), texts), ARROW[wanted]))
    return _cast_each(texts, ARROW[wanted])


def _where(chosen: pa.BooleanArray, texts: pa.StringArray) -> pa.StringArray:
    return pc.if_else(chosen, texts, pa.scalar(None, pa.string()))


def _cast_each(texts: pa.StringArray, target: pa.DataType) -> pa.Array:
    """Cast; null where Arrow cannot, such as for 30 February: these few are found by halving."""
    try:
        return pc.cast(texts, target)
    except pa.ArrowInvalid:
        half = len(texts) // 2
        halves = (texts[:half], texts[half:])
        return pa.concat_arrays([_cast_each(part, target) for part in halves]) if half else pa.nulls(1, target)
