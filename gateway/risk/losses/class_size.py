"""Average class size (LeFevre, DeWitt, Ramakrishnan, ICDE 2006), not divided by k, as more models than k may hold."""

import numpy as np

from gateway.risk.arrays import Floats
from gateway.risk.losses.base import Loss, Lost, most_classes, most_classes_at
from gateway.risk.table import Classes, Node


class ClassSize(Loss):
    """Rows over classes; suppressed rows, where there are any, are one class."""

    def floor(self) -> Floats:
        return self.table.total / most_classes(self.table, self.shape)

    def value(self, _node: Node, classes: Classes, lost: Lost, /) -> float:
        gone = len(np.unique(classes.of_tuple[lost.tuples[self.table.rows[lost.tuples] > 0]]))
        kept = int((classes.rows > 0).sum()) - gone
        return self.table.total / (kept + (lost.rows > 0))

    def below(self, _node: Node, lost: Lost, /) -> float:
        # Each row that is kept could be a class of its own.
        return self.table.total / (self.table.total - lost.rows + (lost.rows > 0))

    def least(self, node: Node, lost: Lost | None, /) -> float:
        bound = self.table.total / most_classes_at(self.table, node)
        return bound if lost is None else max(bound, self.below(node, lost))

    def above(self, classes: Classes, /) -> float:
        return self.table.total / int((classes.rows > 0).sum())
