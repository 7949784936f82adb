"""A plan, the dataset's subjects and a snapshot of the ledger in, a `Consented` out."""

import pyarrow as pa
import pyarrow.compute as pc

from gateway.consent.evaluate import Terms, evaluate
from gateway.model import Consented, Planned


def cover(planned: Planned, subjects: pa.StringArray, ledger: pa.Table, snapshot: str) -> Consented:
    """Who may be in the release: purpose, project and day of the request against each subject's consents.

    subjects: sorted, each once. snapshot: digest of the ledger.
    """
    terms = Terms(
        planned.request.purpose, planned.request.project, planned.plan.as_of, planned.plan.consent_default
    )
    evaluation = evaluate(ledger, subjects, terms)
    excluded = subjects.filter(pc.invert(evaluation.covered))
    return Consented(planned, subjects.filter(evaluation.covered), excluded, evaluation.reasons, snapshot)
