"""What was handed to whom: every grant of a release's key."""

from gateway.audit.events import GrantIssued, GrantRevoked
from gateway.audit.exports import ExportPublished
from gateway.questions.base import Question, Row, Span
from gateway.site import Site


def ask(site: Site, span: Span) -> list[Row]:
    """One row a grant, with how many patients the release holds and until when the grant holds or held."""
    patients: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    for entry in site.log.entries():
        event = entry.event
        if isinstance(event, ExportPublished):
            patients[event.facts["release"]] = event.facts["subjects_out"]
        elif isinstance(event, GrantIssued) and event.outcome == "success" and span.holds(event.at or ""):
            rows.append({
                "at": event.at, "release": event.release, "recipient": event.recipient, "purpose": event.purpose,
                "patients": patients.get(event.release), "granted by": event.actor, "until": event.until,
                "revoked": "", "grant": event.grant, "event": entry.seq,
            })  # fmt: skip
        elif isinstance(event, GrantRevoked) and event.outcome == "success":
            for row in rows:
                if row["release"] == event.release and event.recipient in (None, row["recipient"]):
                    row["revoked"] = row["revoked"] or event.at
    return list(rows)


QUESTION = Question(
    "disclosures",
    "What was handed to whom",
    "Each grant: which release, to whom, why, of how many patients, until when. For one patient: audit disclosures.",
    ("at", "release", "recipient", "purpose", "patients", "granted by", "until", "revoked"),
    ask,
)
