"""The registry's tables. Rows are added; the few columns that change are named where they change."""

import sqlalchemy as sa

metadata = sa.MetaData()
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")  # ordered by bytes everywhere

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("value", TEXT, nullable=False),
)

documents = sa.Table(  # identities, datasets, requests, approvals, releases, grants: canonical JSON as it was signed
    "documents",
    metadata,
    sa.Column("kind", TEXT, primary_key=True),
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("of", TEXT, nullable=False, index=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("recorded", TEXT, nullable=False),
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("consent", TEXT, nullable=False, index=True),
    sa.Column("subject", TEXT, nullable=False, index=True),
    sa.Column("status", TEXT, nullable=False),
    sa.Column("purposes", TEXT, nullable=False),
    sa.Column("recipients", TEXT, nullable=False),
    sa.Column("otherwise_denied", TEXT, nullable=False),
    sa.Column("effective_from", TEXT, nullable=False),
    sa.Column("effective_until", TEXT, nullable=False),
    sa.Column("recorded", TEXT, nullable=False),
    sa.Column("source", TEXT, nullable=False),
    sa.Column("categories", TEXT, nullable=False, server_default=""),
    sa.Column("withheld", TEXT, nullable=False, server_default=""),
    sa.Column("link", TEXT, nullable=False, server_default=""),  # see `chain`
)

members = sa.Table(  # keyed commitments, so that the table names no patient
    "members",
    metadata,
    sa.Column("release", TEXT, primary_key=True),
    sa.Column("subject", sa.LargeBinary, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

cohorts = sa.Table(  # the same members with the class of each: 32-byte commitments in order, then 4-byte numbers
    "cohorts",
    metadata,
    sa.Column("release", TEXT, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

crosswalk = sa.Table(  # random codes; `sealed` is the encrypted original, readable with the site's key only
    "crosswalk",
    metadata,
    sa.Column("domain", TEXT, primary_key=True),
    sa.Column("lookup", sa.LargeBinary, primary_key=True),
    sa.Column("code", TEXT, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

nodes = sa.Table(  # RFC 6962 subtree hashes: `level` 0 holds leaves; `index` counts complete subtrees of 2**level
    "nodes",
    metadata,
    sa.Column("level", sa.Integer, primary_key=True),
    sa.Column("index", sa.Integer, primary_key=True),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

checkpoints = sa.Table(
    "checkpoints",
    metadata,
    sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("note", TEXT, nullable=False),
)

event_index = sa.Table(  # what events are searched by, taken from their bodies: it can be emptied and is filled again
    "event_index",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", TEXT, nullable=False),
    sa.Column("type", TEXT, nullable=False),
    sa.Column("actor", TEXT, nullable=False),
    sa.Column("outcome", TEXT, nullable=False),
    sa.Column("release", TEXT),
    sa.Column("request", TEXT),
    sa.Column("intent", sa.Integer, index=True),  # of an export's outcome: the event that it ends
    sa.Index("event_index_by_at", "at", "seq"),
    sa.Index("event_index_by_type", "type", "seq", "at"),
    sa.Index("event_index_by_actor", "actor", "seq", "at"),
    sa.Index("event_index_by_outcome", "outcome", "seq", "at"),
    sa.Index("event_index_by_release", "release", "seq"),
    sa.Index("event_index_by_request", "request", "seq"),
)

details = sa.Table(  # openings of commitments in events, encrypted; the rows can be erased
    "details",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("field", TEXT, primary_key=True),
    sa.Column("subject", sa.LargeBinary, index=True),  # keyed commitment, as in members
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
