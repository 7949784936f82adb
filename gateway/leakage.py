"""Sealed rows searched for what must not stand there: known identifiers, own names, full dates.

A finding refuses the release; it says how many and in which column, never what.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid import own_records
from gateway.deid.leaks import KnownIdentifiers, load
from gateway.deid.own_names import OwnNames
from gateway.errors import RiskRefused
from gateway.model import Check, ColumnPlan, Plan, Sealed
from gateway.policy.safe_harbor import SAFE_HARBOR

if TYPE_CHECKING:
    from gateway.deid.parts import Deidentifier

FULL_DATE = r"(^|\D)(18|19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(\D|$)"


@dataclass(frozen=True, slots=True)
class Leaks:
    """What was looked at (cells, scrubbed texts), and what was found there by column."""

    cells: int = 0
    texts: int = 0
    known: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Leaks") -> "Leaks":
        return Leaks(self.cells + other.cells, self.texts + other.texts, self.known + other.known,
                     self.own + other.own, self.dates + other.dates)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for. names: by table, where it has scrubbed texts and its subject's code."""

    plan: Plan
    known: KnownIdentifiers
    names: Mapping[str, OwnNames]

    def columns(self, table: str) -> list[str]:
        """The released columns of a table that it looks at."""
        subject = _subject(self.plan, table) if table in self.names else None
        return [c.column for c in self.plan.of(table) if _is_open(c) or c is subject]

    def look(self, table: str, rows: pa.RecordBatch) -> Leaks:
        """Search some rows of these columns."""
        leaks = Leaks()
        for column in filter(_is_open, self.plan.of(table)):
            leaks += self._values(f"{table}.{column.column}", rows.column(column.column))
        if names := self.names.get(table):
            subject = _subject(self.plan, table)
            assert subject is not None  # noqa: S101 - there are names
            codes = rows.column(subject.column)
            for column in self.plan.of(table):
                if column.transform.name == "scrub":
                    standing = names.standing(rows.column(column.column), codes)
                    place = f"{table}.{column.column}"
                    leaks += Leaks(texts=rows.num_rows, own=Counter({place: standing}))
        return leaks

    def _values(self, place: str, column: pa.Array) -> Leaks:
        cells, hits = _scan(column, self.known)
        dates = 0
        if SAFE_HARBOR in self.plan.basis:
            if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
                dates = len(column) - column.null_count
            elif pa.types.is_string(column.type):
                dates = pc.sum(pc.match_substring_regex(pc.unique(column).drop_null(), FULL_DATE)).as_py() or 0
        return Leaks(cells=cells, known=Counter({place: hits}), dates=Counter({place: dates}))


def search(sealed: Sealed, deidentifier: "Deidentifier") -> Search:
    """Read what is known of the dataset's subjects."""
    plan, dataset, released = sealed.plan, sealed.generalised.consented.planned.dataset, sealed.generalised.released
    kept = {c.column: c.kind for c in plan.of(dataset.subject_table) if c.transform.name == "keep"}
    named = {}
    for table in plan.text_tables & sealed.counts.keys():
        if subject := _subject(plan, table):
            codes = deidentifier.codes(released, subject)
            named[table] = OwnNames(own_records.load(dataset, released), released, codes)
    return Search(plan, load(dataset, kept), named)


def check_leaks(plan: Plan, leaks: Leaks) -> Iterable[Check]:
    """Raises RiskRefused where something was found, with the counts by column.

    Full dates: 45 CFR 164.514(b)(2)(i)(C), no date more exact than a year.
    """
    _refuse(leaks.known, "known identifiers of patients stand in the sealed release",
            "give the column the kind text.short, so that it is scrubbed, or correct its kind",
            "known-identifiers", "identifiers")  # fmt: skip
    yield Check("known identifiers", f"none of the patients' numbers, contacts or streets in {leaks.cells} texts")
    _refuse(leaks.own, "texts that still name their own patient stand in the sealed release",
            "leave the column out, and report the recogniser's miss", "own-names", "texts")  # fmt: skip
    yield Check("own names", f"none of {leaks.texts} scrubbed texts names its own patient in full")
    if SAFE_HARBOR in plan.basis:
        _refuse(leaks.dates, f"full dates stand in a release that claims {SAFE_HARBOR}",
                "give the column a kind of `date.…`, or text.short where dates stand in text",
                "full-dates", "dates")  # fmt: skip
        yield Check("full dates", "no kept or scrubbed column holds a date in year-month-day form")


def _refuse(found: Counter[str], what: str, hint: str, reason: str, counted: str) -> None:
    if leaks := +found:
        where = ", ".join(f"{place} ({count})" for place, count in sorted(leaks.items()))
        numbers = {counted: sum(leaks.values())}
        raise RiskRefused(f"{what}: {where}", hint=hint, reason=reason, numbers=numbers)


def _subject(plan: Plan, table: str) -> ColumnPlan | None:
    return next((c for c in plan.of(table) if c.kind == "subject" and not c.transform.drops), None)


def _is_open(column: ColumnPlan) -> bool:
    """Whether its values are released as they are, or as a recogniser left them."""
    return column.transform.name in {"keep", "scrub"}


def _scan(column: pa.Array, known: KnownIdentifiers) -> tuple[int, int]:
    values = _texts(column)
    if not pa.types.is_string(column.type):  # short numbers of all sorts meet short identifiers by chance
        values = values.filter(pc.match_substring_regex(values, r"^\d{9,}"))
    texts = values.to_pylist()
    return len(texts), known.occurrences(*texts)


def _texts(column: pa.Array) -> pa.Array:
    """Distinct values as text; a whole number kept as a float has no point."""
    values = pc.unique(column).drop_null()
    if pa.types.is_floating(values.type):
        values = values.filter(pc.and_(pc.less(pc.abs(values), 1e15), pc.equal(values, pc.floor(values)))).cast(
            pa.int64()
        )
    return values.cast(pa.string())
