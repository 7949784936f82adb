"""Releases: all, one with its grants, and its card as it is handed to recipients."""

from gateway import history, report
from gateway.console.visit import Drawn, Visit
from gateway.desk import handover
from gateway.desk.verdicts import standing


def listed(visit: Visit) -> Drawn:
    """All published releases, newest first."""
    newer = handover.superseded(visit.site)
    found = [{**line, "superseded": newer.get(line["release"], "")} for line in history.releases(visit.site)]
    return visit.draw("releases.html", found=found[::-1])


def show(visit: Visit) -> Drawn:
    """One release: what it holds, who may open it, what a review of its notes found."""
    site, id_ = visit.site, visit.path["id"]
    manifest = history.manifest(site, id_)
    return visit.draw("release.html", f=manifest.fields, digest=manifest.digest, signer=manifest.signer,
                      grants=handover.listed(site, id_), newer=handover.superseded(site).get(id_, ""),
                      reviewed=standing(site, id_), today=site.today.isoformat(),
                      state=handover.request_of(site, id_).state(site.today))  # fmt: skip


def card(visit: Visit) -> Drawn:
    """The release card, made from the signed manifest."""
    manifest = history.manifest(visit.site, visit.path["id"])
    return Drawn(report.card(manifest.fields, manifest.digest), report.style(*report.CARD_SHEETS).digest)
