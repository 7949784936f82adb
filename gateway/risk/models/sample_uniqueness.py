"""Sample uniqueness: the share of rows that nobody else shares the quasi-identifiers with."""

from pydantic import Field

from gateway.risk.arrays import Ints
from gateway.risk.models.base import TOLERANCE, ByTable, Model
from gateway.risk.table import Table


class SampleUniqueness(Model):
    """At most the share `at_most` of the rows that are not suppressed is unique in the table."""

    at_most: float = Field(ge=0, lt=1)

    def judge(self, _table: Table, /) -> ByTable:
        def holds(sizes: Ints) -> bool:
            return int((sizes == 1).sum()) <= self.at_most * int(sizes.sum()) + TOLERANCE

        def doomed(sizes: Ints) -> float:
            # A row unique here is unique at every finer node, so no more rows need be lost here than there.
            surplus = float((sizes == 1).sum()) - self.at_most * float(sizes.sum())
            return max(0.0, surplus / (1 - self.at_most) - TOLERANCE)

        return ByTable(holds, doomed)
