"""What all readers demand of a source: that it is there, holds text where text is due, and the declared columns."""

from collections.abc import Iterable
from hashlib import file_digest
from io import BufferedReader

from gateway import storage
from gateway.errors import BadInput
from gateway.model import Table


def open_bytes(table: Table) -> BufferedReader:
    """Open the source for reading. Raises BadInput where it is missing, empty or unreadable."""
    try:
        handle = storage.open_bytes(table.source)
        if not handle.peek(1):
            handle.close()
            raise BadInput(f"{table.source}: the file is empty", hint="export it again from the source system")
    except FileNotFoundError:
        hint = f"tables.{table.name}.source is a URL, or relative to dataset.yaml"
        raise BadInput(f"{table.source}: no such file", hint=hint) from None
    except OSError as error:
        hint = f"tables.{table.name}.source must be a file that you may read"
        raise BadInput(f"{table.source}: cannot be read ({type(error).__name__})", hint=hint) from None
    return handle


def digest(table: Table) -> str:
    """SHA-256 (hex) of the source. Raises BadInput."""
    with open_bytes(table) as handle:
        return file_digest(handle, "sha256").hexdigest()


def check_columns(table: Table, found: Iterable[str]) -> None:
    """Raise BadInput unless `found` are exactly the declared columns, each once."""
    names = list(found)
    declared = [column.name for column in table.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    missing = [name for name in declared if name not in names]
    unknown = [name for name in names if name not in declared]
    if missing:  # first, since the first row of a file without a header holds cells, which must not be told
        hint = f"remove it from tables.{table.name}.columns, or give the file that column"
        raise BadInput(f"{table.source}: the descriptor's column {_some(missing)} is not in the file", hint=hint)
    if twice:
        raise BadInput(f"{table.source}: column {_some(twice)} occurs twice in the header", hint="rename one of them")
    if unknown:
        hint = f"add it with its kind to tables.{table.name}.columns (`gateway dataset scan` proposes one)"
        raise BadInput(f"{table.source}: the file's column {_some(unknown)} is not in the descriptor", hint=hint)


def _some(names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
