"""A verified release in; its manifest written last, its folder moved into place."""

from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from gateway import storage
from gateway.crypto.identity import Identity
from gateway.model import (
    Augmented,
    ColumnPlan,
    Location,
    Plan,
    Published,
    Recall,
    Recalled,
    RiskFigures,
    TableCounts,
    Verified,
)
from gateway.records.sensitive import NOTICES
from gateway.seal.manifest import MANIFEST, SIGNATURE, sign
from gateway.seal.parts import sync_folder, write_durably
from gateway.seal.staging import Staging


def describe(augmented: Augmented) -> dict[str, Any]:
    """What the manifest tells of the release's making: plain JSON values, no cell of the data."""
    verified = augmented.verified
    sealed, generalised = verified.sealed, verified.sealed.generalised
    consented, plan = generalised.consented, verified.sealed.plan
    permitted, request = consented.planned.permitted, consented.planned.request
    approvals = [asdict(approval) for approval in permitted.approved.approvals]
    return {
        "request": {**asdict(request), "tables": list(request.tables), "columns": list(request.columns),
                    "research": dict(request.research),
                    "synthetic": request.synthetic.json() if request.synthetic else None,
                    "until": request.until.isoformat()},
        "approvals": approvals,
        "decision": {"exporter": permitted.exporter, "rules": list(permitted.rules),
                     "access_digest": permitted.access_digest},
        "plan": _plan(plan),
        "consent": {"reasons": dict(consented.reasons), "snapshot": consented.digest},
        "subjects": {
            "in": len(consented.subjects) + len(consented.excluded),
            "consented": len(consented.subjects),
            "suppressed": len(generalised.suppressed),
            "released": len(consented.subjects) - len(generalised.suppressed),
        },
        "tables": {name: _table(counts) for name, counts in sealed.counts.items()},
        "notices": [text for category, text in NOTICES.items()
                    if any(counts.sensitive.get(category) for counts in sealed.counts.values())],
        "risk": _risk_section(verified),
        "recall": _recall(verified.recall),
        "checks": [asdict(check) for check in verified.checks],
        "parts": [asdict(part) for part in (*sealed.parts, *augmented.parts)],
        **augmented.fields,
    }


def publish(verified: Verified, fields: Mapping[str, Any], documents: Mapping[str, bytes], staging: Staging,
            target: Location, signer: Identity) -> Published:
    """Write the documents, then the signed manifest, then give the folder its name.

    In an object store the manifest comes last: it makes a release of what was copied. Raises BadInput or Interrupted
    where the store refuses; the staging folder then stays.
    """
    for name, body in documents.items():
        write_durably(staging.folder / name, body)
    digests = {name: sha256(body).hexdigest() for name, body in documents.items()}
    body, signature = sign({**fields, "documents": digests}, signer)
    write_durably(staging.folder / SIGNATURE, signature)
    if isinstance(target, Path):
        staging.finish()
        write_durably(staging.folder / MANIFEST, body)
        staging.folder.rename(target)
        sync_folder(target.parent)
    else:
        write_durably(staging.folder / MANIFEST, body)
        for name in (*(part["path"] for part in fields["parts"]), *documents, SIGNATURE, MANIFEST):
            storage.upload(staging.folder / name, target / name)
        staging.destroy()
    return Published(verified, str(fields["release"]), target, signature + body, sha256(body).hexdigest())


def _table(counts: TableCounts) -> dict[str, Any]:
    """Without rows by group, which stand under `risk` where small groups stand together."""
    return {name: value for name, value in asdict(counts).items() if name != "groups"}


def _risk_section(verified: Verified) -> dict[str, Any]:
    sealed, generalised = verified.sealed, verified.sealed.generalised
    plan, terms = sealed.plan, sealed.plan.risk
    kept = {(column.table, column.column) for column in plan.columns if not column.transform.drops}
    released = [t for t in plan.traits if not t.columns or any((t.table, name) in kept for name in t.columns)]
    capped = any(group.allowed is not None for group in generalised.groups)
    return {
        "k_required": terms.k,
        "models": [f"{demand.name} {demand.model.model_dump_json(exclude_none=True)}" for demand in terms.models],
        "known": [trait.name for trait in released if not trait.sensitive],
        "sensitive": [trait.name for trait in released if trait.sensitive],
        "population": any(demand.population[0] for demand in terms.models),
        "before": _risk(generalised.before),
        "after": _risk(verified.risk),
        "settled": asdict(generalised.settled) if generalised.settled else None,
        "group_at_most": terms.group_cap.at_most if capped else None,
        "compared": len(generalised.compared),
        "groups": {name: asdict(hit) for name, hit in sealed.hit.items()},
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "digest": plan.digest,
        "dataset": plan.dataset,
        "dataset_digest": plan.dataset_digest,
        "policy": plan.policy,
        "policy_digest": plan.policy_digest,
        "basis": plan.basis,
        "as_of": plan.as_of.isoformat(),
        "consent_default": plan.consent_default,
        "suppress_at_most": plan.risk.suppress_at_most,
        "notes": asdict(plan.notes),
        "releases": {**asdict(plan.risk.releases), "may_join": list(plan.risk.releases.may_join)},
        "columns": [_column(column) for column in plan.columns],
    }


def _column(column: ColumnPlan) -> dict[str, Any]:
    return {
        "table": column.table,
        "column": column.column,
        "kind": column.kind,
        "rule": column.rule,
        "transform": column.transform.name,
        "source": column.source,
        "dropped": column.transform.drops,
        "quasi_identifier": column.quasi_identifier,
        "summary": column.summary,
    }


def _recall(recall: Recall | None) -> dict[str, Any] | None:
    """None where the release has no scrubbed text. `by` holds kinds (axis `kind`) and groups of subjects."""
    if recall is None:
        return None
    return {**_recalled(recall.whole), "by": [_recalled(group) for group in recall.groups]}


def _recalled(group: Recalled) -> dict[str, Any]:
    return {**asdict(group), "recall": group.recall}


def _risk(figures: RiskFigures) -> dict[str, Any]:
    """Histogram keys as text: JSON has no other."""
    return {**asdict(figures), "sizes": {str(size): count for size, count in figures.sizes.items()}}

