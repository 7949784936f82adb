"""Questions to the log and the registry: what was released, to whom, under which rule."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from gateway.audit.log import Entry
from gateway.audit.verify import LogReport
from gateway.desk import handover
from gateway.registry import members
from gateway.seal.manifest import Manifest
from gateway.site import Site


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
    for entry in site.log.entries(actor=actor, since=since, type=type):
        fields = json.loads(entry.body)
        if release in (None, fields.get("release"), fields.get("facts", {}).get("release")):
            yield entry


def verify_log(site: Site, checkpoint: str | None) -> LogReport:
    """Recompute the whole log. Raises IntegrityError naming what does not hold."""
    return site.log.verify(checkpoint)


def disclosures(site: Site, subject: str) -> list[dict[str, Any]]:
    """The accounting of 45 CFR 164.528: which releases held this subject, granted to whom, when, why."""
    with site.registry.transaction() as tx:
        held = members.releases_of(tx, site.commitment(subject))
    found = []
    for made in handover.releases(site):
        fields = made.fields
        if made.release in held:
            grants = [{"recipient": grant.recipient, "until": grant.until, "revoked": grant.revoked}
                      for grant in handover.listed(site, made.release)]
            found.append({**_line(fields), "why": fields["request"]["why"], "requester": fields["request"]["requester"],
                          "grants": grants})
    return found


def _line(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "release": fields["release"], "created": fields["created"], "dataset": fields["plan"]["dataset"],
        "policy": fields["plan"]["policy"], "purpose": fields["request"]["purpose"],
        "subjects": fields["subjects"]["released"], "k": fields["risk"]["after"]["k"],
    }  # fmt: skip
