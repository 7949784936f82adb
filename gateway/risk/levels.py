"""Profiles at every level that the policy offers in; the least lossy mix of levels that reaches k out.

The levels of a column are a hierarchy over its finest values, so the search over the lattice finds the optimum
for the loss of `losses/loss.py`. What the policy fixes takes part as one column with one level.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from gateway.errors import BadInput, RiskRefused
from gateway.model import ColumnPlan, Plan
from gateway.risk.hierarchy import Hierarchy
from gateway.risk.models.k_anonymity import KAnonymity
from gateway.risk.problem import Problem
from gateway.risk.search import solve
from gateway.risk.table import tabulate

Chosen = Mapping[tuple[str, str], int]
Codes = npt.NDArray[np.int64]


def finest(plan: Plan) -> Chosen:
    """The first level everywhere."""
    return {(column.table, column.column): 0 for column in plan.columns if column.levels}


def coarsest(plan: Plan) -> Chosen:
    """The last level everywhere."""
    return {(column.table, column.column): len(column.levels) - 1 for column in plan.columns if column.levels}


def choose(plan: Plan, profiles: pd.DataFrame, fixed: Codes) -> Chosen:
    """The optimum; the coarsest levels where none reaches k, and the finest where no k is demanded.

    profiles: one row a subject, a text column `column@level` for each level. fixed: each subject's class over
    everything that has no levels. Raises BadInput where a coarser level splits a finer one.
    """
    open_columns = [column for column in plan.columns if column.levels]
    if plan.risk.k is None or not open_columns:
        return finest(plan)
    hierarchies = {"": Hierarchy.build([(str(code),) for code in np.unique(fixed)], "fixed columns")}
    codes = {"": _codes(pd.Series(fixed).astype(str), hierarchies[""])}
    for column in open_columns:
        names = [f"{column.column}@{level}" for level in range(len(column.levels))]
        hierarchies[column.column] = _hierarchy(column, profiles[names])
        codes[column.column] = _codes(profiles[names[0]], hierarchies[column.column])
    table = tabulate(codes, hierarchies)
    problem = Problem(table, [KAnonymity(k=plan.risk.k)], suppression=plan.risk.suppress_at_most)
    try:
        node = dict(zip(table.names, solve(problem).node, strict=True))
    except RiskRefused:
        return coarsest(plan)
    return {(column.table, column.column): node[column.column] for column in open_columns}


def _hierarchy(column: ColumnPlan, levels: pd.DataFrame) -> Hierarchy:
    try:
        return Hierarchy.build(levels.drop_duplicates().to_numpy().tolist(), column.column)
    except BadInput:
        what = f"columns.{column.rule}: the levels for {column.table}.{column.column} do not nest"
        raise BadInput(what, hint="each level must merge whole values of the level before it") from None


def _codes(values: pd.Series, hierarchy: Hierarchy) -> Codes:
    return pd.Index(hierarchy.leaves).get_indexer(pd.Index(values)).astype(np.int64)
