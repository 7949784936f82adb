"""JSON Lines: one flat object a line; an absent key is null."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import IO

import pyarrow as pa

from gateway.errors import BadInput
from gateway.model import Table
from gateway.records.readers.source import check_columns, open_bytes

LINES = 512


def read(table: Table) -> Iterator[pa.RecordBatch]:
    """Text columns in declared order. Raises BadInput naming the line, counted from 1."""
    names = [column.name for column in table.columns]
    schema = pa.schema([(name, pa.string()) for name in names])
    known = set(names)
    seen: set[str] = set()
    for objects in objects_in_file(table):
        for number, item in objects:
            if unknown := item.keys() - known:
                hint = f"add it with its kind to tables.{table.name}.columns"
                what = f"key {sorted(unknown)[0]!r} is not in the descriptor"
                raise BadInput(f"{table.source}:{number}: {what}", hint=hint)
            seen |= item.keys()
        columns = [[_text(table, number, name, item.get(name)) for number, item in objects] for name in names]
        yield pa.record_batch([pa.array(column, pa.string()) for column in columns], schema=schema)
    check_columns(table, [name for name in names if name in seen])


def objects_in_file(table: Table) -> Iterator[list[tuple[int, dict[str, object]]]]:
    """Runs of (line number, object). Raises BadInput for a line that is not one JSON object of UTF-8 text."""
    with open_bytes(table) as handle:
        numbered = enumerate(_lines(handle), start=1)
        while run := list(islice(numbered, LINES)):
            yield [(number, _object(table, number, line)) for number, line in run if line.strip()]


def _lines(handle: IO[bytes]) -> Iterator[bytes]:
    yield from handle


def _object(table: Table, number: int, line: bytes) -> dict[str, object]:
    where = f"{table.source}:{number}"
    if b"\0" in line:
        raise BadInput(f"{where}: NUL byte", hint="remove it, or save the file as UTF-8 if it is UTF-16")
    try:
        item = json.loads(line.decode(table.encoding))
    except UnicodeDecodeError:
        raise BadInput(f"{where}: not {table.encoding} text", hint="save the file as UTF-8") from None
    except (ValueError, RecursionError):
        raise BadInput(f"{where}: not JSON", hint="write one object a line") from None
    if not isinstance(item, dict):
        raise BadInput(f"{where}: not an object", hint="write one {…} a line")
    return item


def _text(table: Table, number: int, name: str, value: object) -> str | None:
    match value:
        case None | "":
            return None
        case str():
            if "\0" in value:
                raise BadInput(f"{table.source}:{number}: NUL character in {name!r}", hint="remove it")
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
    raise BadInput(f"{table.source}:{number}: {name!r} is not a plain value", hint="flatten nested objects first")
