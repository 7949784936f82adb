"""The audit log's rows: event bytes, subtree hashes and checkpoints, added and never changed.

Bytes are read back as bytes whatever a column was made to hold, so that a tampered row reaches the check.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from gateway.registry.inserts import insert_all
from gateway.registry.tables import checkpoints, event_index, events, nodes


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
_HIGHEST = 62  # level of a node; a shift by more would wrap
_SEARCHED = (event_index.c.type, event_index.c.actor, event_index.c.release, event_index.c.request)
_ROWS_AT_ONCE = 1_000


def _head() -> sa.Select[Any]:
    """One statement: a set bit of the log's size is a complete subtree, which its root is made of."""
    log = sa.select((sa.func.coalesce(sa.func.max(events.c.seq), -1) + 1).label("size")).subquery("log")
    indexed = sa.select(sa.func.coalesce(sa.func.max(event_index.c.seq), -1) + 1).scalar_subquery()
    note = sa.select(_NOTE).order_by(checkpoints.c.size.desc()).limit(1).scalar_subquery()
    first = sa.select(sa.literal(0).label("level")).cte("levels", recursive=True)
    levels = first.union_all(sa.select(first.c.level + 1).where(first.c.level < 31))
    trees = sa.cast(log.c.size, sa.BigInteger).op(">>")(levels.c.level)
    node = sa.and_(nodes.c.level == levels.c.level, nodes.c.index == trees - 1)
    joined = log.outerjoin(levels, trees.op("&")(1) == 1).outerjoin(nodes, node)
    return sa.select(log.c.size, indexed, note, nodes.c.level, nodes.c.index, _HASH).select_from(joined)


_HEAD = _head()
# Pairs come as one parameter: as a list of conditions they take longer to write down than to find.
_NODES = {
    "sqlite": sa.text(
        'SELECT nodes.level, nodes."index", CAST(hash AS BLOB) FROM json_each(:wanted) AS each JOIN nodes ON '
        "nodes.level = json_extract(each.value, '$[0]') AND nodes.\"index\" = json_extract(each.value, '$[1]')"
    ),
    "postgresql": sa.text(
        "SELECT level, index, hash FROM nodes JOIN (SELECT CAST(pair ->> 0 AS integer) AS level, "
        "CAST(pair ->> 1 AS integer) AS index FROM jsonb_array_elements(CAST(:wanted AS jsonb)) AS pair) AS each "
        "USING (level, index)"
    ),
}


class IndexRow(NamedTuple):
    """What an event is searched by; `intent` is the event that an export's outcome ends."""

    seq: int
    at: str
    type: str
    actor: str
    outcome: str
    release: str | None
    request: str | None
    intent: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: events there, events in the index, the newest checkpoint's note (UTF-8), the root's nodes."""

    size: int
    indexed: int
    note: bytes | None
    nodes: Mapping[tuple[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are searched for; what is None or empty is any.

    since, until: RFC 3339 times as the log writes them, `until` excluded. text: part of a type, actor, release or
    request, in any case.
    """

    actor: str | None = None
    types: Collection[str] = ()
    outcome: str | None = None
    releases: Collection[str] = ()
    requests: Collection[str] = ()
    since: str | None = None
    until: str | None = None
    text: str = ""


def head(tx: sa.Connection) -> Head:
    """Where the log ends."""
    rows = tx.execute(_HEAD).all()
    size, indexed, note = rows[0][:3]
    return Head(size, indexed, note, {(row[3], row[4]): row[5] for row in rows if row[3] is not None})


def append(
    tx: sa.Connection,
    bodies: Mapping[int, bytes],
    index: Collection[IndexRow],
    made: Mapping[tuple[int, int], bytes],
    notes: Mapping[int, str],
) -> None:
    """Add events by sequence number, their rows of the index, nodes (level, index), and checkpoints by size."""
    insert_all(tx, {
        events: [{"seq": seq, "body": body} for seq, body in bodies.items()],
        nodes: [{"level": level, "index": at, "hash": value} for (level, at), value in made.items()],
        checkpoints: [{"size": size, "note": note} for size, note in notes.items()],
        event_index: [row._asdict() for row in index],
    })  # fmt: skip


def fill_index(tx: sa.Connection, index: Collection[IndexRow]) -> None:
    """Add rows of the index for events that have none."""
    insert_all(tx, {event_index: [row._asdict() for row in index]})


def index_rows(tx: sa.Connection, start: int, stop: int) -> dict[int, tuple[Any, ...]]:
    """The index of the events from `start` to `stop` (exclusive), each as an `IndexRow`."""
    query = sa.select(event_index).where(event_index.c.seq >= start, event_index.c.seq < stop)
    return {row[0]: row for row in _fetched(tx, query)}


def index_beyond(tx: sa.Connection, events_there: int) -> int | None:
    """An indexed event that a log of so many events does not have."""
    outside = sa.or_(event_index.c.seq < 0, event_index.c.seq >= events_there)
    found: int | None = tx.scalar(sa.select(event_index.c.seq).where(outside).limit(1))
    return found


