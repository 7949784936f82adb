"""A table of one row a subject in; who stands out by which columns, and what each choice of k would cost, out.

Uniqueness is of the values as they are; prices are optima over the hierarchies, under the default limits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from gateway.errors import RiskRefused
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.arrays import Floats, Ints, count, group, pack
from gateway.risk.models.k_anonymity import KAnonymity
from gateway.risk.problem import GroupCap, Problem, Solution
from gateway.risk.search import solve
from gateway.risk.table import Table

KS = (2, 3, 5, 11, 20, 50, 100)
SUPPRESSION, GROUP_CAP = 0.05, 0.10
_CHECKS = 3_000  # a forecast is no proof: far more than Adult needs, and it ends
_PAIRS = 5


@dataclass(frozen=True)
class ColumnRisk:
    """What one column tells. Shares are of all subjects, 0…1.

    alone: unique by this column; only_with_it: unique by all columns, but not without this one; bits: of entropy.
    """

    column: str
    values: int
    bits: float
    alone: float
    only_with_it: float


@dataclass(frozen=True)
class Pair:
    """Two columns, and the share of subjects who are unique by them."""

    columns: tuple[str, str]
    unique: float


@dataclass(frozen=True)
class Price:
    """The least loss that reaches k, None where nothing does; `proven`: there is none less.

    suppressed: share of subjects; by_column: 0 (as it was) … 1 (nothing left); hardest_hit: the share that the
    worst-hit group of the protected column loses; capped_loss: the loss where no group may lose over a tenth.
    """

    k: int
    loss: float | None
    proven: bool = True
    suppressed: float = 0.0
    by_column: Mapping[str, float] | None = None
    hardest_hit: float | None = None
    capped_loss: float | None = None


@dataclass(frozen=True)
class Forecast:
    """unique, small: the share of subjects alone in their class, and in classes of fewer than 11; by all columns."""

    subjects: int
    classes: int
    unique: float
    small: float
    columns: tuple[ColumnRisk, ...]
    pairs: tuple[Pair, ...]
    protected: str | None
    prices: tuple[Price, ...]


def forecast(table: Table, protected: str | None) -> Forecast:
    """protected: the column whose groups should not be suppressed away, race for example; it is one of the table's."""
    everything = _sizes(table, range(len(table.names)))
    total = table.total
    columns = tuple(_column(table, place, everything) for place in range(len(table.names)))
    found = [
        Pair((table.names[a], table.names[b]), _unique(table, (a, b)))
        for a, b in combinations(range(len(table.names)), 2)
    ]
    pairs = sorted(found, key=lambda pair: -pair.unique)[:_PAIRS]
    return Forecast(
        total,
        len(everything),
        float((everything == 1).sum() / total),
        float(everything[everything < 11].sum() / total),
        tuple(sorted(columns, key=lambda column: -column.only_with_it)),
        tuple(pair for pair in pairs if pair.unique > 0),
        protected,
        tuple(price(table, k, protected) for k in KS if k <= total),
    )


def price(table: Table, k: int, protected: str | None) -> Price:
    """What k costs with and without the cap on groups."""
    problem = Problem(table, [KAnonymity(k=k)], suppression=SUPPRESSION)
    free = _solved(problem)
    if free is None:
        return Price(k, None)
    capped = None
    if protected is not None:
        capped = _solved(Problem(table, problem.models, suppression=SUPPRESSION,
                                 group_cap=GroupCap((protected,), GROUP_CAP)))  # fmt: skip
    return Price(
        k,
        free.loss,
        free.optimal,
        free.lost.rows / table.total,
        losses(table, free.node, free.lost.tuples),
        None if protected is None else _hardest(table, protected, free.lost.tuples),
        None if capped is None else capped.loss,
    )


def losses(table: Table, node: Sequence[int], lost: Ints) -> dict[str, float]:
    """The loss of each column where these tuples are suppressed."""
    kept = table.rows.astype(float)
    kept[lost] = 0
    columns = zip(table.names, table.hierarchies, table.codes, node, strict=True)
    return {name: column_loss(hierarchy, level, codes, kept, table.total) for name, hierarchy, codes, level in columns}


def column_loss(hierarchy: Hierarchy, level: int, codes: Ints, kept: Floats, total: int) -> float:
    """The share of its column's values that a released value stands for, 0 for its own alone; a suppressed one: 1.

    codes, kept: leaves, and how many rows with each are released (equally long), of `total` rows.
    """
    leaves = len(hierarchy.maps[0])
    if leaves == 1:
        return 0.0
    under: Floats = np.bincount(hierarchy.maps[level])[hierarchy.maps[level]] / leaves
    share = float(under[codes] @ kept + total - kept.sum()) / total
    return max(0.0, (share - 1 / leaves) / (1 - 1 / leaves))


def _solved(problem: Problem) -> Solution | None:
    try:
        return solve(problem, checks_at_most=_CHECKS)
    except RiskRefused:
        return None


def _hardest(table: Table, protected: str, lost: Ints) -> float:
    codes = table.codes[table.names.index(protected)]
    gone = np.bincount(codes[lost], table.rows[lost], int(codes.max()) + 1)
    rows = np.bincount(codes, table.rows)
    return float((gone[rows > 0] / rows[rows > 0]).max())


def _column(table: Table, place: int, everything: Ints) -> ColumnRisk:
    rows = table.leaf_rows[place]
    shares = rows[rows > 0] / table.total
    others = [other for other in range(len(table.names)) if other != place]
    without = _unique(table, others) if others else 0.0
    return ColumnRisk(
        table.names[place],
        int((rows > 0).sum()),
        float(-(shares * np.log2(shares)).sum()),
        float((rows == 1).sum() / table.total),
        float((everything == 1).sum() / table.total) - without,
    )


def _unique(table: Table, places: Sequence[int]) -> float:
    return float((_sizes(table, places) == 1).sum() / table.total)


def _sizes(table: Table, places: Sequence[int]) -> Ints:
    columns = [(table.codes[p], table.hierarchies[p].maps[0], len(table.hierarchies[p].maps[0])) for p in places]
    numbers, size = group(*pack(columns, len(table.rows)))
    return count(numbers, size, table.rows)
