"""A sealed release reopened: every digest, every count, the risk, and the known identifiers, on the encrypted bytes.

`check` stands between sealing and publishing; `verify_release` checks every byte of a published folder at any time.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from gateway.desk.handover import published
from gateway.errors import IntegrityError, RiskRefused
from gateway.leakage import check_leakage
from gateway.model import Check, RiskFigures, Sealed, Verified
from gateway.recall import check_recall
from gateway.recall import measure as recall_of
from gateway.risk.gate import classify, figures
from gateway.seal.manifest import Manifest
from gateway.seal.parts import PartKey, digests, open_part, read_batches
from gateway.site import Site

if TYPE_CHECKING:
    from gateway.deid.parts import Deidentifier


def check(sealed: Sealed, key: PartKey, deidentifier: "Deidentifier") -> Verified:
    """Check what was sealed. Raises IntegrityError or RiskRefused, with the numbers.

    deidentifier: tells which code stands for which subject.
    """
    checks = [_check_parts(sealed, key), _check_counts(sealed), _check_columns(sealed, key)]
    risk = measure(sealed, key)
    checks.append(_check_risk(sealed, risk))
    checks += check_leakage(sealed, key, deidentifier)
    recall = recall_of(sealed)
    checks += check_recall(sealed, recall)
    return Verified(sealed, tuple(checks), risk, recall)


def verify_release(site: Site, folder: Path) -> Manifest:
    """Check a published folder against its manifest, and decrypt all of it. Raises IntegrityError."""
    manifest = published(site, folder)
    key = site.data_key(manifest.release)
    for part in manifest.parts:
        rows = sum(batch.num_rows for batch in read_batches(folder / part.path, key))
        if rows != part.rows:
            what = f"{part.path}: holds {rows} rows, the manifest says {part.rows}"
            raise IntegrityError(what, hint="restore the folder from a backup")
    return manifest


def measure(sealed: Sealed, key: PartKey) -> RiskFigures:
    """The risk over the released quasi-identifiers, by released subject; without any, all are one class."""
    profiles = list(_profiles(sealed, key))
    names = [batch.column(0) for _, batch in profiles]
    if not names:
        return figures(np.array([len(sealed.generalised.released)]))
    subjects = pa.chunked_array(names).unique().to_numpy(zero_copy_only=False)
    return figures(np.bincount(classify(subjects, profiles)))


def _profiles(sealed: Sealed, key: PartKey) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Where the subject's code is not released, the subject table's rows are the subjects (see `policy.plan`)."""
    rows, dataset = 0, sealed.generalised.consented.planned.dataset
    for part in sealed.parts:
        if dataset.table(part.table).reference:
            continue
        planned = sealed.plan.of(part.table)
        quasi = [column.column for column in planned if column.quasi_identifier]
        subject = [column.column for column in planned if column.kind == "subject" and not column.transform.drops]
        for batch in read_batches(sealed.staging / part.path, key, [*subject, *quasi]) if quasi else ():
            numbers = pa.array(map(str, range(rows, rows + batch.num_rows)), pa.string())
            codes = batch.column(subject[0]) if subject else numbers
            rows += batch.num_rows
            yield part.table, pa.record_batch([codes, *(batch.column(name) for name in quasi)], ["subject", *quasi])


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


def _check_risk(sealed: Sealed, risk: RiskFigures) -> Check:
    plan = sealed.plan
    if plan.risk.k and risk.k < plan.risk.k:
        gone = len(sealed.generalised.released) - risk.subjects
        what = f"the sealed release has k = {risk.k}, policy {plan.policy} demands {plan.risk.k}"
        hint = "generalise the quasi-identifiers further"
        if gone > 0:
            what += f"; {gone} subjects are missing from it, since their rows were quarantined"
            hint = "mend the quarantined rows of the subject table, or its types and kinds"
        numbers = {"k": plan.risk.k, "k_sealed": risk.k}
        raise RiskRefused(what, hint=hint, reason="k-sealed", numbers=numbers)
    demanded = f"{plan.risk.k} demanded" if plan.risk.k else "none demanded"
    return Check("risk", f"smallest class {risk.k} of {risk.subjects} subjects ({demanded})")
