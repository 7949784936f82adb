"""Sample uniqueness: the share of rows that nobody else shares the quasi-identifiers with."""

import numpy as np
from pydantic import Field

from gateway.risk.arrays import Bools, Ints
from gateway.risk.models.base import TOLERANCE, ByTable, Model, by_share
from gateway.risk.table import Table


class SampleUniqueness(Model):
    """At most the share `at_most` of the rows that are not suppressed is unique in the table."""

    at_most: float = Field(ge=0, le=1)

    def judge(self, _table: Table, /) -> ByTable:
        def holds(gone: Ints, lost: Ints, sizes: Ints) -> Bools:
            # A row unique at a coarser node is unique at every finer one.
            uniques = np.maximum(0, int((sizes == 1).sum()) - gone)
            good: Bools = uniques <= self.at_most * (lost[-1] - lost) + TOLERANCE
            return good

        return by_share(holds)
