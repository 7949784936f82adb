"""A verified release in; the shares of every demographic group at each stage of its making out.

Words are those of public lists, so that no value of the data is in them.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gateway.deid import cohort
from gateway.model import Dataset, Plan, Verified
from gateway.model.flow import SMALL
from gateway.records.demographics import public_word
from gateway.synth.evidence.representation import column_of, representation

if TYPE_CHECKING:
    import pandas as pd

AGE = "age"
_BIRTH, _DEMOGRAPHIC = "date.birth", "demographic."


def represented(verified: Verified, added: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The manifest's field `representation`, empty where the subject table has no demographic column.

    added: synthetic subjects by group, as `added` counts them; with the released ones they make the last stage.
    """
    generalised = verified.sealed.generalised
    consented, plan = generalised.consented, verified.sealed.plan
    dataset = consented.planned.dataset
    everybody = pa.concat_arrays([consented.subjects, consented.excluded])
    axes = axes_of(dataset, plan)
    known = cohort.load(dataset, everybody, plan.as_of.year, few=0, axes=axes) if axes else None
    if known is None:
        return {}
    people = {"source": everybody, "consented": consented.subjects, "released": generalised.released}
    stages = {stage: tally(known.sizes(subjects)) for stage, subjects in people.items()}
    if added:
        counted = set(map(column_of, added))
        reached = {name: count for name, count in stages["released"].items() if column_of(name) in counted}
        stages["augmented"] = dict(Counter(reached) + Counter(added))
    return {"representation": representation(stages, max(SMALL, plan.risk.k or 0)).json()}


def axes_of(dataset: Dataset, plan: Plan) -> dict[str, str]:
    """Kind → the column's name in the report: all demographic kinds, those that the policy protects, and birth."""
    kinds = [column.kind for column in dataset.table(dataset.subject_table).columns]
    wanted = [kind for kind in kinds if kind.startswith(_DEMOGRAPHIC) or kind in (_BIRTH, *plan.risk.group_cap.kinds)]
    return {kind: AGE if kind == _BIRTH else kind.rpartition(".")[2] for kind in wanted}


def tally(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """(axis, value) → number, as `axis: word` → number."""
    found = Counter[str]()
    for (axis, value), number in counts.items():
        plain = axis == AGE or value == cohort.UNKNOWN
        found[f"{axis}: {value if plain else public_word(value)}"] += number
    return dict(found)


def added(rows: "pd.DataFrame", dataset: Dataset, plan: Plan) -> dict[str, int]:
    """Synthetic rows of the subject table by group, in the columns that are released as they are.

    rows: one a synthetic subject, its columns named `table.column`. A column that was generalised has other groups
    than the dataset, so it is not counted.
    """
    table, axes = dataset.subject_table, axes_of(dataset, plan)
    counts = Counter[tuple[str, str]]()
    for column in plan.of(table):
        name = f"{table}.{column.column}"
        if column.transform.name == "keep" and column.kind in axes and column.kind != _BIRTH and name in rows:
            texts = rows[name].where(rows[name].notna(), cohort.UNKNOWN).astype(str)
            counts.update({(axes[column.kind], str(text)): int(n) for text, n in texts.value_counts().items()})
    return tally(counts)
