"""What each person approved and denied, and of whom."""

from collections import Counter, defaultdict
from typing import Any

from gateway.audit.events import RequestApproved, RequestDenied, RequestSubmitted
from gateway.questions.base import Question, Row, Span
from gateway.site import Site

_TYPES = ("request.approved", "request.denied")


def ask(site: Site, span: Span) -> list[Row]:
    """One row a person, most approvals first."""
    signed = [entry.event for entry in site.log.entries(types=_TYPES, since=span.since, until=span.until)]
    acts = [event for event in signed if isinstance(event, RequestApproved | RequestDenied)]
    asked = _requesters(site, acts)
    people: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"approved": 0, "denied": 0, "refused": 0, "of": Counter(), "requests": []}
    )
    for event in acts:
        row = people[event.actor]
        row |= {"role": event.role, "first": row.get("first", event.at), "last": event.at}
        if event.outcome == "refused":
            row["refused"] += 1
            continue
        row["approved" if isinstance(event, RequestApproved) else "denied"] += 1
        row["of"][asked.get(event.request, "unknown")] += 1
        row["requests"].append(event.request)
    found: list[Row] = [{"person": name, **row, "of": dict(row["of"])} for name, row in people.items()]
    return sorted(found, key=lambda row: (-row["approved"], row["person"]))


def _requesters(site: Site, acts: list[RequestApproved | RequestDenied]) -> dict[str, str]:
    found = [entry.event for entry in site.log.of_requests((act.request for act in acts), "request.submitted")]
    return {event.request: event.actor for event in found if isinstance(event, RequestSubmitted)}


QUESTION = Question(
    "approvals",
    "Approvals by person",
    "What each person approved and denied, whose requests these were, and how often the access rules refused them.",
    ("person", "role", "approved", "denied", "refused", "of", "first", "last"),
    ask,
)
