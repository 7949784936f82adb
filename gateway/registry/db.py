"""Opening the registry: SQLite by default, in WAL mode with full fsync, one writer at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from gateway.errors import BadInput, IntegrityError, Interrupted
from gateway.registry.tables import metadata

SCHEMA_VERSION = "1"
Connection = sa.Connection
_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_CANTOPEN}


class Registry:
    """The site's database. Writes go through `Log.record`, so that none escapes the audit log."""

    def __init__(self, url: str) -> None:
        # hidden, since an error message would quote the rows
        self._engine = sa.create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)
        sa.event.listen(self._engine, "connect", _configure)
        sa.event.listen(self._engine, "begin", _begin_immediate)

    def create(self) -> None:
        """Make the tables of an empty registry."""
        with self.transaction() as tx:
            metadata.create_all(tx)
            tx.execute(sa.insert(metadata.tables["settings"]).values(name="schema", value=SCHEMA_VERSION))

    def check(self) -> None:
        """Raise BadInput unless the tables are of the version that this program writes; add those that are missing."""
        with self.transaction() as tx:
            settings = metadata.tables["settings"]
            found = tx.scalar(sa.select(settings.c.value).where(settings.c.name == "schema"))
        if found != SCHEMA_VERSION:
            what = f"the registry has schema {found}, this program writes {SCHEMA_VERSION}"
            raise BadInput(what, hint="use the gateway version that made the site")
        with self.transaction() as tx:
            metadata.create_all(tx)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """One transaction, committed durably at the end, rolled back on any exception.

        Raises Interrupted where the disk is full or the database busy, IntegrityError where it is damaged; nothing
        was changed then.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_CONSTRAINT:
                raise Interrupted("this is recorded already; nothing was changed", hint="look again") from None
            if code in _PASSING:
                hint = "make room on the disk, or wait for others to end; then run the same command again"
                raise Interrupted("the registry cannot be written now; nothing was changed", hint=hint) from None
            what = f"the registry cannot be read ({type(error).__name__}); nothing was changed"
            raise IntegrityError(what, hint="restore the database from a backup") from None

    def close(self) -> None:
        self._engine.dispose()


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
