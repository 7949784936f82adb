"""A release's data key destroyed: nobody at the site can open it any more, and nobody is granted it."""

from dataclasses import dataclass
from functools import partial

from gateway.audit.events import ReleaseDestroyed
from gateway.crypto import documents as signed_documents
from gateway.crypto.identity import Identity
from gateway.desk import handover, requests
from gateway.desk.requests import DESTRUCTION, EVERYBODY, REVOCATION
from gateway.errors import Refused
from gateway.model.states import ACTS
from gateway.policy.decide import Actor
from gateway.registry import documents
from gateway.registry.documents import Document
from gateway.site import Site


@dataclass(frozen=True, slots=True)
class Destroyed:
    """recipients: who was ever granted the key, and may have kept it. epoch: the escrow's new one.

    since: when the key was made; backups of keys/ from then on hold copies.
    """

    release: str
    recipients: tuple[str, ...]
    epoch: int
    since: str


def destroy(site: Site, release: str, why: str, signer: Identity) -> Destroyed:
    """Shred the data key. Raises BadInput for an unknown release, Refused by Cedar or where that was done before."""
    file, actor = handover.request_of(site, release), Actor(signer.public.name, signer.public.role)
    recipients = tuple(sorted({grant.recipient for grant in handover.listed(site, release)}))
    event = partial(ReleaseDestroyed, actor=actor.name, role=actor.role, release=release, recipients=recipients,
                    meaning=ACTS["destroy"].meaning, access_digest=site.access.digest)  # fmt: skip
    with site.registry.transaction() as tx:
        done, ended = documents.get(tx, DESTRUCTION, release), requests.revoked(tx, site, release)
    with site.log.recording_refusal(event):
        site.access.decide(actor, "destroy", file.request, (), site.today)
        if done and not site.escrow.holds(release):
            raise Refused(f"the data key of {release} is destroyed", hint="nothing to do", reason="destroyed")
        file.demand("destroy", site.today)
    fields = {"release": release, "why": why}
    signed = signed_documents.sign(DESTRUCTION, fields, signer, site.clock(), ACTS["destroy"].words)
    if not done:
        with site.log.record(event(digest=signed.digest, epoch=site.escrow.epoch + 1)) as tx:
            documents.add(tx, Document(DESTRUCTION, release, release, signed.body, signed.at))
            if EVERYBODY not in ended:
                end = signed_documents.sign(REVOCATION, {"release": release, "recipient": EVERYBODY}, signer,
                                            site.clock(), ACTS["revoke"].words)  # fmt: skip
                documents.add(tx, Document(REVOCATION, f"{release}/{EVERYBODY}", release, end.body, end.at))
    with site.lock("escrow"):
        epoch = site.escrow.destroy(release)
    for path in (site.folder / "grants").glob(f"{release}.*.json"):
        path.unlink()
    made = next(made.fields["created"] for made in handover.releases(site) if made.release == release)
    return Destroyed(release, recipients, epoch, made)
