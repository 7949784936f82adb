"""A plan, the dataset's subjects and a snapshot of the ledger in, a `Consented` out."""

import pyarrow as pa
import pyarrow.compute as pc

from gateway.consent.evaluate import Terms, evaluate
from gateway.errors import Refused
from gateway.model import Consented, Planned


def cover(planned: Planned, subjects: pa.StringArray, ledger: pa.Table, snapshot: str) -> Consented:
    """Who may be in the release: purpose, project and day of the request against each subject's consents.

    subjects: sorted, each once. snapshot: digest of the ledger. Raises Refused where nobody is covered.
    """
    terms = Terms(
        planned.request.purpose, planned.request.project, planned.plan.as_of, planned.plan.consent_default
    )
    evaluation = evaluate(ledger, subjects, terms)
    if not evaluation.reasons["covered"]:
        why = {reason: count for reason, count in evaluation.reasons.items() if count}
        what = f"no subject's consent covers {terms.purpose}: {', '.join(f'{n} {reason}' for reason, n in why.items())}"
        hint = f"see `gateway consent status --dataset {planned.dataset.name} --purpose {terms.purpose}`"
        raise Refused(what, hint=hint, reason="no-consent", numbers=why)
    excluded = subjects.filter(pc.invert(evaluation.covered))
    return Consented(planned, subjects.filter(evaluation.covered), excluded, evaluation.reasons, snapshot)
