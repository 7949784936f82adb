"""Random codes and the encrypted originals behind them."""

from collections.abc import Sequence

import sqlalchemy as sa

from gateway.registry.db import Registry
from gateway.registry.tables import crosswalk

CHUNK = 5_000


class CrosswalkTable:
    """The crosswalk of every project; `domain` is project and kind."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def find(self, domain: str, lookups: Sequence[bytes]) -> dict[bytes, str]:
        """The codes of those lookups that have one."""
        found: dict[bytes, str] = {}
        with self._registry.transaction() as tx:
            for start in range(0, len(lookups), CHUNK):
                chunk = lookups[start : start + CHUNK]
                wanted = sa.and_(crosswalk.c.domain == domain, crosswalk.c.lookup.in_(chunk))
                rows = tx.execute(sa.select(crosswalk.c.lookup, crosswalk.c.code).where(wanted))
                found |= {row.lookup: row.code for row in rows}
        return found

    def add(self, domain: str, rows: Sequence[tuple[bytes, str, bytes]]) -> None:
        """Keep (lookup, code, sealed original) durably, before any code is used."""
        with self._registry.transaction() as tx:
            tx.execute(
                sa.insert(crosswalk),
                [{"domain": domain, "lookup": lookup, "code": code, "sealed": sealed} for lookup, code, sealed in rows],
            )
