"""Documents as they were signed: requests, approvals, grants, releases, identities, datasets. Never changed."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from gateway.registry.tables import documents


@dataclass(frozen=True, slots=True)
class Document:
    """`of` is the id of what the document is about: an approval's request, a grant's release."""

    kind: str
    id: str
    of: str
    body: bytes
    recorded: str


def add(tx: sa.Connection, document: Document) -> None:
    """Keep a document; one of its kind and id must not be there yet."""
    row = {name: getattr(document, name) for name in ("kind", "id", "of", "body", "recorded")}
    tx.execute(sa.insert(documents).values(row))


def get(tx: sa.Connection, kind: str, id: str) -> Document | None:
    """One document."""
    row = tx.execute(sa.select(documents).where(documents.c.kind == kind, documents.c.id == id)).one_or_none()
    return Document(**row._mapping) if row else None


def find(tx: sa.Connection, kind: str, of: str | None = None) -> list[Document]:
    """All documents of a kind (about `of`), oldest first."""
    query = sa.select(documents).where(documents.c.kind == kind).order_by(documents.c.recorded, documents.c.id)
    if of is not None:
        query = query.where(documents.c.of == of)
    return [Document(**row._mapping) for row in tx.execute(query)]


def subjects(tx: sa.Connection, kind: str) -> list[str]:
    """What the documents of a kind are about, each once."""
    query = sa.select(documents.c.of).where(documents.c.kind == kind).distinct().order_by(documents.c.of)
    return list(tx.scalars(query))


def everything(tx: sa.Connection) -> Iterator[Document]:
    """All documents of all kinds, as a stream."""
    for row in tx.execute(sa.select(documents).order_by(documents.c.kind, documents.c.id)):
        yield Document(**row._mapping)
