"""What was sealed, searched for what must not stand there: known identifiers, own names, full dates.

A finding refuses the release; it says how many and in which column, never what.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid import own_records
from gateway.deid.leaks import KnownIdentifiers, load
from gateway.deid.own_names import OwnNames
from gateway.errors import RiskRefused
from gateway.model import Check, ColumnPlan, Sealed
from gateway.policy.safe_harbor import SAFE_HARBOR
from gateway.seal.parts import PartKey, read_batches

if TYPE_CHECKING:
    from gateway.deid.parts import Deidentifier

FULL_DATE = r"(^|\D)(18|19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(\D|$)"


def check_leakage(sealed: Sealed, key: PartKey, deidentifier: "Deidentifier") -> list[Check]:
    """Search the sealed parts. Raises RiskRefused, with the counts by column."""
    checks = [_check_known_identifiers(sealed, key), _check_own_names(sealed, key, deidentifier)]
    return [*checks, _check_full_dates(sealed, key)] if SAFE_HARBOR in sealed.plan.basis else checks


def _check_known_identifiers(sealed: Sealed, key: PartKey) -> Check:
    """Refuse where a number, contact or street of the subject table stands in released text."""
    dataset = sealed.generalised.consented.planned.dataset
    kept = {c.column: c.kind for c in sealed.plan.of(dataset.subject_table) if c.transform.name == "keep"}
    known = load(dataset, kept)
    found: Counter[str] = Counter()
    cells = 0
    for place, column in _open_columns(sealed, key):
        count, hits = _scan(column, known)
        cells += count
        found[place] += hits
    if leaks := +found:
        where = ", ".join(f"{place} ({count})" for place, count in sorted(leaks.items()))
        what = f"known identifiers of patients stand in the sealed release: {where}"
        hint = "give the column the kind text.short, so that it is scrubbed, or correct its kind"
        numbers = {"identifiers": sum(leaks.values())}
        raise RiskRefused(what, hint=hint, reason="known-identifiers", numbers=numbers)
    return Check("known identifiers", f"none of the patients' numbers, contacts or streets in {cells} texts")


def _check_own_names(sealed: Sealed, key: PartKey, deidentifier: "Deidentifier") -> Check:
    """Refuse where a scrubbed text still names the subject that it is about."""
    dataset, released = sealed.generalised.consented.planned.dataset, sealed.generalised.released
    found: Counter[str] = Counter()
    texts = 0
    for table in sealed.counts:
        scrubbed = [column.column for column in sealed.plan.of(table) if column.transform.name == "scrub"]
        subject = next((c for c in sealed.plan.of(table) if c.kind == "subject" and not c.transform.drops), None)
        if not scrubbed or not subject:
            continue
        names = OwnNames(own_records.load(dataset, released), released, deidentifier.codes(released, subject))
        for part in (part for part in sealed.parts if part.table == table):
            for batch in read_batches(sealed.staging / part.path, key, [subject.column, *scrubbed]):
                codes = batch.column(subject.column).to_pylist()
                for column in scrubbed:
                    found[f"{table}.{column}"] += names.standing(batch.column(column).to_pylist(), codes)
                    texts += len(codes)
    if leaks := +found:
        where = ", ".join(f"{place} ({count})" for place, count in sorted(leaks.items()))
        what = f"texts that still name their own patient stand in the sealed release: {where}"
        hint = "leave the column out, and report the recogniser's miss"
        raise RiskRefused(what, hint=hint, reason="own-names", numbers={"texts": sum(leaks.values())})
    return Check("own names", f"none of {texts} scrubbed texts names its own patient in full")


def _check_full_dates(sealed: Sealed, key: PartKey) -> Check:
    """45 CFR 164.514(b)(2)(i)(C): refuse where a kept or scrubbed column holds dates more exact than a year."""
    found: Counter[str] = Counter()
    for place, column in _open_columns(sealed, key):
        if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
            found[place] += len(column) - column.null_count
        elif pa.types.is_string(column.type):
            found[place] += pc.sum(pc.match_substring_regex(pc.unique(column).drop_null(), FULL_DATE)).as_py() or 0
    if leaks := +found:
        where = ", ".join(f"{place} ({count})" for place, count in sorted(leaks.items()))
        what = f"full dates stand in a release that claims {SAFE_HARBOR}: {where}"
        hint = "give the column a kind of `date.…`, or text.short where dates stand in text"
        raise RiskRefused(what, hint=hint, reason="full-dates", numbers={"dates": sum(leaks.values())})
    return Check("full dates", "no kept or scrubbed column holds a date in year-month-day form")


def _open_columns(sealed: Sealed, key: PartKey) -> Iterator[tuple[str, pa.Array]]:
    """Released columns whose values no transform made, batch by batch, with their place."""
    for part in sealed.parts:
        columns = [column.column for column in sealed.plan.of(part.table) if _is_open(column)]
        for batch in read_batches(sealed.staging / part.path, key, columns) if columns else ():
            yield from ((f"{part.table}.{name}", batch.column(name)) for name in columns)


def _is_open(column: ColumnPlan) -> bool:
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
