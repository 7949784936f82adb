"""The first schema. Tables that a site made before its schema had steps are left as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

metadata = sa.MetaData()
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("value", TEXT, nullable=False),
)

documents = sa.Table(
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
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("release", TEXT, primary_key=True),
    sa.Column("subject", sa.LargeBinary, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

cohorts = sa.Table(
    "cohorts",
    metadata,
    sa.Column("release", TEXT, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

crosswalk = sa.Table(
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

nodes = sa.Table(
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


def upgrade() -> None:
    """Make what is missing."""
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    """There is nothing before it."""
    raise NotImplementedError("a registry is not taken down")
