"""k-map: every class of the table stands for at least k people of the population (Sweeney 2001)."""

import math
from typing import Literal, Self

from pydantic import Field, model_validator

from gateway.risk.models.base import BySize, Model, by_floor
from gateway.risk.table import Table


class KMap(Model):
    """At least `k` people of the population share every combination of quasi-identifiers in the table.

    The population is a file with the same quasi-identifiers (`population`), or only its size is known
    (`population_size`): then a class must have so many rows that, of people whom a (zero-truncated) Poisson
    sample finds, at most `significance` come from a class of fewer than k (El Emam and Dankar, JAMIA 2008;15:627).
    """

    k: int = Field(ge=2)
    population: str | None = None
    population_size: int | None = Field(default=None, ge=1)
    significance: float = Field(default=0.01, gt=0, lt=1)
    estimator: Literal["poisson", "zero_truncated_poisson"] = "zero_truncated_poisson"

    @model_validator(mode="after")
    def _one_population(self) -> Self:
        if (self.population is None) == (self.population_size is None):
            raise ValueError("give either population (a file) or population_size")
        return self

    def judge(self, table: Table, /) -> BySize:
        if self.population_size is None:
            return by_floor(lambda _, population: population >= self.k)
        least = min(self.k, self.least_rows(table.total / self.population_size), table.total)
        return by_floor(lambda rows, _: rows >= least)

    def least_rows(self, fraction: float) -> int:
        """The rows a class needs where the table samples this fraction of the population."""
        mean = min(fraction, 1.0) * self.k
        truncated = self.estimator == "zero_truncated_poisson"
        found, term = (1, mean / math.expm1(mean)) if truncated else (0, math.exp(-mean))
        reached = 0.0
        while reached < 1 - self.significance:
            reached += term
            found += 1
            term *= mean / found
        return found if truncated else found + 1
