"""CSV, as RFC 4180 with quoted newlines; an empty field is null and no other text is.

Arrow reads the file itself: a Python file would be read ahead by Arrow's threads, which outlive an error.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from gateway import storage
from gateway.errors import BadInput
from gateway.model import PlannedPart, Table
from gateway.records.readers.records import Places, record_ends
from gateway.records.readers.source import check_columns, open_bytes

BLOCK = 4 << 20  # bytes; also the longest row that can be read. Arrow reads some 32 of them ahead
RECODED = 512 << 20  # bytes; a source that is not UTF-8 is held in memory while it is read


def read(table: Table, part: PlannedPart | None = None) -> Iterator[pa.RecordBatch]:
    """Text columns in file order. Raises BadInput naming the row, counted from 1 after the header."""
    ragged: list[pacsv.InvalidRow] = []
    rows, last = part.first_row if part else 0, None
    try:
        reader = _open(table, part, ragged)
        check_columns(table, reader.schema.names)
        for batch in reader:
            _refuse_nul(table, batch, rows)
            rows += batch.num_rows
            last = batch if batch.num_rows else last
            yield batch
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        _refuse(table, error, ragged, rows, part.first_row if part else 0)
    if last is None:
        raise BadInput(f"{table.source}: a header and no rows", hint="export it again from the source system")
    if "\n" in (last.columns[-1][-1].as_py() or "") and _quotes(table, part) % 2:
        hint = "close it; quotes within a field are doubled"
        raise BadInput(f"{table.source}: row {rows} has an unclosed quote", hint=hint)


def split(table: Table, size: int) -> Iterator[PlannedPart]:
    """Parts of `size` bytes or a record more. Raises BadInput."""
    if not _like_ascii(table):
        yield PlannedPart(table.name, 0, 0, storage.size(table.source), 0, sum(b.num_rows for b in read(table)))
        return
    start, index, first, rows = -1, 0, 0, 0
    try:
        for ends, lengths in _records(table):
            counted = np.cumsum(lengths > 0 if len(table.columns) > 1 else np.ones(len(ends), dtype=bool))
            done = 0
            if start < 0 and counted[-1]:
                start, done = int(ends[np.searchsorted(counted, 1)]), 1
            while start >= 0 and ends[-1] >= start + size and rows + counted[-1] > done:
                at = int(max(np.searchsorted(ends, start + size), np.searchsorted(counted, done + 1 - min(rows, 1))))
                rows += int(counted[at]) - done
                yield PlannedPart(table.name, index, start, int(ends[at]), first, rows)
                start, done, index, first, rows = int(ends[at]), int(counted[at]), index + 1, first + rows, 0
            rows += int(counted[-1]) - done
    except ValueError:
        _refuse_long(table, first + rows)
    if rows:
        yield PlannedPart(table.name, index, start, int(ends[-1]), first, rows)
    elif not first:
        what = "a header and no rows" if start >= 0 else "not readable as CSV after row 0"
        raise BadInput(f"{table.source}: {what}", hint="export it again from the source system")


def _records(table: Table) -> Iterator[tuple[Places, Places]]:
    with open_bytes(table) as handle:
        if handle.peek(3).startswith(BOM_UTF8):
            handle.seek(len(BOM_UTF8))
        yield from record_ends(handle, table.delimiter, BLOCK, BLOCK)


def _like_ascii(table: Table) -> bool:
    """Whether what separates fields and records is one byte, as in ASCII, and no part of another character."""
    marks, every = f'\r\n"{table.delimiter}', bytes(range(256))
    try:
        single = len(every.decode(table.encoding, "replace")) == len(every)
        return _is_utf8(table) or (single and marks.encode(table.encoding) == marks.encode("ascii"))
    except (LookupError, UnicodeError):
        return False


def _open(table: Table, part: PlannedPart | None, ragged: list[pacsv.InvalidRow]) -> pacsv.CSVStreamingReader:
    def refuse_row(row: pacsv.InvalidRow) -> str:
        ragged.append(row)
        return "error"

    names = [column.name for column in table.columns]
    return pacsv.open_csv(
        _source(table, part),
        # only a single thread knows the number of an invalid row
        read_options=pacsv.ReadOptions(use_threads=False, block_size=BLOCK),
        parse_options=pacsv.ParseOptions(
            delimiter=table.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=len(names) > 1,  # in a file of one column they are rows
            invalid_row_handler=refuse_row,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
        ),
    )


def _source(table: Table, part: PlannedPart | None) -> pa.NativeFile:
    """The bytes in UTF-8, of a part behind the header. Raises BadInput, UnicodeDecodeError."""
    if part and _like_ascii(table):
        body = _bytes(table, part)
        return pa.BufferReader(body if _is_utf8(table) else body.decode(table.encoding).encode())
    with open_bytes(table) as handle:
        if _is_utf8(table):
            if b"\0" in handle.peek(4)[:4]:
                raise BadInput(f"{table.source}: NUL byte at its start", hint="save it as UTF-8 if it is UTF-16")
            return storage.open_native(table.source)
        if storage.size(table.source) > RECODED:
            what = f"{table.source}: more than {RECODED >> 20} MB that are not UTF-8"
            raise BadInput(what, hint="recode it first, for example with iconv")
        try:
            return pa.BufferReader(handle.read().decode(table.encoding).encode())
        except LookupError:
            hint = f"set tables.{table.name}.encoding to a codec that Python knows, such as windows-1252"
            raise BadInput(f"{table.source}: unknown encoding {table.encoding!r}", hint=hint) from None


def _is_utf8(table: Table) -> bool:
    return table.encoding.lower().replace("_", "-") in ("utf-8", "utf8")


def _bytes(table: Table, part: PlannedPart) -> bytes:
    """The header and the part."""
    ends, lengths = next(_records(table))
    header = int(ends[np.flatnonzero(lengths)[0]] if len(table.columns) > 1 else ends[0])
    with open_bytes(table) as handle:
        head = handle.read(header)
        handle.seek(part.start)
        return head + handle.read(part.end - part.start)


def _refuse_nul(table: Table, batch: pa.RecordBatch, rows: int) -> None:
    """Refuse NUL characters, which hide text from some programs and not from others."""
    for column in batch.columns:
        data = np.frombuffer(column.buffers()[2] or b"", np.uint8)
        if len(data) and not data.min() and pc.any(found := pc.match_substring(column, "\0")).as_py():
            row = rows + pc.index(found, True).as_py() + 1
            hint = "remove it, or save the file as UTF-8 if it is UTF-16"
            raise BadInput(f"{table.source}: row {row} holds a NUL byte", hint=hint)


def _quotes(table: Table, part: PlannedPart | None) -> int:
    if part and _like_ascii(table):
        return _bytes(table, part).count(b'"')
    with open_bytes(table) as handle:
        return sum(chunk.count(b'"') for chunk in iter(lambda: handle.read(BLOCK), b""))


def _refuse(table: Table, error: Exception, ragged: list[pacsv.InvalidRow], rows: int, first: int) -> NoReturn:
    """Translate Arrow's message, which may hold cell values, into one that holds none."""
    if ragged:
        row = ragged[0]
        number = first + row.number - 1 if row.number else f"after {rows}"
        what = f"row {number} has {row.actual_columns} fields where the header has {row.expected_columns}"
        raise BadInput(f"{table.source}: {what}", hint="quote fields that hold the delimiter or a quote") from None
    if isinstance(error, UnicodeDecodeError) or re.search(r"(?i)utf-?8", str(error)):
        hint = f"save it as UTF-8, or set tables.{table.name}.encoding (for example windows-1252)"
        raise BadInput(f"{table.source}: not {table.encoding} text after row {rows}", hint=hint) from None
    if "straddling" in str(error):
        _refuse_long(table, rows)
    raise BadInput(f"{table.source}: not readable as CSV after row {rows}", hint="check quotes and delimiter") from None


def _refuse_long(table: Table, rows: int) -> NoReturn:
    what = f"a row after row {rows} is longer than {BLOCK >> 20} MB"
    raise BadInput(f"{table.source}: {what}", hint="look for an unclosed quote, or use JSONL or Parquet") from None
