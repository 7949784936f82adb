"""Rows for several tables at once: on PostgreSQL one statement, since each is a round trip; on SQLite one a table."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

Rows = Sequence[Mapping[str, Any]]


def insert_all(tx: sa.Connection, rows: Mapping[sa.Table, Rows]) -> None:
    """Add all rows; a row that lacks a column has none there."""
    filled = {table: found for table, found in rows.items() if found}
    if tx.dialect.name != "postgresql":
        for table, found in filled.items():
            tx.execute(sa.insert(table), list(found))
    elif filled:
        arrays = {
            f"{table.name}_{column.name}": [row.get(column.name) for row in found]
            for table, found in filled.items()
            for column in table.columns
        }
        tx.execute(_statement(tuple(filled)), arrays)


@cache
def _statement(tables: tuple[sa.Table, ...]) -> sa.TextClause:
    """A column is an array each, so that the statement is the same for any number of rows, and is prepared once."""
    *before, last = (_insert(table) for table in tables)
    ctes = ", ".join(f"rows_{number} AS ({insert})" for number, insert in enumerate(before))
    return sa.text(f"WITH {ctes} {last}" if ctes else last)


def _insert(table: sa.Table) -> str:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's
    quote = dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in table.columns)
    arrays = ", ".join(
        f"CAST(:{table.name}_{column.name} AS {column.type.compile(dialect).partition(' COLLATE')[0]}[])"
        for column in table.columns
    )
    return f"INSERT INTO {quote(table.name)} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608 - names of our own
