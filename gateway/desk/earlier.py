"""The live releases of a site that another one may be put together with, and which class each subject is in there.

It is asked when a release is made, and again when somebody new gets the key of one that was made before.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import numpy as np

from gateway.crypto import documents as signed_documents
from gateway.desk import requests
from gateway.model import Consented, Generalised
from gateway.registry import cohorts, documents
from gateway.registry.db import Connection
from gateway.risk.releases import Earlier, refusal
from gateway.seal import grants
from gateway.seal.manifest import Manifest, kept
from gateway.site import Site

EVERYBODY = "*"
_HINT = "make a release for this recipient, whose policy may suppress those whom both releases would tell"


def live(tx: Connection, site: Site, consented: Consented) -> dict[str, bool]:
    """Releases whose term has not ended and that reached the recipient, the project, or who may join with them.

    Each with whether it is of the same project, whose codes join its records with the new release's. Versions of the
    same request are left out: who withdrew is the difference between them, and leaves nevertheless.
    Raises IntegrityError where a manifest or a grant was changed.
    """
    if not consented.plan.risk.demanded:
        return {}
    request = consented.planned.request
    return _live(tx, site, request.id, request.project, {request.requester, *consented.plan.risk.releases.may_join})


def beside(tx: Connection, site: Site, manifest: Manifest, recipient: str) -> dict[str, bool]:
    """The same for a published release that `recipient` would get; none where that person had it before."""
    plan, risk, request = (manifest.fields[name] for name in ("plan", "risk", "request"))
    had = {request["requester"], *_granted(tx, site, manifest.release)}
    if recipient in had or not (risk["k_required"] or risk["models"]):
        return {}
    return _live(tx, site, request["id"], request["project"], {recipient, *plan["releases"]["may_join"]})


def demand_apart(site: Site, manifest: Manifest, recipient: str) -> set[str]:
    """The releases beside which `recipient` may have this one. Raises RiskRefused by the policy it was made by."""
    with site.registry.transaction() as tx:
        names = beside(tx, site, manifest, recipient)
        own, classes = cohorts.read(tx, manifest.release) if names else (cohorts.pack([]), np.empty(0, dtype=np.int32))
        found = _compare(tx, own, names)
    if names:
        at_least = manifest.fields["plan"]["releases"]["at_least"]
        refused = refusal(classes.astype(np.int64), found, at_least, _HINT)
        if refused is not None:
            raise refused
    return set(names)


def _live(tx: Connection, site: Site, request: str, project: str, joining: Collection[str]) -> dict[str, bool]:
    found = {}
    for document in documents.find(tx, requests.RELEASE):
        if document.of == request:
            continue
        made = kept(document, site.trust).fields["request"]
        ended = date.fromisoformat(made["until"]) < site.today
        same = made["project"] == project
        holders = {EVERYBODY, made["requester"], *_granted(tx, site, document.id)}
        if not ended and (same or holders & set(joining)):
            found[document.id] = same
    return found


def _granted(tx: Connection, site: Site, release: str) -> set[str]:
    """Who got the key of a release; a revoked grant was a grant, for a key cannot be recalled."""
    given = documents.find(tx, grants.KIND, release)
    return {str(signed_documents.read(grants.KIND, g.body, site.trust, g.id).fields["recipient"]) for g in given}


def compare(site: Site, consented: Consented) -> tuple[Earlier, ...]:
    """The releases of `live`, with the consented subjects in them. Raises IntegrityError."""
    with site.registry.transaction() as tx:
        names = live(tx, site, consented)
        own = commitments(site, consented.subjects.to_pylist()) if names else cohorts.pack([])
        return _compare(tx, own, names)


def _compare(tx: Connection, own: cohorts.Commitments, names: Mapping[str, bool]) -> tuple[Earlier, ...]:
    found: list[Earlier] = []
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
