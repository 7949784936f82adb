"""Releases whose term ends soon or has ended: keys to be returned, copies to be destroyed, or a new request."""

from datetime import date, timedelta

from gateway.audit.events import RequestSubmitted
from gateway.questions import disclosed, exports
from gateway.questions.base import Question, Row, Span
from gateway.site import Site

SOON = timedelta(days=30)


def ask(site: Site, span: Span) -> list[Row]:
    """One row a release and recipient, the first to end first; what ended before `span` is left out."""
    made = exports.ask(site, Span())
    asked = {
        entry.event.request: entry.event.until
        for entry in site.log.of_requests((row["request"] for row in made), "request.submitted")
        if isinstance(entry.event, RequestSubmitted)
    }
    granted = [row for row in disclosed.ask(site, Span()) if not row["revoked"]]
    found: list[Row] = []
    for release in made:
        ends = {(row["recipient"], row["until"]) for row in granted if row["release"] == release["release"]}
        for recipient, until in sorted(ends or {("nobody", asked[release["request"]])}):
            day = date.fromisoformat(until)
            if day > site.today + SOON or (span.since and day < span.since.date()):
                continue
            left = (day - site.today).days
            found.append({
                "until": until, "days left": left, "state": "ends soon" if left >= 0 else "ended",
                "release": release["release"], "recipient": recipient, "dataset": release["dataset"],
                "purpose": release["purpose"], "patients": release["patients"],
            })  # fmt: skip
    return sorted(found, key=lambda row: (row["until"], row["release"]))


QUESTION = Question(
    "expiring",
    "Releases near expiry",
    "Releases and grants that end within 30 days, or have ended: a new request, or a certificate of destruction.",
    ("until", "days left", "state", "release", "recipient", "dataset", "purpose", "patients"),
    ask,
)
