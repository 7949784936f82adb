"""JSON Lines: one flat object a line; an absent key is null."""

import codecs
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NoReturn

import pyarrow as pa

from gateway.errors import BadInput
from gateway.model import PlannedPart, Table
from gateway.records.readers.source import check_columns, open_bytes

Has = Callable[[dict[str, Any]], Iterable[str]]

LINES, BYTES = 512, 8 << 20  # a run ends with whichever comes first
_UNSOUND = re.compile("[\0\ud800-\udfff]")  # only escapes bring them: NUL, and halves of surrogate pairs


class _Twice(ValueError):
    """A key that an object has twice."""


def read(table: Table, part: PlannedPart | None = None) -> Iterator[pa.RecordBatch]:
    """Text columns in declared order. Raises BadInput naming the line, counted from 1."""
    names = [column.name for column in table.columns]
    schema = pa.schema([(name, pa.string()) for name in names])
    known = set(names)
    seen: set[str] = set()
    for objects in objects_in_file(table, part):
        for number, item in objects:
            if unknown := item.keys() - known:
                hint = f"add it with its kind to tables.{table.name}.columns"
                what = f"key {sorted(unknown)[0]!r} is not in the descriptor"
                raise BadInput(f"{table.source}:{number}: {what}", hint=hint)
            seen |= item.keys()
        columns = [[_text(table, number, name, item.get(name)) for number, item in objects] for name in names]
        yield pa.record_batch([pa.array(column, pa.string()) for column in columns], schema=schema)
    if part is None:  # else it was seen when the parts were planned
        check_columns(table, [name for name in names if name in seen])


def split(table: Table, size: int) -> Iterator[PlannedPart]:
    """Parts of `size` bytes or a line more. Raises BadInput for a declared column that no object has."""
    unseen = {column.name: column.name for column in table.columns}
    yield from split_lines(table, size, unseen, dict.keys)
    check_columns(table, [column.name for column in table.columns if column.name not in unseen])


def split_lines(table: Table, size: int, unseen: dict[str, str], has: Has) -> Iterator[PlannedPart]:
    """Parts of `size` bytes or a line more; what `has` an object is taken out of `unseen`.

    unseen: to each name a key without which no object has it, so that few lines are parsed.
    """
    start = end = first = rows = index = line_before = 0
    with open_bytes(table) as handle:
        for number, line in enumerate(handle, start=1):
            end += len(line)
            rows += not line.isspace()
            if unseen:
                _see(table, line, unseen, has)
            if end - start >= size and rows:
                yield PlannedPart(table.name, index, start, end, first, rows, line_before)
                start, index, first, rows, line_before = end, index + 1, first + rows, 0, number
    if rows:
        yield PlannedPart(table.name, index, start, end, first, rows, line_before)


def _see(table: Table, line: bytes, unseen: dict[str, str], has: Has) -> None:
    """Whoever reads the part refuses a line that is no object."""
    keys = (f'"{key}"'.encode(table.encoding, "replace") for key in unseen.values())
    if b"\\" not in line and not any(key in line for key in keys):
        return
    with suppress(ValueError, RecursionError):
        item = json.loads(line.decode(table.encoding).removeprefix("\ufeff"))
        for name in has(item) if isinstance(item, dict) else ():
            unseen.pop(name, None)


def objects_in_file(table: Table, part: PlannedPart | None = None) -> Iterator[list[tuple[int, dict[str, object]]]]:
    """Runs of (line number, object). Raises BadInput for a line that is not one JSON object of UTF-8 text."""
    with open_bytes(table) as handle:
        run: list[tuple[int, dict[str, object]]] = []
        size, left = 0, part.end - part.start if part else sys.maxsize
        handle.seek(part.start if part else 0)
        for number, line in enumerate(handle, start=part.first_line + 1 if part else 1):
            if left <= 0:
                break
            left -= len(line)
            if line.strip():
                run.append((number, _object(table, number, line)))
            size += len(line)
            if number % LINES == 0 or size >= BYTES:
                yield run
                run, size = [], 0
        if run:
            yield run


def _object(table: Table, number: int, line: bytes) -> dict[str, object]:
    where = f"{table.source}:{number}"
    if b"\0" in line:
        raise BadInput(f"{where}: NUL byte", hint="remove it, or save the file as UTF-8 if it is UTF-16")
    if number == 1:
        line = line.removeprefix(codecs.BOM_UTF8)
    try:
        item = json.loads(line.decode(table.encoding), object_pairs_hook=_unique, parse_constant=_refuse)
    except UnicodeDecodeError:
        raise BadInput(f"{where}: not {table.encoding} text", hint="save the file as UTF-8") from None
    except _Twice as error:
        raise BadInput(f"{where}: {error}", hint="give each key once") from None
    except (ValueError, RecursionError):
        raise BadInput(f"{where}: not JSON", hint="write one object a line") from None
    if not isinstance(item, dict):
        raise BadInput(f"{where}: not an object", hint="write one {…} a line")
    if b"\\u" in line and any(_UNSOUND.search(text) for text in _texts(item)):
        raise BadInput(f"{where}: NUL character or half a surrogate pair in a text", hint="remove it")
    return item


def _unique(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    item = dict(pairs)
    if len(item) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(f"the key {next(n for n in names if names.count(n) > 1)!r} occurs twice")
    return item


def _refuse(_constant: str) -> NoReturn:
    """NaN and Infinity, which Python reads, are not JSON."""
    raise ValueError


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for name, item in value.items():
                yield name
                yield from _texts(item)
        case list():
            for item in value:
                yield from _texts(item)


def _text(table: Table, number: int, name: str, value: object) -> str | None:
    match value:
        case None | "":
            return None
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
    raise BadInput(f"{table.source}:{number}: {name!r} is not a plain value", hint="flatten nested objects first")
