"""A settled release and earlier ones in; the same release, in which nobody stands out by their difference, out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.errors import RiskRefused
from gateway.model import Group, Plan
from gateway.risk.arrays import Ints
from gateway.risk.cohort import Cohort
from gateway.risk.problem import Problem, Solution
from gateway.risk.releases import Earlier, hide, refusal
from gateway.risk.verdict import Court

HINT = "ask for another cohort, or allow `risk.releases.then: suppress` and more suppression"


def apart(
    classes: Ints,
    cohort: Cohort,
    problem: Problem,
    solution: Solution,
    plan: Plan,
    groups: Sequence[Group],
    earlier: Sequence[Earlier],
) -> Ints:
    """The class of each subject, -1 where it is suppressed, after the policy's rule on earlier releases was applied.

    Who is suppressed leaves a smaller class behind, so the models are asked again until nothing changes. Raises
    RiskRefused with the counts where the policy says so, or where its limits do not leave room.
    """
    rule = plan.risk.releases
    refused = refusal(classes, earlier, rule.at_least, HINT)
    if refused is None:
        return classes
    if rule.then == "refuse":
        raise refused
    before = None
    while before is None or not np.array_equal(before, classes):
        before = classes
        classes = _judged(hide(classes, earlier, rule.at_least), cohort, problem, solution)
    gone = classes < 0
    lost = pa.array(cohort.subjects[gone], pa.string())
    hit = [(group.allowed, pc.sum(pc.is_in(group.members, value_set=lost)).as_py()) for group in groups]
    over = any(allowed is not None and some > allowed for allowed, some in hit)
    if over or int(gone.sum()) > problem.allowed or gone.all():
        numbers = {**refused.numbers, "suppressed": int(gone.sum()), "subjects": len(classes)}
        what = f"{refused.what}; to hide them {gone.sum()} of {len(classes)} subjects would have to be suppressed"
        raise RiskRefused(what, hint=HINT, reason=refused.reason, numbers=numbers)
    return classes


def _judged(classes: Ints, cohort: Cohort, problem: Problem, solution: Solution) -> Ints:
    """The classes without those whom the models no longer let stay."""
    kept = np.flatnonzero(classes >= 0)
    if not len(kept):
        return classes
    table = cohort.table(classes >= 0)
    free = replace(problem, table=table, suppression=1.0, group_cap=None)
    lost = Court(free, problem.table).judge(table.classes(solution.node)).lost
    gone = np.ones(len(table.rows), dtype=bool)
    if lost is not None:
        gone[:] = False
        gone[lost.tuples] = True
    judged = classes.copy()
    judged[kept[gone[table.tuple_of_row]]] = -1
    return judged
