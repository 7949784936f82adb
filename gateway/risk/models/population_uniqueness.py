"""Population uniqueness: how many of the whole population, not of the sample, are unique (Dankar et al. 2012)."""

from typing import Literal

import numpy as np
from pydantic import Field

from gateway.risk.arrays import Ints
from gateway.risk.models.base import ByTable, Model
from gateway.risk.models.uniques import ESTIMATORS
from gateway.risk.table import Table


class PopulationUniqueness(Model):
    """The estimated share of the population that is unique is at most `at_most`.

    The table is a simple random sample of `population_size` people. `dankar` chooses an estimator by the sampling
    fraction (BMC Med Inform Decis Mak 2012;12:66). Where an estimator finds no solution, only a table without
    unique rows holds. Nothing is known of how estimates change with generalisation, so nothing is pruned by them.
    """

    at_most: float = Field(ge=0, le=1)
    population_size: int = Field(ge=1)
    estimator: Literal["dankar", "pitman", "zayatz", "snb"] = "dankar"

    def judge(self, table: Table, /) -> ByTable:
        people = max(self.population_size, table.total)

        def holds(sizes: Ints) -> bool:
            size, classes = np.unique(sizes, return_counts=True)
            if not len(size) or size[0] != 1:
                return True
            uniques = ESTIMATORS[self.estimator](size, classes, people)
            return uniques is not None and uniques <= self.at_most * people

        def suppress(sizes: Ints, least: int, most: int) -> int | None:
            # Without unique rows nothing is unique in the population; before that, by bisection.
            low, high = least, min(most, max(least, int((sizes == 1).sum())))
            if not holds(sizes[high:]):
                return None
            while low < high:
                middle = (low + high) // 2
                low, high = (low, middle) if holds(sizes[middle:]) else (middle + 1, high)
            return low

        return ByTable(suppress, lambda _sizes: 0.0)
