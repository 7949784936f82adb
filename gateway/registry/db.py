"""Opening the registry: SQLite by default, in WAL mode with full fsync, one writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from gateway.errors import BadInput, IntegrityError
from gateway.registry.tables import metadata

SCHEMA_VERSION = "1"


class Registry:
    """The site's database. Writes go through `Log.record`, so that none escapes the audit log."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, connect_args={"timeout": 30})
        sa.event.listen(self._engine, "connect", _configure)
        sa.event.listen(self._engine, "begin", _begin_immediate)

    def create(self) -> None:
        """Make the tables of an empty registry."""
        with self.transaction() as tx:
            metadata.create_all(tx)
            tx.execute(sa.insert(metadata.tables["settings"]).values(name="schema", value=SCHEMA_VERSION))

    def check(self) -> None:
        """Raise BadInput unless the tables are there in the version that this program writes."""
        try:
            with self.transaction() as tx:
                settings = metadata.tables["settings"]
                found = tx.scalar(sa.select(settings.c.value).where(settings.c.name == "schema"))
        except sa.exc.DatabaseError:
            raise IntegrityError("the registry database cannot be read", hint="restore it from a backup") from None
        if found != SCHEMA_VERSION:
            raise BadInput(f"the registry has schema {found}, this program writes {SCHEMA_VERSION}")

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """One transaction, committed durably at the end, rolled back on any exception."""
        with self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
