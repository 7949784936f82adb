"""The openings of commitments in events, encrypted: the one table of the log from which rows are erased."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from gateway.registry.tables import details


def add(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep openings: event, field, keyed commitment of the subject if any, sealed."""
    if rows:
        tx.execute(sa.insert(details), list(rows))


def read(tx: sa.Connection) -> dict[tuple[int, str], bytes]:
    """Every opening, sealed, by event and field."""
    found = tx.execute(sa.select(details.c.seq, details.c.field, sa.cast(details.c.sealed, sa.LargeBinary)))
    return {(row[0], row[1]): row[2] for row in found}


def of_subject(tx: sa.Connection, subject: bytes) -> list[int]:
    """The events with details of a subject, in order."""
    query = sa.select(details.c.seq).where(details.c.subject == subject).distinct().order_by(details.c.seq)
    return list(tx.scalars(query))


def of_event(tx: sa.Connection, seq: int) -> list[int]:
    """The event itself, if it has details."""
    return list(tx.scalars(sa.select(details.c.seq).where(details.c.seq == seq).distinct()))


def erase(tx: sa.Connection, events: Collection[int]) -> None:
    """Delete the details of those events. Only SQLite's user and the role that may erase can."""
    tx.execute(sa.delete(details).where(details.c.seq.in_(events)))
