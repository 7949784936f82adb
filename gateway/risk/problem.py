"""The values of a search: a `Problem` goes in, a `Solution` comes out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from gateway.errors import BadInput
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.arrays import Codes, Ints, count, group, pack
from gateway.risk.losses import LOSSES
from gateway.risk.losses.base import ByColumn, Loss, Lost
from gateway.risk.losses.loss import DomainShare
from gateway.risk.models.base import Model
from gateway.risk.table import Classes, Node, Table


@dataclass(frozen=True)
class GroupCap:
    """Each combination of the columns' values loses at most this share of its rows, and they stay ungeneralised.

    Not `joint`: each value of each column is a group. Not `pinned`: the columns may be generalised, and groups are
    still those of the finest values.
    """

    columns: tuple[str, ...]
    at_most: float
    joint: bool = True
    pinned: bool = True


@dataclass(frozen=True)
class Groups:
    """The groups that a cap protects: each tuple's group, the groups' rows, and how many of them may be lost."""

    columns: tuple[str, ...]
    of_tuple: Ints
    rows: Ints
    allowed: Ints


@dataclass(frozen=True, eq=False)
class Problem:
    """Which generalisation of `table` satisfies all `models` with the least `loss`?

    `suppression` is the share of rows that may be suppressed at most. `weights` (for losses by column) say how
    much each column matters; `balance` (for `loss`) leans to suppression below 0.5, to generalisation above.
    Raises BadInput where the parts don't fit together.
    """

    table: Table
    models: Sequence[Model]
    loss: str = "loss"
    suppression: float = 0.0
    group_cap: GroupCap | None = None
    weights: dict[str, float] = field(default_factory=dict)
    balance: float = 0.5

    def __post_init__(self) -> None:
        cls = LOSSES[self.loss]
        if self.table.total == 0:
            raise BadInput("the table has no rows", hint="give a table with rows")
        if self.weights and not issubclass(cls, ByColumn):
            raise BadInput(f"weights do not apply to loss {self.loss!r}", hint="remove weights or choose another loss")
        if self.balance != 0.5 and cls is not DomainShare:
            raise BadInput(f"balance does not apply to loss {self.loss!r}", hint="remove balance or choose loss: loss")
        capped = self.group_cap.columns if self.group_cap else ()
        for what, names in (("weights", self.weights), ("group_cap", capped)):
            for name in names:
                if name not in self.table.names:
                    hint = "name columns under quasi_identifiers"
                    raise BadInput(f"{what}: {name!r} is not a quasi-identifier", hint=hint)

    @cached_property
    def shape(self) -> Node:
        """How many levels of each column the search may use."""
        pinned = self.group_cap.columns if self.group_cap and self.group_cap.pinned else ()
        columns = zip(self.table.names, self.table.hierarchies, strict=True)
        return tuple(1 if name in pinned else len(hierarchy.maps) for name, hierarchy in columns)

    @cached_property
    def allowed(self) -> int:
        """How many rows may be suppressed."""
        return int(self.suppression * self.table.total + 1e-9)

    @cached_property
    def groups(self) -> tuple[Groups, ...]:
        """The capped groups, where there are any: of all columns together, or column by column."""
        if self.group_cap is None:
            return ()
        columns = self.group_cap.columns
        return tuple(map(self._groups, [columns] if self.group_cap.joint else [(name,) for name in columns]))

    def _groups(self, columns: tuple[str, ...]) -> Groups:
        places = [self.table.names.index(name) for name in columns]
        leaves = [(self.table.codes[p], self.table.hierarchies[p].maps[0]) for p in places]
        numbers, size = group(*pack([(c, digits, len(digits)) for c, digits in leaves], len(self.table.rows)))
        rows = count(numbers, size, self.table.rows)
        at_most = self.group_cap.at_most if self.group_cap else 1.0
        return Groups(columns, numbers, rows, (at_most * rows + 1e-9).astype(np.int64))

    def measured_loss(self) -> Loss:
        """The loss, made ready for the table."""
        cls = LOSSES[self.loss]
        if not issubclass(cls, ByColumn):
            return cls(self.table, self.shape)
        weights = np.array([self.weights.get(name, 1.0) for name in self.table.names])
        if cls is DomainShare:
            return DomainShare(self.table, self.shape, weights, self.balance)
        return cls(self.table, self.shape, weights)


@dataclass(frozen=True, eq=False)
class Solution:
    """The best node found: its classes, and the tuples whose rows are suppressed.

    `bound` is proven: no solution loses less. `optimal` says that it meets `loss`. `checks` counts the nodes whose
    classes were formed.
    """

    node: Node
    classes: Classes
    lost: Lost
    loss: float
    bound: float
    checks: int
    seconds: float

    def json(self) -> dict[str, object]:
        """As `gateway risk --json` prints it, without the measures; `bound` and `gap` where time ran out."""
        return {
            "levels": self.levels,
            "loss": self.loss,
            "suppressed": self.lost.rows,
            "optimal": self.optimal,
            **({} if self.optimal else {"bound": self.bound, "gap": self.loss - self.bound}),
            "checks": self.checks,
            "seconds": self.seconds,
        }

    @property
    def levels(self) -> dict[str, int]:
        """The chosen level of each quasi-identifier."""
        return dict(zip(self.classes.table.names, self.node, strict=True))

    def cells(self, codes: Mapping[str, Codes]) -> Mapping[str, Callable[[slice], pa.Array]]:
        """For each quasi-identifier, rows of the input to their generalised texts; `*` for suppressed rows.

        codes: the leaf of each row.
        """
        table = self.classes.table
        lost = np.zeros(len(table.rows), dtype=bool)
        lost[self.lost.tuples] = True
        gone = lost[table.tuple_of_row]

        def column(name: str, hierarchy: Hierarchy, level: int) -> Callable[[slice], pa.Array]:
            labels = pa.array([*hierarchy.labels[level], "*"])
            star, digits = hierarchy.cards[level], hierarchy.maps[level]
            return lambda rows: labels.take(pa.array(np.where(gone[rows], star, digits[codes[name][rows]])))

        return {
            name: column(name, hierarchy, level)
            for name, hierarchy, level in zip(table.names, table.hierarchies, self.node, strict=True)
        }

    @property
    def optimal(self) -> bool:
        """Whether the node is proven to be the best."""
        return self.bound >= self.loss
