"""The consent ledger against the log: every import and withdrawal says in the log what it added."""

from collections.abc import Iterable, Iterator

from gateway.audit.consents import ConsentImported, ConsentWithdrawn
from gateway.audit.log import Entry
from gateway.errors import IntegrityError
from gateway.registry import chain
from gateway.registry.chain import Added, Checked, Said
from gateway.registry.db import Connection
from gateway.site import Site

_HINT = "keep the database as it is for the investigation, and restore the ledger from a backup"


def said(site: Site) -> list[Said]:
    """What the log says of the ledger, in order; events from before it did are left out."""
    return list(_told(site.log.entries(types=("consent.imported", "consent.withdrawn"))))


def _told(entries: Iterable[Entry]) -> Iterator[Said]:
    for entry in entries:
        match entry.event:
            case ConsentImported(records=records, rows=str(rows), ledger=str(ledger)):
                yield Said(entry.seq, Added(records, rows, ledger))
            case ConsentWithdrawn(records=records, rows=str(rows), ledger=str(ledger)):
                yield Said(entry.seq, Added(records, rows, ledger))


def verify(site: Site) -> Checked:
    """Compare every row of the ledger with the log. Raises IntegrityError naming rows by number, never a cell."""
    told = said(site)
    with site.registry.transaction() as tx:
        return demand_whole(tx, told)


def demand_whole(tx: Connection, told: list[Said]) -> Checked:
    """Raise IntegrityError where the ledger is not what the log says."""
    checked = chain.check(tx, told)
    if checked.faults:
        more = f"; {checked.more} more" if checked.more else ""
        raise IntegrityError(f"the consent ledger was tampered with: {'; '.join(checked.faults)}{more}", hint=_HINT)
    return checked
