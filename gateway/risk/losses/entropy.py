"""Non-uniform entropy (Gionis and Tassa, TKDE 2009;21:206): the bits that generalisation takes from each cell."""

import numpy as np

from gateway.risk.arrays import Floats, Ints
from gateway.risk.losses.base import ByColumn, Lost
from gateway.risk.table import Node, Table


class Entropy(ByColumn):
    """Over columns and rows, −log2 of the share that the row's leaf has in its generalised value.

    Counts are those of the input table; suppression costs nothing.
    """

    def __init__(self, table: Table, shape: Node, weights: Floats) -> None:
        super().__init__(table, shape, weights)
        self.bits = [
            np.array([_bits(codes, rows) for codes in hierarchy.maps])
            for hierarchy, rows in zip(table.hierarchies, table.leaf_rows, strict=True)
        ]

    def column(self, index: int, levels: slice, _lost: Lost | None, /) -> Floats:
        return np.asarray(self.bits[index][levels] * self.weights[index])


class EntropyWithSuppressed(Entropy):
    """The same, and what suppression adds: the entropy of the generalised values that suppressed rows had."""

    def column(self, index: int, levels: slice, lost: Lost | None, /) -> Floats:
        bits = super().column(index, levels, lost)
        if lost is None or not lost.rows:
            return bits
        maps = self.table.hierarchies[index].maps[levels]
        spread = np.array([_spread(codes, lost.leaves[index]) for codes in maps])
        return np.asarray(bits + self.weights[index] * spread)


def _bits(codes: Ints, rows: Floats) -> float:
    generalised = np.bincount(codes, weights=rows)
    some = rows > 0
    return float((rows[some] * np.log2(generalised[codes[some]] / rows[some])).sum())


def _spread(codes: Ints, rows: Floats) -> float:
    counts = np.bincount(codes, weights=rows)
    counts = counts[counts > 0]
    return float((counts * np.log2(counts.sum() / counts)).sum())
