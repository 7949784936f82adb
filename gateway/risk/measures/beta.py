"""The beta of basic beta-likeness: how much a value's share grows in a class, at most (Cao and Karras, VLDB 2012)."""

from gateway.risk.arrays import Floats
from gateway.risk.measures.base import Released


def beta(released: Released) -> dict[str, float | None]:
    """(share in the class − share in the input) / share in the input; None where nothing is released."""

    def worst(column: str) -> float | None:
        reference = released.reference(column)

        def gain(histogram: Floats) -> Floats:
            highest: Floats = (histogram / histogram.sum(1, keepdims=True) / reference).max(1)
            return highest - 1

        return released.worst(column, gain)

    return {column: worst(column) for column in released.distances}
