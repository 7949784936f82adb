"""What a loss says of nodes: exact values, and bounds that let the search leave nodes out."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from gateway.risk.arrays import Floats, Ints
from gateway.risk.table import Classes, Node, Table


@dataclass(frozen=True, eq=False)
class Lost:
    """Tuples whose rows are suppressed."""

    table: Table
    tuples: Ints

    @cached_property
    def rows(self) -> int:
        """How many rows that is."""
        return int(self.table.rows[self.tuples].sum())

    @cached_property
    def leaves(self) -> tuple[Floats, ...]:
        """q arrays: suppressed rows for each leaf."""
        return self.table.leaf_counts(self.tuples)


class Loss(ABC):
    """A loss over the lattice of one table, q levels of which may be limited to `shape`."""

    def __init__(self, table: Table, shape: Node) -> None:
        self.table, self.shape = table, shape

    @abstractmethod
    def floor(self) -> Floats:
        """An array of `shape`: no node can lose less, whatever is suppressed."""

    @abstractmethod
    def value(self, node: Node, classes: Classes, lost: Lost, /) -> float:
        """The loss at `node` where exactly `lost` is suppressed."""

    @abstractmethod
    def below(self, node: Node, lost: Lost, /) -> Floats | float:
        """A bound for `node` and all finer nodes, given that they all suppress at least `lost`.

        An array of shape (level + 1 for each level of `node`), or one number for all.
        """

    @abstractmethod
    def least(self, node: Node, lost: Lost | None, /) -> float:
        """A bound for `node` and all coarser nodes that suppress at least `lost`."""

    @abstractmethod
    def above(self, classes: Classes, /) -> float:
        """A bound for all nodes at least as general as the one with these classes."""


class ByColumn(Loss):
    """A loss that is a combination of columns' losses, each a function of level and suppressed leaves."""

    def __init__(self, table: Table, shape: Node, weights: Floats) -> None:
        super().__init__(table, shape)
        self.weights = weights * (len(weights) / weights.sum())

    @abstractmethod
    def column(self, index: int, levels: slice, lost: Lost | None, /) -> Floats:
        """One column's weighted loss at each of these levels."""

    def combine(self, total: Floats) -> Floats:
        """From the sum over columns to the loss."""
        return total

    def floor(self) -> Floats:
        return self._block([slice(0, levels) for levels in self.shape], None)

    def value(self, node: Node, _classes: Classes, lost: Lost, /) -> float:
        return float(self._block([slice(level, level + 1) for level in node], lost).item())

    def below(self, node: Node, lost: Lost, /) -> Floats:
        return self._block([slice(0, level + 1) for level in node], lost)

    def least(self, node: Node, lost: Lost | None, /) -> float:
        # Merging values never makes a column cheaper, whatever is suppressed.
        return float(self._block([slice(level, level + 1) for level in node], lost).item())

    def above(self, _classes: Classes, /) -> float:
        return -np.inf

    def _block(self, levels: list[slice], lost: Lost | None) -> Floats:
        columns = (self.column(index, some, lost) for index, some in enumerate(levels))
        return self.combine(np.asarray(reduce(np.add.outer, columns)))


def most_classes(table: Table, shape: Node) -> Floats:
    """An array of `shape`: no node has more classes than its levels have combinations, or the table has tuples."""
    return _most(table, [slice(0, levels) for levels in shape])


def most_classes_at(table: Table, node: Node) -> float:
    """The same for one node."""
    return float(_most(table, [slice(level, level + 1) for level in node]).item())


def _most(table: Table, levels: list[slice]) -> Floats:
    cards = [np.array(h.cards[some], dtype=float) for h, some in zip(table.hierarchies, levels, strict=True)]
    combinations: Floats = np.asarray(reduce(np.multiply.outer, cards))
    return np.minimum(combinations, float((table.rows > 0).sum()))
