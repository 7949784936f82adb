"""The live releases of a site that a new one may be put together with, and which class each subject is in there."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from gateway.crypto import documents as signed_documents
from gateway.desk import requests
from gateway.model import Consented, Generalised
from gateway.registry import cohorts, documents
from gateway.registry.db import Connection
from gateway.risk.releases import Earlier
from gateway.seal import grants
from gateway.seal.manifest import SIGNATURE_BYTES, parse
from gateway.site import Site

EVERYBODY = "*"


def live(tx: Connection, site: Site, consented: Consented) -> dict[str, bool]:
    """Releases whose term has not ended and that reached the recipient, the project, or who may join with them.

    Each with whether it is of the same project, whose codes join its records with the new release's.
    Raises IntegrityError where a manifest or a grant was changed.
    """
    if not consented.plan.risk.demanded:
        return {}
    request = consented.planned.request
    joining = {request.requester, *consented.plan.risk.releases.may_join}
    found = {}
    for document in documents.find(tx, requests.RELEASE):
        body = document.body
        made = parse(body[SIGNATURE_BYTES:], body[:SIGNATURE_BYTES], site.key.public).fields["request"]
        ended = date.fromisoformat(made["until"]) < site.today
        same = made["project"] == request.project
        holders = {EVERYBODY, made["requester"], *_granted(tx, site, document.id)}
        if not ended and (same or joining & holders):
            found[document.id] = same
    return found


def _granted(tx: Connection, site: Site, release: str) -> set[str]:
    """Who got the key of a release; a revoked grant was a grant, for a key cannot be recalled."""
    given = documents.find(tx, grants.KIND, release)
    return {str(signed_documents.read(grants.KIND, g.body, site.key.public).fields["recipient"]) for g in given}


def compare(site: Site, consented: Consented) -> tuple[Earlier, ...]:
    """The releases of `live`, with the consented subjects in them. Raises IntegrityError."""
    found: list[Earlier] = []
    with site.registry.transaction() as tx:
        names = live(tx, site, consented)
        own = commitments(site, consented.subjects.to_pylist()) if names else cohorts.pack([])
        for name, same in names.items():
            ordered, classes = cohorts.read(tx, name)
            places = cohorts.places(own, ordered)
            here = np.where(places >= 0, classes[places], -1) if len(ordered) else np.full(len(own), -1)
            others = np.ones(len(ordered), dtype=bool)
            others[places[places >= 0]] = False
            found.append(Earlier(name, here.astype(np.int64), classes[others].astype(np.int64), same))
    return tuple(found)


def commitments(site: Site, subjects: Iterable[str]) -> cohorts.Commitments:
    """What stands for the subjects in the registry."""
    return cohorts.pack(list(map(site.commitment, subjects)))


def record(tx: Connection, release: str, generalised: Generalised, released: cohorts.Commitments) -> None:
    """Keep the classes of a release's subjects for releases to come."""
    assert generalised.classes is not None  # noqa: S101 - the gate gives every release its classes
    classes = generalised.classes.drop_null().to_numpy(zero_copy_only=False).astype(np.int32)
    cohorts.add(tx, release, released, classes)
