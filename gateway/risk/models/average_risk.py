"""Average re-identification risk: classes over rows, the success of an attack on everybody (El Emam 2013)."""

import numpy as np
from pydantic import Field

from gateway.risk.arrays import Ints
from gateway.risk.models.base import TOLERANCE, ByTable, Model
from gateway.risk.table import Table


class AverageRisk(Model):
    """The prosecutor's risk 1/(class size), averaged over the rows that are not suppressed, is at most `at_most`."""

    at_most: float = Field(gt=0, le=1)

    def judge(self, _table: Table, /) -> ByTable:
        def holds(sizes: Ints) -> bool:
            return len(sizes) <= self.at_most * int(sizes.sum()) + TOLERANCE

        def doomed(sizes: Ints) -> float:
            # What a finer node keeps lies in no more classes here, so no more rows need be lost here than there.
            lost = np.concatenate([[0], np.cumsum(np.sort(sizes))])
            kept = np.arange(len(sizes), -1, -1)
            return float(lost[np.argmax(kept <= self.at_most * (lost[-1] - lost) + TOLERANCE)])

        return ByTable(holds, doomed)
