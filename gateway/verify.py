"""A sealed release reopened: every digest, every count, the risk, and the known identifiers, on the encrypted bytes.

`check` stands between sealing and publishing; `verify_release` is the same for a published folder at any time.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid import own_records
from gateway.deid.leaks import KnownIdentifiers, load
from gateway.deid.own_names import OwnNames
from gateway.desk.handover import published
from gateway.errors import IntegrityError, RiskRefused
from gateway.model import Check, ColumnPlan, Plan, RiskFigures, Sealed, Verified
from gateway.risk.gate import classify, figures
from gateway.seal.manifest import Manifest
from gateway.seal.parts import PartKey, digests, open_part
from gateway.site import Site

if TYPE_CHECKING:
    from gateway.deid.parts import Deidentifier

ROWS = 65_536


def check(sealed: Sealed, key: PartKey, deidentifier: "Deidentifier") -> Verified:
    """Check what was sealed. Raises IntegrityError or RiskRefused, with the numbers.

    deidentifier: tells which code stands for which subject.
    """
    checks = [_check_parts(sealed, key), _check_counts(sealed), _check_columns(sealed, key)]
    risk = measure(sealed, key)
    checks.append(_check_risk(sealed.plan, risk))
    checks += [_check_known_identifiers(sealed, key), _check_own_names(sealed, key, deidentifier)]
    return Verified(sealed, tuple(checks), risk)


def verify_release(site: Site, folder: Path) -> Manifest:
    """Check a published folder against its manifest, and decrypt all of it. Raises IntegrityError."""
    manifest = published(site, folder)
    key = site.data_key(manifest.release)
    for part in manifest.parts:
        rows = sum(batch.num_rows for batch in _batches(folder / part.path, key))
        if rows != part.rows:
            what = f"{part.path}: holds {rows} rows, the manifest says {part.rows}"
            raise IntegrityError(what, hint="restore the folder from a backup")
    return manifest


def measure(sealed: Sealed, key: PartKey) -> RiskFigures:
    """The risk over the released quasi-identifiers, by released subject."""
    profiles = list(_profiles(sealed, key))
    names = [batch.column(0) for _, batch in profiles]
    if not names:
        subjects = len(sealed.generalised.consented.subjects) - len(sealed.generalised.suppressed)
        return figures(np.array([subjects]))
    subjects = pa.chunked_array(names).unique().to_numpy(zero_copy_only=False)
    return figures(np.bincount(classify(subjects, profiles)))


def _profiles(sealed: Sealed, key: PartKey) -> Iterator[tuple[str, pa.RecordBatch]]:
    for part in sealed.parts:
        planned = sealed.plan.of(part.table)
        quasi = [column.column for column in planned if column.quasi_identifier]
        subject = next((c.column for c in planned if c.kind == "subject" and not c.transform.drops), None)
        if quasi and subject:
            for batch in _batches(sealed.staging / part.path, key, [subject, *quasi]):
                yield part.table, batch.select([subject, *quasi])


def _batches(path: Path, key: PartKey, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Decrypt a part, batch by batch. Raises IntegrityError where GCM refuses."""
    file = open_part(path, key)
    try:
        yield from file.iter_batches(batch_size=ROWS, columns=columns)
    except (OSError, ValueError, pa.ArrowException):
        raise IntegrityError(f"{path.name}: cannot be decrypted", hint="the part was changed") from None


def _check_parts(sealed: Sealed, key: PartKey) -> Check:
    for part in sealed.parts:
        path = sealed.staging / part.path
        if digests(path) != (part.sha256, part.footer_sha256) or open_part(path, key).metadata.num_rows != part.rows:
            raise IntegrityError(f"{part.path}: is not what was sealed", hint="check the disk, then export again")
    return Check("sealed bytes", f"{len(sealed.parts)} parts decrypt and match their digests")


def _check_counts(sealed: Sealed) -> Check:
    released: Counter[str] = Counter()
    for part in sealed.parts:
        released[part.table] += part.rows
    for table, counts in sealed.counts.items():
        if counts.released != released[table] or counts.read != counts.released + sum(counts.left_out.values()):
            what = f"table {table}: rows read, released and left out do not add up"
            raise IntegrityError(what, hint="run the export again, and report it if it happens again")
    return Check("row counts", "rows read = rows released + rows left out, in every table")


def _check_columns(sealed: Sealed, key: PartKey) -> Check:
    for part in sealed.parts:
        expected = [column.column for column in sealed.plan.of(part.table) if not column.transform.drops]
        if open_part(sealed.staging / part.path, key).schema_arrow.names != expected:
            hint = "run the export again, and report it if it happens again"
            raise IntegrityError(f"{part.path}: has other columns than the plan", hint=hint)
    return Check("columns", "every part has the planned columns and no others")


def _check_risk(plan: Plan, risk: RiskFigures) -> Check:
    if plan.risk.k and risk.k < plan.risk.k:
        what = f"the sealed release has k = {risk.k}, policy {plan.policy} demands {plan.risk.k}"
        numbers = {"k": plan.risk.k, "k_sealed": risk.k}
        raise RiskRefused(what, hint="generalise the quasi-identifiers further", reason="k-sealed", numbers=numbers)
    demanded = f"{plan.risk.k} demanded" if plan.risk.k else "none demanded"
    return Check("risk", f"smallest class {risk.k} of {risk.subjects} subjects ({demanded})")


def _check_known_identifiers(sealed: Sealed, key: PartKey) -> Check:
    """Refuse where a number, contact or street of the subject table stands in released text."""
    plan, dataset = sealed.plan, sealed.generalised.consented.planned.dataset
    kept = {c.column: c.kind for c in plan.of(dataset.subject_table) if c.transform.name == "keep"}
    known = load(dataset, kept)
    found: Counter[str] = Counter()
    cells = 0
    for part in sealed.parts:
        columns = [c for c in plan.of(part.table) if _is_open(c)]
        for batch in _batches(sealed.staging / part.path, key, [c.column for c in columns]) if columns else ():
            for name in batch.schema.names:
                count, hits = _scan(batch.column(name), known)
                cells += count
                found[f"{part.table}.{name}"] += hits
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
            for batch in _batches(sealed.staging / part.path, key, [subject.column, *scrubbed]):
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


def _is_open(column: ColumnPlan) -> bool:
    """A column whose text is not made by the transform itself."""
    return column.transform.name in {"keep", "scrub"}


def _scan(column: pa.Array, known: KnownIdentifiers) -> tuple[int, int]:
    if not pa.types.is_string(column.type):
        return 0, 0
    texts = pc.unique(column).drop_null().to_pylist()
    return len(texts), known.occurrences(*texts)

