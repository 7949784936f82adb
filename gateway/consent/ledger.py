"""One version of one consent: what it says, for which days, and when that was recorded. Never edited.

A version is addressed by its consent id; a later one takes its place, and the earlier one stays in the
ledger.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pyarrow as pa

from gateway.consent.purposes import CODES
from gateway.records.sensitive import CATEGORIES

Status = Literal["granted", "denied", "withdrawn"]
Format = Literal["csv", "fhir-r4", "fhir-r4b", "fhir-r5"]
Source = Format | Literal["withdrawal"]


@dataclass(frozen=True, slots=True)
class ConsentVersion:
    """What a subject said in one consent, as recorded at one moment.

    purposes: ActReason codes; what is granted or denied. Empty only in a withdrawn version.
    recipients: names of projects that the version speaks of; empty means any.
    effective_from, effective_until: the first and the last day (both inclusive); None is open.
    recorded: UTC.
    otherwise_denied: purposes that a granted version denies wherever it does not grant them: for other
        recipients, on other days, or as exceptions. FHIR consents need it (a base of deny with a permit
        inside), CSV rows don't.
    categories: of a granted version the sensitive categories that it names; of a denied one the only data that it
        denies, none for all.
    withheld: sensitive categories that a granted version denies, whatever another one names.

    Raises ValueError for a version that contradicts itself; importers report such input before they come
    here.
    """

    consent: str
    subject: str
    status: Status
    purposes: tuple[str, ...]
    recipients: tuple[str, ...]
    effective_from: date
    effective_until: date | None
    recorded: datetime
    source: Source
    otherwise_denied: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.consent or not self.subject:
            raise ValueError("a consent needs an id and a subject")
        if not self.purposes and self.status != "withdrawn":
            raise ValueError(f"a {self.status} consent needs a purpose")
        if not CODES.issuperset(self.purposes) or not CODES.issuperset(self.otherwise_denied):
            raise ValueError("a purpose is not an ActReason code")
        if self.otherwise_denied and self.status != "granted":
            raise ValueError("only a granted consent denies otherwise")
        if not set(CATEGORIES).issuperset((*self.categories, *self.withheld)):
            raise ValueError("not a sensitive category")
        if self.withheld and self.status != "granted":
            raise ValueError("only a granted consent withholds categories")
        if any(len(name.split()) != 1 for name in self.recipients):
            raise ValueError("a recipient is one word")
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise ValueError("a consent ends before it begins")
        if self.recorded.utcoffset() != timedelta(0):
            raise ValueError("the time of recording is in UTC")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a consent file holds.

    versions: to be gone through once; of a CSV as a stream, which raises BadInput where a row cannot be used.
    narrowed: why consents count for less than they say (reason → number of consents).
    skipped: resources that are not consents.
    """

    format: Format
    versions: Iterable[ConsentVersion]
    narrowed: Mapping[str, int] = field(default_factory=dict)
    skipped: int = 0


def withdraw(subject: str, held: Iterable[ConsentVersion], now: datetime) -> tuple[ConsentVersion, ...]:
    """Make the versions that withdraw every consent of `subject` (GDPR Art. 7(3)).

    `held` are the subject's versions. Where there is none, one withdrawal stands alone, so that it also
    excludes where the policy's default is opt-out.
    """
    recorded = now.astimezone(UTC)
    consents = sorted({version.consent for version in held if version.subject == subject})
    return tuple(
        ConsentVersion(consent, subject, "withdrawn", (), (), recorded.date(), None, recorded, "withdrawal")
        for consent in consents or [f"withdrawal:{subject}"]
    )


def versions_of(ledger: pa.Table) -> tuple[ConsentVersion, ...]:
    """Turn rows of the ledger, as `gateway.registry.consents` reads them, into versions in the same order."""
    return tuple(
        ConsentVersion(
            row["consent"],
            row["subject"],
            row["status"],
            tuple(row["purposes"].split()),
            tuple(row["recipients"].split()),
            row["effective_from"],
            row["effective_until"],
            row["recorded"].astimezone(UTC),
            row["source"],
            tuple(row["otherwise_denied"].split()),
            tuple(row["categories"].split()),
            tuple(row["withheld"].split()),
        )
        for row in ledger.to_pylist()
    )
