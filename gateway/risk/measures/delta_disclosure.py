"""The delta of delta-disclosure privacy: how far a value's odds move in a class (Brickell and Shmatikov, KDD 2008)."""

import numpy as np

from gateway.risk.arrays import Floats
from gateway.risk.measures.base import Released


def delta_disclosure(released: Released) -> dict[str, float | None]:
    """The highest |ln(share in the class / share in the input)| of values that occur; None without a release."""

    def worst(column: str) -> float | None:
        reference = released.reference(column)

        def moved(histogram: Floats) -> Floats:
            ratio = histogram / histogram.sum(1, keepdims=True) / reference
            distance: Floats = np.abs(np.log(np.where(histogram > 0, ratio, 1.0))).max(1)
            return distance

        return released.worst(column, moved)

    return {column: worst(column) for column in released.distances}
