"""β-likeness: no sensitive value gains too much in a class (Cao and Karras, PVLDB 2012;5(11):1388)."""

from collections.abc import Collection
from typing import Literal

import numpy as np
from pydantic import Field

from gateway.risk.arrays import Floats
from gateway.risk.models.base import ByValues, Model, Verdict, convex
from gateway.risk.table import Table


class BLikeness(Model):
    """A value's share q in a class exceeds its share p in the table by at most β·p; `enhanced`: min(β, −ln p)·p."""

    column: str
    beta: float = Field(gt=0)
    kind: Literal["basic", "enhanced"] = "basic"

    def sensitive(self) -> Collection[str]:
        return (self.column,)

    def judge(self, table: Table, /) -> ByValues:
        totals = table.sensitive[self.column].totals
        share = totals / totals.sum()
        limit = np.minimum(self.beta, -np.log(share)) if self.kind == "enhanced" else np.full(len(share), self.beta)
        highest = float((1 / share - 1 - limit).max())

        def verdict(histogram: Floats) -> Verdict:
            gain = histogram / histogram.sum(1, keepdims=True) / share - 1
            return convex(histogram, (gain - limit).max(1), highest)

        return ByValues(self.column, verdict)
