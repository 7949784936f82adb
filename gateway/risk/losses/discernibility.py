"""Discernibility (Bayardo and Agrawal, ICDE 2005): how many rows each row cannot be told apart from."""

from gateway.risk.arrays import Floats
from gateway.risk.losses.base import Loss, Lost, most_classes, most_classes_at
from gateway.risk.table import Classes, Node


class Discernibility(Loss):
    """The sum of squared class sizes as generalisation makes them; suppression costs nothing (ARX's DM*)."""

    def floor(self) -> Floats:
        # Squares of C sizes that add up to n are least where all are n/C.
        return self.table.total**2 / most_classes(self.table, self.shape)

    def value(self, _node: Node, classes: Classes, _lost: Lost, /) -> float:
        return self.above(classes)

    def below(self, _node: Node, _lost: Lost, /) -> float:
        return 0.0

    def least(self, node: Node, lost: Lost | None, /) -> float:
        bound = self.table.total**2 / most_classes_at(self.table, node)
        return bound if lost is None else max(bound, self.below(node, lost))

    def above(self, classes: Classes, /) -> float:
        rows = classes.rows.astype(float)
        return float(rows @ rows)


class DiscernibilityWithSuppressed(Discernibility):
    """The same, a suppressed row counting all rows of the table."""

    def value(self, _node: Node, classes: Classes, lost: Lost, /) -> float:
        gone = self.table.rows[lost.tuples] @ classes.rows[classes.of_tuple[lost.tuples]]
        return self.above(classes) - float(gone) + lost.rows * self.table.total

    def below(self, _node: Node, lost: Lost, /) -> float:
        return float(lost.rows * self.table.total + (self.table.total - lost.rows))
