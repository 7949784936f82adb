"""Bringing a registry's schema to this version by Alembic, and giving the program's role what it needs, and no more."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from gateway.registry.db import Registry
from gateway.registry.tables import metadata


def migrate(url: str, writer: str | None = None, eraser: str | None = None) -> None:
    """Run the steps that are missing; on PostgreSQL `writer` may then read and add rows, and nothing else.

    eraser: a role that may do the same, and delete the details of events.
    `url` is of the owner of the tables. Raises BadInput where the role may not do it, Interrupted.
    """
    registry = Registry(url)
    try:
        with registry.transaction() as tx:
            config = Config(attributes={"connection": tx})
            config.set_main_option("script_location", "gateway.registry:migrations")
            command.upgrade(config, "head")
            if tx.dialect.name == "postgresql":
                for role in {writer, eraser} - {None}:
                    _grant(tx, str(role))
                if eraser is not None:
                    tx.exec_driver_sql(f"GRANT DELETE ON details TO {_quoted(tx, eraser)}")
    finally:
        registry.close()


def _grant(tx: sa.Connection, writer: str) -> None:
    """No UPDATE, DELETE, TRUNCATE; nobody else gets anything."""
    role = _quoted(tx, writer)
    for name in metadata.tables:
        tx.exec_driver_sql(f"REVOKE ALL ON {_quoted(tx, name)} FROM PUBLIC, {role}")
        tx.exec_driver_sql(f"GRANT SELECT, INSERT ON {_quoted(tx, name)} TO {role}")
    tx.exec_driver_sql(f"GRANT USAGE ON SEQUENCE consents_version_seq TO {role}")


def _quoted(tx: sa.Connection, name: str) -> str:
    return tx.dialect.identifier_preparer.quote_identifier(name)
