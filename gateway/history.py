"""Questions to the log and the registry: what was released, to whom, under which rule."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from gateway import report
from gateway.audit import proofs
from gateway.audit.checkpoint import COSIGNATURE, Checkpoint, VerificationKey, read
from gateway.audit.cosign import cosign
from gateway.audit.formats import FORMATS
from gateway.audit.log import Entry
from gateway.audit.subjects import DisclosuresAccounted
from gateway.audit.verify import LogReport
from gateway.crypto.identity import Identity, PublicIdentity
from gateway.desk import handover, ledger
from gateway.questions import QUESTIONS, Question, Row, Span, volume
from gateway.registry import members
from gateway.registry.chain import Checked
from gateway.seal.manifest import Manifest
from gateway.site import Site

_ABOUT = ("release", "request", "dataset", "policy", "key", "site")


def releases(site: Site) -> list[dict[str, Any]]:
    """Each published release in one line, oldest first."""
    return [_line(manifest.fields) for manifest in handover.releases(site)]


def manifest(site: Site, release: str) -> Manifest:
    """A release's manifest, its signature checked. Raises BadInput or IntegrityError."""
    handover.request_of(site, release)
    return handover.published(site, site.release_folder(release), whole=False)


def events(site: Site, *, actor: str | None = None, since: datetime | None = None, release: str | None = None,
           type: str | None = None) -> Iterator[Entry]:
    """The log's events that match, oldest first. An export's events are found by its release."""
    return site.log.entries(actor=actor, since=since, release=release, types=[type] if type else ())


def about(fields: Mapping[str, Any]) -> tuple[str, str]:
    """What an event is about: the sort of thing and its identifier, or two empty texts."""
    facts = fields.get("facts", {}) if fields["type"] == "export.published" else {}
    told = {**fields, **facts}
    return next(((name, told[name]) for name in _ABOUT if isinstance(told.get(name), str)), ("", ""))


def lines(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Each event in one line of a table."""
    found = []
    for entry in entries:
        fields = json.loads(entry.body)
        told = {name: fields[name] for name in ("at", "type", "actor", "role", "outcome")}
        found.append({"seq": entry.seq, **told, "reason": fields.get("reason", ""), "about": about(fields)})
    return found


def head(site: Site) -> Checkpoint:
    """The newest checkpoint, its signature verified. Raises IntegrityError."""
    return read(site.log.checkpoint().encode(), site.log.key, site.log.origin)


def inclusion(site: Site, seq: int) -> proofs.Inclusion:
    """The proof that an event is in the log. Raises BadInput or IntegrityError."""
    return proofs.inclusion(site.registry, site.log.key, site.log.origin, seq)


def consistency(site: Site, kept: str) -> proofs.Consistency:
    """The proof that the log extends the one of a kept checkpoint. Raises IntegrityError."""
    return proofs.consistency(site.registry, site.log.key, site.log.origin, kept)


def verify_log(site: Site, checkpoint: str | None) -> LogReport:
    """Recompute the whole log, and check what its commitments stand for. Raises IntegrityError naming the fault."""
    return site.log.verify_details(site.vault, site.log.verify(checkpoint))


def verify_consents(site: Site) -> Checked:
    """Compare the consent ledger with the log. Raises IntegrityError naming what was changed, removed or put in."""
    return ledger.verify(site)


def export(site: Site, format: str, span: Span) -> Iterator[str]:
    """The span's events in a format of `FORMATS`, or the whole log as the file that verifies offline (`jsonl`)."""
    if format == "jsonl":
        return site.log.portable()
    return FORMATS[format](site.log.entries(since=span.since, until=span.until), site.log.origin)


def cosigning_key(public: PublicIdentity, site: Site) -> VerificationKey:
    """By which others check the cosignatures of an identity of this site."""
    return VerificationKey(f"{site.log.origin}/{public.name}", public.signing_key, COSIGNATURE)


def cosigned_by(
    identity: Identity, site: Site, note: str, before: str | None, verify: Callable[[str], LogReport]
) -> str:
    """The checkpoint, cosigned once `verify` found the log to hold it, and to extend what was cosigned `before`."""
    for checkpoint in (before, note) if before else (note,):
        verify(checkpoint)
    return cosign(note, cosigning_key(identity.public, site), identity.signing.sign, site.clock())


def disclosures(site: Site, subject: str) -> list[dict[str, Any]]:
    """The accounting of 45 CFR 164.528: which releases held this subject, granted to whom, when, why."""
    with site.registry.transaction() as tx:
        held = members.releases_of(tx, site.commitment(subject))
    found = []
    for made in handover.releases(site):
        fields = made.fields
        if made.release in held:
            grants = [{"recipient": grant.recipient, "at": grant.at, "until": grant.until, "revoked": grant.revoked}
                      for grant in handover.listed(site, made.release)]
            found.append({**_line(fields), "why": fields["request"]["why"], "requester": fields["request"]["requester"],
                          "tables": fields["request"]["tables"], "basis": fields["plan"]["basis"], "grants": grants})
    return found


def accounted(site: Site, subject: str, actor: PublicIdentity | None, *, letter: bool) -> list[dict[str, Any]]:
    """The same for somebody who asks, or for the site where nobody said who; the log tells that it was asked."""
    found, named = disclosures(site, subject), site.vault.conceal(subject, subject)
    who, role = (actor.name, actor.role) if actor else ("site", "data-steward")
    event = DisclosuresAccounted(actor=who, role=role, subject=named.commitment, releases=len(found), letter=letter)
    with site.log.record(event, concealed=[named]):
        return found


def answers(site: Site, span: Span) -> list[tuple[Question, list[Row]]]:
    """Every question of the shelf with its answer."""
    return [(question, question.ask(site, span)) for question in QUESTIONS]


def report_page(site: Site, span: Span) -> bytes:
    """All answers as one HTML page, once the whole log was recomputed. Raises IntegrityError where it does not hold."""
    held = verify_log(site, None)
    ends = (moment.isoformat() if moment else None for moment in (span.since, span.until))
    frame = report.Frame(site.name, held.origin, held.size, held.root.hex(), site.clock().isoformat(), *ends)
    return report.audit_page(frame, answers(site, span), volume.measured(site, span))


def letter_page(site: Site, subject: str, actor: PublicIdentity | None) -> bytes:
    """The accounting of disclosures of one patient, as a letter; the log tells that it was made."""
    return report.letter_page(site.name, subject, site.today, accounted(site, subject, actor, letter=True))


def _line(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "release": fields["release"], "created": fields["created"], "dataset": fields["plan"]["dataset"],
        "policy": fields["plan"]["policy"], "purpose": fields["request"]["purpose"],
        "subjects": fields["subjects"]["released"], "k": fields["risk"]["after"]["k"],
    }  # fmt: skip