def search(
    tx: sa.Connection,
    wanted: Wanted,
    *,
    limit: int,
    after: int | None = None,
    before: int | None = None,
    newest: bool = False,
) -> list[int]:
    """The first `limit` events that match, from sequence number `after` or `before` on (both excluded).

    newest: from the last event backwards. The next page begins at the last number of this one.
    """
    query = sa.select(event_index.c.seq).where(*_conditions(wanted))
    if after is not None:
        query = query.where(event_index.c.seq > after)
    if before is not None:
        query = query.where(event_index.c.seq < before)
    order = event_index.c.seq.desc() if newest else event_index.c.seq
    return list(tx.scalars(query.order_by(order).limit(limit)))


def _conditions(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    index = event_index.c
    if wanted.actor is not None:
        yield index.actor == wanted.actor
    if wanted.outcome is not None:
        yield index.outcome == wanted.outcome
    if wanted.types:
        yield index.type.in_(wanted.types)
    if wanted.releases:
        yield index.release.in_(wanted.releases)
    if wanted.requests:
        yield index.request.in_(wanted.requests)
    if wanted.since is not None:
        yield index.at >= wanted.since
    if wanted.until is not None:
        yield index.at < wanted.until
    if wanted.text:
        text = wanted.text.lower()  # as these words are written
        yield sa.or_(*(column.contains(text, autoescape=True) for column in _SEARCHED))


def bodies_of(tx: sa.Connection, wanted: Collection[int]) -> dict[int, bytes]:
    """The bytes of those events that are there."""
    found = tx.execute(sa.select(events.c.seq, _BODY).where(events.c.seq.in_(wanted)))
    return {row[0]: row[1] for row in found}


def open_intents(tx: sa.Connection) -> list[int]:
    """The intents of exports without an outcome, in order."""
    ends = event_index.alias()
    ended = sa.exists().where(ends.c.intent == event_index.c.seq)
    query = sa.select(event_index.c.seq).where(event_index.c.type == "export.intent", ~ended)
    return list(tx.scalars(query.order_by(event_index.c.seq)))


def outcomes_of(tx: sa.Connection, intents: Collection[int]) -> dict[int, int]:
    """By intent, the event that ended the export which began with it."""
    index = event_index.c
    found = tx.execute(sa.select(index.intent, index.seq).where(index.intent.in_(intents)))
    return {row[0]: row[1] for row in found}


def size(tx: sa.Connection) -> int:
    """The number of events, if none is missing: one more than the last sequence number."""
    last = tx.scalar(sa.select(sa.func.max(events.c.seq)))
    return 0 if last is None else last + 1


def bodies(tx: sa.Connection, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
    """Sequence number and bytes of the events from `start` to `stop` (exclusive), in order, as a stream."""
    while start < stop:
        query = sa.select(events.c.seq, _BODY).where(events.c.seq >= start, events.c.seq < stop)
        rows = _fetched(tx, query.order_by(events.c.seq).limit(_ROWS_AT_ONCE))
        yield from rows
        start = rows[-1][0] + 1 if len(rows) == _ROWS_AT_ONCE else stop


def node_hashes(tx: sa.Connection, wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The stored hashes of the nodes (level, index) that are there."""
    found = tx.execute(_NODES[tx.dialect.name], {"wanted": json.dumps(list(wanted))})
    return {(row[0], row[1]): row[2] for row in found.all()}


def level_hashes(tx: sa.Connection, level: int, start: int, stop: int) -> dict[tuple[int, int], bytes]:
    """The stored hashes of one level's nodes from index `start` to `stop` (exclusive)."""
    query = sa.select(nodes.c.index, _HASH).where(nodes.c.level == level, nodes.c.index >= start, nodes.c.index < stop)
    return {(level, index): value for index, value in _fetched(tx, query)}


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


def checkpoint_at(tx: sa.Connection, of_size: int) -> bytes | None:
    """The note (UTF-8) of the checkpoint of that size."""
    note: bytes | None = tx.scalar(sa.select(_NOTE).where(checkpoints.c.size == of_size))
    return note


def checkpoint_notes(tx: sa.Connection, start: int, stop: int) -> dict[int, bytes]:
    """The notes of the checkpoints from size `start` to `stop` (exclusive)."""
    query = sa.select(checkpoints.c.size, _NOTE).where(checkpoints.c.size >= start, checkpoints.c.size < stop)
    return dict(_fetched(tx, query))


def checkpoint_beyond(tx: sa.Connection, events_there: int) -> tuple[int, bytes] | None:
    """The largest stored checkpoint of a size that a log of so many events never had."""
    outside = sa.or_(checkpoints.c.size < 1, checkpoints.c.size > events_there)
    query = sa.select(checkpoints.c.size, _NOTE).where(outside).order_by(checkpoints.c.size.desc())
    row = tx.execute(query.limit(1)).first()
    return None if row is None else (row[0], row[1])


def _fetched(tx: sa.Connection, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    """All rows as the driver gives them: to wrap a row takes longer than to fetch it."""
    cursor: Any = tx.execute(query).cursor
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
