"""A plan and the data it is for in; what the policy would cost if every subject took part, out. Nothing is released."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.columns import Rows, Unreadable
from gateway.deid.parts import Deidentifier
from gateway.deid.population import people
from gateway.deid.text import Scrubber
from gateway.desk import datasets
from gateway.errors import RiskRefused
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.model import ColumnPlan, Dataset, Plan, Secrets, Settled
from gateway.records.subjects import subjects
from gateway.risk.arrays import Bools
from gateway.risk.forecast import column_loss
from gateway.risk.gate import choose
from gateway.site import Site
from gateway.survey import leaves, read

if TYPE_CHECKING:
    from gateway.recognize.detector import Detector

REPLACING = frozenset({"shift", "pseudonym", "hash", "scrub"})  # other values, not coarser ones


@dataclass(frozen=True)
class Cost:
    """Losses from 0 (as it was) to 1 (nothing left): in all, and by quasi-identifier, of all values of its table.

    summaries: for each the transform that would be chosen, as the plan words it. suppressed: share of subjects.
    settled: what the search says, which starts from the finest levels offered. refused: why the policy could not be
    met, "" where it could; the losses are then those of the coarsest levels.
    """

    loss: float
    by_column: Mapping[str, float]
    summaries: Mapping[str, str]
    suppressed: float
    refused: str
    settled: Settled | None


def cost(site: Site, plan: Plan) -> Cost | None:
    """What the plan's policy would cost; None where no quasi-identifier is generalised.

    The gate of the export decides, over all subjects of the dataset; consent and earlier releases can only make it
    cost more. Raises BadInput where the data can't be read or levels do not nest.
    """
    dataset, secrets = datasets.get(site, plan.dataset), _Rehearsed(site.secrets("preview"))
    if not any(_generalised(column) for column in plan.columns):
        return None
    everybody, refused, settled = subjects(dataset), "", None
    deidentifier = Deidentifier(plan, secrets, Scrubber(_detector, secrets, None, plan.shift_days, plan.as_of))
    gone = np.zeros(len(everybody), dtype=bool)
    try:
        profiles, others = deidentifier.profiles(dataset, everybody), people(deidentifier, plan, dataset)
        chosen = choose(plan, dataset.subject_table, everybody, profiles, others)
        after, gone, settled = chosen.plan, chosen.classes < 0, chosen.settled
    except RiskRefused as error:
        refused = error.what
        after = plan.settled({(c.table, c.column): len(c.levels) - 1 for c in plan.columns if c.levels})
    lost = dict(_losses(plan, after, dataset, secrets, everybody.filter(pa.array(gone))))
    ends = {(c.table, c.column): c.summary for c in after.columns}
    return Cost(
        float(np.expm1(np.mean(np.log1p(list(lost.values()))))),
        {_label(dataset, column): loss for column, loss in lost.items()},
        {_label(dataset, column): ends[column] for column in lost},
        float(gone.mean()),
        refused,
        settled,
    )


def _generalised(column: ColumnPlan) -> bool:
    return column.quasi_identifier and not REPLACING & {t.name for t in column.levels or (column.transform,)}


def _label(dataset: Dataset, column: tuple[str, str]) -> str:
    return column[1] if column[0] == dataset.subject_table else ".".join(column)


def _losses(
    plan: Plan, after: Plan, dataset: Dataset, secrets: Secrets, gone: pa.StringArray
) -> Iterator[tuple[tuple[str, str], float]]:
    """The loss of each quasi-identifier from its source values to the settled level, without the rows of `gone`."""
    for table in dict.fromkeys(column.table for column in plan.columns):
        columns = [column.column for column in plan.of(table) if _generalised(column)]
        if not columns:
            continue
        who, coded = read(dataset, table, columns)
        lost = pc.is_in(pa.array(who.values, pa.string()), value_set=gone).to_numpy(zero_copy_only=False)
        kept: Bools = ~lost[who.places] if len(who.values) else np.ones(len(who.places), dtype=bool)
        for column in after.of(table):
            if column.column in columns:
                one = coded[column.column]
                released = _released(column, after, secrets, one.values)
                raw = Hierarchy.build(list(zip(one.values, released, strict=True)), f"{table}.{column.column}")
                loss = column_loss(raw, 1, leaves(one, raw), kept.astype(float), len(kept))
                yield (table, column.column), loss


def _released(column: ColumnPlan, plan: Plan, secrets: Secrets, values: Sequence[str]) -> list[str]:
    """What becomes of each value; "" for a missing one, and for one that the export would quarantine."""
    if column.transform.drops:
        return ["*"] * len(values)
    texts = pa.array([value or None for value in values], pa.string())
    rows = Rows(pa.nulls(len(values), pa.string()), column.kind, plan.as_of, secrets, _no_notes)
    while True:
        try:
            return list(pc.fill_null(column.transform.apply(texts, rows).cast(pa.string()), "").to_pylist())
        except Unreadable as bad:
            texts = pc.if_else(bad.rows, pa.scalar(None, pa.string()), texts)


def _no_notes(texts: pa.Array, subjects: pa.Array, mode: str, keep: Sequence[str]) -> pa.Array:
    del subjects, mode, keep
    raise Unreadable(texts.is_valid(), "notes are not generalised")


def _detector() -> "Detector":
    from gateway.recognize.detector import Detector, shelf  # Presidio takes a second to load

    return Detector(shelf())


class _Rehearsed:
    """Secrets of no project: codes are derived, so that a rehearsal leaves nothing in the crosswalk."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def mac(self, domain: str, message: bytes) -> bytes:
        return self._secrets.mac(domain, message)

    def codes(self, domain: str, values: list[str]) -> list[str]:
        return [self.mac(domain, value.encode()).hex() for value in values]
