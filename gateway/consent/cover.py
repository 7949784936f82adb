"""A plan, the dataset's subjects and a snapshot of the ledger in, a `Consented` out."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gateway.consent.duo import Match, match
from gateway.consent.evaluate import REASONS, Evaluation, Terms, evaluate
from gateway.errors import Refused
from gateway.model import Closed, Consented, Dataset, Planned, Request
from gateway.records.sensitive import CATEGORIES, Bits, union
from gateway.records.sensitive import held as sensitive


def cover(planned: Planned, subjects: pa.StringArray, ledger: pa.Table, snapshot: str) -> Consented:
    """Who may be in the release: purpose, project and day of the request against each subject's consents.

    subjects: sorted, each once. snapshot: digest of the ledger. Raises Refused where nobody is covered, or where the
    dataset's data-use terms deny the request, or leave it to people who did not all say what they found.
    """
    terms = Terms(
        planned.request.purpose, planned.request.project, planned.plan.as_of, planned.plan.consent_default
    )
    _demand_use(planned)
    evaluation = evaluate(ledger, subjects, terms)
    place, reasons = by_reason(planned.dataset, subjects, evaluation)
    if not reasons["covered"]:
        why = {reason: count for reason, count in reasons.items() if count}
        what = f"no subject's consent covers {terms.purpose}: {', '.join(f'{n} {reason}' for reason, n in why.items())}"
        hint = f"see `gateway consent status --dataset {planned.dataset.name} --purpose {terms.purpose}`"
        raise Refused(what, hint=hint, reason="no-consent", numbers=why)
    kept = pa.array(place == REASONS.index("covered"), type=pa.bool_())
    covered, excluded = subjects.filter(kept), subjects.filter(pc.invert(kept))
    held = sensitive.held(planned.dataset, covered) if _has_texts(planned) else np.zeros(len(covered), dtype=np.uint8)
    closed = Closed(covered, _closed(evaluation)[np.asarray(kept)], held)
    return Consented(planned, covered, excluded, reasons, snapshot, closed)


def by_reason(
    dataset: Dataset, subjects: pa.StringArray, evaluation: Evaluation
) -> tuple[npt.NDArray[np.int64], dict[str, int]]:
    """For each subject the place of its reason in `REASONS`, and how many for which; here `category` is told too.

    Without the row in the subject table there is nobody: who has a sensitive code there that consent does not cover
    falls out.
    """
    own = sensitive.held(dataset, subjects, [dataset.table(dataset.subject_table)])
    shut = np.asarray(evaluation.covered) & (own & _closed(evaluation) != 0)
    why = np.where(shut, REASONS.index("category"), evaluation.why)
    counts = np.bincount(why, minlength=len(REASONS)).tolist()
    return why, dict(zip(REASONS, counts, strict=True))


def still(consented: Consented, released: pa.StringArray, ledger: pa.Table) -> int:
    """How many of the `released` are no longer covered, or not for all categories that they were covered for."""
    request, plan = consented.planned.request, consented.plan
    now = evaluate(ledger, released, Terms(request.purpose, request.project, plan.as_of, plan.consent_default))
    before = consented.closed.closed[np.asarray(pc.index_in(released, value_set=consented.subjects))]
    lost = ~np.asarray(now.covered) | (_closed(now) & ~before != 0)
    return int(lost.sum())


def _closed(evaluation: Evaluation) -> Bits:
    return np.uint8(union(CATEGORIES)) & ~evaluation.named


def _has_texts(planned: Planned) -> bool:
    """A text may tell of every category that its subject holds."""
    return any(column.kind.startswith("text.") and not column.transform.drops for column in planned.plan.columns)


def _demand_use(planned: Planned) -> None:
    use, approved = planned.dataset.data_use, planned.permitted.approved
    if use is None:
        return
    found = match(use, planned.request)
    demand_permitted(found, planned.request)
    if found.decision == "abstain" and (silent := [a.approver for a in approved.approvals if not a.why]):
        questions = "; ".join(f"{one.term}: {one.because}" for one in found.of("abstain"))
        what = f"data-use terms leave the request to a person, and {', '.join(silent)} did not say why: {questions}"
        raise Refused(what, hint="approve with `request approve ID --why TEXT`", reason="data-use-open")


def demand_permitted(found: Match, request: Request) -> None:
    """Raise Refused where a data-use term denies the request."""
    if found.decision == "deny":
        terms = "; ".join(f"{one.term} ({one.id}): {one.because}" for one in found.of("deny"))
        what = f"data-use terms of dataset {request.dataset} deny the request: {terms}"
        hint = "ask for what the dataset may be used for, or tell it with --research"
        raise Refused(what, hint=hint, reason="data-use")
