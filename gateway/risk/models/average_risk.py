"""Average re-identification risk: classes over rows, the success of an attack on everybody (El Emam 2013)."""

from pydantic import Field

from gateway.risk.arrays import Bools, Ints
from gateway.risk.models.base import TOLERANCE, ByTable, Model, by_share
from gateway.risk.table import Table


class AverageRisk(Model):
    """The prosecutor's risk 1/(class size), averaged over the rows that are not suppressed, is at most `at_most`."""

    at_most: float = Field(gt=0, le=1)

    def judge(self, _table: Table, /) -> ByTable:
        def holds(gone: Ints, lost: Ints, sizes: Ints) -> Bools:
            # What a finer node keeps lies in no more classes of a coarser one, and in no fewer rows.
            good: Bools = len(sizes) - gone <= self.at_most * (lost[-1] - lost) + TOLERANCE
            return good

        return by_share(holds)
