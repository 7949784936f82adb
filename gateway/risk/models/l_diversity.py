"""l-diversity: a class must hold well-represented sensitive values (Machanavajjhala et al., TKDD 2007;1(1):3)."""

import math
from collections.abc import Collection
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from gateway.risk.arrays import Floats
from gateway.risk.models.base import TOLERANCE, ByValues, Model, Verdict, convex
from gateway.risk.table import Table


class LDiversity(Model):
    """`distinct`: l values; `entropy`: entropy at least log l; `recursive`: r1 < c·(r_l + … + r_m), r descending.

    `estimator: grassberger` corrects the entropy of small classes (Grassberger, arXiv physics/0307138).
    """

    column: str
    l: float = Field(ge=1)  # noqa: E741 - the literature's name, and the configuration's
    kind: Literal["distinct", "entropy", "recursive"] = "distinct"
    c: float | None = Field(default=None, gt=0)
    estimator: Literal["shannon", "grassberger"] = "shannon"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.kind == "recursive") != (self.c is not None):
            raise ValueError("c belongs to kind: recursive, and recursive needs it")
        if self.kind != "entropy" and self.l != int(self.l):
            raise ValueError("l must be a whole number unless kind is entropy")
        if self.kind != "entropy" and self.estimator != "shannon":
            raise ValueError("estimator belongs to kind: entropy")
        return self

    def sensitive(self) -> Collection[str]:
        return (self.column,)

    def judge(self, _table: Table, /) -> ByValues:
        return ByValues(self.column, getattr(self, f"_{self.kind}"))

    def _distinct(self, histogram: Floats) -> Verdict:
        fails = (histogram > 0).sum(1) < self.l
        return Verdict(fails, np.where(fails, histogram.sum(1), 0.0))

    def _recursive(self, histogram: Floats) -> Verdict:
        ranked = -np.sort(-histogram, axis=1)
        tail = ranked[:, int(self.l) - 1 :].sum(1)
        excess = ranked[:, 0] - (self.c or 0.0) * tail
        # Both r1 and the tail's complement are subadditive in the counts, so the excess of a class is at most the
        # sum over its parts: below 0 for parts that hold, at most their rows for others.
        fails = excess >= 0
        return Verdict(fails, np.where(fails, np.maximum(1.0, np.ceil(excess - TOLERANCE)), 0.0))

    def _entropy(self, histogram: Floats) -> Verdict:
        least = math.log(self.l)
        if self.estimator == "grassberger":
            fails = ((histogram > 0).sum(1) < self.l) | (grassberger(histogram) < least - TOLERANCE)
            return Verdict(fails, np.zeros(len(fails)))
        return convex(histogram, least - shannon(histogram), least)


def shannon(histogram: Floats) -> Floats:
    """Entropy of each row of counts, in nats."""
    share = histogram / histogram.sum(1, keepdims=True)
    return np.asarray(-(share * np.log(np.where(share > 0, share, 1.0))).sum(1))


def grassberger(histogram: Floats) -> Floats:
    """Entropy of each row of counts, in nats, corrected for few observations: ln N − Σ n·G(n)/N."""
    counts = histogram.astype(np.int64)
    # G(2n+2) = G(2n) + 2/(2n+1), G(2n+1) = G(2n), G(2) = 2 − γ − ln 2.
    half = np.arange(int(counts.max(initial=1)) // 2)
    even = np.concatenate([[0.0], np.cumsum(2.0 / (2 * half + 1))]) - np.euler_gamma - math.log(2)
    total = histogram.sum(1)
    return np.asarray(np.log(total) - (histogram * even[counts // 2]).sum(1) / total)
