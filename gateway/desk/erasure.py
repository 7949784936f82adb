"""What the log's commitments stand for, erased (GDPR Art. 17): events stay, and nobody can tell whom they are of."""

from functools import partial

from gateway.audit.subjects import DetailsErased
from gateway.crypto.identity import PublicIdentity
from gateway.errors import BadInput, Interrupted
from gateway.registry import details
from gateway.registry.db import Connection, Registry
from gateway.site import Site


def erase(
    site: Site, actor: PublicIdentity, why: str, *, event: int | None = None, subject: str | None = None,
    registry: str | None = None,
) -> tuple[int, ...]:  # fmt: skip
    """Erase the details of one event, or of every event about a subject; gives these events.

    registry: URL of the same database with the role that may erase, on PostgreSQL. Raises Refused by Cedar, BadInput
    where there is nothing to erase or the role may not.
    """
    site.demand(actor, "eraseDetails")
    find = partial(_events, site=site, event=event, subject=subject)
    opened = Registry(registry) if registry else site.registry
    log = site.log.through(opened) if registry else site.log
    with opened.transaction() as tx:
        found = find(tx)
    if not found:
        raise BadInput("the log has no details of this", hint="they were erased, or there never were any")
    reason = site.vault.conceal(why, subject)
    made = DetailsErased(actor=actor.name, role=actor.role, events=found, why=reason.commitment)
    with log.record(made, concealed=[reason]) as tx:
        if find(tx) != found:
            raise Interrupted("details were added or erased meanwhile", hint="run the same command again")
        details.erase(tx, found)
    opened.forget()
    return found


def _events(tx: Connection, site: Site, event: int | None, subject: str | None) -> tuple[int, ...]:
    if subject is not None:
        return tuple(details.of_subject(tx, site.commitment(subject)))
    return tuple(details.of_event(tx, event or 0))
