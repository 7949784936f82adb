"""What each person approved and denied, and of whom."""

from collections import Counter, defaultdict
from typing import Any

from gateway.audit.events import RequestApproved, RequestDenied, RequestSubmitted
from gateway.questions.base import Question, Row, Span
from gateway.site import Site


def ask(site: Site, span: Span) -> list[Row]:
    """One row a person, most approvals first."""
    asked: dict[str, str] = {}
    people: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"approved": 0, "denied": 0, "refused": 0, "of": Counter(), "requests": []}
    )
    for entry in site.log.entries(until=span.until):
        event = entry.event
        if isinstance(event, RequestSubmitted):
            asked[event.request] = event.actor
        if not isinstance(event, RequestApproved | RequestDenied) or not span.holds(event.at or ""):
            continue
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


QUESTION = Question(
    "approvals",
    "Approvals by person",
    "What each person approved and denied, whose requests these were, and how often the access rules refused them.",
    ("person", "role", "approved", "denied", "refused", "of", "first", "last"),
    ask,
)
