"""Who exported what, for whom, under which rule."""

from collections import defaultdict

from gateway.audit.events import RequestApproved
from gateway.audit.exports import ExportPublished
from gateway.questions.base import Question, Row, Span
from gateway.site import Site


def ask(site: Site, span: Span) -> list[Row]:
    """One row a published release, with who approved it before."""
    exports = [
        (entry.seq, entry.event)
        for entry in site.log.entries(types=["export.published"], since=span.since, until=span.until)
        if isinstance(entry.event, ExportPublished)
    ]
    approved = _approvers(site, [event.request for _, event in exports])
    found: list[Row] = []
    for seq, event in exports:
        facts = event.facts
        found.append({
            "at": event.at, "release": facts["release"], "exporter": event.actor,
            "recipient": facts.get("recipient", ""), "approved by": approved[event.request],
            "dataset": facts["dataset"], "purpose": facts["purpose"], "policy": facts["policy"],
            "rules": list(facts["rules"]), "patients": facts["subjects_out"], "rows": facts["rows_out"],
            "k": facts.get("k_after"), "request": event.request, "event": seq,
        })  # fmt: skip
    return found


def _approvers(site: Site, requests: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in site.log.of_requests(requests, "request.approved"):
        if isinstance(entry.event, RequestApproved) and entry.event.outcome == "success":
            found[entry.event.request].append(entry.event.actor)
    return found


QUESTION = Question(
    "exports",
    "Who exported what, under which rule",
    "Each published release: who exported it, for whom, who approved, which access rules decided, how much it holds.",
    ("at", "release", "exporter", "recipient", "approved by", "dataset", "purpose", "policy", "rules", "patients",
     "rows"),
    ask,
)  # fmt: skip
