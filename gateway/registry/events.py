"""The audit log's rows: event bytes, subtree hashes and checkpoints, added and never changed.

Bytes are read back as bytes whatever a column was made to hold, so that a tampered row reaches the check.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from gateway.registry.tables import checkpoints, events, nodes


class _Utf8(FunctionElement[bytes]):
    """A text column as bytes."""

    type = sa.LargeBinary()
    inherit_cache = True


@compiles(_Utf8, "sqlite")
def _sqlite(element: _Utf8, compiler: Any, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS BLOB)"


@compiles(_Utf8, "postgresql")
def _postgresql(element: _Utf8, compiler: Any, **kw: Any) -> str:
    return f"convert_to({compiler.process(element.clauses, **kw)}, 'UTF8')"


_BODY = sa.cast(events.c.body, sa.LargeBinary)
_HASH = sa.cast(nodes.c.hash, sa.LargeBinary)
_NOTE = _Utf8(checkpoints.c.note)
_ROWS_AT_ONCE = 1_000
_HIGHEST = 62  # level of a node; a shift by more would wrap


def append(tx: sa.Connection, seq: int, body: bytes, made: Mapping[tuple[int, int], bytes], note: str) -> None:
    """Add event `seq`, the nodes (level, index) that it completes, and the checkpoint of size `seq + 1`."""
    tx.execute(sa.insert(events).values(seq=seq, body=body))
    rows = [{"level": level, "index": index, "hash": value} for (level, index), value in made.items()]
    tx.execute(sa.insert(nodes), rows)
    tx.execute(sa.insert(checkpoints).values(size=seq + 1, note=note))


def restore(
    tx: sa.Connection, bodies: Mapping[int, bytes], made: Mapping[tuple[int, int], bytes], notes: Mapping[int, str]
) -> None:
    """Add many rows to a registry that is to be verified: bodies by sequence number, nodes, notes by size."""
    if bodies:
        tx.execute(sa.insert(events), [{"seq": seq, "body": body} for seq, body in bodies.items()])
        rows = [{"level": level, "index": index, "hash": value} for (level, index), value in made.items()]
        tx.execute(sa.insert(nodes), rows)
        tx.execute(sa.insert(checkpoints), [{"size": size, "note": note} for size, note in notes.items()])


def size(tx: sa.Connection) -> int:
    """The number of events, if none is missing: one more than the last sequence number."""
    last = tx.scalar(sa.select(sa.func.max(events.c.seq)))
    return 0 if last is None else last + 1


def bodies(tx: sa.Connection, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
    """Sequence number and bytes of the events from `start` to `stop` (exclusive), in order, as a stream."""
    query = sa.select(events.c.seq, _BODY).where(events.c.seq >= start, events.c.seq < stop).order_by(events.c.seq)
    for row in tx.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE}):
        yield row[0], row[1]


def node_hashes(tx: sa.Connection, wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The stored hashes of the nodes (level, index) that are there."""
    # Pairs joined by OR: for pairs in an IN list SQLite reads the whole table.
    each = (sa.and_(nodes.c.level == level, nodes.c.index == index) for level, index in wanted)
    found = tx.execute(sa.select(nodes.c.level, nodes.c.index, _HASH).where(sa.or_(sa.false(), *each)))
    return {(row[0], row[1]): row[2] for row in found}


def level_hashes(tx: sa.Connection, level: int, start: int, stop: int) -> dict[tuple[int, int], bytes]:
    """The stored hashes of one level's nodes from index `start` to `stop` (exclusive)."""
    query = sa.select(nodes.c.index, _HASH).where(nodes.c.level == level, nodes.c.index >= start, nodes.c.index < stop)
    return {(level, row[0]): row[1] for row in tx.execute(query)}


def leaf_at(tx: sa.Connection, value: bytes) -> int | None:
    """Where the stored leaves hold this hash first."""
    query = sa.select(sa.func.min(nodes.c.index)).where(nodes.c.level == 0, nodes.c.hash == value)
    found: int | None = tx.scalar(query)
    return found


def node_beyond(tx: sa.Connection, events_there: int) -> tuple[int, int] | None:
    """A stored node that a log of so many events does not have."""
    complete = sa.cast(events_there, sa.BigInteger).op(">>")(nodes.c.level)
    outside = sa.or_(nodes.c.level < 0, nodes.c.level > _HIGHEST, nodes.c.index < 0, nodes.c.index >= complete)
    row = tx.execute(sa.select(nodes.c.level, nodes.c.index).where(outside).limit(1)).first()
    return None if row is None else (row[0], row[1])


def lowest(tx: sa.Connection) -> int:
    """The first sequence number, 0 in a log that is whole or empty."""
    return tx.scalar(sa.select(sa.func.min(events.c.seq))) or 0


def latest_checkpoint(tx: sa.Connection) -> bytes | None:
    """The note (UTF-8) of the checkpoint with the largest size."""
    note: bytes | None = tx.scalar(sa.select(_NOTE).order_by(checkpoints.c.size.desc()).limit(1))
    return note


def checkpoint_at(tx: sa.Connection, of_size: int) -> bytes | None:
    """The note (UTF-8) of the checkpoint of that size."""
    note: bytes | None = tx.scalar(sa.select(_NOTE).where(checkpoints.c.size == of_size))
    return note


def checkpoint_notes(tx: sa.Connection, start: int, stop: int) -> dict[int, bytes]:
    """The notes of the checkpoints from size `start` to `stop` (exclusive)."""
    query = sa.select(checkpoints.c.size, _NOTE).where(checkpoints.c.size >= start, checkpoints.c.size < stop)
    return {row[0]: row[1] for row in tx.execute(query)}


def checkpoint_beyond(tx: sa.Connection, events_there: int) -> tuple[int, bytes] | None:
    """The largest stored checkpoint of a size that a log of so many events never had."""
    outside = sa.or_(checkpoints.c.size < 1, checkpoints.c.size > events_there)
    query = sa.select(checkpoints.c.size, _NOTE).where(outside).order_by(checkpoints.c.size.desc())
    row = tx.execute(query.limit(1)).first()
    return None if row is None else (row[0], row[1])
