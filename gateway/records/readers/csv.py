"""CSV, as RFC 4180 with quoted newlines; an empty field is null and no other text is."""

import re
from collections.abc import Iterator
from typing import NoReturn

import pyarrow as pa
import pyarrow.csv as pacsv

from gateway.errors import BadInput
from gateway.model import Table
from gateway.records.readers.source import NulGuard, check_columns, open_bytes

BLOCK = 8 << 20  # bytes; also the longest row that can be read


def read(table: Table) -> Iterator[pa.RecordBatch]:
    """Text columns in file order. Raises BadInput naming the row, counted from 1 after the header."""
    ragged: list[pacsv.InvalidRow] = []
    rows = 0
    with NulGuard(open_bytes(table), table) as handle:
        try:
            reader = _open(table, handle, ragged)
            check_columns(table, reader.schema.names)
            for batch in reader:
                rows += batch.num_rows
                yield batch
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            _refuse(table, error, ragged, rows)
        if rows == 0:
            raise BadInput(f"{table.source}: a header and no rows", hint="export it again from the source system")
        if handle.quotes % 2 and batch.num_rows and "\n" in (batch.columns[-1][-1].as_py() or ""):
            hint = "close it; quotes within a field are doubled"
            raise BadInput(f"{table.source}: row {rows} has an unclosed quote", hint=hint)


def _open(table: Table, handle: NulGuard, ragged: list[pacsv.InvalidRow]) -> pacsv.CSVStreamingReader:
    def refuse_row(row: pacsv.InvalidRow) -> str:
        ragged.append(row)
        return "error"

    names = [column.name for column in table.columns]
    return pacsv.open_csv(
        pa.PythonFile(handle, "r"),
        # only a single thread knows the number of an invalid row
        read_options=pacsv.ReadOptions(use_threads=False, block_size=BLOCK, encoding=table.encoding),
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
