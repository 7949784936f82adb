"""Protected columns of a cohort in; who is in which of their groups, and how many each may lose, out."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from gateway.model import Group, Plan
from gateway.records.demographics import public_word
from gateway.risk.arrays import first_places, group, pack
from gateway.risk.cohort import Cohort
from gateway.risk.problem import GroupCap
from gateway.risk.rows import NONE, NULL

PROTECTED = "demographic."


def columns(plan: Plan, names: tuple[str, ...], subject_table: str) -> tuple[str, ...]:
    """The protected quasi-identifiers among `names`: those that the policy names, or every `demographic.*`."""
    wanted = plan.risk.group_cap.kinds
    kinds = {f"{c.table}.{c.column}": c.kind for c in plan.of(subject_table)}
    return tuple(n for n in names if n in kinds
                 and (kinds[n] in wanted if wanted else kinds[n].startswith(PROTECTED)))  # fmt: skip


def cap(plan: Plan, names: tuple[str, ...], subject_table: str) -> GroupCap | None:
    """The search's cap: columns that the policy names stay as they are, others may take the levels it offers."""
    limit, found = plan.risk.group_cap, columns(plan, names, subject_table)
    if limit.at_most >= 1 or not found:
        return None
    return GroupCap(found, limit.at_most, joint=bool(limit.kinds), pinned=bool(limit.kinds))


def protected(plan: Plan, cohort: Cohort, subject_table: str) -> tuple[Group, ...]:
    """The groups at the finest values that the policy offers; those of one column, or combination, largest first."""
    names, limit = columns(plan, tuple(cohort.quasi), subject_table), plan.risk.group_cap
    at_most = limit.at_most if plan.risk.demanded else 1.0
    families = [names] if limit.kinds and names else [(name,) for name in names]
    return tuple(one for family in families for one in _family(plan, cohort, family, at_most))


def _family(plan: Plan, cohort: Cohort, names: tuple[str, ...], at_most: float) -> Iterator[Group]:
    people = len(cohort.subjects)
    kinds = {f"{c.table}.{c.column}": c.kind for c in plan.columns}
    packed = [(cohort.quasi[n][0][:people], np.arange(len(cohort.texts[n])), len(cohort.texts[n])) for n in names]
    of_subject, count = group(*pack(packed, people))
    first, sizes = first_places(of_subject, count), np.bincount(of_subject, minlength=count)
    seen: Counter[str] = Counter()
    for one in np.lexsort((np.arange(count), -sizes)):
        values = [(kinds[n], str(cohort.texts[n][cohort.quasi[n][0][first[one]]])) for n in names]
        name = "-".join(f"{kind}.{public_word('' if text in (NULL, NONE) else text)}" for kind, text in values)
        seen[name] += 1
        allowed = None if at_most >= 1 else int(at_most * sizes[one] + 1e-9)
        members = pa.array(cohort.subjects[of_subject == one], pa.string())
        kind = "-".join(kind for kind, _ in values)
        yield Group(kind, name + (f"-{seen[name]}" if seen[name] > 1 else ""), members, allowed)
