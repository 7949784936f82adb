"""What flows through an export in, as the log's attempt keeps it out: identifiers, digests and counts."""

from collections import Counter
from importlib.metadata import version
from typing import TypeVar

from gateway.audit.attempt import Attempt
from gateway.audit.exports import ExportFacts
from gateway.audit.schema import Stage
from gateway.logged import risk_facts
from gateway.model import Approved, Augmented, Consented, Generalised, Permitted, Planned, Sealed, Verified
from gateway.recall import facts as recall_facts

Flowing = Approved | Permitted | Planned | Consented | Generalised | Sealed | Verified | Augmented
Value = TypeVar("Value", bound=Flowing)


class Noted:
    """Tells the log's attempt what each value says and which stage begins, and passes the value on."""

    def __init__(self, attempt: Attempt | None) -> None:
        self._attempt = attempt

    def __call__(self, value: Value) -> Value:
        if self._attempt:
            stage, facts = _facts(value)
            self._attempt.note(stage=stage, **facts)
        return value


def _facts(value: Flowing) -> tuple[Stage, ExportFacts]:
    match value:
        case Approved(request=r):
            return "permit", {
                "dataset": r.dataset,
                "policy": r.policy,
                "purpose": r.purpose,
                "project": r.project,
                "recipient": r.requester,
            }
        case Permitted(rules=rules, access_digest=access):
            return "plan", {"rules": rules, "access_digest": access}
        case Planned(plan=p):
            return "consent", {"policy_digest": p.policy_digest, "plan_digest": p.digest}
        case Consented(subjects=kept, excluded=excluded, digest=digest, reasons=reasons):
            dropped = {reason: count for reason, count in reasons.items() if reason != "covered"}
            return "generalise", {
                "consent_snapshot": digest,
                "subjects_in": len(kept) + len(excluded),
                "subjects_dropped": dropped,
            }
        case Generalised(before=before, after=after, suppressed=suppressed, consented=c):
            return "seal", {
                "k_required": c.plan.risk.k or 0,
                "k_before": before.k,
                "k_after": after.k,
                "subjects_out": len(c.subjects) - len(suppressed),
            }
        case Sealed():
            return "verify", _sealed(value)
        case Verified(recall=recall):
            return "augment", {**risk_facts(value), **(recall_facts(recall) if recall else {})}
        case Augmented(fields=fields):
            made = fields.get("synthetic", {"rows_made": None})["rows_made"]
            return "publish", {} if made is None else {"synthetic_rows": made}


def _sealed(value: Sealed) -> ExportFacts:
    counts = value.counts.values()
    rows_dropped = Counter[str]()
    for table in counts:
        for reason, count in table.left_out.items():
            rows_dropped[reason.partition(":")[0]] += count
    return {
        "parts": len(value.parts),
        "bytes": sum(part.bytes for part in value.parts),
        "rows_in": sum(c.read for c in counts),
        "rows_out": sum(c.released for c in counts),
        "rows_dropped": dict(rows_dropped),
        **({"parts_given_up": dict(value.given_up)} if value.given_up else {}),
        "recognisers": {"presidio-analyzer": version("presidio-analyzer")},
    }
