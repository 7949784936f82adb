"""The consent ledger: files taken in, withdrawals recorded, questions answered."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gateway import consent
from gateway.audit.events import ConsentImported, ConsentWithdrawn
from gateway.consent import ConsentVersion, Imported
from gateway.crypto.identity import PublicIdentity
from gateway.desk import handover
from gateway.desk.handover import Grant
from gateway.errors import BadInput
from gateway.registry import consents, members
from gateway.seal.parts import write_durably
from gateway.site import Site

# It names no patient: the recipient learns from it nothing about anybody.
NOTICE = """\
To: {recipient}
Release: {release} ({why})
Date: {day}

A person whose records are in this release has withdrawn consent. The withdrawal does not affect what was done before
it (GDPR Art. 7(3); 45 CFR 164.508(b)(5)); from now on:

1. Start no new work with this release. A next version without this person is being made; ask the data steward.
2. Once you have it, delete this release, your grant, every copy and every table derived from it row by row.
3. Confirm the deletion in writing to the data steward of {site}.

This notice is owed under GDPR Art. 19. Do not try to find out who withdrew.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A live release that holds the subject: neither superseded nor past its request's last day.

    grants: every grant that was made, for a key that was opened is not recalled by a revocation.
    """

    release: str
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How many consents of a subject were withdrawn (0: none was on record), and which live releases hold the subject.

    notices: drafts for the recipients, to be read and sent by a person.
    """

    consents: int
    held: tuple[Held, ...]
    notices: tuple[Path, ...]


def take_in(site: Site, path: Path, actor: PublicIdentity) -> Imported:
    """Add a consent file to the ledger. Raises BadInput or Refused."""
    site.demand(actor, "importConsents")
    imported = consent.read(path, imported=site.clock())
    if not imported.versions:
        raise BadInput(f"{path}: holds no consents", hint="it needs Consent resources, or the documented CSV columns")
    source = imported.versions[0].source
    event = ConsentImported(
        actor=actor.name, role=actor.role, digest=sha256(path.read_bytes()).hexdigest(),
        format="csv" if source == "csv" else "fhir-r5" if source == "fhir-r5" else "fhir-r4",
        records=len(imported.versions), by_status=dict(Counter(version.status for version in imported.versions)),
    )
    with site.log.record(event) as tx:
        consents.add(tx, imported.versions)
    return imported


def withdraw(site: Site, subject: str, actor: PublicIdentity) -> Withdrawal:
    """Record that a subject withdraws every consent. Releases that hold the subject are named, not undone."""
    site.demand(actor, "withdrawConsent")
    commitment, named = site.commitment(subject), site.vault.conceal(subject, subject)
    with site.registry.transaction() as tx:
        before = consent.versions_of(consents.of_subject(tx, subject))
        releases = members.releases_of(tx, commitment)
    versions = consent.withdraw(subject, before, site.clock())
    held = _live(site, releases)
    event = ConsentWithdrawn(actor=actor.name, role=actor.role, subject=named.commitment,
                             releases=tuple(one.release for one in held),
                             recipients=tuple(sorted({grant.recipient for one in held for grant in one.grants})))
    with site.log.record(event, concealed=[named]) as tx:
        consents.add(tx, versions)
    return Withdrawal(len({version.consent for version in before}), held, _notices(site, held))


def _live(site: Site, releases: list[str]) -> tuple[Held, ...]:
    old = handover.superseded(site)
    live = [name for name in releases
            if name not in old and handover.request_of(site, name).request.until >= site.today]
    return tuple(Held(name, tuple(handover.listed(site, name))) for name in live)


def _notices(site: Site, held: tuple[Held, ...]) -> tuple[Path, ...]:
    """Write one draft for each recipient of each release."""
    folder = site.folder / "notices"
    written = []
    for one in held:
        why = handover.request_of(site, one.release).request.why
        for recipient in sorted({grant.recipient for grant in one.grants}):
            folder.mkdir(exist_ok=True)
            earlier = len(list(folder.glob(f"{one.release}.{recipient}.*.txt")))
            path = folder / f"{one.release}.{recipient}.{earlier + 1}.txt"
            text = NOTICE.format(recipient=recipient, release=one.release, day=site.today, site=site.name, why=why)
            write_durably(path, text.encode())
            written.append(path)
    return tuple(written)


def of_subject(site: Site, subject: str) -> tuple[ConsentVersion, ...]:
    """Every version that the ledger holds of one subject."""
    with site.registry.transaction() as tx:
        return consent.versions_of(consents.of_subject(tx, subject))


