"""CSV, as RFC 4180 with quoted newlines; an empty field is null and no other text is.

Arrow reads the file itself: a Python file would be read ahead by Arrow's threads, which outlive an error.
"""

import re
from collections.abc import Iterator
from typing import NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from gateway.errors import BadInput
from gateway.model import Table
from gateway.records.readers.source import check_columns, open_bytes

BLOCK = 4 << 20  # bytes; also the longest row that can be read. Arrow reads some 32 of them ahead
RECODED = 512 << 20  # bytes; a source that is not UTF-8 is held in memory while it is read


def read(table: Table) -> Iterator[pa.RecordBatch]:
    """Text columns in file order. Raises BadInput naming the row, counted from 1 after the header."""
    ragged: list[pacsv.InvalidRow] = []
    rows, last = 0, None
    try:
        reader = _open(table, ragged)
        check_columns(table, reader.schema.names)
        for batch in reader:
            _refuse_nul(table, batch, rows)
            rows += batch.num_rows
            last = batch if batch.num_rows else last
            yield batch
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        _refuse(table, error, ragged, rows)
    if last is None:
        raise BadInput(f"{table.source}: a header and no rows", hint="export it again from the source system")
    if "\n" in (last.columns[-1][-1].as_py() or "") and _quotes(table) % 2:
        hint = "close it; quotes within a field are doubled"
        raise BadInput(f"{table.source}: row {rows} has an unclosed quote", hint=hint)


def _open(table: Table, ragged: list[pacsv.InvalidRow]) -> pacsv.CSVStreamingReader:
    def refuse_row(row: pacsv.InvalidRow) -> str:
        ragged.append(row)
        return "error"

    names = [column.name for column in table.columns]
    return pacsv.open_csv(
        _source(table),
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


def _source(table: Table) -> pa.NativeFile:
    """The bytes in UTF-8. Raises BadInput, UnicodeDecodeError."""
    with open_bytes(table) as handle:
        if table.encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
            if b"\0" in handle.peek(4)[:4]:
                raise BadInput(f"{table.source}: NUL byte at its start", hint="save it as UTF-8 if it is UTF-16")
            return pa.OSFile(str(table.source))
        if table.source.stat().st_size > RECODED:
            what = f"{table.source}: more than {RECODED >> 20} MB that are not UTF-8"
            raise BadInput(what, hint="recode it first, for example with iconv")
        try:
            return pa.BufferReader(handle.read().decode(table.encoding).encode())
        except LookupError:
            hint = f"set tables.{table.name}.encoding to a codec that Python knows, such as windows-1252"
            raise BadInput(f"{table.source}: unknown encoding {table.encoding!r}", hint=hint) from None


def _refuse_nul(table: Table, batch: pa.RecordBatch, rows: int) -> None:
    """Refuse NUL characters, which hide text from some programs and not from others."""
    for column in batch.columns:
        data = np.frombuffer(column.buffers()[2] or b"", np.uint8)
        if len(data) and not data.min() and pc.any(found := pc.match_substring(column, "\0")).as_py():
            row = rows + pc.index(found, True).as_py() + 1
            hint = "remove it, or save the file as UTF-8 if it is UTF-16"
            raise BadInput(f"{table.source}: row {row} holds a NUL byte", hint=hint)


def _quotes(table: Table) -> int:
    with open_bytes(table) as handle:
        return sum(chunk.count(b'"') for chunk in iter(lambda: handle.read(BLOCK), b""))


def _refuse(table: Table, error: Exception, ragged: list[pacsv.InvalidRow], rows: int) -> NoReturn:
    """Translate Arrow's message, which may hold cell values, into one that holds none."""
    if ragged:
        row = ragged[0]
        number = row.number - 1 if row.number else f"after {rows}"
        what = f"row {number} has {row.actual_columns} fields where the header has {row.expected_columns}"
        raise BadInput(f"{table.source}: {what}", hint="quote fields that hold the delimiter or a quote") from None
    if isinstance(error, UnicodeDecodeError) or re.search(r"(?i)utf-?8", str(error)):
        hint = f"save it as UTF-8, or set tables.{table.name}.encoding (for example windows-1252)"
        raise BadInput(f"{table.source}: not {table.encoding} text after row {rows}", hint=hint) from None
    if "straddling" in str(error):
        what = f"a row after row {rows} is longer than {BLOCK >> 20} MB"
        raise BadInput(f"{table.source}: {what}", hint="look for an unclosed quote, or use JSONL or Parquet") from None
    raise BadInput(f"{table.source}: not readable as CSV after row {rows}", hint="check quotes and delimiter") from None
