"""What all readers demand of a source: that it is there, holds text where text is due, and the declared columns."""

from collections.abc import Iterable
from hashlib import file_digest
from io import BufferedReader, RawIOBase
from queue import SimpleQueue
from weakref import finalize

from gateway.errors import BadInput
from gateway.model import Table

AHEAD = 4  # chunks; the parser needs two at a time


def open_bytes(table: Table) -> BufferedReader:
    """Open the source for reading. Raises BadInput where it is missing, empty or unreadable."""
    try:
        handle = table.source.open("rb")
        if not handle.peek(1):
            handle.close()
            raise BadInput(f"{table.source}: the file is empty", hint="export it again from the source system")
    except FileNotFoundError:
        hint = f"tables.{table.name}.source is relative to dataset.yaml"
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


class _Chunk(bytearray):
    """Bytes whose end can be waited for."""


class NulGuard(RawIOBase):
    """Passes a byte stream on, counts its quotes, and refuses NUL bytes, which hide text from some programs only.

    No more than AHEAD chunks are alive at a time: Arrow's CSV reader reads 32 of them ahead, if it may.
    """

    def __init__(self, handle: BufferedReader, table: Table) -> None:
        self._handle = handle
        self._table = table
        self._seen = 0
        self._room = SimpleQueue[None]()
        for _ in range(AHEAD):
            self._room.put(None)
        self.quotes = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes | bytearray:
        if size < 0:
            return self.readall()
        chunk = self._chunk(size)
        at = chunk.find(b"\0")
        if at >= 0:
            hint = "remove it, or save the file as UTF-8 if it is UTF-16"
            raise BadInput(f"{self._table.source}: NUL byte at offset {self._seen + at}", hint=hint)
        self._seen += len(chunk)
        self.quotes += chunk.count(b'"')
        return chunk

    def _chunk(self, size: int) -> bytearray:
        self._room.get()
        chunk = _Chunk(0 if self.closed else size)
        finalize(chunk, self._room.put, None)
        del chunk[self._handle.readinto(chunk) if chunk else 0 :]
        return chunk

    def close(self) -> None:
        self._handle.close()
        super().close()
        self._room.put(None)  # whoever waits for room learns that this is the end
