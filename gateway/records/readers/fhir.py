"""Bulk FHIR as NDJSON: one resource a line; a column's name is a path such as `name[0].family`.

`subject.reference` gives `Patient/42` as `42`, so that references join with `id`. A list without an index
stands for all its values, joined by a space (`name[0].given`). `content[0].attachment.data` is decoded from
base64 where the attachment says that it is text; several attachments (`content.attachment.data`) are joined by a
blank line.
"""

import base64
import binascii
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Any

import pyarrow as pa

from gateway.errors import BadInput
from gateway.model import PlannedPart, Table
from gateway.records.readers.jsonl import objects_in_file, split_lines

_VERSION = re.compile(r"/_history/[^/]*$")
_STEP = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:\[(\d+)\])?")


def read(table: Table, part: PlannedPart | None = None) -> Iterator[pa.RecordBatch]:
    """Text columns in declared order; a path that no resource has is an error at the end of the file."""
    paths = {column.name: _path(table, column.name) for column in table.columns}
    found: set[str] = set()
    for resources in objects_in_file(table, part):
        values = {name: [_text(table, n, path, item) for n, item in resources] for name, path in paths.items()}
        found |= {name for name, column in values.items() if any(value is not None for value in column)}
        yield pa.record_batch({name: pa.array(column, pa.string()) for name, column in values.items()})
    if part is None:  # else it was seen when the parts were planned
        _demand(table, paths.keys() - found)


def split(table: Table, size: int) -> Iterator[PlannedPart]:
    """Parts of `size` bytes or a line more. Raises BadInput for a path that no resource has."""
    paths = {column.name: _path(table, column.name) for column in table.columns}
    unseen = {name: path[-1][0] for name, path in paths.items()}

    def has(resource: dict[str, Any]) -> Iterator[str]:
        with suppress(BadInput):  # whoever reads the part refuses it, and names the line
            yield from (name for name in list(unseen) if _text(table, 0, paths[name], resource) is not None)

    yield from split_lines(table, size, unseen, has)
    _demand(table, unseen.keys())


def _demand(table: Table, missing: Collection[str]) -> None:
    if missing:
        hint = f"remove it from tables.{table.name}.columns, or correct the path"
        raise BadInput(f"{table.source}: no resource has {min(missing)!r}", hint=hint)


def _path(table: Table, name: str) -> list[tuple[str, int | None]]:
    steps = [_STEP.fullmatch(step) for step in name.split(".")]
    if not all(steps):
        raise BadInput(f"tables.{table.name}.columns: {name!r} is not a path", hint="write it as name[0].family")
    return [(step[1], int(step[2]) if step[2] else None) for step in steps if step]


def _text(table: Table, number: int, path: list[tuple[str, int | None]], resource: dict[str, Any]) -> str | None:
    values: list[Any] = [resource]
    holders: list[dict[str, Any]] = []
    for key, index in path:
        holders = [value for value in values if isinstance(value, dict)]
        nested = [value.get(key) for value in holders]
        values = [item for value in nested for item in (value if isinstance(value, list) else [value])]
        values = [item for item in values if item is not None]
        if index is not None:
            values = values[index : index + 1]
    if any(isinstance(value, dict) for value in values):
        name = ".".join(key for key, _ in path)
        raise BadInput(f"{table.source}:{number}: {name} is an object", hint="name one of its fields")
    last = path[-1][0]
    if last == "data":
        return "\n\n".join(_attachment(table, number, holder) for holder in holders if holder.get("data")) or None
    texts = [str(value).lower() if isinstance(value, bool) else str(value) for value in values]
    if last == "reference":
        texts = [_VERSION.sub("", text).rsplit("/", 1)[-1].removeprefix("urn:uuid:") for text in texts]
    return " ".join(texts) or None


def _attachment(table: Table, number: int, attachment: dict[str, Any]) -> str:
    if not str(attachment.get("contentType", "")).startswith("text/"):
        hint = "only text attachments can be de-identified; leave the others out of the extract"
        raise BadInput(f"{table.source}:{number}: the attachment is not text", hint=hint)
    try:
        text = base64.b64decode(str(attachment["data"]), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        what = f"{table.source}:{number}: the attachment is not base64 of UTF-8 text"
        raise BadInput(what, hint="export it again") from None
    if "\0" in text:
        raise BadInput(f"{table.source}:{number}: NUL character in the attachment", hint="remove it")
    return text
