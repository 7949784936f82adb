"""Which subjects a release holds, as keyed commitments: the table names no patient."""

from collections.abc import Iterable

import sqlalchemy as sa

from gateway.registry.tables import members


def add(tx: sa.Connection, release: str, commitments: Iterable[bytes]) -> None:
    """Record the members of a release."""
    rows = [{"release": release, "subject": commitment} for commitment in commitments]
    if rows:
        tx.execute(sa.insert(members), rows)


def releases_of(tx: sa.Connection, commitment: bytes) -> list[str]:
    """The releases that hold a subject."""
    query = sa.select(members.c.release).where(members.c.subject == commitment).order_by(members.c.release)
    return list(tx.scalars(query))
