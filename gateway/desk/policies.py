"""Every version of the site's policies and access rules, kept and logged before anybody acts under it.

A policy is a file that its owner edits with an editor, so the log cannot know who edited it. It knows who acted first
under what the file then said, and what had changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from gateway.audit.events import PolicyChanged
from gateway.crypto.documents import stamp
from gateway.crypto.identity import PublicIdentity
from gateway.errors import IntegrityError, Interrupted
from gateway.policy.versions import KIND, Change, changes, document, files
from gateway.registry import documents
from gateway.site import Site


@dataclass(frozen=True, slots=True)
class Version:
    """One change of a policy's file; `actor` was the first to act under it."""

    at: str
    actor: str
    policy: str
    number: int
    changes: tuple[Change, ...]


def notice(site: Site, actor: PublicIdentity) -> None:
    """Log each file of policies/ that is not as the log last knew it."""
    now = files(site.folder / "policies")
    with site.registry.transaction() as tx:
        kept = [documents.find(tx, KIND, name) for name in sorted({*now, *documents.subjects(tx, KIND)})]
    known = {versions[-1].of: versions for versions in kept if versions}
    for name in sorted({*now, *known}):
        versions, body = known.get(name, []), now.get(name, b"")
        before = versions[-1].body if versions else b""
        if body != before:
            _record(site, actor, name, len(versions) + 1, before, body)


def _record(site: Site, actor: PublicIdentity, name: str, number: int, before: bytes, after: bytes) -> None:
    event = PolicyChanged(
        actor=actor.name, role=actor.role, policy=name, version=number, changes=len(changes(name, before, after)),
        digest=sha256(after).hexdigest() if after else None, previous=sha256(before).hexdigest() if before else None,
    )  # fmt: skip
    kept = document(name, number, after, stamp(site.clock()))
    try:
        with site.log.record(event) as tx:
            documents.add(tx, kept)
    except Interrupted:
        with site.registry.transaction() as tx:
            if documents.get(tx, KIND, kept.id) is None:
                raise  # else another process, which acts at the same moment, was first to log it


def history(site: Site) -> Iterator[Version]:
    """All changes since the site was made, oldest first. Raises IntegrityError where a kept version was changed."""
    with site.registry.transaction() as tx:
        kept = {(d.of, int(d.id[-6:])): d.body for d in documents.find(tx, KIND)}
    for entry in site.log.entries(types=["policy.changed"]):
        event = entry.event
        assert isinstance(event, PolicyChanged)  # noqa: S101 - the type asked for
        before, after = kept.get((event.policy, event.version - 1), b""), kept.get((event.policy, event.version))
        known = (sha256(text).hexdigest() if text else None for text in (before, after))
        if after is None or tuple(known) != (event.previous, event.digest):
            what = f"version {event.version} of {event.policy} is not the one that event {entry.seq} logged"
            raise IntegrityError(what, hint="restore the registry from a backup")
        found = tuple(changes(event.policy, before, after))
        yield Version(event.at or "", event.actor, event.policy, event.version, found)
