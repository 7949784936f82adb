"""Grants: the key of a published release handed to one recipient, or no longer."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from gateway.audit.events import GrantIssued, GrantRevoked
from gateway.audit.identities import AccessRefused
from gateway.crypto import documents as signed_documents
from gateway.crypto.identity import Identity, PublicIdentity
from gateway.desk import earlier, requests
from gateway.desk.requests import EVERYBODY, REVOCATION
from gateway.desk.verdicts import demand_review
from gateway.errors import BadInput, IntegrityError, Interrupted, Refused
from gateway.model import Location
from gateway.model.states import ACTS
from gateway.policy.decide import Actor
from gateway.registry import documents
from gateway.registry.documents import Document
from gateway.seal import grants
from gateway.seal.check import check_folder
from gateway.seal.manifest import Manifest, kept
from gateway.seal.parts import write_durably
from gateway.site import Site


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant as the site keeps it."""

    id: str
    release: str
    recipient: str
    at: str
    until: str
    revoked: bool


def request_of(site: Site, release: str) -> requests.File:
    """The request behind a published release. Raises BadInput where there is none."""
    with site.registry.transaction() as tx:
        found = documents.get(tx, requests.RELEASE, release)
    if found is None:
        raise BadInput(f"no release {release!r} at this site", hint="see `gateway release list`")
    return requests.get(site, found.of)


def published(site: Site, folder: Location, *, whole: bool = True) -> Manifest:
    """A folder's checked manifest, if the site published that very release. Raises IntegrityError or BadInput.

    A folder under releases/ must hold the release that its name says.
    """
    manifest = check_folder(folder, site.trust, whole=whole)
    with site.registry.transaction() as tx:
        known = documents.get(tx, requests.RELEASE, manifest.release)
    hint = "restore the folder from a backup, or run the export again"
    if known is None or known.body != manifest.signature + manifest.body:
        raise IntegrityError(f"{folder.name}: is not a release that the site published", hint=hint)
    place = folder.resolve() if isinstance(folder, Path) else folder
    if place == site.release_folder(place.name) and place.name != manifest.release:
        raise IntegrityError(f"{folder.name}: holds another release, {manifest.release}", hint=hint)
    return manifest


def releases(site: Site) -> list[Manifest]:
    """The published releases' manifests, oldest first, as the registry holds them. Raises IntegrityError."""
    with site.registry.transaction() as tx:
        found = documents.find(tx, requests.RELEASE)
    return [kept(document, site.trust) for document in found]


def superseded(site: Site) -> dict[str, str]:
    """Each release that has a next version, with that one. Raises IntegrityError."""
    return {made.fields["supersedes"]: made.release for made in releases(site) if made.fields.get("supersedes")}


def issue(site: Site, release: str, to: str, until: date, signer: Identity) -> Path:
    """Make a grant for `to`, and write it under grants/. Raises Refused by Cedar or after a revocation.

    It ends with the approved request at the latest. Raises RiskRefused where the recipient, or who may join with them,
    has releases that together with this one would single somebody out.
    """
    file = request_of(site, release)
    recipient = site.public(to)
    if until < site.today:
        raise BadInput(f"--until {until} has passed", hint="name a day from today on")
    until = min(until, file.request.until)
    manifest = published(site, site.release_folder(release), whole=False)
    actor = Actor(signer.public.name, signer.public.role)
    event = partial(
        GrantIssued, actor=actor.name, role=actor.role, release=release, recipient=to, purpose=file.request.purpose,
        until=until.isoformat(), manifest_digest=manifest.digest, request=file.request.id,
        meaning=ACTS["grant"].meaning, access_digest=site.access.digest,
    )  # fmt: skip
    with site.log.recording_refusal(event):
        _demand_grant(site, file, actor, recipient, release)
        file.demand("grant", site.today)
        demand_review(site, manifest)
        compared = earlier.demand_apart(site, manifest, to)
    terms = grants.Terms(f"grant-{site.random(4).hex()}", file.request.purpose, until)
    signed = grants.make(manifest, site.data_key(release).key, recipient, terms, signer, site.clock())
    path = site.folder / "grants" / f"{release}.{to}.json"
    with site.log.record(event(grant=terms.id)) as tx:
        if set(earlier.beside(tx, site, manifest, to)) - compared:
            raise Interrupted("a release that may be put together with it came out meanwhile", hint="grant it again")
        documents.add(tx, Document(grants.KIND, terms.id, release, signed.body, signed.at))
        write_durably(path, signed.body)
    return path


