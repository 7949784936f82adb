"""A sealed release reopened: every digest, every count, the risk, and the known identifiers, on the encrypted bytes.

`check` stands between sealing and publishing; `verify_release` checks every byte of a published folder at any time.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.population import people
from gateway.desk.handover import published
from gateway.engine.base import Engine
from gateway.errors import IntegrityError, RiskRefused
from gateway.inspection import inspect
from gateway.leakage import check_leaks
from gateway.model import SUBJECT, Check, Location, Sealed, Verified
from gateway.recall import check_recall
from gateway.recall import measure as recall_of
from gateway.risk.sealed import Measured, measure
from gateway.seal.manifest import Manifest
from gateway.seal.parts import PartKey, read_batches
from gateway.site import Site
from gateway.tiers import check_tiers

if TYPE_CHECKING:
    from gateway.deid.parts import Deidentifier


def check(sealed: Sealed, key: PartKey, deidentifier: "Deidentifier", engine: Engine) -> Verified:
    """Check what was sealed. Raises IntegrityError or RiskRefused, with the numbers.

    deidentifier: tells which code stands for which subject.
    """
    counts, inspected = _check_counts(sealed), inspect(sealed, key, deidentifier, engine)
    checks = [Check("sealed bytes", f"{len(sealed.parts)} parts decrypt and match their digests"), counts,
              Check("columns", "every part has the planned columns and no others")]  # fmt: skip
    measured = remeasure(sealed, key, deidentifier)
    checks.append(_check_risk(sealed, measured))
    if sealed.generalised.groups:
        checks.append(_check_groups(sealed, key, deidentifier))
    checks.append(Check("subjects", f"all {inspected.coded} coded rows are of subjects whose consent holds"))
    checks += check_leaks(sealed.plan, inspected.leaks)
    recall = recall_of(sealed)
    checks += check_recall(sealed, recall)
    return Verified(sealed, tuple(checks), measured.risk, recall)


def verify_release(site: Site, folder: Location) -> Manifest:
    """Check a published folder against its manifest, and decrypt all of it. Raises IntegrityError."""
    manifest = published(site, folder)
    key = site.data_key(manifest.release)
    check_tiers(folder, manifest.parts, manifest.fields["plan"]["columns"], key)
    return manifest


def remeasure(sealed: Sealed, key: PartKey, deidentifier: "Deidentifier") -> Measured:
    """The risk over the released quasi-identifiers, by released subject; without any, all are one class."""
    profiles = list(_profiles(sealed, key))
    names = [batch.column(0) for _, batch in profiles] or [sealed.generalised.released]
    subjects = pa.chunked_array(names, pa.string()).unique().to_numpy(zero_copy_only=False)
    others = people(deidentifier, sealed.plan, sealed.generalised.consented.planned.dataset)
    return measure(sealed.plan, subjects, profiles, others, sealed.generalised.reference)


def _profiles(sealed: Sealed, key: PartKey) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Where the subject's code is not released, the subject table's rows are the subjects (see `policy.plan`)."""
    rows, plan = 0, sealed.plan
    for part in sealed.parts:
        traits = [trait for trait in plan.traits if trait.table == part.table]
        named = {name for trait in traits for name in trait.columns}
        kept = [column for column in plan.of(part.table) if not column.transform.drops]
        columns = [column.column for column in kept if column.column in named]
        subject = [column.column for column in kept if column.kind == "subject"]
        if not columns and all(trait.columns for trait in traits):
            continue
        for batch in read_batches(sealed.staging / part.path, key, [*subject, *columns]):
            numbers = pa.array(map(str, range(rows, rows + batch.num_rows)), pa.string())
            codes = batch.column(subject[0]).cast(pa.string()) if subject else numbers
            rows += batch.num_rows
            yield part.table, pa.record_batch([codes, *(batch.column(name) for name in columns)], [SUBJECT, *columns])


def _check_counts(sealed: Sealed) -> Check:
    released: Counter[str] = Counter()
    for part in sealed.parts:
        released[part.table] += part.rows
    for table, counts in sealed.counts.items():
        if counts.released != released[table] or counts.read != counts.released + sum(counts.left_out.values()):
            what = f"table {table}: rows read, released and left out do not add up"
            raise IntegrityError(what, hint="run the export again, and report it if it happens again")
    return Check("row counts", "rows read = rows released + rows left out, in every table")


def _check_risk(sealed: Sealed, measured: Measured) -> Check:
    plan, risk = sealed.plan, measured.risk
    if measured.missed:
        gone = len(sealed.generalised.released) - risk.subjects
        missed = ", ".join(f"{name} for {count} subjects" for name, count in measured.missed.items())
        what = f"the sealed release has k = {risk.k}, and misses what policy {plan.policy} demands: {missed}"
        hint = "generalise the quasi-identifiers further"
        if gone > 0:
            what += f"; {gone} subjects are missing from it, since their rows were quarantined"
            hint = "mend the quarantined rows of the subject table, or its types and kinds"
        numbers = {"k_sealed": risk.k, "subjects": risk.subjects, **({"k": plan.risk.k} if plan.risk.k else {})}
        raise RiskRefused(what, hint=hint, reason="risk-sealed", numbers=numbers)
    demanded = f"{', '.join(measured.held)} demanded" if measured.held else "none demanded"
    return Check("risk", f"smallest class {risk.k} of {risk.subjects} subjects ({demanded})")


def _check_groups(sealed: Sealed, key: PartKey, deidentifier: "Deidentifier") -> Check:
    """Refuse where a protected group lost more of its subjects than the policy allows, by what stands in the parts."""
    generalised = sealed.generalised
    dataset = generalised.consented.planned.dataset
    column = next((c for c in sealed.plan.of(dataset.subject_table) if c.kind == "subject"), None)
    released = generalised.released
    if column is not None and not column.transform.drops:
        sealed_codes = pa.chunked_array([batch.column(0).cast(pa.string()) for part in sealed.parts
                                         if part.table == dataset.subject_table
                                         for batch in read_batches(sealed.staging / part.path, key, [column.column])],
                                        pa.string())  # fmt: skip
        there = pc.is_in(deidentifier.codes(released, column), value_set=sealed_codes.combine_chunks())
        released = released.filter(there)
    shares = [0.0]
    for group in generalised.groups:
        gone = len(group.members) - pc.sum(pc.is_in(group.members, value_set=released)).as_py()
        shares.append(gone / len(group.members))
        if group.allowed is not None and gone > group.allowed:
            what = f"the sealed release lacks {gone} of the {len(group.members)} subjects of {group.name}"
            numbers = {"subjects": len(group.members), "missing": gone, "allowed": group.allowed}
            hint = "mend the quarantined rows of the subject table, or its types and kinds"
            raise RiskRefused(f"{what}, {group.allowed} are allowed", hint=hint, reason="group-cap", numbers=numbers)
    return Check("protected groups", f"{len(generalised.groups)} groups, none lost more than {max(shares):.1%}")
