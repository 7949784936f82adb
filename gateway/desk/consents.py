"""The consent ledger: files taken in, withdrawals recorded, questions answered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from gateway import consent
from gateway.audit.events import ConsentImported, ConsentWithdrawn
from gateway.consent import ConsentVersion, Evaluation, Imported, Terms
from gateway.crypto.identity import PublicIdentity
from gateway.errors import BadInput
from gateway.model import Dataset
from gateway.records.subjects import subjects
from gateway.registry import consents, members
from gateway.site import Site


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How many consents of a subject were withdrawn (0: none was on record), and which releases hold the subject."""

    consents: int
    releases: tuple[str, ...]


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
    commitment = site.commitment(subject)
    with site.registry.transaction() as tx:
        held = consent.versions_of(consents.of_subject(tx, subject))
        releases = tuple(members.releases_of(tx, commitment))
    versions = consent.withdraw(subject, held, site.clock())
    event = ConsentWithdrawn(actor=actor.name, role=actor.role, subject=commitment.hex(), releases=releases)
    with site.log.record(event) as tx:
        consents.add(tx, versions)
    return Withdrawal(len({version.consent for version in held}), releases)


def of_subject(site: Site, subject: str) -> tuple[ConsentVersion, ...]:
    """Every version that the ledger holds of one subject."""
    with site.registry.transaction() as tx:
        return consent.versions_of(consents.of_subject(tx, subject))


def coverage(site: Site, dataset: Dataset, purpose: str, project: str,
             default: Literal["opt-in", "opt-out"] = "opt-in") -> Mapping[str, int]:
    """How many subjects of a dataset are covered for a purpose, and why the others are not."""
    terms = Terms(purpose, project, site.today, default)
    with site.registry.transaction() as tx:
        ledger = consents.read(tx, site.clock())
    evaluation: Evaluation = consent.evaluate(ledger, subjects(dataset), terms)
    return evaluation.reasons
