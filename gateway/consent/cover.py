"""A plan, the dataset's subjects and a snapshot of the ledger in, a `Consented` out."""

import pyarrow as pa
import pyarrow.compute as pc

from gateway.consent.duo import Match, match
from gateway.consent.evaluate import Terms, evaluate
from gateway.errors import Refused
from gateway.model import Consented, Planned, Request


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
    if not evaluation.reasons["covered"]:
        why = {reason: count for reason, count in evaluation.reasons.items() if count}
        what = f"no subject's consent covers {terms.purpose}: {', '.join(f'{n} {reason}' for reason, n in why.items())}"
        hint = f"see `gateway consent status --dataset {planned.dataset.name} --purpose {terms.purpose}`"
        raise Refused(what, hint=hint, reason="no-consent", numbers=why)
    excluded = subjects.filter(pc.invert(evaluation.covered))
    return Consented(planned, subjects.filter(evaluation.covered), excluded, evaluation.reasons, snapshot)


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
