"""What was handed to whom: every grant of a release's key."""

from collections import defaultdict
from typing import Any

from gateway.audit.events import GrantIssued, GrantRevoked
from gateway.audit.exports import ExportPublished
from gateway.audit.log import Entry
from gateway.questions.base import Question, Row, Span
from gateway.site import Site


def ask(site: Site, span: Span) -> list[Row]:
    """One row a grant, with how many patients the release holds and until when the grant holds or held."""
    rows: list[dict[str, Any]] = []
    of_release: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in site.log.entries(types=["grant.issued"], outcome="success", since=span.since, until=span.until):
        event = entry.event
        assert isinstance(event, GrantIssued)  # noqa: S101 - the type asked for
        rows.append({
            "at": event.at, "release": event.release, "recipient": event.recipient, "purpose": event.purpose,
            "patients": None, "granted by": event.actor, "until": event.until, "revoked": "", "grant": event.grant,
            "event": entry.seq,
        })  # fmt: skip
        of_release[event.release].append(rows[-1])
    for later in site.log.of_releases(of_release, "export.published", "grant.revoked"):
        _add(of_release, later)
    return list(rows)


def _add(grants: dict[str, list[dict[str, Any]]], entry: Entry) -> None:
    """What the release's own event says of its grants, and a revocation of those before it."""
    event = entry.event
    if isinstance(event, ExportPublished):
        for row in grants[event.facts["release"]]:
            row["patients"] = event.facts["subjects_out"]
    elif isinstance(event, GrantRevoked) and event.outcome == "success":
        for row in grants[event.release]:
            if event.recipient in (None, row["recipient"]) and row["event"] < entry.seq and not row["revoked"]:
                row["revoked"] = event.at


QUESTION = Question(
    "disclosures",
    "What was handed to whom",
    "Each grant: which release, to whom, why, of how many patients, until when. For one patient: audit disclosures.",
    ("at", "release", "recipient", "purpose", "patients", "granted by", "until", "revoked"),
    ask,
)
