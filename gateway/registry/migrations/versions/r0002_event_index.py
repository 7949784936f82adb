"""What events are searched by. The first command that opens the site afterwards fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

metadata = sa.MetaData()
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")

event_index = sa.Table(
    "event_index",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", TEXT, nullable=False),
    sa.Column("type", TEXT, nullable=False),
    sa.Column("actor", TEXT, nullable=False),
    sa.Column("outcome", TEXT, nullable=False),
    sa.Column("release", TEXT),
    sa.Column("request", TEXT),
    sa.Column("intent", sa.Integer, index=True),
    sa.Index("event_index_by_at", "at", "seq"),
    sa.Index("event_index_by_type", "type", "seq", "at"),
    sa.Index("event_index_by_actor", "actor", "seq", "at"),
    sa.Index("event_index_by_outcome", "outcome", "seq", "at"),
    sa.Index("event_index_by_release", "release", "seq"),
    sa.Index("event_index_by_request", "request", "seq"),
)


def upgrade() -> None:
    """Make what is missing."""
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    """The log itself tells all of it."""
    metadata.drop_all(op.get_bind())
