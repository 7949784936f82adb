"""Which release an export makes: the first of a request, or the next version of one that is out.

The next version is of the same approved request, without those whose consent ended. With it, nobody gets a grant of
the version before.
"""

import re
from dataclasses import dataclass

from gateway import storage
from gateway.crypto import documents as signed_documents
from gateway.crypto.identity import Identity
from gateway.desk import handover, requests
from gateway.errors import BadInput, Refused
from gateway.model.states import ACTS
from gateway.registry import documents
from gateway.registry.db import Connection
from gateway.registry.documents import Document
from gateway.site import Site

_VERSION = re.compile(r"(rel-\d{8}-[0-9a-f]{8})(?:-v(\d+))?")


@dataclass(frozen=True, slots=True)
class Target:
    """What an export makes, of which request; `supersedes` is the version before, empty for the first."""

    request: str
    release: str
    supersedes: str = ""


def first(site: Site, request: str) -> Target:
    """The release that a request asks for. Raises BadInput for an unknown request."""
    return Target(requests.get(site, request).request.id, request.replace("req-", "rel-", 1))


def following(site: Site, release: str) -> Target:
    """The version after a published release. Raises BadInput for an unknown release."""
    match = _VERSION.fullmatch(release)
    file = handover.request_of(site, release)
    if match is None:
        raise BadInput(f"{release} is no release", hint="see `gateway release list`")
    return Target(file.request.id, f"{match[1]}-v{int(match[2] or 1) + 1}", release)


def demand_unpublished(site: Site, target: Target) -> None:
    """Raise Refused where the release is out already; remove one that a crash left before the log knew of it."""
    if is_published(site, target.release):
        what = f"request {target.request} is published as {target.release}"
        if target.supersedes:
            what = f"{target.supersedes} is superseded by {target.release}"
        raise Refused(what, hint="ask for a new extract, or supersede the newest version", reason="published")
    if target.supersedes:
        requests.get(site, target.request).demand("supersede", site.today)
    storage.remove(site.release_folder(target.release))


def is_published(site: Site, release: str) -> bool:
    """Whether the registry knows the release."""
    with site.registry.transaction() as tx:
        return documents.get(tx, requests.RELEASE, release) is not None


def end_grants(tx: Connection, site: Site, target: Target, exporter: Identity) -> None:
    """In the transaction that publishes a version: nobody gets a grant of the one before."""
    old = target.supersedes
    if not old or requests.EVERYBODY in requests.revoked(tx, site, old):
        return
    fields = {"release": old, "recipient": requests.EVERYBODY}
    signed = signed_documents.sign(requests.REVOCATION, fields, exporter, site.clock(), ACTS["revoke"].words)
    documents.add(tx, Document(requests.REVOCATION, f"{old}/{requests.EVERYBODY}", old, signed.body, signed.at))


def remove_grants(site: Site, target: Target) -> None:
    """Take the old version's grants from the shelf where recipients fetch them."""
    for path in (site.folder / "grants").glob(f"{target.supersedes}.*.json") if target.supersedes else ():
        path.unlink()
