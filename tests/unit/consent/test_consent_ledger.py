"""Purposes, versions, and the ledger in the registry."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
import pytest

from gateway.consent import CODES, ConsentVersion, Terms, covers, evaluate, versions_of, withdraw
from gateway.consent.purposes import ANY, PARENT, condense, expand, touches
from gateway.errors import BadInput
from gateway.registry import consents
from gateway.registry.db import Registry

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = ConsentVersion(
    "c1", "p1", "granted", ("HRESCH", "TREAT"), ("a", "b"), date(2025, 1, 1), date(2027, 1, 1), NOW, "csv"
)
SECOND = ConsentVersion(
    "c2", "pä", "denied", ("HRESCH",), (), date.min, None, NOW + timedelta(hours=1), "fhir-r4"
)
THIRD = replace(FIRST, recorded=NOW + timedelta(microseconds=7), otherwise_denied=("CLINTRCH",))
LATER = NOW + timedelta(days=1)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    made = Registry(f"sqlite:///{tmp_path / 'registry.db'}")
    made.create()
    return made


@pytest.mark.parametrize(
    ("granted", "asked", "expected"),
    [
        ("HRESCH", "HRESCH", True),
        ("HRESCH", "CLINTRCHNPC", True),
        ("CLINTRCH", "HRESCH", False),
        (ANY, "BTG", True),
        ("TREAT", "CLINTRCH", False),
        ("FUTURE", "HRESCH", False),
        ("HRESCH", "FUTURE", False),
        ("FUTURE", "FUTURE", False),
    ],
)
def test_covers(granted: str, asked: str, expected: bool) -> None:
    assert covers(granted, asked) is expected


def test_the_hierarchy_is_one_tree_of_known_codes() -> None:
    assert len(PARENT) == 62
    assert set(PARENT.values()) <= CODES
    assert expand(ANY) == CODES


def test_a_denial_touches_broader_and_narrower_purposes() -> None:
    assert touches("CLINTRCH", "HRESCH")
    assert touches("HRESCH", "CLINTRCH")
    assert touches("FUTURE", "HRESCH")
    assert not touches("BIORCH", "CLINTRCH")


def test_condense_is_exact() -> None:
    assert condense(expand("HRESCH") - expand("CLINTRCH")) == ("BIORCH", "DSRCH", "POARCH", "TRANSRCH")
    assert condense(CODES) == (ANY,)
    assert condense([]) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"consent": ""},
        {"subject": ""},
        {"purposes": ()},
        {"purposes": ("RESEARCH",)},
        {"otherwise_denied": ("RESEARCH",)},
        {"status": "denied", "otherwise_denied": ("HRESCH",)},
        {"recipients": ("two words",)},
        {"recipients": ("",)},
        {"effective_until": date(2024, 12, 31)},
        {"recorded": NOW.replace(tzinfo=None)},
        {"recorded": NOW.astimezone(timezone(timedelta(hours=2)))},
    ],
)
def test_a_version_does_not_contradict_itself(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        replace(FIRST, **changes)  # type: ignore[arg-type]  # wrong on purpose


def test_a_version_is_never_edited() -> None:
    with pytest.raises(FrozenInstanceError):
        FIRST.status = "denied"  # type: ignore[misc]  # wrong on purpose


def test_what_is_added_is_read_back_in_order(registry: Registry) -> None:
    with registry.transaction() as tx:
        assert consents.add(tx, [FIRST, SECOND]).records == 2
        assert consents.add(tx, iter([THIRD])).records == 1
        assert consents.add(tx, []).records == 0
    with registry.transaction() as tx:
        ledger = consents.read(tx, LATER)
        assert ledger.schema == consents.SCHEMA
        assert ledger["version"].to_pylist() == [1, 2, 3]
        assert versions_of(ledger) == (FIRST, SECOND, THIRD)
        assert versions_of(consents.read(tx, NOW)) == (FIRST,)
        assert versions_of(consents.read(tx, NOW - timedelta(1))) == ()
        assert versions_of(consents.of_subject(tx, "p1")) == (FIRST, THIRD)


def test_a_ledger_of_many_chunks_reads_and_evaluates(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consents, "_CHUNK", 7)
    many = [
        replace(FIRST, consent=f"c{n}", subject=f"p{n}", recipients=(f"r{n % 3}",), effective_until=None)
        for n in range(50)
    ]
    with registry.transaction() as tx:
        assert consents.add(tx, many).records == 50
        ledger = consents.read(tx, LATER)
    assert versions_of(ledger) == tuple(many)
    subjects = pa.array([version.subject for version in many])
    assert evaluate(ledger, subjects, Terms("HRESCH", "r1", date(2026, 1, 1))).reasons["covered"] == 17


def test_a_consent_id_belongs_to_one_subject(registry: Registry) -> None:
    with registry.transaction() as tx:
        consents.add(tx, [FIRST])
    clash = replace(FIRST, subject="CANARY")
    with pytest.raises(BadInput, match="1 consent ids belong to") as caught, registry.transaction() as tx:
        consents.add(tx, [clash])
    assert "CANARY" not in str(caught.value)
    with registry.transaction() as tx:
        assert len(consents.read(tx, LATER)) == 1


def test_the_digest_is_of_rows_in_order(registry: Registry) -> None:
    with registry.transaction() as tx:
        empty = consents.digest(consents.read(tx, LATER))
        consents.add(tx, [FIRST, SECOND])
        one = consents.read(tx, LATER)
        consents.add(tx, [THIRD])
        both = consents.read(tx, LATER)
    digests = {empty, consents.digest(one), consents.digest(both), consents.digest(one.take([1, 0]))}
    assert len(digests) == 4
    assert consents.digest(pa.concat_tables([one.slice(0, 1), one.slice(1)])) == consents.digest(one)


def test_the_digest_is_a_known_one(registry: Registry) -> None:
    with registry.transaction() as tx:
        consents.add(tx, [FIRST])
        ledger = consents.read(tx, LATER)
    assert consents.digest(ledger) == ("f815f1ef0e2f20a471846c6a2ebf9ee8d62ff9e5fba77f96ec7db32955d4c2fa")


def test_a_withdrawal_ends_every_consent_of_a_subject(registry: Registry) -> None:
    other = replace(FIRST, consent="c9", recorded=NOW + timedelta(hours=3))
    with registry.transaction() as tx:
        consents.add(tx, [FIRST, SECOND, other])
        held = versions_of(consents.of_subject(tx, "p1"))
        withdrawn = withdraw("p1", held, LATER)
        consents.add(tx, withdrawn)
        ledger = consents.read(tx, LATER)
    assert [version.consent for version in withdrawn] == ["c1", "c9"]
    result = evaluate(ledger, pa.array(["p1"]), Terms("TREAT", "a", date(2026, 3, 2), "opt-out"))
    assert result.reasons["withdrawn"] == 1


def test_a_withdrawal_without_consents_stands_alone() -> None:
    [alone] = withdraw("p7", [FIRST], LATER)
    assert (alone.subject, alone.status, alone.source) == ("p7", "withdrawn", "withdrawal")
