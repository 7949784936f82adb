"""δ-presence: being in the table is neither too likely nor too unlikely for anybody (Nergiz et al., SIGMOD 2007)."""

import numpy as np
from pydantic import Field

from gateway.risk.arrays import Ints
from gateway.risk.models.base import TOLERANCE, BySize, Model, Verdict
from gateway.risk.table import Table


class DeltaPresence(Model):
    """In every class of `population` (a file), the share of people who are in the table lies within the bounds.

    A class of the population with nobody in the table has nothing to suppress: if it fails, the node fails.
    """

    at_least: float = Field(default=0.0, ge=0, le=1)
    at_most: float = Field(ge=0, le=1)
    population: str

    def judge(self, _table: Table, /) -> BySize:
        return BySize(self._verdict)

    def _verdict(self, rows: Ints, population: Ints) -> Verdict:
        share = rows / population
        fails = (share < self.at_least - TOLERANCE) | (share > self.at_most + TOLERANCE)
        # Parts that hold have at most `at_most` of their people in the table, so the surplus is in parts that fail.
        surplus = np.maximum(1.0, np.ceil(rows - self.at_most * population - TOLERANCE))
        return Verdict(fails, np.where(fails, np.where(rows > 0, surplus, np.inf), 0.0))
