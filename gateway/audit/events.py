"""What the log can hold: one schema for each type of event, every field allow-listed, no free text.

An event is made without a time; the log stamps it when it appends it. `EVENTS` lists the types. Codes in
`dicom` are of DICOM PS3.16 CID 400, as IHE audit profiles use them; PS3.15 §A.5.3 sets the action for each.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

import rfc8785
from pydantic import Field, ValidationError

from gateway.audit.consents import ConsentImported, ConsentWithdrawn
from gateway.audit.console import ConsoleOpened, ConsoleRefused
from gateway.audit.exports import ExportFailed, ExportIntent, ExportInterrupted, ExportPublished, ExportRefused
from gateway.audit.identities import AccessRefused, FileRefused, KeyCreated, KeyImported, KeyRotated, RootWrapped
from gateway.audit.schema import (
    Code,
    Count,
    Date,
    Digests,
    Event,
    Identifier,
    Sha256,
    Version,
)
from gateway.audit.subjects import DetailsErased, DisclosuresAccounted
from gateway.errors import IntegrityError


class SiteCreated(Event):
    """A site begins; `fingerprint` is the SHA-256 of the key that signs its log."""

    type: Literal["site.created"] = "site.created"
    action: Literal["C"] = "C"
    dicom: Literal["110100"] = "110100"  # Application Activity
    site: Identifier
    software: Version
    fingerprint: Sha256
    policies: Digests = Field(default_factory=dict)  # of the files that the site began with


class DatasetAdded(Event):
    """A dataset descriptor was registered."""

    type: Literal["dataset.added"] = "dataset.added"
    action: Literal["C"] = "C"
    dicom: Literal["110107"] = "110107"  # Import
    dataset: Identifier
    digest: Sha256
    tables: Count
    columns: Count


class BudgetSet(Event):
    """A steward set what a dataset's releases may spend on public counts; `digest` is the signed budget's."""

    type: Literal["budget.set"] = "budget.set"
    action: Literal["C"] = "C"
    dataset: Identifier
    digest: Sha256
    epsilon_millionths: Count


class PolicyChanged(Event):
    """A file of policies or access rules is not as it was; `actor` is the first who acted since, in whatever way.

    digest, previous: SHA-256 of the file now and before, none where there is or was no such file. `changes` counts the
    settings or rules that differ.
    """

    type: Literal["policy.changed"] = "policy.changed"
    action: Literal["U"] = "U"
    dicom: Literal["110113"] = "110113"
    policy: Identifier
    version: Count
    digest: Sha256 | None = None
    previous: Sha256 | None = None
    changes: Count


class Signing(Event):
    """A signed act on a request or its release; `meaning` says in a word what was signed (21 CFR 11.50(a)(3)).

    access_digest: of the access rules that decided.
    """

    meaning: Code | None = None
    access_digest: Sha256 | None = None


class RequestSubmitted(Signing):
    """A signed request for an extract; `digest` is the SHA-256 of its canonical JSON.

    requester: who signed it, where somebody else handed it in as a file.
    """

    type: Literal["request.submitted"] = "request.submitted"
    action: Literal["C"] = "C"
    request: Identifier
    requester: Identifier | None = None
    digest: Sha256
    dataset: Identifier
    policy: Identifier
    purpose: Identifier
    project: Identifier
    tables: tuple[Identifier, ...] = ()
    until: Date


class RequestApproved(Signing):
    """An approval, or with outcome `refused` an attempt at one; `digest` is the signed approval's."""

    type: Literal["request.approved"] = "request.approved"
    action: Literal["U"] = "U"
    request: Identifier
    digest: Sha256 | None = None


class RequestDenied(Signing):
    """Somebody in charge said no to a request; `digest` is the signed denial's."""

    type: Literal["request.denied"] = "request.denied"
    action: Literal["U"] = "U"
    request: Identifier
    digest: Sha256 | None = None


class RequestWithdrawn(Signing):
    """The requester took a request back; `digest` is that of the signed withdrawal, `replaced_by` the request
    in its place."""

    type: Literal["request.withdrawn"] = "request.withdrawn"
    action: Literal["U"] = "U"
    request: Identifier
    digest: Sha256 | None = None
    replaced_by: Identifier | None = None


