"""What the log takes, and above all what it does not take."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
import rfc8785
from pydantic import ValidationError

from gateway.audit.events import EVENTS, DatasetAdded, canonical, follows, parse, timestamp
from gateway.audit.exports import ExportFacts, ExportIntent, ExportPublished, ExportRefused
from gateway.audit.schema import Action, Dicom, Event
from gateway.errors import IntegrityError

from .samples import ALL_FACTS, dataset_added, intent

NOW = datetime(2026, 3, 1, 8, 0, 0, 5, tzinfo=UTC)
WHO: dict[str, Any] = {"actor": "dana", "role": "data-steward"}
DIGEST = "a" * 64
SAMPLES: dict[str, dict[str, Any]] = {
    "site.created": {
        "site": "mercy", "software": "0.1.0", "fingerprint": DIGEST, "policies": {"ours.yaml": DIGEST},
    },
    "key.created": {"key": "dana", "key_role": "data-steward", "fingerprint": DIGEST},
    "key.imported": {"key": "max@lab.example", "key_role": "ml-engineer", "fingerprint": DIGEST},
    "key.rotated": {
        "key": "dana", "key_role": "data-steward", "fingerprint": DIGEST, "previous": DIGEST, "digest": DIGEST,
        "documents": 40,
    },
    "root.wrapped": {"fingerprint": DIGEST},
    "access.refused": {
        "wanted": "certifyIdentity", "access_digest": DIGEST, "outcome": "refused", "reason": "forbidden",
    },
    "file.refused": {"kind": "request", "digest": DIGEST, "outcome": "refused", "reason": "integrity"},
    "dataset.added": {"dataset": "ward-3", "digest": DIGEST, "tables": 3, "columns": 40},
    "budget.set": {"dataset": "ward-3", "digest": DIGEST, "epsilon_millionths": 500_000},
    "policy.changed": {"policy": "ours.yaml", "version": 2, "digest": DIGEST, "previous": DIGEST, "changes": 3},
    "consent.imported": {"digest": DIGEST, "format": "fhir-r4", "records": 9, "by_status": {"active": 9}},
    "consent.withdrawn": {"subject": f"sha256-salted:{DIGEST}", "releases": ("rel-1",)},
    "request.submitted": {
        "request": "req-1", "digest": DIGEST, "dataset": "ward-3", "policy": "safe-harbor",
        "purpose": "HRESCH", "project": "sepsis", "tables": ("notes",), "until": "2026-12-31",
    },
    "request.approved": {"request": "req-1", "outcome": "refused", "reason": "self-approval"},
    "request.denied": {"request": "req-1", "digest": DIGEST},
    "request.withdrawn": {"request": "req-1", "digest": DIGEST, "meaning": "withdrawal"},
    "export.intent": {"request": "req-1"},
    "export.published": {
        "intent": 4, "request": "req-1",
        "facts": {**ALL_FACTS, **intent().facts},
    },
    "export.refused": {"intent": 4, "request": "req-1", "stage": "consent", "reason": "no-record"},
    "export.failed": {"intent": 4, "request": "req-1", "stage": "seal", "exception": "OSError"},
    "export.interrupted": {"intent": 4, "request": "req-1"},
    "release.reviewed": {
        "release": "rel-1", "digest": DIGEST, "notes": 900, "judged": 9, "leaking": 1, "reviewed": 300, "leaks": 1,
        "leaks_at_most_ppm": 15_716,
    },
    "grant.issued": {
        "grant": "g-1", "release": "rel-1", "recipient": "max", "purpose": "HRESCH",
        "until": "2026-12-31", "manifest_digest": DIGEST,
    },
    "grant.revoked": {"release": "rel-1", "recipient": "max"},
    "release.destroyed": {"release": "rel-1", "digest": DIGEST, "recipients": ("ana",), "epoch": 1,
                          "meaning": "destruction"},
    "disclosures.accounted": {"subject": f"sha256-salted:{DIGEST}", "releases": 2, "letter": True},
    "details.erased": {"events": (3, 4), "why": f"sha256-salted:{DIGEST}"},
    "console.opened": {},
    "console.refused": {"page": "log", "outcome": "refused", "reason": "not-permitted"},
}
FREE_TEXT = [
    "Jane Doe",
    "seen on ward 3, febrile",
    "jane\n",
    "",
    "né",
    "x" * 129,
    'a"b',
    " jane",
    "[PATIENT]",
]


def test_older_withdrawals_are_read() -> None:
    """They name the patient by a keyed commitment."""
    event = EVENTS["consent.withdrawn"](**WHO, subject=DIGEST)
    assert parse(0, canonical(event, NOW, None)).model_dump(exclude={"at"}) == event.model_dump(exclude={"at"})


def test_every_type_has_a_sample() -> None:
    assert list(SAMPLES) == list(EVENTS)


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_survives_its_bytes(kind: str) -> None:
    event = EVENTS[kind](**WHO, **SAMPLES[kind])
    body = canonical(event, NOW, b"the checkpoint before")
    stored = parse(7, body)
    assert type(stored) is EVENTS[kind]
    assert stored.type == kind
    assert stored.at == "2026-03-01T08:00:00.000005Z"
    assert stored.model_copy(update={"at": None, "head": None}) == event
    assert rfc8785.dumps(stored.model_dump(mode="json", exclude_none=True)) == body
    assert follows(body, b"the checkpoint before")
    assert not follows(body, b"another checkpoint")


@pytest.mark.parametrize("kind", EVENTS)
def test_codes_are_of_dicom(kind: str) -> None:
    event = EVENTS[kind](**WHO, **SAMPLES[kind])
    assert event.action in get_args(Action)
    assert event.dicom in {None, *get_args(Dicom)}


@pytest.mark.parametrize("kind", EVENTS)
@pytest.mark.parametrize("text", FREE_TEXT)
def test_no_field_takes_free_text(kind: str, text: str) -> None:
    good = {**WHO, **SAMPLES[kind]}
    for name in EVENTS[kind].model_fields:
        if name == "facts":
            continue
        for bad in (text, (text,), {text: 1}):
            with pytest.raises(ValidationError) as refused:
                EVENTS[kind](**{**good, name: bad})
            assert len(text) < 5 or text not in str(refused.value)


@pytest.mark.parametrize("name", ExportFacts.__annotations__)
@pytest.mark.parametrize("text", FREE_TEXT)
def test_no_fact_takes_free_text(name: str, text: str) -> None:
    for bad in (text, (text,), {text: 1}, {"a": text}):
        with pytest.raises(ValidationError) as refused:
            EVENTS["export.intent"](**{**WHO, "request": "req-1", "facts": {name: bad}})
        assert len(text) < 5 or text not in str(refused.value)


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError):
        DatasetAdded(**WHO, **SAMPLES["dataset.added"], comment="x")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        ExportIntent(**WHO, request="req-1", facts={"comment": "x"})  # type: ignore[typeddict-unknown-key]


@pytest.mark.parametrize("count", [-1, 2**53, 1.0, True, "1", None])
def test_counts_are_whole_numbers(count: object) -> None:
    with pytest.raises(ValidationError):
        DatasetAdded(**{**WHO, **SAMPLES["dataset.added"], "tables": count})


@pytest.mark.parametrize(
    "day", ["2026-13-01", "2026-1-01", "01/02/2026", "2026-01-32", "2026-01-01T00:00:00Z"]
)
def test_dates_are_iso(day: str) -> None:
    with pytest.raises(ValidationError):
        EVENTS["request.submitted"](**{**WHO, **SAMPLES["request.submitted"], "until": day})


def test_a_refusal_has_a_reason() -> None:
    with pytest.raises(ValidationError, match="needs a reason"):
        ExportRefused(**WHO, intent=1, request="req-1", stage="permit")
    with pytest.raises(ValidationError, match="needs a reason"):
        EVENTS["request.approved"](**{**WHO, "request": "req-1", "outcome": "refused"})


def test_a_published_release_tells_all() -> None:
    facts = {**ALL_FACTS, **intent().facts}
    del facts["plan_digest"]
    with pytest.raises(ValidationError, match="needs plan_digest"):
        ExportPublished(**WHO, intent=1, request="req-1", facts=facts)  # type: ignore[arg-type]


def test_an_outcome_cannot_be_another() -> None:
    with pytest.raises(ValidationError):
        ExportPublished(**{**WHO, **SAMPLES["export.published"], "outcome": "refused", "reason": "x"})


def test_the_log_alone_sets_time_and_head() -> None:
    forged = dataset_added(1).model_copy(update={"at": "1999-01-01T00:00:00.000000Z"})
    assert parse(0, canonical(forged, NOW, None)).at == timestamp(NOW)


def test_time_is_utc_with_microseconds() -> None:
    away = datetime(2026, 3, 1, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    assert timestamp(away) == "2026-03-01T08:00:00.000000Z"
    with pytest.raises(ValueError, match="without a zone"):
        timestamp(datetime(2026, 3, 1))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"{}",
        b'{"type":"no.such"}',
        b'{"type":["site.created"]}',
        b'{"type":"site.created"}',
    ],
)
def test_bytes_that_are_no_event(body: bytes) -> None:
    with pytest.raises(IntegrityError, match="event 7 is not in the log's schema"):
        parse(7, body)


def test_events_are_frozen() -> None:
    event: Event = dataset_added(1)
    with pytest.raises(ValidationError):
        event.actor = "mallory"
