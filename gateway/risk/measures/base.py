"""What measures look at: the classes that are released, without the suppressed rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gateway.risk.arrays import Bools, Floats, Ints
from gateway.risk.models.t_closeness import Distance
from gateway.risk.table import Classes


@dataclass(frozen=True, eq=False)
class Released:
    """Classes with a mark on those that are kept; for each sensitive column the distance that t is measured by."""

    classes: Classes
    kept: Bools
    distances: Mapping[str, Distance]
    risk_threshold: float
    """The prosecutor risk above which a record counts as at risk."""

    @cached_property
    def sizes(self) -> Ints:
        """Rows of each kept class."""
        return self.classes.rows[self.kept]

    def reference(self, column: str) -> Floats:
        """The share of each value of a sensitive column in the whole input."""
        totals = self.classes.table.sensitive[column].totals
        shares: Floats = totals / totals.sum()
        return shares

    def worst(self, column: str, figure: Distance, best: bool = False) -> float | None:
        """The highest (or with `best` the lowest) figure of a kept class's histogram (c × values)."""
        figures: list[Floats] = [figure(block) for _, block in self.classes.histograms(column, self.kept)]
        if not figures:
            return None
        joined = np.concatenate(figures)
        return float(joined.min() if best else joined.max())