class ReleaseReviewed(Event):
    """Somebody read de-identified notes of a release; `digest` is that of the signed verdicts.

    judged, leaking: in this sitting. reviewed, leaks: of all sittings together, and what share of the release's
    notes may leak at most with 95 % confidence, in millionths.
    """

    type: Literal["release.reviewed"] = "release.reviewed"
    action: Literal["R"] = "R"
    dicom: Literal["110110"] = "110110"
    release: Identifier
    digest: Sha256 | None = None
    notes: Count = 0
    judged: Count = 0
    leaking: Count = 0
    reviewed: Count = 0
    leaks: Count = 0
    leaks_at_most_ppm: Count | None = None


class GrantIssued(Signing):
    """A recipient was given the key to a release, or with outcome `refused` was not."""

    type: Literal["grant.issued"] = "grant.issued"
    action: Literal["C"] = "C"
    dicom: Literal["110113"] = "110113"
    grant: Identifier | None = None
    release: Identifier
    recipient: Identifier
    purpose: Identifier
    until: Date
    manifest_digest: Sha256
    request: Identifier | None = None


class GrantRevoked(Signing):
    """A recipient gets no further grant, or nobody does; a key already opened cannot be recalled."""

    type: Literal["grant.revoked"] = "grant.revoked"
    action: Literal["D"] = "D"
    dicom: Literal["110113"] = "110113"
    release: Identifier
    recipient: Identifier | None = None


class ReleaseDestroyed(Signing):
    """The data key of a release was shredded and the escrow's next epoch made.

    recipients: who was ever granted it and may have kept it. digest: that of the signed document.
    """

    type: Literal["release.destroyed"] = "release.destroyed"
    action: Literal["D"] = "D"
    dicom: Literal["110113"] = "110113"
    release: Identifier
    digest: Sha256 | None = None
    recipients: tuple[Identifier, ...] = ()
    epoch: Count | None = None


EVENTS: Mapping[str, type[Event]] = {
    "site.created": SiteCreated,
    "key.created": KeyCreated,
    "key.imported": KeyImported,
    "key.rotated": KeyRotated,
    "root.wrapped": RootWrapped,
    "access.refused": AccessRefused,
    "file.refused": FileRefused,
    "dataset.added": DatasetAdded,
    "budget.set": BudgetSet,
    "policy.changed": PolicyChanged,
    "consent.imported": ConsentImported,
    "consent.withdrawn": ConsentWithdrawn,
    "request.submitted": RequestSubmitted,
    "request.approved": RequestApproved,
    "request.denied": RequestDenied,
    "request.withdrawn": RequestWithdrawn,
    "export.intent": ExportIntent,
    "export.published": ExportPublished,
    "export.refused": ExportRefused,
    "export.failed": ExportFailed,
    "export.interrupted": ExportInterrupted,
    "release.reviewed": ReleaseReviewed,
    "grant.issued": GrantIssued,
    "grant.revoked": GrantRevoked,
    "release.destroyed": ReleaseDestroyed,
    "disclosures.accounted": DisclosuresAccounted,
    "details.erased": DetailsErased,
    "console.opened": ConsoleOpened,
    "console.refused": ConsoleRefused,
}


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with microseconds; raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def canonical(event: Event, now: datetime, newest: bytes | None) -> bytes:
    """The bytes that the log keeps and hashes: canonical JSON (RFC 8785) of the event.

    It is stamped with the time and with the digest of the newest checkpoint.
    """
    stamped = event.model_dump(mode="json", exclude_none=True) | {"at": timestamp(now)}
    if newest is not None:
        stamped["head"] = sha256(newest).hexdigest()
    return rfc8785.dumps(stamped)


def follows(body: bytes, checkpoint: bytes) -> bool:
    """Whether the stored event holds the digest of that checkpoint.

    In canonical JSON a field is exactly these bytes, since no string of the schema can hold a quote.
    """
    return f'"head":"{sha256(checkpoint).hexdigest()}"'.encode() in body


def parse(seq: int, body: bytes) -> Event:
    """The event in stored bytes; raises IntegrityError, which quotes nothing, where they are not one."""
    try:
        return EVENTS[json.loads(body)["type"]].model_validate_json(body)
    except (ValidationError, ValueError, KeyError, TypeError):
        raise IntegrityError(
            f"event {seq} is not in the log's schema", hint="run the log's verification"
        ) from None
