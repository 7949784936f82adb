"""ARX's Loss (after Iyengar, KDD 2002): the share of its column's domain that each cell now stands for."""

from collections.abc import Sequence

import numpy as np

from gateway.risk.arrays import Floats
from gateway.risk.losses.base import ByColumn, Lost
from gateway.risk.table import Node, Table


class DomainShare(ByColumn):
    """Per column the sum over rows of leaves under the value / leaves, a suppressed row counting 1.

    Normalised to 0 (no row generalised) … 1 (all suppressed); columns aggregate as ∏(x+1)^(weight/Σ weights) − 1.
    `balance` leans to suppression below 0.5 (a suppressed cell then costs share + 2·balance·(1 − share)) and to
    generalisation above (a generalised cell then costs (2 − 2·balance)·share).
    """

    def __init__(self, table: Table, shape: Node, weights: Floats, balance: float = 0.5) -> None:
        super().__init__(table, shape, weights)
        self.suppressing = min(1.0, 2 * balance)
        self.generalising = min(1.0, 2 - 2 * balance)
        self.shares = [
            np.stack([np.bincount(codes)[codes] / len(codes) for codes in hierarchy.maps])
            for hierarchy in table.hierarchies
        ]
        self.kept = [share @ rows for share, rows in zip(self.shares, table.leaf_rows, strict=True)]

    def column(self, index: int, levels: slice, lost: Lost | None, /) -> Floats:
        cost = self.generalising * self.kept[index][levels]
        if lost is not None and lost.rows:
            gone = self.shares[index][levels] @ lost.leaves[index]
            cost = cost + (1 - self.suppressing - self.generalising) * gone + self.suppressing * lost.rows
        return self._scaled(index, cost)

    def of_columns(self, shares: Sequence[float]) -> float:
        """The loss of a local recoding, from the sum over rows of each column's shares."""
        return float(np.expm1(sum(self._scaled(index, np.array(share)) for index, share in enumerate(shares))))

    def _scaled(self, index: int, cost: Floats) -> Floats:
        total, least = self.table.total, self.table.total / self.shares[index].shape[1]
        scaled = np.maximum(0.0, (cost - least) / (total - least)) if total > least else np.zeros_like(cost)
        return np.asarray(np.log1p(scaled) * self.weights[index] / len(self.weights))

    def combine(self, total: Floats) -> Floats:
        return np.expm1(total)
