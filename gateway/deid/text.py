"""Notes in, notes that name nobody out: Presidio's anonymizer over our recognisers' spans, with our operators."""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from gateway.deid.cohort import Cohort
from gateway.deid.columns.base import Column, Unreadable
from gateway.deid.columns.cells import text as as_text
from gateway.deid.columns.shift import FARTHEST_YEARS
from gateway.deid.note_dates import days_of
from gateway.deid.own_records import OwnRecords
from gateway.deid.surrogates import Surrogates, person
from gateway.model import Detection, PatientRecord, Secrets, Span

if TYPE_CHECKING:
    from gateway.recognize.detector import Detector

BIRTH = re.compile(r"(?i)\b(?:dob|d\.o\.b|born|birth|birthday|birthdate)\b[^\n\d]{0,12}$")


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in texts. spans: replaced ones, by entity.

    stood, missed: places where a value of the subject's own record stood, and those among them that were not found
    while the record was hidden; by `kind: …` and by the subject's groups, `sex: …`.
    """

    spans: Counter[str] = field(default_factory=Counter)
    stood: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Count what `other` counted too."""
        self.spans.update(other.spans)
        self.stood.update(other.stood)
        self.missed.update(other.missed)

    def note(self, found: Detection, keep: Sequence[str], groups: Iterable[str]) -> None:
        """Count one note; entities in `keep` stay by the policy's word, so they are neither replaced nor missed."""
        self.spans.update(span.entity for span in found.spans if span.entity not in keep)
        for sighting in found.sightings:
            if sighting.entity not in keep:
                names = (f"kind: {sighting.kind}", *groups)
                self.stood.update(names)
                if not sighting.found:
                    self.missed.update(names)


@dataclass(frozen=True, slots=True)
class Known:
    """Originals that are there already."""

    values: Container[str]

    def __call__(self) -> Container[str]:
        return self.values


class Scrubber:
    """Scrubs the notes of one release, and counts what it replaced and what it would have missed.

    detector: makes the detector when the first note comes, since its models take a second to load.
    records: the subjects' own records, or None where the dataset has none.
    shift_days: the bound of the policy's date shift, which notes share with tables; None replaces dates.
    as_of: the day of the export, for ages.
    originals: makes what no surrogate may equal, when the first one is wanted.
    cohort: the groups by which it counts; without one it counts by kind alone.
    """

    def __init__(self, detector: Callable[[], "Detector"], secrets: Secrets, records: OwnRecords | None,
                 shift_days: int | None, as_of: date, originals: Callable[[], Container[str]] = tuple,
                 cohort: Cohort | None = None) -> None:
        self._made_of = (detector, secrets, records, shift_days, as_of)
        self._detector = cache(detector)
        self._secrets = secrets
        self._records = records
        self._shift_days = shift_days
        self._as_of = as_of
        self._originals = cache(originals)
        self._cohort = cohort
        self._tally = Tally()

    def measuring(self, cohort: Cohort) -> "Scrubber":
        """The same with the groups to count by, once it is settled who is released."""
        return Scrubber(*self._made_of, self._originals, cohort)

    def forget_originals(self) -> None:
        """Where nothing is invented they need not be read, nor cross to another process."""
        self._originals = cache(tuple)

    def __reduce__(self) -> tuple[type["Scrubber"], tuple[object, ...]]:
        """To another process without the detector, which makes its own, and with the originals, which are read once."""
        return Scrubber, (*self._made_of, Known(self._originals()), self._cohort)

    def __call__(self, texts: Column, subjects: pa.StringArray, mode: str, keep: Sequence[str]) -> Column:
        """Scrub an array of texts, one subject each. Raises Unreadable for those that were quarantined."""
        known = subjects.unique().drop_null()
        records = self._records.of(known) if self._records else {}
        groups = self._cohort.of(known) if self._cohort else {}
        scrubbed: list[str | None] = []
        failed = np.zeros(len(texts), dtype=bool)
        tally = Tally()
        for row, (text, subject) in enumerate(zip(as_text(texts).to_pylist(), subjects.to_pylist(), strict=True)):
            clean = None
            if text is not None:
                found = self._detector().detect(text, records.get(subject))
                tally.note(found, keep, groups.get(subject, ()))
                clean = self._clean(text, found, subject, records.get(subject), mode, keep)
            failed[row] = text is not None and clean is None
            scrubbed.append(clean)
        if failed.any():
            raise Unreadable(pa.array(failed), "not scanned whole")
        self._tally.add(tally)
        return pa.array(scrubbed, pa.string())

    def take_tally(self) -> Tally:
        """What was counted since this was asked last."""
        tally, self._tally = self._tally, Tally()
        return tally

    def _clean(self, text: str, found: Detection, subject: str | None, record: PatientRecord | None, mode: str,
               keep: Sequence[str]) -> str | None:
        from gateway.deid.rewriting import rewrite  # Presidio takes a second to load

        if found.status == "quarantined":
            return None
        replaced = [span for span in found.spans if span.entity not in keep]
        if mode == "placeholder":
            return rewrite(text, replaced, placeholder)
        who = person(record)
        surrogates = Surrogates(self._secrets, subject or text, who, self._shift_days, self._originals())
        told = [
            replace(span, entity="BIRTH_DATE") if self._tells_age(text, span, surrogates.offset) else span
            for span in replaced
        ]
        return rewrite(text, told, surrogates.replace)

    def _tells_age(self, text: str, span: Span, offset: int) -> bool:
        """A date that must not be shifted but go: of birth, of 90 years ago, or one that stands for "no end"."""
        if span.entity != "DATE":
            return False
        if any("date.birth" in why for why in span.evidence) or BIRTH.search(text, max(0, span.start - 20), span.start):
            return True
        first, last = self._as_of.year - 90, self._as_of.year + FARTHEST_YEARS
        days = [day.toordinal() + moved for day in days_of(text[span.start : span.end]) for moved in (0, offset)]
        return any(not first < date.fromordinal(max(1, day)).year <= last for day in days)


def placeholder(entity: str, _text: str) -> str:
    """`[PATIENT]`, `[DATE]` …"""
    return f"[{entity}]"
