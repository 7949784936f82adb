"""Whom consent covers: by reason and by group, as `gateway consent status` tells it."""

from gateway import consent
from gateway.console.visit import Drawn, Visit
from gateway.desk import datasets
from gateway.desk.coverage import Asked, Coverage, coverage

_PURPOSE = "HRESCH"


def show(visit: Visit) -> Drawn:
    """The question as a form, and its answer once a dataset was named."""
    site, asked = visit.site, {name: visit.query.get(name, "") for name in ("dataset", "purpose", "policy", "project")}
    asked["purpose"] = asked["purpose"] or _PURPOSE
    policies = sorted(path.stem for path in (site.folder / "policies").glob("*.yaml"))
    return visit.draw("consents.html", asked=asked, datasets=datasets.names(site), policies=policies,
                      purposes=sorted(consent.CODES), found=_covered(visit, asked) if asked["dataset"] else None,
                      today=site.today.isoformat())  # fmt: skip


def _covered(visit: Visit, asked: dict[str, str]) -> Coverage:
    """Raises BadInput for a dataset, policy or purpose that there is not."""
    site = visit.site
    terms = (asked["purpose"], asked["project"])
    under = Asked.under(site.policy(asked["policy"]), *terms) if asked["policy"] else Asked(*terms)
    return coverage(site, datasets.get(site, asked["dataset"]), under)
