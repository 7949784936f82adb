"""Attempts that were denied: by a person, an access rule, a consent, the risk gate or the release check."""

from heapq import merge
from typing import Any

from gateway.questions.base import Question, Row, Span
from gateway.site import Site

_ABOUT = ("release", "request", "dataset", "key", "site")


def ask(site: Site, span: Span) -> list[Row]:
    """One row an attempt, with the stage and numbers of a refused export."""
    found: list[Row] = []
    refused = site.log.entries(outcome="refused", since=span.since, until=span.until)
    denied = site.log.entries(types=["request.denied"], outcome="success", since=span.since, until=span.until)
    for entry in merge(refused, denied, key=lambda entry: entry.seq):
        event = entry.event
        fields = event.model_dump(mode="json", exclude_none=True)
        found.append({
            "at": event.at, "who": event.actor, "role": event.role, "attempt": event.type, "about": _about(fields),
            "stage": fields.get("stage", ""), "reason": event.reason or "denied-by-a-person",
            "numbers": fields.get("facts", {}).get("numbers", {}), "event": entry.seq,
        })  # fmt: skip
    return found


def _about(fields: dict[str, Any]) -> str:
    return next((f"{name} {fields[name]}" for name in _ABOUT if fields.get(name)), "")


QUESTION = Question(
    "denied",
    "Denied attempts",
    "What was refused: by a person, an access rule, missing consent, the risk gate or the check of the sealed release.",
    ("at", "who", "role", "attempt", "about", "stage", "reason", "numbers"),
    ask,
)
