"""Random codes and the encrypted originals behind them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.registry.db import Registry
from gateway.registry.tables import crosswalk

CHUNK = 1_000  # rows in one statement


class _Bytes(sa.LargeBinary):
    """Bytes as they are; the memoryview that is made of each otherwise keeps the garbage collector busy."""

    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> None:
        del dialect  # every driver takes bytes


_VALUES = {"lookup": sa.bindparam("lookup", type_=_Bytes()), "sealed": sa.bindparam("sealed", type_=_Bytes())}
_ADD: dict[str, sa.Insert] = {
    "sqlite": sqlite.insert(crosswalk).values(_VALUES).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(crosswalk).values(_VALUES).on_conflict_do_nothing(),
}
_COUNTED = {"preserve_rowcount": True}
_FIND = sa.select(crosswalk.c.lookup, crosswalk.c.code).where(
    crosswalk.c.domain == sa.bindparam("domain"),
    crosswalk.c.lookup.in_(sa.bindparam("lookups", type_=_Bytes(), expanding=True)),
)


class CrosswalkTable:
    """The crosswalk of every project; `domain` is project and kind."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def find(self, domain: str, lookups: Sequence[bytes]) -> dict[bytes, str]:
        """The codes of those lookups that have one."""
        found: dict[bytes, str] = {}
        ordered = sorted(lookups)  # as the table is, so that no page of it is read twice
        with self._registry.transaction() as tx:
            for start in range(0, len(ordered), CHUNK):
                rows = tx.execute(_FIND, {"domain": domain, "lookups": ordered[start : start + CHUNK]})
                found.update((lookup, code) for lookup, code in rows)
        return found

    def add(self, domain: str, rows: Sequence[tuple[bytes, str, bytes]]) -> bool:
        """Keep (lookup, code, sealed original) durably and all at once, before any code is used.

        Whether these are the codes that hold. A lookup that another process added in the meantime keeps its code:
        then they must be read back.
        """
        ordered = sorted(rows)
        added = 0
        with self._registry.transaction() as tx:
            for start in range(0, len(ordered), CHUNK):
                chunk = ordered[start : start + CHUNK]
                values = [{"domain": domain, "lookup": lookup, "code": code, "sealed": sealed}
                          for lookup, code, sealed in chunk]  # fmt: skip
                added += tx.execute(_ADD[tx.dialect.name], values, execution_options=_COUNTED).rowcount
        return added == len(ordered)
