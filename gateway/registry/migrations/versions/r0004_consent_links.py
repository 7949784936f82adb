"""Sensitive categories of a consent, and the ledger's hash chain. Rows from before have no link of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_COLUMNS = ("categories", "withheld", "link")


def upgrade() -> None:
    """Add the columns that are missing."""
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("consents")}
    for name in _COLUMNS:
        if name not in there:
            op.add_column("consents", sa.Column(name, TEXT, nullable=False, server_default=""))


def downgrade() -> None:
    """Without them consents would count for more than they say."""
    raise NotImplementedError("a registry is not taken down")
