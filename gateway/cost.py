"""A plan and the data it is for in; what the policy would cost if every subject took part, out. Nothing is released."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.columns import Rows, Unreadable
from gateway.desk import datasets
from gateway.errors import RiskRefused
from gateway.model import ColumnPlan, Plan, Transform
from gateway.risk.arrays import Bools
from gateway.risk.forecast import column_loss
from gateway.risk.groups import cap
from gateway.risk.hierarchy import Hierarchy
from gateway.risk.models.k_anonymity import KAnonymity
from gateway.risk.problem import Problem, Solution
from gateway.risk.search import solve
from gateway.risk.table import tabulate
from gateway.site import Site
from gateway.survey import Coded, leaves, read

REPLACING = frozenset({"shift", "pseudonym", "hash", "scrub"})  # other values, not coarser ones


@dataclass(frozen=True)
class Cost:
    """Losses from 0 (as it was) to 1 (nothing left): in all, and by quasi-identifier of the subject table.

    summaries: for each the transform that would be chosen, as the plan words it. suppressed: share of subjects.
    refused: why the policy could not be met, "" where it could; the losses are then those of the coarsest levels.
    """

    loss: float
    by_column: Mapping[str, float]
    summaries: Mapping[str, str]
    suppressed: float
    refused: str


def cost(site: Site, plan: Plan) -> Cost | None:
    """What the plan's policy would cost; None where the subject table has no quasi-identifier that is generalised.

    It is reckoned on the subject table, with the policy's k, its bound on suppression and its cap on groups; other
    models, other tables and earlier releases can only make it cost more. Raises BadInput where the data
    can't be read or levels do not nest.
    """
    dataset = datasets.get(site, plan.dataset)
    columns = {
        c.column: c
        for c in plan.of(dataset.subject_table)
        if c.quasi_identifier and not REPLACING & {t.name for t in _levels(c)}
    }
    if not columns:
        return None
    _, coded = read(dataset, dataset.subject_table, list(columns))
    raw = {name: _hierarchy(site, plan, column, coded[name]) for name, column in columns.items()}
    finest = [0] * len(columns)
    node, gone, refused = finest, np.zeros(len(next(iter(coded.values())).places), dtype=bool), ""
    if plan.risk.demanded:
        try:
            solution = _chosen(plan, dataset.subject_table, raw, coded)
            node, gone = list(solution.node), _suppressed(solution)
        except RiskRefused as error:
            node, refused = [len(_levels(column)) - 1 for column in columns.values()], error.what
    kept = (~gone).astype(float)
    by_column = {
        name: column_loss(raw[name], level + 1, leaves(coded[name], raw[name]), kept, len(kept))
        for name, level in zip(columns, node, strict=True)
    }
    summaries = {name: column.settled(level).summary if column.levels else column.summary
                 for (name, column), level in zip(columns.items(), node, strict=True)}  # fmt: skip
    whole = float(np.expm1(np.mean(np.log1p(list(by_column.values())))))
    return Cost(whole, by_column, summaries, float(gone.mean()), refused)


def _levels(column: ColumnPlan) -> Sequence[Transform]:
    return column.levels or (column.transform,)


def _hierarchy(site: Site, plan: Plan, column: ColumnPlan, coded: Coded) -> Hierarchy:
    """Each source value, and what each level of the policy makes of it."""
    levels = [_applied(site, plan, column, transform, coded.values) for transform in _levels(column)]
    return Hierarchy.build(list(zip(coded.values, *levels, strict=True)), f"{column.table}.{column.column}")


def _applied(site: Site, plan: Plan, column: ColumnPlan, transform: Transform, values: Sequence[str]) -> list[str]:
    """What becomes of each value; "" for a missing one, and for one that the export would quarantine."""
    if transform.drops:
        return ["*"] * len(values)
    texts = pa.array([value or None for value in values], pa.string())
    rows = Rows(pa.nulls(len(values), pa.string()), column.kind, plan.as_of, site.secrets("preview"), _no_notes)
    while True:
        try:
            return list(pc.fill_null(transform.apply(texts, rows).cast(pa.string()), "").to_pylist())
        except Unreadable as bad:
            texts = pc.if_else(bad.rows, pa.scalar(None, pa.string()), texts)


def _no_notes(texts: pa.Array, subjects: pa.Array, mode: str, keep: Sequence[str]) -> pa.Array:
    del subjects, mode, keep
    raise Unreadable(texts.is_valid(), "notes are not generalised")


def _chosen(plan: Plan, table: str, raw: Mapping[str, Hierarchy], coded: Mapping[str, Coded]) -> Solution:
    """The levels that the risk stage would settle: it knows the finest released values, not the source's."""
    released = {f"{table}.{name}": _released(hierarchy) for name, hierarchy in raw.items()}
    codes = {f"{table}.{name}": raw[name].maps[1][leaves(coded[name], raw[name])] for name in raw}
    models = [KAnonymity(k=plan.risk.k)] if plan.risk.k else []
    limit = cap(plan, tuple(released), table)
    return solve(Problem(tabulate(codes, released), models, suppression=plan.risk.suppress_at_most, group_cap=limit))


def _released(raw: Hierarchy) -> Hierarchy:
    """The hierarchy without its source values."""
    first = np.unique(raw.maps[1], return_index=True)[1]
    return Hierarchy(tuple(codes[first] for codes in raw.maps[1:]), raw.labels[1:])


def _suppressed(solution: Solution) -> Bools:
    table = solution.classes.table
    lost = np.zeros(len(table.rows), dtype=bool)
    lost[solution.lost.tuples] = True
    gone: Bools = lost[table.tuple_of_row]
    return gone