def _demand_grant(site: Site, file: requests.File, actor: Actor, recipient: PublicIdentity, release: str) -> None:
    """Raise Refused after a revocation, or where the access rules say no."""
    _demand_unrevoked(site, release, recipient)
    approvers = tuple(approval.approver for approval in file.approvals)
    site.access.decide(actor, "grant", file.request, approvers, site.today, recipient=recipient.name,
                       recipientRole=recipient.role)


def demand_open(site: Site, release: str, opener: PublicIdentity) -> None:
    """Raise Refused where somebody whose grant holds may not open a release at the site, by a revocation or the rules.

    Who takes release, grant and identity elsewhere is asked by nobody.
    """
    file, actor = request_of(site, release), Actor(opener.name, opener.role)
    event = partial(AccessRefused, actor=actor.name, role=actor.role, wanted="open", access_digest=site.access.digest)
    with site.log.recording_refusal(event):
        _demand_unrevoked(site, release, opener)
        site.access.decide(actor, "open", file.request, (), site.today, recipient=opener.name,
                           recipientRole=opener.role)  # fmt: skip


def _demand_unrevoked(site: Site, release: str, recipient: PublicIdentity) -> None:
    if _revoked(site, release) & {recipient.name, EVERYBODY}:
        what = f"grants of {release} to {recipient.name} were revoked"
        raise Refused(what, hint="make a new release for a new purpose", reason="revoked")


def revoke(site: Site, release: str, to: str | None, signer: Identity) -> list[Grant]:
    """No further grants of a release, to one recipient or to anybody; the live ones that end.

    Keys that were opened cannot be recalled. Raises BadInput where that was done already, Refused by Cedar.
    """
    file, whom = request_of(site, release), site.public(to).name if to else EVERYBODY
    actor = Actor(signer.public.name, signer.public.role)
    event = partial(GrantRevoked, actor=actor.name, role=actor.role, release=release, recipient=to,
                    meaning=ACTS["revoke"].meaning, access_digest=site.access.digest)
    with site.log.recording_refusal(event):
        site.access.decide(actor, "revoke", file.request, (), site.today, recipient=to or "", recipientRole="")
    if _revoked(site, release) & {whom, EVERYBODY}:
        raise BadInput(f"grants of {release} to {to or 'anybody'} are revoked already", hint="nothing to do")
    file.demand("revoke", site.today)
    ended = [grant for grant in listed(site, release) if not grant.revoked and to in (None, grant.recipient)]
    fields = {"release": release, "recipient": whom}
    signed = signed_documents.sign(REVOCATION, fields, signer, site.clock(), ACTS["revoke"].words)
    with site.log.record(event()) as tx:
        documents.add(tx, Document(REVOCATION, f"{release}/{whom}", release, signed.body, signed.at))
    for grant in ended:
        (site.folder / "grants" / f"{release}.{grant.recipient}.json").unlink(missing_ok=True)
    return ended


def listed(site: Site, release: str) -> list[Grant]:
    """The grants of a release, oldest first; signatures are checked."""
    with site.registry.transaction() as tx:
        made = documents.find(tx, grants.KIND, release)
    ended = _revoked(site, release)
    signed = [signed_documents.read(grants.KIND, document.body, site.trust, document.id) for document in made]
    return [Grant(f["id"], f["release"], f["recipient"], one.at, f["until"], bool(ended & {f["recipient"], EVERYBODY}))
            for one in signed for f in (one.fields,)]


def _revoked(site: Site, release: str) -> set[str]:
    """Who gets no further grant of a release."""
    with site.registry.transaction() as tx:
        return requests.revoked(tx, site, release)
