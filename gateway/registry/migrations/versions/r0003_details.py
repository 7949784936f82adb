"""The erasable openings of commitments in events."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

metadata = sa.MetaData()
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")

details = sa.Table(
    "details",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("field", TEXT, primary_key=True),
    sa.Column("subject", sa.LargeBinary, index=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)


def upgrade() -> None:
    """Make what is missing."""
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    """Erasing what cannot be made again is no step back."""
    raise NotImplementedError("details are not taken down")
