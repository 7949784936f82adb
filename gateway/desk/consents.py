"""The consent ledger: files taken in, withdrawals recorded, questions answered."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from gateway import consent
from gateway.audit.consents import ConsentImported, ConsentWithdrawn
from gateway.consent import ConsentVersion, Release
from gateway.crypto.identity import PublicIdentity
from gateway.desk import handover
from gateway.desk.handover import Grant
from gateway.errors import BadInput, Interrupted
from gateway.registry import consents, members
from gateway.registry.chain import Added
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


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many consents a file brought, by status; those that count for less than they say, by reason; what else."""

    by_status: Mapping[str, int]
    narrowed: Mapping[str, int]
    skipped: int


def take_in(site: Site, path: Path, actor: PublicIdentity, release: Release | None = None) -> TakenIn:
    """Add a consent file to the ledger; `release` is of FHIR, by default as its fields tell.

    Raises BadInput, Refused, or Interrupted where the file changes meanwhile.
    """
    site.demand(actor, "importConsents")
    digest = _digest(path)
    imported = consent.read(path, imported=site.clock(), release=release)
    by_status: Counter[str] = Counter()
    added: list[Added] = []

    def event() -> ConsentImported:
        if _digest(path) != digest:
            raise Interrupted(f"{path}: was changed while it was read; nothing was imported", hint="import it again")
        return ConsentImported(actor=actor.name, role=actor.role, digest=digest, format=imported.format,
                               by_status=dict(by_status), **asdict(added[0]))  # fmt: skip

    with site.log.record(event) as tx:
        added.append(consents.add(tx, _counted(imported.versions, by_status)))
    return TakenIn(by_status, imported.narrowed, imported.skipped)


def _counted(versions: Iterable[ConsentVersion], by_status: Counter[str]) -> Iterator[ConsentVersion]:
    for version in versions:
        by_status[version.status] += 1
        yield version


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({type(error).__name__})", hint="check the path") from None


def withdraw(site: Site, subject: str, actor: PublicIdentity) -> Withdrawal:
    """Record that a subject withdraws every consent. Releases that hold the subject are named, not undone."""
    site.demand(actor, "withdrawConsent")
    commitment, named = site.commitment(subject), site.vault.conceal(subject, subject)
    with site.registry.transaction() as tx:
        before = consent.versions_of(consents.of_subject(tx, subject))
        releases = members.releases_of(tx, commitment)
    versions = consent.withdraw(subject, before, site.clock())
    held = _live(site, releases)
    added: list[Added] = []

    def event() -> ConsentWithdrawn:
        recipients = tuple(sorted({grant.recipient for one in held for grant in one.grants}))
        return ConsentWithdrawn(actor=actor.name, role=actor.role, subject=named.commitment, recipients=recipients,
                                releases=tuple(one.release for one in held), **asdict(added[0]))  # fmt: skip

    with site.log.record(event, concealed=[named]) as tx:
        added.append(consents.add(tx, versions))
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


