"""Opening the registry: SQLite by default, PostgreSQL where several people share it; one transaction at a time.

SQLite runs in WAL mode with full fsync. On PostgreSQL an advisory lock orders transactions, so that the log's sequence
is dense; a role that may only read and add runs the program, and the owner of the tables migrates them (`migration`).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from gateway.errors import BadInput, GatewayError, IntegrityError, Interrupted
from gateway.registry.tables import metadata

SCHEMA_VERSION = "1"
Connection = sa.Connection
_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_CANTOPEN}
_LOCK = 0x67617465776179  # of one registry; it holds for the database
_PASSING_CLASSES = {"08", "40", "53", "55", "57"}  # connection, rollback, resources, lock not available, shutdown


class Registry:
    """The site's database. Writes go through `Log.record`, so that none escapes the audit log."""

    def __init__(self, url: str) -> None:
        """Raises BadInput where `url` names a database that this installation cannot reach."""
        self._url = url
        self._engine = engine(url)

    def __reduce__(self) -> tuple[type["Registry"], tuple[str]]:
        """To another process as its URL: connections do not cross."""
        return Registry, (self._url,)

    def create(self) -> None:
        """Make an empty registry: its tables in SQLite; in PostgreSQL its owner made them. Raises BadInput."""
        with self.transaction() as tx:
            if tx.dialect.name == "sqlite":
                metadata.create_all(tx)
            tx.execute(sa.insert(metadata.tables["settings"]).values(name="schema", value=SCHEMA_VERSION))

    def demand_empty(self) -> None:
        """Raise BadInput where another site has it already, or its tables are not there."""
        with self.transaction() as tx:
            if tx.scalar(sa.select(sa.func.count()).select_from(metadata.tables["settings"])):
                raise BadInput("the registry is another site's", hint="make a database for each site")

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
            if tx.dialect.name == "sqlite":
                _add_columns(tx)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """One transaction, committed durably at the end, rolled back on any exception.

        Raises Interrupted where the disk is full or the database busy or away, BadInput where the role may not do it,
        IntegrityError where the database is damaged; nothing was changed then.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            raise _told(error) from None

    def forget(self) -> None:
        """Leave nothing of erased rows in SQLite's write-ahead log; on PostgreSQL that is the work of VACUUM."""
        if self._engine.dialect.name == "sqlite":
            connection = self._engine.raw_connection()
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()

    def close(self) -> None:
        self._engine.dispose()


def _add_columns(tx: Connection) -> None:
    """Give the tables of an older site the columns that came later; each has a default."""
    for table in metadata.tables.values():
        there = {column["name"] for column in sa.inspect(tx).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                made = sa.schema.CreateColumn(column).compile(dialect=tx.dialect)
                tx.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN {made}')


def engine(url: str) -> sa.Engine:
    """The database behind a URL, with one transaction at a time. Raises BadInput."""
    hint = "sqlite:///FILE, or postgresql://ROLE@HOST/DATABASE with the extra `postgres`"
    try:
        parsed = sa.make_url(url)
        kind = parsed.get_backend_name()
        if kind == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        arguments = {"timeout": 30} if kind == "sqlite" else {"autocommit": True}  # BEGIN is ours, on both
        # parameters are hidden, since an error message would quote the rows
        made = sa.create_engine(parsed, connect_args=arguments, hide_parameters=True)
    except (sa.exc.ArgumentError, ImportError):
        raise BadInput("the registry's URL cannot be used", hint=hint) from None
    if kind == "sqlite":
        sa.event.listen(made, "connect", _configure)
        sa.event.listen(made, "begin", _begin_immediate)
    elif kind == "postgresql":
        sa.event.listen(made, "begin", _begin_alone)
    else:
        raise BadInput("the registry's URL is of another kind of database", hint=hint)
    return made


def _told(error: sa.exc.SQLAlchemyError) -> GatewayError:
    """What went wrong, without a row of it."""
    original = getattr(error, "orig", None)
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF
    state = getattr(original, "sqlstate", None) or ("08000" if isinstance(error, sa.exc.OperationalError) else "")
    sqlite = hasattr(original, "sqlite_errorcode")
    if code == sqlite3.SQLITE_CONSTRAINT or (not sqlite and state.startswith("23")):
        return Interrupted("this is recorded already; nothing was changed", hint="look again")
    if code in _PASSING or (not sqlite and state[:2] in _PASSING_CLASSES):
        hint = "make room on the disk, or wait for others to end; then run the same command again"
        return Interrupted("the registry cannot be written now; nothing was changed", hint=hint)
    if state in ("42501", "42P01"):  # insufficient privilege, undefined table
        hint = "its owner runs `gateway registry migrate URL --writer ROLE`"
        return BadInput("the registry's tables are missing, or its role may not do this", hint=hint)
    what = f"the registry cannot be read ({type(error).__name__}); nothing was changed"
    return IntegrityError(what, hint="restore the database from a backup")


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_alone(connection: sa.Connection) -> None:
    # in one message, since each is a round trip; the first column is worked out first
    lock = f"SELECT set_config('lock_timeout', '30s', true), pg_advisory_xact_lock({_LOCK})"
    connection.exec_driver_sql(f"BEGIN; {lock}")
