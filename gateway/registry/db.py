"""Opening the registry: SQLite by default, in WAL mode with full fsync, one writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from gateway.errors import BadInput, IntegrityError
from gateway.registry.tables import metadata

SCHEMA_VERSION = "1"
Connection = sa.Connection


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
        """Raise BadInput unless the tables are there in the version that this program writes."""
        with self.transaction() as tx:
            settings = metadata.tables["settings"]
            found = tx.scalar(sa.select(settings.c.value).where(settings.c.name == "schema"))
        if found != SCHEMA_VERSION:
            what = f"the registry has schema {found}, this program writes {SCHEMA_VERSION}"
            raise BadInput(what, hint="use the gateway version that made the site")

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """One transaction, committed durably at the end, rolled back on any exception.

        Raises IntegrityError where the database cannot be read or written; nothing was changed then.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            what = f"the registry cannot be read or written ({type(error).__name__}); nothing was changed"
            hint = "see that the disk has room and nobody else holds the database, or restore it from a backup"
            raise IntegrityError(what, hint=hint) from None

    def close(self) -> None:
        self._engine.dispose()


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
